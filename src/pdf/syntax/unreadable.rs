//! Why a PDF cannot be read.

use std::fmt;

/// Why a PDF cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It does not begin like a PDF.
    NotPdf,
    /// It takes more memory or time to read than its size explains, or has too many pages.
    TooLarge,
    /// It opens with a password only.
    Password,
    /// Its structure is damaged, in this way.
    Damaged(&'static str),
}

impl Unreadable {
    /// Damage without a more precise cause.
    pub const MALFORMED: Self = Self::Damaged("it is not built as a PDF should be");
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPdf => f.write_str("it is not a PDF"),
            Self::TooLarge => f.write_str("it is larger, or unpacks to more, than can be read"),
            Self::Password => f.write_str("it opens with a password only"),
            Self::Damaged(how) => write!(f, "its structure is damaged: {how}"),
        }
    }
}
