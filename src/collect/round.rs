//! A round of collecting for a mailing, whole: its key, its table of answers, the tables that are written, and what the ledger notes.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use super::model::Collected;
use crate::archive::ArchiveAt;
use crate::diagnostic::Problems;

/// What the table of answers is called in a mailing's folder.
const ANSWERS: [&str; 2] = ["answers.csv", "answers.xlsx"];

/// A round of collecting for a mailing.
#[derive(Debug, Clone)]
pub struct CollectRound<'a> {
    /// The mailing's folder, which has its key and its table of answers.
    pub root: &'a Path,
    /// The archive of what was sent.
    pub archive: &'a ArchiveAt,
    /// Returned files, and folders of them.
    pub returns: &'a [PathBuf],
    /// Where the table goes, if not beside the archive.
    pub output: Option<&'a Path>,
    /// The file with the key of the forms, if it is not the mailing's.
    pub key: Option<&'a Path>,
    /// The table of answers, if it is not the one in the mailing's folder.
    pub answers: Option<&'a Path>,
    /// How many files are read at a time.
    pub jobs: NonZeroUsize,
    /// The day it is.
    pub now: Option<Date>,
    /// When answers are booked.
    pub booked_at: Timestamp,
    /// Whether answers count that nobody can verify.
    pub accepts_unverified: bool,
    /// The folder that paths are shown from; as they are given where there is none.
    pub shown_from: Option<&'a Path>,
}

/// What a round came to.
#[derive(Debug)]
pub struct RoundResult {
    /// What came back.
    pub collected: Collected,
    /// The files that were written.
    pub written: Vec<PathBuf>,
    /// How many answers were booked; `None` without a ledger, and where it could not be written.
    pub booked: Option<usize>,
    /// What is to be looked at besides the files: the key, tables that were changed by hand, the ledger.
    pub problems: Problems,
}

/// The table of answers in a mailing's folder, if there is one.
#[must_use]
pub fn find_answers(root: &Path) -> Option<PathBuf> {
    ANSWERS.into_iter().map(|name| root.join(name)).find(|path| path.is_file())
}
