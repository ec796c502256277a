//! What is asked of lists, and what is made of it.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::sheets::BadgeSheet;

/// How lists are made.
#[derive(Debug, Clone, Default)]
pub struct ListOptions {
    /// Their language, if it is not the office's.
    pub language: Option<String>,
    /// What badges are printed on, if not paper with marks for cutting.
    pub badges: Option<BadgeSheet>,
    /// The day that the lists bear.
    pub as_of: Option<Date>,
}

/// Lists that were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeLists {
    /// The folder that they are in.
    pub folder: PathBuf,
    /// The files, in the order of [`ListFile`].
    pub files: Vec<MadeFile>,
    /// How many people are in them.
    pub participants: usize,
    /// Of how many delegations.
    pub delegations: usize,
}

/// A file of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeFile {
    /// What it is.
    pub file: ListFile,
    /// Its pages, if it is a PDF.
    pub pages: Option<u32>,
}

/// The files that lists come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListFile {
    /// All lists, as sheets of a workbook.
    Workbook,
    /// All participants by name, to be ticked as they come.
    Participants,
    /// The participants of each delegation.
    ByState,
    /// Heads of delegation.
    Heads,
    /// How many people there are.
    Counts,
    /// Badges.
    Badges,
}

impl ListFile {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Workbook, Self::Participants, Self::ByState, Self::Heads, Self::Counts, Self::Badges];

    /// The file's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Workbook => "participants.xlsx",
            Self::Participants => "participants.pdf",
            Self::ByState => "by-delegation.pdf",
            Self::Heads => "heads.pdf",
            Self::Counts => "counts.pdf",
            Self::Badges => "badges.pdf",
        }
    }
}
