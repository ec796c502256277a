//! What a batch tells while it runs and when it is done.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use super::place::{Kept, KeptDocument};
use crate::archive::Volume;
use crate::diagnostic::{Diagnostic, stops_build};
use crate::plan::PlannedRecipient;

/// Something that happened in a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The plan is accepted and work begins.
    Started {
        /// How many recipients there are.
        recipients: usize,
        /// How many documents they get.
        documents: usize,
    },
    /// A recipient's documents are made and written. Recipients come in any order.
    Made {
        /// Id of the recipient.
        recipient: String,
        /// How many documents.
        documents: usize,
        /// How many of them were made earlier, from the same, and are unchanged.
        unchanged: usize,
        /// How many pages they have together.
        pages: usize,
    },
    /// A recipient gets nothing.
    Blocked {
        /// Id of the recipient.
        recipient: String,
        /// Why, a sentence each.
        reasons: Vec<String>,
    },
    /// All is written.
    Finished,
}

/// What is to be told of a recipient, unless the whole build stops at it.
pub(super) fn of(planned: &PlannedRecipient, kept: &Result<Kept, Vec<Diagnostic>>) -> Option<Event> {
    let recipient = planned.id().to_owned();
    match kept {
        Ok(kept) => {
            let documents = &kept.documents;
            let pages = documents.iter().map(KeptDocument::pages).sum();
            let unchanged = documents.iter().filter(|kept| kept.is_old).count();
            Some(Event::Made { recipient, documents: documents.len(), unchanged, pages })
        }
        Err(reasons) => (!stops_build(reasons)).then(|| blocked(&recipient, reasons)),
    }
}

/// A recipient that gets nothing.
pub(super) fn blocked(recipient: &str, reasons: &[Diagnostic]) -> Event {
    let reasons = reasons.iter().map(|reason| reason.message.clone()).collect();
    Event::Blocked { recipient: recipient.to_owned(), reasons }
}

/// A recipient that got nothing, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blocked {
    /// Id of the recipient.
    pub recipient: String,
    /// Why.
    pub reasons: Vec<Diagnostic>,
}

/// The archive of a finished batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FinishedArchive {
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of its manifest: what is noted elsewhere proves that the manifest was not altered.
    pub manifest_sha256: String,
    /// The volumes, where it is split into some; the path is then the first one's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
}

/// What a batch came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// How many recipients the plan has.
    pub recipients: usize,
    /// How many documents there are.
    pub documents: usize,
    /// How many of them were made earlier, from the same, and not again.
    pub unchanged: usize,
    /// How many pages they have together.
    pub pages: usize,
    /// Documents made, by id, in the mailing's order.
    pub by_document: Vec<(String, usize)>,
    /// Documents made, by locale.
    pub by_locale: BTreeMap<String, usize>,
    /// The recipients that got nothing.
    pub blocked: Vec<Blocked>,
    /// The folder everything is in.
    pub folder: PathBuf,
    /// The archive; `None` when only some recipients were asked for, and after an interruption.
    pub archive: Option<FinishedArchive>,
    /// Whether the batch was stopped before its end: what is made is kept for the next one.
    pub interrupted: bool,
    /// What else there is to know of the batch.
    pub notes: Vec<Diagnostic>,
}
