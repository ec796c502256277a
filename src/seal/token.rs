//! The key of a seal on a token: a card, a stick or a security module, by the module of its maker (PKCS#11, OASIS 2.40). The key never leaves
//! it; certificates are read from it, or from a file.

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use der::{Decode as _, Encode as _};
use x509_cert::Certificate;

use super::algorithm::{ECDSA_SHA256, RSA, SHA256, verify};
use super::key::{KeyFault, Private, SealKey};
use super::token_key::{TokenKey, describe};
use super::trust::Trust;
use crate::digest::hash_bytes;
use crate::mailing::TokenSetting;

/// Most certificates above the key's own.
const MOST_ABOVE: usize = 8;

/// Opens a key on a token; the certificates are `pem`, or those of the token where it is empty.
pub(super) fn open(setting: &TokenSetting, pin: Option<&str>, pem: &[u8]) -> Result<SealKey, KeyFault> {
    let session = log_in(setting, pin)?;
    let key = find_key(&session, setting)?;
    let certificates = if pem.is_empty() { read_certificates(&session, key)? } else { parse(pem)? };
    let chain = chain_of(certificates);
    let Some(own) = chain.first() else {
        return Err(KeyFault(
            "the token has no certificate that belongs to the key of the seal".to_owned(),
            "put it on the token with the id of the key, or name its file: `certificate: certificate.pem`",
        ));
    };
    let public = &own.tbs_certificate.subject_public_key_info;
    let is_rsa = public.algorithm.oid == RSA;
    let mut token = TokenKey::new(session, key, is_rsa);
    // Whether both belong together only the key can show.
    let signature = token.sign(b"convoke").map_err(|cause| {
        KeyFault(
            format!("the key of the seal on the token does not sign ({cause})"),
            "use RSA of 2048 to 4096 bits, or ECDSA on P-256; one that asks for no PIN at each signature",
        )
    })?;
    let algorithm = if is_rsa { RSA } else { ECDSA_SHA256 };
    if verify(public, &algorithm, Some(&SHA256), b"convoke", &signature) != Ok(true) {
        return Err(KeyFault(
            "the key of the seal does not belong to its certificate, or is of no kind that is taken"
                .to_owned(),
            "name the key that the certificate was ordered for: RSA of 2048 to 4096 bits, or ECDSA on P-256",
        ));
    }
    // The two numbers in DER may each have a byte more than in another signature.
    token.longest = if is_rsa { signature.len() } else { Private::LONGEST_P256 };
    let der = own.to_der().map_err(|error| unreadable(&error.to_string()))?;
    Ok(SealKey { private: Private::Token(Box::new(token)), fingerprint: hash_bytes(&der), chain })
}

/// A session at the token, which its user has opened.
fn log_in(setting: &TokenSetting, pin: Option<&str>) -> Result<Session, KeyFault> {
    let module = Pkcs11::new(&setting.module.value).map_err(|error| {
        KeyFault(
            format!("the module of the token cannot be loaded ({})", describe(&error)),
            "install the software of its maker, and name its module by its whole path",
        )
    })?;
    // A module that is unloaded while it has threads of its own may bring the program down: it stays.
    std::mem::forget(module.clone());
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(failed(&error)),
    }
    let (slot, about) = find_token(&module, setting)?;
    let session = module.open_ro_session(slot).map_err(|error| failed(&error))?;
    if !about.login_required() {
        return Ok(session);
    }
    let pin = match pin {
        Some(pin) => Some(pin.to_owned().into()),
        None if about.protected_authentication_path() => None,
        None => {
            return Err(KeyFault(
                "the token asks for a PIN".to_owned(),
                "say where it is: `secret: { env: NAME }`, `{ file: PATH }` or `{ command: [program, argument] }`",
            ));
        }
    };
    match session.login(UserType::User, pin.as_ref()) {
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
        Err(error) => Err(KeyFault(
            format!("the token cannot be opened ({})", describe(&error)),
            "compare the secret with the PIN of the token, which locks itself after a few wrong ones",
        )),
    }
}

