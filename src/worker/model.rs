//! A job, its result, and the limits on it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Problems;
use crate::pdf::{self, PdfSettings};
use crate::typeset::{Facts, Typesetter, evict_everything};

/// One document to be made.
#[derive(Debug, Clone)]
pub struct Job {
    /// Rendered text, Typst markup.
    pub text: String,
    /// What the layout may ask of the document.
    pub facts: Facts,
    /// How it is written as PDF.
    pub settings: PdfSettings,
    /// Whether it is a sheet with marks, whose file is plain, so that pictures can be put in their place (see [`pdf::put_pictures`]). It does not
    /// ask how many pages it is likely to have.
    pub has_marks: bool,
    /// Whether it is the last of some that belong together, after which caches are looked through.
    pub is_last: bool,
    /// Whether it is told what Typst warns of, for which a document with warnings is set twice.
    pub tells_warnings: bool,
}

/// A document that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What Typst warns of, where the job asks for it.
    pub warnings: Problems,
}

/// What a job may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLimits {
    /// How much processor time it may take; for a guarded command, how long it may take by the clock. By the clock a job of a
    /// worker process may take thirty times as long, so that a busy machine gives up none that is honest.
    pub time: Duration,
    /// How many bytes the process that does it may hold.
    pub bytes: u64,
}

impl JobLimits {
    /// The default limits on reading a returned file, those of a document: a scan of three pages takes about a second.
    pub const RETURNED: Self = Self { time: Duration::from_secs(30), bytes: 1 << 30 };

    /// The limits on reading a workbook or an XLIFF file: the largest that is read takes a few seconds.
    pub const LIST: Self = Self { time: Duration::from_secs(30), bytes: 1 << 30 };
}

/// The files that a guarded command keeps. What is open already it keeps too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Files, and folders with all beneath them, that are read.
    pub read: Vec<PathBuf>,
    /// Folders beneath which files and folders are read, made, moved and removed.
    pub write: Vec<PathBuf>,
}

/// The command that starts a worker process: a program that calls [`serve`](super::serve()), such as `convoke worker`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
}

/// How jobs are kept from harming anything but themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Isolation {
    /// Not at all: they are done in this process, without limits.
    #[default]
    None,
    /// Each worker is a process, within limits.
    Processes(WorkerCommand),
}

/// Sets a document and draws its first pages, `most` of them, as PNG, in this process.
pub(super) fn draw(
    typesetter: &Typesetter,
    job: &Job,
    dots_per_inch: f64,
    most: usize,
) -> Result<Vec<Vec<u8>>, Problems> {
    let typeset = typesetter.set_with(&job.text, &job.facts)?;
    let pages = 0..typeset.pages().min(most);
    let pictures = pages.filter_map(|page| typeset.png(page, dots_per_inch)).collect::<Result<_, _>>()?;
    Ok(pictures)
}

/// Sets and exports a document in this process.
pub(super) fn make(typesetter: &Typesetter, job: &Job) -> Result<Printed, Problems> {
    let (typeset, bytes) = if job.has_marks {
        let sheet = typesetter.set_once(&job.text, &job.facts)?;
        // No other document is like it, and what is written takes memory of its own.
        evict_everything();
        let bytes = pdf::export_with_marks(&sheet, &job.settings)?;
        (sheet, bytes)
    } else {
        let typeset = typesetter.set_with(&job.text, &job.facts)?;
        let bytes = pdf::export(&typeset, &job.settings)?;
        (typeset, bytes)
    };
    let warnings = if job.tells_warnings { typeset.located_warnings() } else { Problems::new() };
    Ok(Printed { bytes, pages: typeset.pages(), warnings })
}
