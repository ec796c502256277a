//! A form and its fields, and the limits on what is read of them.

use jiff::ZonedDateTime;
use serde::{Deserialize, Serialize};

use crate::pdf::fields::FieldKind;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Its fields, in the order of the form; without the one that bears the identity.
    pub fields: Vec<Field>,
    /// What says which form of which mailing it is.
    pub identity: Option<String>,
    /// What the barcode of its first page says, where it is still a picture of its modules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// When it was last changed, as its document information says, or when it was made.
    #[serde(with = "crate::pdf::moment::optional")]
    pub modified: Option<ZonedDateTime>,
    /// How many pages it has.
    pub pages: usize,
    /// What its pages are made of.
    pub content: Content,
}

/// What the pages of a file are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<(String, String)>,
    /// Whether a form without it is incomplete.
    pub required: bool,
    /// Whether it is not to be changed.
    pub read_only: bool,
    /// Whether it takes personal data.
    pub personal: bool,
}
