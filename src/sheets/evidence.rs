//! The proof of dispatch: what is on record of one sending, as it is printed.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::data::{Order, common, with};
use super::model::Meta;
use super::words::DispatchWords;
use crate::mailing::Paper;
use crate::recipient::Channel;

/// What is on record of one sending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceSheet {
    /// Id of the recipient, for problems.
    pub recipient: String,
    /// Number of the letter; of a copy that of its original.
    pub serial: String,
    /// Whether it is a copy.
    pub copy_of: Option<String>,
    /// The address as printed, a line each.
    pub lines: Vec<String>,
    /// How the archive has it sent.
    pub channel: Option<Channel>,
    /// Name of the event the mailing is about; may be empty.
    pub event: String,
    /// Date of issue, as printed.
    pub issued: String,
    /// SHA-256 of the archive's manifest.
    pub archive: String,
    /// Its documents and what went along.
    pub documents: Vec<EvidenceDocument>,
    /// Their seals; nothing where they bear none.
    pub seals: Vec<EvidenceSeal>,
    /// Who approved it, in the order they did.
    pub approvals: Vec<EvidenceEntry>,
    /// What happened, in the order it was booked.
    pub history: Vec<EvidenceEntry>,
    /// Name of the ledger's file.
    pub ledger: String,
    /// How many lines it has.
    pub length: usize,
    /// The hash of its last line.
    pub head: String,
    /// The signature of that; nothing where there is none.
    pub signature: Vec<EvidenceSeal>,
    /// Name of the file with all hashes.
    pub data: String,
    /// The lines about it, word by word, each with its number.
    pub verbatim: Vec<(usize, String)>,
    /// The first page of its letter as PNG.
    pub picture: Option<Vec<u8>>,
}

/// A seal, and what is to be said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EvidenceSeal {
    /// The path of the document in the archive; empty where it is of something else.
    pub document: String,
    /// A sentence each: a label by its key without `dispatch_`, and what takes its places.
    pub said: Vec<(&'static str, BTreeMap<&'static str, String>)>,
}

/// A document of a sending.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EvidenceDocument {
    /// Its path in the archive.
    pub path: String,
    /// Its pages.
    pub pages: u32,
    /// Its SHA-256.
    pub sha256: String,
}

/// An entry of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceEntry {
    /// When it happened, as printed.
    pub when: String,
    /// The key of the label that says what happened.
    pub what: String,
    /// By which channel.
    pub channel: Option<Channel>,
    /// Who booked it.
    pub by: String,
    /// The address it went to.
    pub to: String,
    /// Its number: of a registered letter or a message.
    pub number: String,
    /// What else was said, such as a server's words.
    pub text: String,
    /// Number of its line.
    pub line: usize,
    /// Hash of its line.
    pub sha256: String,
}

/// The file of the picture.
pub(super) const PICTURE: &str = "/evidence/letter.png";

/// The sheet.
pub(super) fn order(paper: Paper, sheet: &EvidenceSheet, words: &DispatchWords, meta: &Meta) -> Order {
    let entry = |entry: &EvidenceEntry| {
        json!({
            "when": entry.when,
            "what": entry.what,
            "channel": entry.channel.map(Channel::label).unwrap_or_default(),
            "by": entry.by,
            "to": entry.to,
            "number": entry.number,
            "text": entry.text,
            "line": entry.line,
            "sha256": entry.sha256,
        })
    };
    let verbatim = sheet.verbatim.iter().map(|(line, text)| json!({ "line": line, "text": text }));
    let own = json!({
        "recipient": sheet.recipient,
        "serial": sheet.serial,
        "copy_of": sheet.copy_of,
        "lines": sheet.lines,
        "channel": sheet.channel.map(Channel::label).unwrap_or_default(),
        "event": sheet.event,
        "issued": sheet.issued,
        "archive": sheet.archive,
        "documents": sheet.documents,
        "seals": sheet.seals,
        "approvals": sheet.approvals.iter().map(entry).collect::<Vec<_>>(),
        "history": sheet.history.iter().map(entry).collect::<Vec<_>>(),
        "ledger": sheet.ledger,
        "length": sheet.length.to_string(),
        "head": sheet.head,
        "signature": sheet.signature,
        "file": sheet.data,
        "mark": ",\"hash\":\"",
        "verbatim": verbatim.collect::<Vec<_>>(),
        "picture": sheet.picture.as_ref().map(|_| PICTURE),
        "alt": format!("{}, 1", sheet.serial),
    });
    Order {
        call: ("evidence", "evidence"),
        count: sheet.history.len(),
        data: with(common(words, meta, paper), own),
        place: ("the page".to_owned(), "a larger paper"),
    }
}
