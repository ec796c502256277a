//! What is made for a request.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Problems;
use crate::plan::{PlannedDocument, PlannedRecipient};

/// A letter, or another document, as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeDocument {
    /// The file's bytes: a PDF in PDF/A-2a and PDF/UA-1, or the text of an e-mail in UTF-8. The same that `build` puts into an archive for
    /// the same recipient and number.
    pub bytes: Vec<u8>,
    /// How many pages it has; an e-mail has none, a picture shows one.
    pub pages: usize,
    /// What it is.
    pub about: About,
    /// Warnings and notes.
    pub problems: Problems,
}

/// What a document is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct About {
    /// Id of the recipient.
    pub recipient: String,
    /// Id of the document in the mailing, such as `letter`; `e-mail` for a text of the e-mail.
    pub document: String,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// The serial that it bears, such as `DM-1132/045`.
    pub serial: String,
    /// Name of the file, as an archive has it, without folder.
    pub name: String,
    /// Media type of the bytes (RFC 6838): `application/pdf`, `text/plain`, `text/html`, or `image/png` of a picture.
    pub media_type: &'static str,
}

impl About {
    /// One of a recipient's documents.
    pub(super) fn document(planned: &PlannedRecipient, document: &PlannedDocument) -> Self {
        Self {
            recipient: planned.id().to_owned(),
            document: document.document.clone(),
            language: document.locale.clone(),
            serial: planned.serial.clone(),
            name: file_name(&document.path),
            media_type: "application/pdf",
        }
    }

    /// A picture of a page of this document.
    pub(super) fn picture(self, page: usize) -> Self {
        let stem = self.name.strip_suffix(".pdf").unwrap_or(&self.name);
        Self { name: format!("{stem}_{page}.png"), media_type: "image/png", ..self }
    }

    /// A text of the e-mail that brings a recipient's documents.
    pub(super) fn email(planned: &PlannedRecipient, path: &str, is_html: bool) -> Self {
        let language = planned.documents.first().map_or("", |document| document.locale.as_str());
        Self {
            recipient: planned.id().to_owned(),
            document: "e-mail".to_owned(),
            language: language.to_owned(),
            serial: planned.serial.clone(),
            name: file_name(path),
            media_type: if is_html { "text/html" } else { "text/plain" },
        }
    }
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
