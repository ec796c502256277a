//! The proof of a mailing: all its recipients, each with its letter in small and what a person has to look at, before anything goes out.
//!
//! Nothing is numbered or kept: the pages are those that a build would make. It comes in parts, so that memory does not grow with the
//! list.

mod marks;
mod page;
mod rows;

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::place::unwritable;
use crate::beneath::Folder;
use crate::diagnostic::Problems;
use crate::input::Renewed;
use crate::plan::{Plan, PlannedRecipient};
use crate::sheets::{DispatchWords, Meta, ProofRow, ProofSheet, Sheets};
use crate::worker::Workplace;

pub use marks::{Mark, Marks, fingerprint, keep_mark, read_marks};
use rows::Counter;

/// How many recipients a part has.
const PART: usize = 250;

/// A proof that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proofed {
    /// Names of the files, in their folder.
    pub files: Vec<String>,
    /// How many recipients are in it.
    pub recipients: usize,
    /// How many of them a person has to look at: something is said of them, or nothing can be made for them.
    pub to_look_at: usize,
    /// What the sheets report: characters no font has, and what does not fit.
    pub problems: Problems,
    /// Whether it was stopped: it lacks recipients then.
    pub is_stopped: bool,
}

/// How a proof is made, and who is told of it.
pub struct ProofOptions<'a> {
    /// How many letters are drawn at a time.
    pub jobs: NonZeroUsize,
    /// Set from elsewhere, it ends the work after the letters in progress.
    pub stop: Option<&'a AtomicBool>,
    /// Told how many recipients are done.
    pub progress: &'a mut (dyn FnMut(usize) + Send),
    /// Given the rows of each part.
    pub rows: &'a mut dyn FnMut(&[ProofRow]),
}

/// The folder that the proof of a plan is in, if none is named.
#[must_use]
pub fn proof_folder(plan: &Plan) -> PathBuf {
    plan.output().join("proof")
}

/// Writes the proof of a plan into a folder, as PDF and as a page for browsers; `known` is what planning found.
///
/// # Errors
///
/// The recipients can no longer be read, a file cannot be written, or no thread can be started.
pub fn proof(
    plan: &Plan,
    known: &Problems,
    folder: &Path,
    workplace: &Workplace,
    options: ProofOptions<'_>,
) -> Result<Proofed, Problems> {
    Folder::create(folder).map_err(|error| unwritable(folder, &error))?;
    let mut renewed = Renewed::open(folder, false);
    let recipients = plan.recipient_count();
    let ProofOptions { jobs, stop, progress, rows: tell } = options;
    let counter = Counter::new(progress, stop);
    let mut made = Proofed {
        files: Vec::new(),
        recipients,
        to_look_at: 0,
        problems: Problems::new(),
        is_stopped: false,
    };
    let mut planned = plan.recipients();
    let parts = recipients.div_ceil(PART).max(1);
    for number in 0..parts {
        let part: Vec<PlannedRecipient> = planned.by_ref().take(PART).collect::<Result<_, _>>()?;
        let first = number * PART + 1;
        let rows = rows::make(plan, known, &part, workplace, jobs, &counter)?;
        if counter.is_stopped() {
            made.is_stopped = true;
            return Ok(made);
        }
        tell(&rows);
        made.to_look_at += rows.iter().filter(|row| !row.notes.is_empty()).count();
        let stem = if parts == 1 { "proof".to_owned() } else { format!("proof-{:03}", number + 1) };
        let office = Office::of(plan, &stem);
        let of_language = plan.office().languages.get(&office.words.locale).cloned().unwrap_or_default();
        let proof = ProofSheet {
            event: of_language.subject,
            issued: of_language.date,
            of: format!("{first}–{} / {recipients}", first + rows.len().max(1) - 1),
            rows,
            is_last: number + 1 == parts,
        };
        let sheets = Sheets::new(plan.fonts())?;
        let names = [format!("{stem}.pdf"), format!("{stem}.html")];
        // The page first: the sheet takes the pictures that there are.
        let page = |out: &mut dyn Write| page::write(out, &proof, &office.words, &office.meta);
        made.problems.extend(renewed.write_with(&names[1], page)?);
        let pdf = sheets.proof(plan.mailing().paper, proof, &office.words, &office.meta, workplace)?;
        let pdf = pdf.report_to(&mut made.problems);
        made.problems.extend(renewed.write(&names[0], &pdf.pdf)?);
        made.files.extend(names);
    }
    Ok(made)
}

/// The office's words, and what a part is called.
struct Office {
    words: DispatchWords,
    meta: Meta,
}

impl Office {
    fn of(plan: &Plan, stem: &str) -> Self {
        let office = plan.office();
        let of_language = office.languages.get(&office.language).cloned().unwrap_or_default();
        let words = DispatchWords {
            fonts: office.fonts(),
            locale: office.language,
            is_rtl: of_language.is_rtl,
            labels: of_language.labels,
        };
        let reference = plan.mailing().reference.value.clone();
        let meta = Meta {
            title: format!("{reference} · {}", words.get("proof_title")),
            ident: format!("{reference}/{stem}"),
            issued_at: plan.issued_at().clone(),
            reference,
        };
        Self { words, meta }
    }
}
