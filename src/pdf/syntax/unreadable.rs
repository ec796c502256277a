//! Why a PDF cannot be read.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a PDF cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// It does not begin like a PDF.
    NotPdf,
    /// It takes more memory or time to read than its size explains, or has too many pages.
    TooLarge,
    /// It opens with a password only.
    Password,
    /// The system gives no thread to read it in, which says nothing of it.
    NoThread,
    /// Its structure is damaged, in this way.
    Damaged(Cow<'static, str>),
}

impl Unreadable {
    /// Damage of this kind.
    pub(in crate::pdf) const fn damaged(how: &'static str) -> Self {
        Self::Damaged(Cow::Borrowed(how))
    }

    /// Damage without a more precise cause.
    pub const MALFORMED: Self = Self::damaged("it is not built as a PDF should be");
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPdf => f.write_str("it is not a PDF"),
            Self::TooLarge => f.write_str("it is larger, or unpacks to more, than can be read"),
            Self::Password => f.write_str("it opens with a password only"),
            Self::NoThread => f.write_str("the system gives no thread to read it in"),
            Self::Damaged(how) => write!(f, "its structure is damaged: {how}"),
        }
    }
}
