//! What seals documents and texts, with a certificate and its key, or with a key of minisign.

use std::fmt;
use std::io::Read;

use der::Encode as _;
use jiff::{Timestamp, ZonedDateTime};
use minisign::SecretKey;

use super::cms::{Unsigned, sign};
use super::key::{KeyFault, MAX_FILE, SealKey};
use super::model::{Seal, SealRecord};
use super::plain;
use super::stamp::{ROOM, Stamper};
#[cfg(feature = "pkcs11")]
use super::token::open as open_token;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::digest::Sha256;
use crate::mailing;
use crate::pdf::signature::{self, SealPlace};

/// What a sealer is made of besides its key.
#[derive(Debug, Clone)]
pub struct SealerSettings {
    /// What the mailing says of its seal.
    pub seal: mailing::SealSetting,
    /// The mailing's file, as messages name it.
    pub file: String,
    /// The moment that seals claim.
    pub at: ZonedDateTime,
    /// The moment it is.
    pub now: Timestamp,
}

/// What seals documents and texts. It holds the key until it is dropped.
#[derive(Debug)]
pub struct Sealer {
    key: Key,
    settings: SealerSettings,
    stamper: Option<Stamper>,
}

enum Key {
    Certified(Box<SealKey>),
    Plain(Box<SecretKey>),
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certified(_) => "Certified",
            Self::Plain(_) => "Plain",
        })
    }
}

impl fmt::Debug for Stamper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stamper").finish_non_exhaustive()
    }
}

impl Sealer {
    /// Opens a key, given the content of its file and its passphrase; neither is kept. Of a key on a token, they are the certificates, or
    /// nothing where the token has them, and its PIN.
    ///
    /// # Errors
    ///
    /// The file cannot be read or the passphrase is wrong; the token is not there or refuses; the key does not belong to the certificate, is of a kind that is not taken, is
    /// not for signatures, or its certificate is not valid.
    pub fn open(
        content: &[u8],
        passphrase: Option<&str>,
        settings: SealerSettings,
    ) -> Result<Self, Problems> {
        let seal = &settings.seal;
        let place = seal.key();
        let report = |KeyFault(message, hint): KeyFault| {
            let problem = Diagnostic::new(codes::SEAL_KEY, message).with_hint(hint);
            match place {
                Some((field, place)) => {
                    problem.with_field(field).with_location(place.location(&settings.file))
                }
                None => problem,
            }
        };
        if content.len() > MAX_FILE {
            let fault = KeyFault("the file of the seal is too large".to_owned(), "name the file of the key");
            return Err(report(fault).into());
        }
        let key = if seal.is_certified() {
            let key = match &seal.pkcs11 {
                Some(token) => open_token(token, passphrase, content),
                None => SealKey::read(content, passphrase.unwrap_or_default()),
            };
            let key = key.map_err(&report)?;
            let faults: Problems =
                key.check(settings.at.timestamp(), settings.now).into_iter().map(&report).collect();
            if faults.has_errors() {
                return Err(faults);
            }
            Key::Certified(Box::new(key))
        } else {
            let key = plain::read_key(&String::from_utf8_lossy(content), passphrase).map_err(|cause| {
                report(KeyFault(
                    format!("the key of the seal cannot be read ({cause})"),
                    "name the secret key that `minisign -G` made, and where its passphrase is",
                ))
            })?;
            Key::Plain(Box::new(key))
        };
        let stamper = seal.timestamp.as_ref().map(|url| Stamper::new(url));
        Ok(Self { key, stamper, settings })
    }

    fn report(&self, unsigned: Unsigned) -> Diagnostic {
        match unsigned {
            Unsigned::Failed(cause) => {
                Diagnostic::new(codes::SEAL_FAILED, format!("it cannot be sealed ({cause})"))
                    .with_hint("report it with the template")
            }
            #[cfg(feature = "pkcs11")]
            Unsigned::Token(cause) => {
                Diagnostic::new(codes::SEAL_FAILED, format!("the token does not seal it ({cause})"))
                    .with_hint("look after the token, and build again: what is sealed already is kept")
            }
            Unsigned::Unstamped(cause) => {
                let message = format!("the server of time stamps gives none ({cause})");
                let problem = Diagnostic::new(codes::SEAL_TIMESTAMP, message).with_field("seal.timestamp");
                let problem = problem.with_hint(
                    "try again later: what is sealed already is kept; or leave `timestamp` out of `seal`",
                );
                match &self.settings.seal.timestamp {
                    Some(url) => problem.with_location(url.location(&self.settings.file)),
                    None => problem,
                }
            }
        }
    }
}

