//! The key of a seal on a token: a card, a stick or a security module, by the module of its maker (PKCS#11, OASIS 2.40). The key never leaves
//! it; certificates are read from it, or from a file.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use der::{Decode as _, Encode as _};
use p256::ecdsa::Signature;
use x509_cert::Certificate;

use super::algorithm::{ECDSA_SHA256, RSA, SHA256, verify};
use super::key::{KeyFault, Private, SealKey};
use super::trust::Trust;
use crate::digest::{Sha256, hash_bytes};
use crate::mailing::TokenSetting;

/// What stands before a SHA-256 where RSA signs one (RFC 8017, 9.2, note 1).
const DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];

/// Most certificates above the key's own.
const MOST_ABOVE: usize = 8;

/// A key on a token.
pub(super) struct TokenKey {
    /// One thread signs at a time: what a session is at is its own.
    session: Mutex<Session>,
    key: ObjectHandle,
    pub(super) is_rsa: bool,
    /// How long a signature is, in bytes.
    pub(super) longest: usize,
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKey").field("is_rsa", &self.is_rsa).finish_non_exhaustive()
    }
}

impl TokenKey {
    /// Signs a text by its SHA-256; an error in words.
    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>, String> {
        let digest = Sha256::digest(text);
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let sign = |mechanism, data: &[u8]| {
            session.sign(&mechanism, self.key, data).map_err(|error| describe(&error))
        };
        if self.is_rsa {
            return sign(Mechanism::RsaPkcs, &[DIGEST_INFO.as_slice(), &digest].concat());
        }
        // A token gives the two numbers of a signature as they are; CMS has them in DER (RFC 5753, 7.2).
        let numbers = sign(Mechanism::Ecdsa, &digest)?;
        let signature =
            Signature::from_slice(&numbers).map_err(|_| "its signature has another form".to_owned())?;
        Ok(signature.to_der().as_bytes().to_vec())
    }
}

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
    let mut token = TokenKey { session: Mutex::new(session), key, is_rsa, longest: 0 };
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

/// An error in a few words; those of the standard are paragraphs.
fn describe(error: &Error) -> String {
    match error {
        Error::Pkcs11(RvError::PinIncorrect, _) => "its PIN is another".to_owned(),
        Error::Pkcs11(RvError::PinLocked, _) => "it is locked after wrong PINs".to_owned(),
        Error::Pkcs11(RvError::PinExpired, _) => "its PIN has expired".to_owned(),
        Error::Pkcs11(RvError::TokenNotPresent | RvError::DeviceRemoved, _) => "it was taken out".to_owned(),
        Error::Pkcs11(RvError::UserNotLoggedIn, _) => "it asks for its PIN at each signature".to_owned(),
        Error::LibraryLoading(cause) => cause.to_string(),
        Error::Pkcs11(cause, function) => format!("{cause:?}, of C_{function:?}"),
        other => other.to_string(),
    }
}
