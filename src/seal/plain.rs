//! Signatures of minisign (Ed25519), for those who have no certificate.

use std::io::{Cursor, Read};

use minisign::{PublicKey, SecretKey, SecretKeyBox, SignatureBox};

use super::model::{Faith, SealReport};
use super::trust::Trust;

/// How a signature begins.
const BEGINNING: &[u8] = b"untrusted comment:";

/// Whether a signature is one of minisign.
pub(super) fn is_one(signature: &[u8]) -> bool {
    signature.starts_with(BEGINNING)
}

/// Reads a secret key, which a passphrase may protect; an error in words.
pub(super) fn read_key(text: &str, passphrase: Option<&str>) -> Result<SecretKey, String> {
    let locked = SecretKeyBox::from_string(text).map_err(|error| error.to_string())?;
    let opened = match passphrase {
        Some(passphrase) => locked.into_secret_key(Some(passphrase.to_owned())),
        None => locked.into_unencrypted_secret_key(),
    };
    opened.map_err(|error| error.to_string())
}

/// The number of a key, as minisign shows it.
pub(super) fn number(key: &[u8]) -> String {
    key.iter().rev().map(|byte| format!("{byte:02X}")).collect()
}

/// Signs a text. No moment is in the signature: nobody vouches for one.
pub(super) fn sign(key: &SecretKey, text: &mut dyn Read) -> Result<Vec<u8>, String> {
    let public = PublicKey::from_secret_key(key).map_err(|error| error.to_string())?;
    let comment = concat!("convoke ", env!("CARGO_PKG_VERSION"));
    let signature = minisign::sign(Some(&public), key, text, Some(comment), Some("signature from convoke"));
    signature.map(|signature| signature.into_string().into_bytes()).map_err(|error| error.to_string())
}

/// Looks at a signature of a text.
pub(super) fn look(
    signature: &[u8],
    text: &mut dyn FnMut() -> std::io::Result<Vec<u8>>,
    trust: &Trust,
    report: &mut SealReport,
) {
    let read = std::str::from_utf8(signature).ok().and_then(|text| SignatureBox::from_string(text).ok());
    let Some(signature) = read else { return report.faults.push("it cannot be read".to_owned()) };
    report.key = number(signature.keynum());
    report.by = format!("the key {} of minisign", report.key);
    if trust.keys.is_empty() {
        // Its public key is not in it: nothing can be said of it.
        return;
    }
    let Some(key) = trust.keys.iter().find(|key| key.keynum() == signature.keynum()) else {
        report.faith = Faith::Untrusted("its key is not among those that are trusted".to_owned());
        return;
    };
    let text = match text() {
        Ok(text) => text,
        Err(error) => return report.faults.push(format!("the text cannot be read ({error})")),
    };
    match minisign::verify(key, &signature, Cursor::new(text), true, false, false) {
        Ok(()) => report.faith = Faith::Trusted(report.by.clone()),
        Err(error) => {
            report.faults.push(format!("what it covers was changed, or it is by another key ({error})"))
        }
    }
}
