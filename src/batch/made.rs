//! The data of a batch: a recipient's documents and e-mails, once made and once written.

use serde_json::Value;

use crate::archive::MadeFrom;
use crate::diagnostic::Problems;
use crate::digest::Stored;
use crate::names::ArchivePath;
use crate::plan::{Plan, PlannedDocument, PlannedRecipient, addressee_lines_of, entity_of};
use crate::worker::Printed;

/// A document that exists as PDF.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) content: Content,
    /// What it is made from; empty where nothing is remembered.
    pub(super) from: MadeFrom,
    pub(super) about: About,
}

/// A document's PDF.
#[derive(Debug)]
pub(super) enum Content {
    /// Made by this batch.
    New(Printed),
    /// Made by an earlier batch from the same data.
    Old(Stored),
}

/// What the manifest says of a document besides its file.
#[derive(Debug)]
pub(super) struct About {
    /// Hash of the data it was made from, in hexadecimal.
    pub(super) data_hash: String,
    /// Hash of the text, in hexadecimal.
    pub(super) content_hash: String,
    /// Name of the recipient as in a list.
    pub(super) entity: String,
    /// Address lines as printed.
    pub(super) addressee: Vec<String>,
}

impl About {
    pub(super) fn new(
        plan: &Plan,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        values: &Value,
        content_hash: String,
    ) -> Self {
        Self {
            data_hash: plan.data_hash(planned, document, values),
            content_hash,
            entity: entity_of(values).to_owned(),
            addressee: addressee_lines_of(values),
        }
    }
}

/// The text of an e-mail, in one of its forms.
#[derive(Debug)]
pub(super) struct EmailText {
    /// Its path in the archive.
    pub(super) path: ArchivePath,
    /// Subject and plain text, or HTML.
    pub(super) content: EmailContent,
    /// What it is made from; empty where nothing is remembered.
    pub(super) from: MadeFrom,
    /// Its language.
    pub(super) locale: String,
    /// Which of the recipient's copies it brings, counted from zero; `None` for the recipient's own documents.
    pub(super) copy: Option<usize>,
}

/// What an e-mail says.
#[derive(Debug)]
pub(super) enum EmailContent {
    /// Merged by this batch.
    New(String),
    /// By an earlier batch, of the same data.
    Old(Stored),
}

/// A recipient's files once they are written.
#[derive(Debug)]
pub(super) struct Kept {
    /// Its documents, in the plan's order.
    pub(super) documents: Vec<KeptDocument>,
    /// The texts of its e-mails.
    pub(super) emails: Vec<KeptEmail>,
}

/// The text of an e-mail once it is written.
#[derive(Debug)]
pub(super) struct KeptEmail {
    pub(super) path: ArchivePath,
    pub(super) locale: String,
    /// As in [`EmailText`].
    pub(super) copy: Option<usize>,
    pub(super) stored: Stored,
}

/// A document once it is written.
#[derive(Debug)]
pub(super) struct KeptDocument {
    pub(super) path: ArchivePath,
    pub(super) about: About,
    pub(super) stored: Stored,
    /// Whether an earlier batch made it.
    pub(super) is_old: bool,
}

impl KeptDocument {
    pub(super) fn pages(&self) -> usize {
        usize::try_from(self.stored.pages.unwrap_or_default()).unwrap_or(usize::MAX)
    }
}

/// A recipient with its files, or with the reasons why there are none.
pub(super) type Done = (PlannedRecipient, Result<Kept, Problems>);
