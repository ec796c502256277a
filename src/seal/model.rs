//! What seals, what an archive records of it, and what is found where something is sealed. Plain data.

use std::fmt;
use std::io::Read;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::pdf::signature::SealPlace;

/// What seals what an office issues. It has the key; nothing else does.
pub trait Seal: fmt::Debug + Send + Sync {
    /// What an archive says of it.
    fn record(&self) -> SealRecord;

    /// Names everything of it that shapes a sealed document: a document that was sealed by another, or otherwise, is made anew.
    fn fingerprint(&self) -> String;

    /// The place for a seal in a document of this id and language; `None` where such documents are not sealed.
    fn place(&self, document: &str, language: &str) -> Option<SealPlace>;

    /// Fills the place for a seal.
    ///
    /// # Errors
    ///
    /// It cannot be filled, or the server of time stamps gives none.
    fn seal_document(&self, pdf: Vec<u8>) -> Result<Vec<u8>, Diagnostic>;

    /// Signs a text, to be kept beside it; `is_stamped` where a time stamp is wanted, if a server is named.
    ///
    /// # Errors
    ///
    /// As [`seal_document`](Self::seal_document), or the text cannot be read.
    fn seal_text(&self, text: &mut dyn Read, is_stamped: bool) -> Result<Vec<u8>, Diagnostic>;

    /// Whether the same text is signed by the same bytes each time, without a time stamp and with one.
    fn repeats(&self, is_stamped: bool) -> bool;
}

/// What an archive records of its seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealRecord {
    /// Who seals, by the name in the certificate, or the key.
    pub by: String,
    /// The moment that its seals claim.
    pub at: Timestamp,
    /// SHA-256 of the certificate, in hexadecimal; absent for a key of minisign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The number of the key of minisign, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minisign: Option<String>,
}

impl SealRecord {
    /// What the name of a signature beside a text adds to that of the text.
    #[must_use]
    pub fn extension(&self) -> &'static str {
        if self.certificate.is_some() { "p7s" } else { "minisig" }
    }
}

/// Whether the issuer of a certificate is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Faith {
    /// Nobody said whom to trust.
    Unchecked,
    /// A certificate that is trusted vouches for it; its name.
    Trusted(String),
    /// None does, and why.
    Untrusted(String),
}

/// A time stamp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stamped {
    /// The moment.
    pub at: Timestamp,
    /// Who says so.
    pub by: String,
    /// Whether that one is trusted.
    pub faith: Faith,
}

/// What is found of a seal, or of any signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealReport {
    /// The field that it is in; `None` for a signature beside a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Who signed, by the name in the certificate; empty where it cannot be read.
    pub by: String,
    /// Who issued the certificate.
    pub issuer: String,
    /// SHA-256 of the certificate, or the number of the key, in hexadecimal.
    pub key: String,
    /// When it was signed, as the signer claims.
    pub claimed: Option<Timestamp>,
    /// When it was signed at the latest, as a server of time stamps says.
    pub stamped: Option<Stamped>,
    /// Whether the issuer is trusted.
    pub faith: Faith,
    /// Whether it covers all of the file.
    pub covers_all: bool,
    /// How many bytes were added to the file after it.
    pub added: u64,
    /// Fields that have another value since.
    pub changed: Vec<String>,
    /// Why it does not hold; empty where it does.
    pub faults: Vec<String>,
}

impl SealReport {
    /// A report of which nothing is known yet.
    pub(super) fn unread(field: Option<String>) -> Self {
        Self {
            field,
            by: String::new(),
            issuer: String::new(),
            key: String::new(),
            claimed: None,
            stamped: None,
            faith: Faith::Unchecked,
            covers_all: false,
            added: 0,
            changed: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Whether it is as it was made: no byte that it covers has changed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    /// What there is to say of it, in words.
    #[must_use]
    pub fn describe(&self) -> String {
        let by = if self.by.is_empty() { "an unknown key" } else { self.by.as_str() };
        let mut parts = vec![format!("sealed by {by}")];
        parts.push(match &self.faith {
            Faith::Unchecked if self.issuer.is_empty() => "not checked".to_owned(),
            Faith::Unchecked => format!("issuer not checked ({})", self.issuer),
            Faith::Trusted(anchor) => format!("vouched for by {anchor}"),
            Faith::Untrusted(cause) => format!("not trusted: {cause}"),
        });
        parts.extend(self.describe_time());
        if let Some(fault) = self.faults.first() {
            parts.push(format!("does not hold: {fault}"));
        } else if self.covers_all {
            parts.push("covers all of the file".to_owned());
        } else if self.added > 0 {
            parts.push(format!("{} bytes were added after it", self.added));
        }
        if !self.changed.is_empty() {
            parts.push(format!("changed since: {}", self.changed.join(", ")));
        }
        parts.join("; ")
    }

    fn describe_time(&self) -> Option<String> {
        let claimed = self.claimed.map(|at| format!("at {at}, as it claims"));
        let Some(Stamped { at, by, faith }) = &self.stamped else { return claimed };
        let faith = match faith {
            Faith::Unchecked => ", issuer not checked".to_owned(),
            Faith::Trusted(_) => String::new(),
            Faith::Untrusted(cause) => format!(", not trusted: {cause}"),
        };
        Some(format!("time-stamped at {at} by {by}{faith}"))
    }
}
