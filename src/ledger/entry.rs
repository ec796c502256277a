//! One entry of the ledger. Plain data.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::LedgerEvent;
use crate::recipient::Channel;

/// Longest text of an entry, in bytes.
pub(super) const MAX_TEXT: usize = 16 << 10;

/// What was sent to whom: a recipient's documents, or one of its copies, by a channel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Id of the recipient.
    pub recipient: String,
    /// Which of the recipient's copies it is, from one; absent for the original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<u32>,
    /// How it is sent.
    pub channel: Channel,
}

/// One entry of the ledger, before it has its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerEntry {
    /// When it was booked; when it happened, where the two differ, is [`happened`](Self::happened).
    pub at: Timestamp,
    /// What happened.
    pub event: LedgerEvent,
    /// SHA-256 of the manifest of the archive it is about, in hexadecimal.
    pub archive: String,
    /// What it is about; absent for what is said of the archive as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
    /// SHA-256 of its letter, in hexadecimal, by which it is known where another archive holds the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<String>,
    /// When it happened, where it was booked later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened: Option<Timestamp>,
    /// Who booked or approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The channels of an approval; all where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// The languages of an approval; all where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// The address it went to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Its number: of a registered letter, a waybill or a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What else there is to say, such as a server's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The message that says so, where one came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<HeardIn>,
}

/// A message that came back and was booked, by which it is known when it is read again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeardIn {
    /// Its identifier, without angle brackets; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// SHA-256 of its identifier and its body, in hexadecimal.
    pub sha256: String,
}

impl LedgerEntry {
    /// An entry about an archive as a whole.
    #[must_use]
    pub fn new(event: LedgerEvent, archive: &str, at: Timestamp) -> Self {
        Self {
            at,
            event,
            archive: archive.to_owned(),
            sent: None,
            letter: None,
            happened: None,
            by: None,
            channels: Vec::new(),
            languages: Vec::new(),
            to: None,
            number: None,
            text: None,
            message: None,
        }
    }

    /// The same about something sent.
    #[must_use]
    pub fn about(mut self, sent: Sent) -> Self {
        self.sent = Some(sent);
        self
    }

    /// The same about something sent with this letter, by its SHA-256.
    #[must_use]
    pub fn with_letter(mut self, sha256: Option<&str>) -> Self {
        self.letter = sha256.map(str::to_owned);
        self
    }

    /// When it happened.
    #[must_use]
    pub fn moment(&self) -> Timestamp {
        self.happened.unwrap_or(self.at)
    }

    /// Its texts, each with the name of its key.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let texts = [("by", &self.by), ("to", &self.to), ("number", &self.number), ("text", &self.text)];
        texts.into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?)))
    }
}
