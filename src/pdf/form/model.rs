//! A form and its fields, and the limits on what is read of them.

use jiff::ZonedDateTime;
use serde::{Deserialize, Serialize};

use crate::pdf::fields::FieldKind;

/// Most bytes a file may have to be read as a form: scanned forms come to a few million.
pub const MAX_FILE: usize = 32 << 20;

/// Most characters kept of a value, which is what a cell of a workbook holds.
pub const MAX_VALUE: usize = 32_767;

/// Most characters kept of all values of a file together.
pub const MAX_VALUES: usize = 1 << 21;

/// Most fields read of a file, which may be many forms in one: a form of the sample has two hundred.
pub const MAX_FIELDS: usize = 50_000;

/// The value of a box that is ticked, and of a signature field that is signed.
pub const TICKED: &str = "true";

/// A form as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Its fields, in the order of the form; without the one that bears the identity.
    pub fields: Vec<Field>,
    /// What says which form of which mailing it is.
    pub identity: Option<String>,
    /// What the barcode on its pages says: the first that is still a picture of its modules, or was read from the drawn page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    /// When it was last changed, as its document information says, or when it was made.
    #[serde(with = "crate::pdf::moment::optional")]
    pub modified: Option<ZonedDateTime>,
    /// The page of the file that it begins on, from one.
    #[serde(default)]
    pub first_page: usize,
    /// How many pages it has.
    pub pages: usize,
    /// What its pages are made of.
    pub content: Content,
    /// What was written on its pages, besides its fields.
    #[serde(default)]
    pub written: Written,
    /// Names of fields that are there twice and do not say the same; the first is among its fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contradicted: Vec<String>,
    /// Whether a field is on its pages and on those of another form of the file: programs that join files make fields of one name
    /// one, and keep one of the values.
    #[serde(default)]
    pub is_mixed: bool,
}

impl Form {
    /// Whether there is nothing in it: no field and nothing on its pages.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.content == Content::Empty && self.written == Written::default()
    }
}

/// What is on the pages of a form besides its fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// How many notes, text boxes, stamps and drawings were put on them (ISO 32000-1, 12.5.6.2).
    pub markups: usize,
    /// How often the content of the pages shows a text, paints a path or places a picture; counted where there are
    /// fields, or neither text nor images.
    pub marks: usize,
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
