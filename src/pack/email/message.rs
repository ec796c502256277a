//! What a message says, as plain data.

use jiff::ZonedDateTime;
use serde::{Deserialize, Serialize};

/// Whom a message is from or for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// The name shown, in any script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address, as [`is_email`](crate::recipient::is_email) takes it; its domain may be in any script.
    pub address: String,
}

/// A document that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file name its reader sees, in any script.
    pub name: String,
    /// The PDF.
    pub bytes: Vec<u8>,
}

/// Everything a message says.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The sender.
    pub from: Mailbox,
    /// The recipients; at least one.
    pub to: Vec<Mailbox>,
    /// Who gets a copy.
    pub cc: Vec<Mailbox>,
    /// Who gets the answers, if that is not the sender.
    pub reply_to: Option<Mailbox>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same text as HTML.
    pub html: Option<String>,
    /// The language, as a BCP 47 tag.
    pub language: String,
    /// The documents.
    pub attachments: Vec<Attachment>,
    /// The moment the message bears.
    pub date: ZonedDateTime,
    /// What identifies the message: no other message has the same.
    pub ident: String,
}
