//! The differences between two archives, as plain data.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::archive::format::volume::VolumeNumber;
use crate::diagnostic::Problems;

/// What changed between two archives, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// What is to say of the old archive itself.
    pub old: ComparedArchive,
    /// What is to say of the new archive itself.
    pub new: ComparedArchive,
    /// Whether both manifests could be read; otherwise everything below is empty.
    pub is_compared: bool,
    /// Documents that are not the same in both, by recipient.
    pub changes: Vec<Change>,
    /// Enclosures that are not the same in both, by path.
    pub enclosures: Vec<ChangedEnclosure>,
    /// Recipients that are blocked in one only, or for different reasons, by id.
    pub blocked: Vec<ChangedBlock>,
    /// Files that are neither documents nor enclosures.
    pub others: Others,
    /// How many documents are the same in both.
    pub unchanged: usize,
    /// What else to know before drawing conclusions.
    pub notes: Problems,
}

/// One of the two archives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ComparedArchive {
    /// Reference of its mailing.
    pub reference: Option<String>,
    /// Name and version of the tool that made it.
    pub tool: Option<String>,
    /// SHA-256 of its manifest, in hexadecimal.
    pub manifest_sha256: Option<String>,
    /// Which volume it is, if it is one by itself.
    pub volume: Option<VolumeNumber>,
    /// How many documents its manifest lists.
    pub documents: usize,
    /// Everything that is not as it was made.
    pub problems: Problems,
}

impl ComparedArchive {
    /// Whether the archive is as it was made.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.problems.has_errors()
    }
}

/// A document that is not the same in both archives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Id of the recipient.
    pub recipient: String,
    /// Id of the document, such as `letter`.
    pub document: String,
    /// Its language.
    pub locale: String,
    /// Whom it is a copy for; absent for an original.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_to: Option<String>,
    /// How it changed.
    pub how: How,
    /// Why; of a document that was added, removed or moved, only whether it was altered.
    pub reasons: Vec<ChangeReason>,
    /// As it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<DocumentVersion>,
    /// As it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<DocumentVersion>,
}

/// Where a document is in one of the archives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentVersion {
    /// Path inside the archive.
    pub path: String,
    /// Serial it bears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
}

/// How a file changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It is in the new archive only.
    Added,
    /// It is in the old archive only.
    Removed,
    /// It is in both, and not the same.
    Changed,
    /// It is the same in both, under another path.
    Moved,
}

impl How {
    /// Its name in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
        }
    }
}

/// Why a document changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeReason {
    /// One of the archives was altered for this recipient: the change may not be real.
    Altered,
    /// The merge fields' values. A locale pack shapes some of them, such as dates.
    Data,
    /// The template, with its partials, layout and assets.
    Template,
    /// The locale pack.
    Language,
    /// The fonts.
    Fonts,
    /// The key of the forms.
    Key,
    /// Nothing it was made from: it was made by another version of convoke, or with other settings of how files are written.
    Tool,
    /// It is not recorded what both were made from.
    Unknown,
    /// The serial.
    Serial,
    /// The serial it replaces.
    Replaces,
    /// How it is sent.
    Channel,
    /// The addressee as printed.
    Addressee,
    /// Which copies there are of it.
    Copies,
    /// Which enclosures go with it.
    Enclosures,
    /// Whether it is a courtesy translation.
    Courtesy,
}

impl ChangeReason {
    /// Its name in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Data => "data",
            Self::Template => "template",
            Self::Language => "language",
            Self::Fonts => "fonts",
            Self::Key => "key",
            Self::Tool => "tool",
            Self::Unknown => "unknown",
            Self::Serial => "serial",
            Self::Replaces => "replaces",
            Self::Channel => "channel",
            Self::Addressee => "addressee",
            Self::Copies => "copies",
            Self::Enclosures => "enclosures",
            Self::Courtesy => "courtesy",
        }
    }
}

/// An enclosure that is not the same in both archives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedEnclosure {
    /// Path inside the archive.
    pub path: String,
    /// How it changed.
    pub how: How,
    /// How many recipients it goes to, or went to if it was removed.
    pub recipients: usize,
}

/// A recipient that is not blocked as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedBlock {
    /// Id of the recipient.
    pub recipient: String,
    /// Why it was blocked; empty if it was not.
    pub old: Vec<String>,
    /// Why it is blocked; empty if it is not.
    pub new: Vec<String>,
}

/// How many files changed that are neither documents nor enclosures, such as the table of documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Others {
    /// In the new archive only.
    pub added: usize,
    /// In the old archive only.
    pub removed: usize,
    /// In both, with different bytes.
    pub changed: usize,
}

/// The changes of documents, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChangeCounts {
    /// Recipients with a document that was added, removed or changed.
    pub recipients: usize,
    /// Documents in the new archive only.
    pub added: usize,
    /// Documents in the old archive only.
    pub removed: usize,
    /// Documents in both that are not the same.
    pub changed: usize,
    /// Documents that are the same under another path.
    pub moved: usize,
    /// Documents that are the same.
    pub unchanged: usize,
    /// How many changed for each reason; a document can have several.
    pub by_reason: BTreeMap<&'static str, usize>,
}

impl ChangeCounts {
    /// How many documents differ, those that are the same under another path not counted.
    #[must_use]
    pub fn differing(&self) -> usize {
        self.added + self.removed + self.changed
    }
}

impl Diff {
    /// Whether both archives are as they were made.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.old.is_sound() && self.new.is_sound()
    }

    /// Counts the changes.
    #[must_use]
    pub fn counted(&self) -> ChangeCounts {
        let mut counted = ChangeCounts { unchanged: self.unchanged, ..ChangeCounts::default() };
        let mut recipients = BTreeSet::new();
        for Change { recipient, how, reasons, .. } in &self.changes {
            match how {
                How::Added => counted.added += 1,
                How::Removed => counted.removed += 1,
                How::Changed => counted.changed += 1,
                How::Moved => counted.moved += 1,
            }
            if *how != How::Moved {
                recipients.insert(recipient);
            }
            for reason in reasons {
                *counted.by_reason.entry(reason.words()).or_default() += 1;
            }
        }
        counted.recipients = recipients.len();
        counted
    }
}
