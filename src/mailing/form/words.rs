//! Texts that people read in a form, named where the language is not known yet.

use crate::locale::LocalText;

/// A text that people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormText<'a> {
    /// A label of the locale pack.
    OfPack(String),
    /// A text of the mailing, and its key there.
    OfMailing {
        /// The text.
        text: &'a LocalText,
        /// Its dotted key.
        key: String,
    },
}

/// Something that may be chosen.
#[derive(Debug, Clone)]
pub struct Offered<'a> {
    /// Its id.
    pub id: &'a str,
    /// What people read.
    pub label: FormText<'a>,
}
