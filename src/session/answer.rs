//! What a program is told of a request, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{About, MadeDocument};
use crate::diagnostic::Problems;

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The document is here.
    Made,
    /// It was only checked, and nothing keeps the document from being made.
    Sound,
    /// There is none; `problems` say why.
    Refused,
}

/// The answer to one request.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answer {
    /// The id of the request, or its number from one where it has none.
    pub id: String,
    /// Whether there is a document.
    pub status: Status,
    /// What the document is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// How many pages it has; an e-mail has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// The file it was written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How many bytes of it follow the line feed after this object, and a line feed after them; none where it was written to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
    /// What is wrong, and what is worth knowing.
    pub problems: Problems,
}

impl Answer {
    /// The answer that brings a document, whose bytes go elsewhere.
    #[must_use]
    pub fn made(id: String, document: &MadeDocument) -> Self {
        Self {
            id,
            status: Status::Made,
            about: Some(document.about.clone()),
            pages: Some(document.pages),
            file: None,
            bytes: None,
            problems: document.problems.clone(),
        }
    }

    /// The answer that brings no document.
    #[must_use]
    pub fn told(id: String, status: Status, problems: Problems) -> Self {
        Self { id, status, about: None, pages: None, file: None, bytes: None, problems }
    }
}
