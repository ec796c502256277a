//! The secret key of a mailing's forms, which proves that an identity was made by the mailing.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::diagnostic::{Diagnostic, codes};
use crate::digest::to_hex;

/// Length of a key in bytes: that of the hash, more of which makes no key stronger (RFC 2104, 3).
const LENGTH: usize = 32;

/// Length of a tag in bytes.
///
/// RFC 2104 (5) asks for 80 bits at least. More would make the barcode finer and harder to read after a fax; fewer could be
/// guessed if somebody sent millions of forms. Half of the hash, which the same section recommends, is for those who can make
/// tags of their own choice, and nobody but the mailing can.
pub(super) const TAG_LENGTH: usize = 10;

/// The keyed hash (HMAC-SHA-256, RFC 2104) of an identity, of which the first 80 bits are kept.
pub(super) type TagBytes = [u8; TAG_LENGTH];

/// A secret key.
///
/// It is shown nowhere but in its file; what a program prints of it is its fingerprint.
#[derive(Clone, PartialEq, Eq)]
pub struct FormKey([u8; LENGTH]);

impl FormKey {
    /// The key of forms that are made to be looked at only: it is no secret, and no form made with it is accepted.
    pub const TRIAL: Self = Self([0; LENGTH]);

    /// A new key.
    ///
    /// # Errors
    ///
    /// The system has no random numbers.
    pub fn random() -> Result<Self, Diagnostic> {
        Self::of(|bytes| SystemRandom::new().fill(bytes))
    }

    /// A key of what a source of random numbers fills in.
    fn of<E>(fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<Self, Diagnostic> {
        let mut key = [0; LENGTH];
        fill(&mut key).map_err(|_| {
            Diagnostic::new(
                codes::FORM_KEY_RANDOM,
                "the system has no random numbers for the key of the forms",
            )
            .with_hint("see that /dev/urandom can be read, or build on another computer")
        })?;
        Ok(Self(key))
    }

    /// What tells keys apart and gives nothing of them away: 16 hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        const BYTES: usize = 8;
        to_hex(self.hash("convoke: fingerprint of a form key").as_ref().get(..BYTES).unwrap_or_default())
    }

    /// The keyed hash of a text, cut short.
    pub(super) fn tag(&self, text: &str) -> TagBytes {
        let hash = self.hash(text);
        std::array::from_fn(|at| hash.as_ref().get(at).copied().unwrap_or_default())
    }

    fn hash(&self, text: &str) -> hmac::Tag {
        hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.0), text.as_bytes())
    }

    /// Reads a key as its file has it; [`TRIAL`](Self::TRIAL) is none.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let bytes = BASE64_STANDARD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?)).filter(|key| *key != Self::TRIAL)
    }

    /// The key as its file has it.
    pub(super) fn to_text(&self) -> String {
        BASE64_STANDARD.encode(self.0)
    }
}

impl fmt::Debug for FormKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FormKey({})", self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_the_beginning_of_the_hmac() {
        // Test case 2 of RFC 4231 has a shorter key, which HMAC fills up with zeros.
        let mut key = [0; LENGTH];
        key[..4].copy_from_slice(b"Jefe");
        let tag = FormKey(key).tag("what do ya want for nothing?");
        assert_eq!(to_hex(&tag), "5bdcc146bf60754e6a04");
    }

    #[test]
    fn without_random_numbers_there_is_no_key() {
        assert_eq!(FormKey::of(|_| Err(())).unwrap_err().code, codes::FORM_KEY_RANDOM);
        let sevens = |key: &mut [u8]| -> Result<(), ()> {
            key.fill(7);
            Ok(())
        };
        assert_eq!(FormKey::of(sevens), Ok(FormKey([7; LENGTH])));
    }

    #[test]
    fn a_key_comes_back_and_is_never_printed() {
        let key = FormKey::random().unwrap();
        assert_ne!(key, FormKey::random().unwrap());
        let text = key.to_text();
        assert_eq!(FormKey::from_text(&text), Some(key.clone()));
        let shown = format!("{key:?} {}", key.fingerprint());
        assert!(!shown.contains(&text) && !shown.contains(&to_hex(&key.0)), "{shown}");
        for wrong in ["", "x", &text[1..], &format!("{text}A"), &FormKey::TRIAL.to_text()] {
            assert_eq!(FormKey::from_text(wrong), None, "{wrong}");
        }
    }
}
