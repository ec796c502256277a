//! What a message that came back says, as plain data. None of it is believed.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A message that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// Its own identifier, without angle brackets.
    pub message_id: Option<String>,
    /// SHA-256 of its identifier and its body, in hexadecimal: the same however the message was stored.
    pub sha256: String,
    /// Name and address of who claims to have sent it.
    pub from: String,
    /// That address alone, folded.
    pub sender: String,
    /// Its subject.
    pub subject: String,
    /// When it was written.
    pub date: Option<Timestamp>,
    /// The addresses it came to, folded.
    pub reached: Vec<String>,
    /// What it is.
    pub kind: IncomingKind,
    /// The identifiers of messages that it says it is about, the surest first.
    pub about: Vec<String>,
    /// The identifier of the envelope that it says it is about (ENVID, RFC 3461).
    pub envelope: Option<String>,
    /// Addresses that the message it is about went to, folded.
    pub went_to: Vec<String>,
    /// Its first words.
    pub words: String,
    /// Whether a document or a picture is attached to it.
    pub has_files: bool,
}

/// What a message is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum IncomingKind {
    /// A notice of what became of a message, for each address it tells of.
    Notice(Vec<AddressReport>),
    /// A receipt of a reader.
    Receipt(ReceiptKind),
    /// A reply that no person wrote, such as that somebody is out of office.
    Automatic,
    /// A reply.
    Reply,
    /// A complaint of a provider, passed on for a reader (RFC 5965).
    Complaint,
    /// None of these.
    Other,
}

/// What a notice says of one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressReport {
    /// What became of the message.
    pub action: ReportedAction,
    /// The status code, such as `5.1.1` (RFC 3463).
    pub status: Option<String>,
    /// The address as it was written to and as it was delivered to, folded; one, both or none.
    pub addresses: Vec<String>,
    /// The words of the program that gives the reason.
    pub words: String,
}

/// What became of a message, as a notice says (RFC 3464, 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportedAction {
    /// It could not be delivered, and nothing more is tried.
    Failed,
    /// It could not be delivered yet.
    Delayed,
    /// It was delivered.
    Delivered,
    /// It was passed on to a program that sends no notices.
    Relayed,
    /// It was passed on to several addresses.
    Expanded,
    /// It does not say, or contradicts itself.
    Untold,
}

/// What became of a message with its reader, as a receipt says (RFC 8098, 3.2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiptKind {
    /// It was shown.
    Displayed,
    /// It was deleted, perhaps unread.
    Deleted,
    /// Something else, such as that it was passed on or printed by a program.
    Processed,
}

/// Why a message is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoMessage {
    /// It does not begin as a message does.
    NotMessage,
    /// Its head is longer than any program writes.
    Head,
    /// It holds more messages in one another than are opened.
    Nested,
    /// The reader gave it up.
    Malformed,
}

impl fmt::Display for NoMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotMessage => "it is no message",
            Self::Head => "its head is longer than that of any message",
            Self::Nested => "it holds more messages in one another than are opened",
            Self::Malformed => "it is damaged",
        })
    }
}
