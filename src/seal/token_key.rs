//! A key on a token at work: what it signs, and what its errors say in words.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::ObjectHandle;
use cryptoki::session::Session;
use p256::ecdsa::Signature;

use crate::digest::Sha256;

/// What stands before a SHA-256 where RSA signs one (RFC 8017, 9.2, note 1).
const DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];

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
    /// The key of a session; how long its signatures are is to be found out.
    pub(super) fn new(session: Session, key: ObjectHandle, is_rsa: bool) -> Self {
        Self { session: Mutex::new(session), key, is_rsa, longest: 0 }
    }

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

/// An error in a few words; those of the standard are paragraphs.
pub(super) fn describe(error: &Error) -> String {
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
