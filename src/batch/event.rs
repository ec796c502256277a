//! What a batch reports while it runs and at its end.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Serialize, Serializer};

use super::made::{Kept, KeptDocument};
use crate::archive::{BlockedRecord, Finished, Placed, Volume, limits};
use crate::diagnostic::{Diagnostic, Problems, path_text, serialize_path};
use crate::plan::PlannedRecipient;

/// Something that happened in a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum BuildEvent {
    /// The plan is accepted and work begins. Where shares are joined it may be told again: what came before it is void then.
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
        /// How many of them were made earlier from the same data, and are unchanged.
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
    /// Everything is written.
    Finished,
}

/// The event of a recipient; `None` if its problems stop the whole build.
pub(super) fn tell(planned: &PlannedRecipient, kept: &Result<Kept, Problems>) -> Option<BuildEvent> {
    let recipient = planned.id().to_owned();
    match kept {
        Ok(kept) => {
            let documents = &kept.documents;
            let pages = documents.iter().map(KeptDocument::pages).sum();
            let unchanged = documents.iter().filter(|kept| kept.is_old).count();
            Some(BuildEvent::Made { recipient, documents: documents.len(), unchanged, pages })
        }
        Err(reasons) => (!reasons.stops_build()).then(|| blocked(&recipient, reasons)),
    }
}

/// A recipient that gets nothing.
pub(super) fn blocked(recipient: &str, reasons: &[Diagnostic]) -> BuildEvent {
    let reasons = reasons.iter().map(|reason| reason.message.clone()).collect();
    BuildEvent::Blocked { recipient: recipient.to_owned(), reasons }
}

fn serialize_some_path<S: Serializer>(path: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
    path.as_deref().map(path_text).serialize(serializer)
}

/// A recipient that got nothing, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blocked {
    /// Id of the recipient.
    pub recipient: String,
    /// Why.
    pub reasons: Problems,
}

impl Blocked {
    /// The recipient as the manifest lists it.
    pub(super) fn to_record(&self) -> BlockedRecord {
        let reasons = self.reasons.iter().take(limits::MAX_LINES).map(|reason| limits::fit(&reason.message));
        let reasons = reasons.collect();
        BlockedRecord { recipient: self.recipient.clone(), reasons }
    }
}

/// The archive of a finished batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FinishedArchive {
    /// Where it is.
    #[serde(serialize_with = "serialize_path")]
    pub path: PathBuf,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of its manifest: what is noted elsewhere proves that the manifest was not altered.
    pub manifest_sha256: String,
    /// The volumes, if it is split; the path is then that of the first one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// Whether it was there already, to the last byte, and was left as it was.
    pub is_unchanged: bool,
    /// The archive that has gone out and stays as it is, beside which this one stands.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "serialize_some_path")]
    pub beside: Option<PathBuf>,
    /// Where the pack of the archive that this one replaced was put.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "serialize_some_path")]
    pub stale_pack: Option<PathBuf>,
}

impl FinishedArchive {
    pub(super) fn new(finished: Finished) -> Self {
        let Placed { is_unchanged, beside, stale_pack, .. } = finished.placed;
        Self {
            path: finished.zip,
            sha256: finished.zip_sha256,
            manifest_sha256: finished.manifest_sha256,
            volumes: finished.volumes,
            is_unchanged,
            beside,
            stale_pack,
        }
    }
}

/// The result of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// How many recipients the plan has.
    pub recipients: usize,
    /// How many documents there are.
    pub documents: usize,
    /// How many of them were made earlier from the same data, and not again.
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
    #[serde(serialize_with = "serialize_path")]
    pub folder: PathBuf,
    /// The archive; `None` when only some recipients were asked for, and after an interruption.
    pub archive: Option<FinishedArchive>,
    /// Whether the batch was stopped before its end: what is made is kept for the next one.
    pub interrupted: bool,
    /// Who sealed the documents, where somebody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed_by: Option<String>,
    /// Notes about the batch.
    pub notes: Problems,
}