impl Seal for Sealer {
    fn record(&self) -> SealRecord {
        let at = self.settings.at.timestamp();
        match &self.key {
            Key::Certified(key) => {
                SealRecord { by: key.name(), at, certificate: Some(key.fingerprint.clone()), minisign: None }
            }
            Key::Plain(key) => {
                let number = plain::number(key.keynum());
                SealRecord {
                    by: format!("the key {number} of minisign"),
                    at,
                    certificate: None,
                    minisign: Some(number),
                }
            }
        }
    }

    fn fingerprint(&self) -> String {
        let stamps = self.settings.seal.timestamp.as_ref().map_or("", |url| url.as_str());
        match &self.key {
            Key::Certified(key) => format!("{} {stamps}", key.fingerprint),
            Key::Plain(_) => String::new(),
        }
    }

    fn place(&self, document: &str, language: &str) -> Option<SealPlace> {
        let SealerSettings { seal, at, .. } = &self.settings;
        let Key::Certified(key) = &self.key else { return None };
        if !seal.is_for(document) {
            return None;
        }
        let lengths = key.chain.iter().map(|one| one.to_der().map_or(0, |der| der.len()));
        // Each signature has the certificates, the issuer's name again, and a few hundred bytes of its own.
        let own: usize = lengths.clone().next().unwrap_or_default() + 1024;
        let stamp = if self.stamper.is_some() { ROOM } else { 0 };
        let in_words = |text: &Option<crate::locale::LocalText>| {
            text.as_ref().map(|text| text.get_or_first(language).to_owned()).filter(|text| !text.is_empty())
        };
        Some(SealPlace {
            room: lengths.sum::<usize>() + own + key.private.longest() + stamp,
            name: key.name(),
            at: at.clone(),
            reason: in_words(&seal.reason),
            location: in_words(&seal.location),
        })
    }

    fn seal_document(&self, pdf: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
        let Key::Certified(key) = &self.key else { return Ok(pdf) };
        let filled = signature::fill(pdf, |digest| sign(key, digest, self.stamper.as_ref()));
        filled.map_err(|unsigned| self.report(unsigned))
    }

    fn seal_text(&self, text: &mut dyn Read, is_stamped: bool) -> Result<Vec<u8>, Diagnostic> {
        let unread = |cause: String| self.report(Unsigned::Failed(cause));
        match &self.key {
            Key::Certified(key) => {
                let digest = hash(text).map_err(|error| unread(error.to_string()))?;
                sign(key, &digest, self.stamper.as_ref().filter(|_| is_stamped))
                    .map_err(|unsigned| self.report(unsigned))
            }
            Key::Plain(key) => plain::sign(key, text).map_err(unread),
        }
    }

    fn repeats(&self, is_stamped: bool) -> bool {
        match &self.key {
            Key::Certified(key) => key.private.repeats() && (self.stamper.is_none() || !is_stamped),
            Key::Plain(_) => false,
        }
    }
}

/// Without the feature, no key on a token is opened.
#[cfg(not(feature = "pkcs11"))]
fn open_token(_: &mailing::TokenSetting, _: Option<&str>, _: &[u8]) -> Result<SealKey, KeyFault> {
    Err(KeyFault(
        "this program was built without keys on tokens (PKCS#11)".to_owned(),
        "use one that was built with the feature `pkcs11`, or a key in a file: `pkcs12: seal.p12`",
    ))
}

fn hash(text: &mut dyn Read) -> std::io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = text.read(&mut buffer)?;
        if count == 0 {
            return Ok(hash.finalize());
        }
        hash.update(buffer.get(..count).unwrap_or_default());
    }
}
