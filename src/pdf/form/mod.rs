//! Forms as files: what their fields are and hold, however they were filled in and saved.
//!
//! [`read`] takes any PDF for hostile: sizes and depths are bounded, references followed only so far, and a panic of the
//! reader underneath is an error of the file. [`fill`] writes values into a form. Neither knows mailings or archives.

mod data;
mod date;
mod field;
mod file;
mod fill;
mod guard;
mod read;
mod text;
mod value;
mod walk;

use std::fmt;

use jiff::ZonedDateTime;
use serde::Serialize;

use super::FieldKind;

pub use data::values;
pub(super) use date::to_pdf as pdf_date;
pub use file::{fill_file, filled_path, read_file};
pub use fill::fill;
pub(crate) use guard::guarded;
pub(super) use guard::{MAX_STREAM, plain};
pub use read::read;
pub use value::{Unfit, check};

/// Most bytes a file may have to be read as a form: scanned forms come to a few million.
pub const MAX_FILE: usize = 32 << 20;

/// Most characters kept of a value, which is what a cell of a workbook holds.
pub const MAX_VALUE: usize = 32_767;

/// Most characters kept of all values together.
pub const MAX_VALUES: usize = 1 << 18;

/// Most fields read of a form.
pub const MAX_FIELDS: usize = 5_000;

/// The value of a box that is ticked, and of a signature field that is signed.
pub const TICKED: &str = "true";

/// A form as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    /// Its fields, in the order of the form; without the one that bears the identity.
    pub fields: Vec<Field>,
    /// What says which form of which mailing it is.
    pub identity: Option<String>,
    /// When it was last changed, as its document information says, or when it was made.
    #[serde(skip)]
    pub modified: Option<ZonedDateTime>,
    /// How many pages it has.
    pub pages: usize,
    /// What its pages are made of.
    pub content: Content,
}

/// What the pages of a file are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Text.
    Text,
    /// Images without text: a scan or a fax.
    Images,
    /// Neither.
    Empty,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its full name, such as `participant.1.family_name`.
    pub name: String,
    /// What it takes.
    pub kind: FieldKind,
    /// What a viewer tells of it and a screen reader says.
    pub tip: String,
    /// Its text; of a choice or radio the key of the option; [`TICKED`] for a ticked box. Control characters are gone.
    pub value: String,
    /// How many characters the value has, of which no more than [`MAX_VALUE`] are kept.
    pub characters: usize,
    /// What its boxes show, where that is not its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// The most characters it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// Keys of its options and what people read of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<(String, String)>,
    /// Whether a form without it is incomplete.
    pub required: bool,
    /// Whether it is not to be changed.
    pub read_only: bool,
    /// Whether it takes personal data.
    pub personal: bool,
}

/// Why a file cannot be read as a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It does not begin like a PDF.
    NotPdf,
    /// It is larger, or unpacks to more, than any form.
    TooLarge,
    /// It opens with a password only.
    Password,
    /// Its structure is damaged.
    Damaged,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPdf => "it is no PDF",
            Self::TooLarge => "it is larger, or unpacks to more, than any form",
            Self::Password => "it opens with a password only",
            Self::Damaged => "its structure is damaged",
        })
    }
}

#[cfg(test)]
mod tests;