/// The token that is named, or the only one.
fn find_token(module: &Pkcs11, setting: &TokenSetting) -> Result<(Slot, TokenInfo), KeyFault> {
    const NAME_IT: &str = "put it into its reader, and name it by its label: `token: LABEL`";
    let slots = module.get_slots_with_token().map_err(|error| failed(&error))?;
    let about = |slot: Slot| Some((slot, module.get_token_info(slot).ok()?));
    let tokens = slots.into_iter().filter_map(about).filter(|(_, about)| about.token_initialized());
    let tokens: Vec<(Slot, TokenInfo)> = tokens.collect();
    let labels: Vec<&str> = tokens.iter().map(|(_, about)| about.label().trim_end()).collect();
    let labels = if labels.is_empty() { "none".to_owned() } else { labels.join(", ") };
    let wanted = setting.token.as_ref().map(|label| label.value.trim());
    let mut found =
        tokens.into_iter().filter(|(_, about)| wanted.is_none_or(|label| about.label().trim_end() == label));
    match (found.next(), found.next()) {
        (Some(token), None) => Ok(token),
        (None, _) => Err(KeyFault(format!("the token of the seal is not there (there: {labels})"), NAME_IT)),
        _ => Err(KeyFault(format!("there is more than one token ({labels})"), NAME_IT)),
    }
}

/// The private key that is named, or the only one.
fn find_key(session: &Session, setting: &TokenSetting) -> Result<ObjectHandle, KeyFault> {
    const NAME_IT: &str = "name the key by its label: `key: LABEL`; `pkcs11-tool --list-objects` shows it";
    let find = |template: &[Attribute]| session.find_objects(template).map_err(|error| failed(&error));
    let class = Attribute::Class(ObjectClass::PRIVATE_KEY);
    let found = match &setting.key {
        Some(label) => find(&[class, Attribute::Label(label.value.as_bytes().to_vec())])?,
        None => find(&[class])?,
    };
    match found[..] {
        [key] => Ok(key),
        [] => Err(KeyFault("the key of the seal is not on the token".to_owned(), NAME_IT)),
        _ => Err(KeyFault(format!("there are {} keys on the token that it may be", found.len()), NAME_IT)),
    }
}

/// The certificates of a token, that of the key first; none where it is not there.
fn read_certificates(session: &Session, key: ObjectHandle) -> Result<Vec<Certificate>, KeyFault> {
    let id = |object| attribute(session, object, AttributeType::Id);
    let wanted = id(key);
    let template =
        [Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509)];
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for object in session.find_objects(&template).map_err(|error| failed(&error))? {
        let Some(der) = attribute(session, object, AttributeType::Value) else { continue };
        let certificate = Certificate::from_der(&der).map_err(|error| unreadable(&error.to_string()))?;
        let is_own = wanted.is_some() && id(object) == wanted;
        if is_own { own.push(certificate) } else { others.push(certificate) }
    }
    if own.is_empty() {
        return Ok(own);
    }
    own.extend(others);
    Ok(own)
}

/// The bytes of an attribute that says something.
fn attribute(session: &Session, object: ObjectHandle, kind: AttributeType) -> Option<Vec<u8>> {
    let found = session.get_attributes(object, &[kind]).ok()?.into_iter().next()?;
    match found {
        Attribute::Id(bytes) | Attribute::Value(bytes) if !bytes.is_empty() => Some(bytes),
        _ => None,
    }
}

fn parse(pem: &[u8]) -> Result<Vec<Certificate>, KeyFault> {
    let read = Trust::read(&String::from_utf8_lossy(pem)).map_err(|cause| unreadable(&cause))?;
    Ok(read.anchors)
}

/// The first certificate, and those of the others that vouch for it, one after the other.
fn chain_of(certificates: Vec<Certificate>) -> Vec<Certificate> {
    let mut chain: Vec<Certificate> = Vec::new();
    let mut others = certificates;
    let is_above = |chain: &[Certificate], other: &Certificate| match chain.last() {
        Some(last) => other.tbs_certificate.subject == last.tbs_certificate.issuer,
        None => true,
    };
    while chain.len() <= MOST_ABOVE
        && let Some(at) = others.iter().position(|other| is_above(&chain, other))
    {
        let next = others.remove(at);
        if !chain.contains(&next) {
            chain.push(next);
        }
    }
    chain
}

fn unreadable(cause: &str) -> KeyFault {
    KeyFault(
        format!("the certificate of the seal cannot be read ({cause})"),
        "name a file in PEM: `certificate: certificate.pem`, its own first, then those that vouch for it",
    )
}

fn failed(error: &Error) -> KeyFault {
    KeyFault(
        format!("the token cannot be asked ({})", describe(error)),
        "look whether it is in its reader, and whether `pkcs11-tool --list-objects` shows what is on it",
    )
}
