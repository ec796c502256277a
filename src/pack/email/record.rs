//! What a pack says of the messages in it, for those who check or send them: `e-mail.json`.

use std::io;

use serde::ser::{SerializeMap, Serializer as _};
use serde::{Deserialize, Serialize};

use super::heading::Heading;
use super::message::{Mailbox, Message};
use crate::archive::Stream;
use crate::diagnostic::Diagnostic;
use crate::digest::hash_bytes;

/// The version of the list's format.
pub const RECORDS_FORMAT: u32 = 1;

/// The messages of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailRecords {
    /// The version of the format: [`RECORDS_FORMAT`].
    pub format: u32,
    /// One for each `.eml` file.
    pub messages: Vec<EmailRecord>,
}

/// A message, as a mail program shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailRecord {
    /// The file's path inside the pack, with forward slashes.
    pub path: String,
    /// The identifier, without angle brackets.
    pub message_id: String,
    /// The moment the message bears, as RFC 5322 writes it.
    pub date: String,
    /// The language.
    pub language: String,
    /// The sender; domains are in ASCII here and below.
    pub from: Mailbox,
    /// The recipients.
    pub to: Vec<Mailbox>,
    /// Who gets a copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Mailbox>,
    /// Who gets the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Mailbox>,
    /// The subject.
    pub subject: String,
    /// The documents that go along.
    pub attachments: Vec<AttachmentRecord>,
}

/// A document that goes along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentRecord {
    /// The file name its reader sees.
    pub name: String,
    /// SHA-256 of the PDF, in hexadecimal: that of a file in the archive's manifest.
    pub sha256: String,
}

impl EmailRecords {
    /// Writes the list as the JSON text of its file, messages as they come.
    pub(in crate::pack) fn write(
        messages: impl Iterator<Item = io::Result<EmailRecord>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut serializer = serde_json::Serializer::pretty(&mut *out);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", &RECORDS_FORMAT)?;
        map.serialize_entry("messages", &Stream::new(messages))?;
        SerializeMap::end(map)?;
        out.write_all(b"\n")
    }
}

impl EmailRecord {
    /// What [`write`](super::write) puts into the file of this path.
    ///
    /// # Errors
    ///
    /// The message is one that cannot be written.
    pub fn new(path: &str, message: &Message) -> Result<Self, Diagnostic> {
        let hashes = message.attachments.iter().map(|attachment| hash_bytes(&attachment.bytes)).collect();
        Self::with_hashes(path, message, hashes)
    }

    /// The same, where the hashes of the attachments are known.
    pub(in crate::pack) fn with_hashes(
        path: &str,
        message: &Message,
        hashes: Vec<String>,
    ) -> Result<Self, Diagnostic> {
        let heading = Heading::new(message)?;
        let attachments = heading.attachments.into_iter().zip(hashes);
        Ok(Self {
            path: path.to_owned(),
            message_id: heading.message_id,
            date: heading.date,
            language: heading.language,
            from: heading.from,
            to: heading.to,
            cc: heading.cc,
            reply_to: heading.reply_to,
            subject: heading.subject,
            attachments: attachments.map(|(name, sha256)| AttachmentRecord { name, sha256 }).collect(),
        })
    }
}
