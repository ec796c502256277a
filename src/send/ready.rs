//! Which messages are wanted, which may go out, and which do not. Plain data.

use crate::ledger::{SendingState, Sent};
use crate::names::ArchivePath;
use crate::pack::Sending;
use crate::recipient::Channel;

/// Which messages are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SendOptions {
    /// Ids of recipients; all where there are none.
    pub recipients: Vec<String>,
    /// Channels; all where there are none. What goes by another than e-mail is no message.
    pub channels: Vec<Channel>,
    /// Languages; all where there are none.
    pub languages: Vec<String>,
    /// Only what failed another way and goes by e-mail next.
    pub undelivered: bool,
    /// Whether messages are to be put into a drafts folder instead of being sent.
    pub drafts: bool,
}

impl SendOptions {
    /// Whether a sending goes by e-mail and is asked for.
    pub(super) fn want(&self, sending: &Sending<'_>) -> bool {
        let is_among =
            |list: &[String], value: &str| list.is_empty() || list.iter().any(|wanted| wanted == value);
        sending.channel() == Some(Channel::EMail)
            && is_among(&self.recipients, sending.recipient())
            && is_among(&self.languages, sending.language())
    }
}

/// A message that may go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyMessage {
    /// What it is about.
    pub sent: Sent,
    /// The serial of its letter.
    pub serial: String,
    /// SHA-256 of its letter, in hexadecimal.
    pub letter: String,
    /// Its language.
    pub language: String,
    /// The addresses it goes to.
    pub to: Vec<String>,
    /// The addresses that get a copy.
    pub cc: Vec<String>,
    /// The address it is from.
    pub from: String,
    /// Its identifier.
    pub message_id: String,
    /// Its file in the pack.
    pub path: ArchivePath,
    /// Size of its file in bytes.
    pub bytes: u64,
    pub(super) sha256: String,
}

/// A message that does not go out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMessage {
    /// Whom it is for.
    pub sent: Sent,
    /// Where it stands.
    pub state: SendingState,
    /// Why it is held back.
    pub why: String,
}
