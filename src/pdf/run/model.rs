//! How a print run is written, what it came to, and why it fails.

use std::fmt;
use std::io;

use jiff::ZonedDateTime;

use crate::diagnostic::io_text;
use crate::pdf::syntax::Unreadable;

/// How a print run is written.
#[derive(Debug, Clone)]
pub struct RunSettings {
    /// Its title.
    pub title: String,
    /// The language of its title and bookmarks, as a BCP 47 tag.
    pub language: String,
    /// What identifies the run, the same each time; a hash of it becomes the file identifier (ISO 32000-1, 14.4).
    pub ident: String,
    /// Its creation date, with its offset from UTC.
    pub issued_at: ZonedDateTime,
    /// Whether paper is printed on both sides, so that each document begins on a front side.
    pub is_duplex: bool,
}

/// What was added to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// The pages of the document.
    pub pages: u32,
    /// The blank pages put in after them.
    pub blanks: u32,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunTotals {
    /// All pages, blank ones too.
    pub pages: u64,
    /// Sheets of paper.
    pub sheets: u64,
    /// Recipients that have pages.
    pub recipients: u64,
    /// Whether all documents claim to hold to PDF/A, with readable text, so that the run may claim PDF/A-2u.
    pub is_archival: bool,
}

/// Why a document could not be added.
#[derive(Debug)]
pub enum RunError {
    /// The run could not be written; what is there of it is of no use.
    Io(io::Error),
    /// The document cannot be read; the run can go on without it.
    Unprintable(Unreadable),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the print run cannot be written ({})", io_text(error)),
            Self::Unprintable(cause) => write!(f, "the document cannot be printed ({cause})"),
        }
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Unprintable(_) => None,
        }
    }
}

impl From<Unreadable> for RunError {
    fn from(cause: Unreadable) -> Self {
        Self::Unprintable(cause)
    }
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
