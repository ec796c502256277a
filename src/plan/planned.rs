//! What a plan lists: recipients, their documents, and the merged text of a document.

use serde_json::Value;

use super::language::Choice;
use crate::diagnostic::Problems;
use crate::digest::hash_bytes;
use crate::recipient::Recipient;
use crate::register::document_key;

/// A document to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDocument {
    /// Which of the mailing's documents, counted from zero.
    pub index: usize,
    /// Id of the document, such as `letter`.
    pub document: String,
    /// File name of the template it is made from.
    pub template: String,
    /// Its language.
    pub locale: String,
    /// Which of the recipient's copies, counted from zero; `None` for the recipient's own.
    pub copy: Option<usize>,
    /// Whether it is a courtesy translation that goes along with the document in the recipient's language.
    pub courtesy: bool,
    /// Its path in the archive, with forward slashes.
    pub path: String,
}

impl PlannedDocument {
    /// What names the document within its recipient, such as `letter.fr` or `letter.fr.copy-1`.
    #[must_use]
    pub fn key(&self) -> String {
        let key = document_key(&self.document, &self.locale);
        self.copy.map_or_else(|| key.clone(), |copy| format!("{key}.copy-{}", copy + 1))
    }
}

/// A recipient with everything its documents need.
#[derive(Debug, Clone)]
pub struct PlannedRecipient {
    /// The recipient.
    pub recipient: Recipient,
    /// The serial in force, such as `DM-1132/045`.
    pub serial: String,
    /// The serial it replaces.
    pub replaces: Option<String>,
    /// The languages it is written to in, and why; `None` where there are templates in none.
    pub language: Option<Choice>,
    /// Its documents, in the mailing's order; courtesy translations follow them.
    pub documents: Vec<PlannedDocument>,
    /// The errors that keep its documents from being made.
    pub problems: Problems,
}

impl PlannedRecipient {
    /// Whether its documents cannot be made.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Id of the recipient.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.recipient.id.value
    }
}

/// A document's text with all values merged in.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Typst markup.
    pub text: String,
    /// The values.
    pub context: Value,
}

impl Merged {
    /// Hash of the text, in hexadecimal: of all the document says.
    #[must_use]
    pub fn content_hash(&self) -> String {
        hash_bytes(&self.text)
    }

    /// The recipient's name as in a list, in the document's language.
    #[must_use]
    pub fn entity(&self) -> &str {
        entity_of(&self.context)
    }

    /// The addressee's lines as printed.
    #[must_use]
    pub fn addressee_lines(&self) -> Vec<String> {
        addressee_lines_of(&self.context)
    }
}

/// The recipient's name as in a list, in a document that these values are merged into.
pub(crate) fn entity_of(values: &Value) -> &str {
    values.pointer("/recipient/entity").and_then(Value::as_str).unwrap_or_default()
}

/// The addressee's lines as such a document prints them.
pub(crate) fn addressee_lines_of(values: &Value) -> Vec<String> {
    let lines = values.pointer("/addressee/lines").and_then(Value::as_array);
    lines.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
