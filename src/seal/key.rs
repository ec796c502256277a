//! The key of a seal, with its certificate: read from a PKCS#12 file, and whether it may be used.

use std::fmt;

use der::{Decode as _, Encode as _};
use jiff::Timestamp;
use p12_keystore::{KeyStore, KeyStoreEntry};
use p256::pkcs8::DecodePrivateKey as _;
use ring::signature::{KeyPair as _, RsaKeyPair};
use x509_cert::Certificate;
use x509_cert::ext::pkix::KeyUsage;
use zeroize::Zeroizing;

use super::words::{moment, name_of};
use crate::digest::hash_bytes;

/// Largest PKCS#12 file that is read.
pub(super) const MAX_FILE: usize = 1 << 20;

/// A private key, of one of the kinds that are taken.
pub(super) enum Private {
    /// RSA, by PKCS#1 version 1.5 with SHA-256, which gives the same signature each time.
    Rsa(Box<RsaKeyPair>),
    /// ECDSA on P-256 with the nonces of RFC 6979, for the same reason; wiped when it is dropped.
    P256(Box<p256::ecdsa::SigningKey>),
    /// Either of them, on a token, which never gives it away.
    #[cfg(feature = "pkcs11")]
    Token(Box<super::token_key::TokenKey>),
}

/// A key with its certificate, and the certificates that vouch for it.
pub(super) struct SealKey {
    pub(super) private: Private,
    /// The key's own first.
    pub(super) chain: Vec<Certificate>,
    /// SHA-256 of its own, in hexadecimal.
    pub(super) fingerprint: String,
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealKey").field("certificate", &self.fingerprint).finish_non_exhaustive()
    }
}

/// Why a key cannot be used: what is wrong, and what to do.
pub(super) struct KeyFault(pub(super) String, pub(super) &'static str);

impl SealKey {
    /// Reads a PKCS#12 file.
    pub(super) fn read(file: &[u8], passphrase: &str) -> Result<Self, KeyFault> {
        let broken = |cause: String| {
            KeyFault(
                format!("the key of the seal cannot be read ({cause})"),
                "compare the file and its passphrase: `openssl pkcs12 -info -in FILE` opens both",
            )
        };
        let store = KeyStore::from_pkcs12(file, passphrase).map_err(|error| broken(error.to_string()))?;
        let mut chains = store.entries().filter_map(|(_, entry)| match entry {
            KeyStoreEntry::PrivateKeyChain(chain) => Some(chain),
            _ => None,
        });
        let chain = chains.next().ok_or_else(|| {
            KeyFault(
                "the file of the seal has no key with its certificate".to_owned(),
                "export the certificate together with its private key",
            )
        })?;
        if chains.next().is_some() {
            return Err(KeyFault(
                "the file of the seal has more than one key".to_owned(),
                "export the one that seals, with its certificate, into a file of its own",
            ));
        }
        let key = Zeroizing::new(chain.key().to_vec());
        let ders: Vec<&[u8]> = chain.chain().iter().map(p12_keystore::Certificate::as_der).collect();
        let read = |der: &&[u8]| -> Result<Certificate, der::Error> {
            let certificate = Certificate::from_der(der)?;
            // It is written again in each signature.
            if certificate.to_der()? == *der {
                Ok(certificate)
            } else {
                Err(der::ErrorKind::Noncanonical { tag: der::Tag::Sequence }.into())
            }
        };
        let certificates: Result<Vec<Certificate>, der::Error> = ders.iter().map(read).collect();
        let chain = certificates.map_err(|error| broken(error.to_string()))?;
        let (Some(own), Some(der)) = (chain.first(), ders.first()) else {
            return Err(broken("it has no certificate".to_owned()));
        };
        let private = Private::read(&key)?;
        if private.public() != own.tbs_certificate.subject_public_key_info.subject_public_key.raw_bytes() {
            return Err(KeyFault(
                "the key of the seal does not belong to its certificate".to_owned(),
                "export both again, from where the certificate was ordered",
            ));
        }
        Ok(Self { private, fingerprint: hash_bytes(der), chain })
    }

    /// Its own certificate.
    pub(super) fn own(&self) -> Option<&Certificate> {
        self.chain.first()
    }

    /// Who seals.
    pub(super) fn name(&self) -> String {
        self.own().map(|own| name_of(&own.tbs_certificate.subject)).unwrap_or_default()
    }

    /// Why it may not seal at `now`, claiming the moment `at`.
    pub(super) fn check(&self, at: Timestamp, now: Timestamp) -> Vec<KeyFault> {
        let Some(own) = self.own() else { return Vec::new() };
        let validity = &own.tbs_certificate.validity;
        let (from, to) = (moment(&validity.not_before), moment(&validity.not_after));
        let mut faults = Vec::new();
        let mut fault = |message: String, hint| faults.push(KeyFault(message, hint));
        if now > to {
            fault(
                format!("the certificate of the seal has expired (on {to})"),
                "order a new one, and name its file",
            );
        } else if now < from {
            fault(
                format!("the certificate of the seal is not valid before {from}"),
                "build again from then on",
            );
        } else if at > to || at < from {
            let message = format!(
                "the seal would claim {at}, and its certificate is valid from {from} to {to}: programs would not accept it"
            );
            fault(message, "change `issued_at`, or name the moment of sealing with `--now`");
        }
        match own.tbs_certificate.get::<KeyUsage>() {
            Ok(Some((_, usage))) if !usage.digital_signature() && !usage.non_repudiation() => {
                fault(
                    "the certificate of the seal is not for signatures".to_owned(),
                    "order one for signatures or seals",
                );
            }
            Err(error) => {
                fault(format!("the certificate of the seal cannot be read ({error})"), "order a new one");
            }
            Ok(_) => {}
        }
        faults
    }
}

impl Private {
    fn read(key: &[u8]) -> Result<Self, KeyFault> {
        if let Ok(key) = p256::ecdsa::SigningKey::from_pkcs8_der(key) {
            return Ok(Self::P256(Box::new(key)));
        }
        RsaKeyPair::from_pkcs8(key).map(|key| Self::Rsa(Box::new(key))).map_err(|error| {
            KeyFault(
                format!("the key of the seal is of no kind that is taken ({error})"),
                "use RSA of 2048 to 4096 bits, or ECDSA on P-256",
            )
        })
    }

    /// How long a signature on P-256 is at most, in DER.
    pub(super) const LONGEST_P256: usize = 72;

    /// The public key, as certificates have it; that of a token is compared by what it signs.
    fn public(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => key.public_key().as_ref().to_vec(),
            Self::P256(key) => key.verifying_key().to_encoded_point(false).as_bytes().to_vec(),
            #[cfg(feature = "pkcs11")]
            Self::Token(_) => Vec::new(),
        }
    }

    /// How long a signature is at most, in bytes.
    pub(super) fn longest(&self) -> usize {
        match self {
            Self::Rsa(key) => key.public().modulus_len(),
            Self::P256(_) => Self::LONGEST_P256,
            #[cfg(feature = "pkcs11")]
            Self::Token(key) => key.longest,
        }
    }

    /// Whether it signs the same by the same bytes each time; tokens choose the nonces of ECDSA themselves.
    pub(super) fn repeats(&self) -> bool {
        match self {
            Self::Rsa(_) | Self::P256(_) => true,
            #[cfg(feature = "pkcs11")]
            Self::Token(key) => key.is_rsa,
        }
    }
}
