//! What the files of an archive hold, checked against its manifest: hashes, pages of PDFs, and the counts.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions};

use crate::archive::format::counts::count_produced;
use crate::archive::format::entry::{Entry, Role};
use crate::archive::format::layout;
use crate::archive::format::manifest::{FORMAT, Manifest, TOOL};
use crate::archive::problem::{about, altered, damaged};
use crate::archive::table;
use crate::diagnostic::{Diagnostic, codes, counted};
use crate::digest::hash_bytes;

/// Most bytes one stream of a PDF may unpack to while its structure is read.
const MAX_STREAM: usize = 64 << 20;

/// Checks one file's hash, and of a PDF its structure and pages; returns the number of pages.
pub(super) fn check(manifest: &Manifest, record: &Entry, bytes: &[u8]) -> Result<u32, Diagnostic> {
    let Entry { path, .. } = record;
    if record.bytes != bytes.len() as u64 || record.sha256 != hash_bytes(bytes) {
        return Err(altered(path));
    }
    if path == layout::TABLE {
        check_table(manifest, bytes)?;
    }
    let is_pdf = path.to_ascii_lowercase().ends_with(".pdf") || bytes.starts_with(b"%PDF-");
    if !is_pdf {
        return Ok(0);
    }
    let pages = pages(bytes).map_err(|cause| {
        Diagnostic::new(codes::ARCHIVE_UNREADABLE, format!("`{path}` is no readable PDF ({cause})"))
            .with_hint("build the archive again")
    })?;
    match record.pages {
        Some(expected) if expected != pages => {
            let message = format!("`{path}` has {pages} pages, the manifest says {expected}");
            Err(Diagnostic::new(codes::ARCHIVE_PAGES, message).with_hint("build the archive again"))
        }
        _ => Ok(pages),
    }
}

/// The register must be the one the manifest gives rise to. Other versions may have written it otherwise.
fn check_table(manifest: &Manifest, bytes: &[u8]) -> Result<(), Diagnostic> {
    let Manifest { format, tool, reference, issued_at, reconciliation, files, .. } = manifest;
    if *format != FORMAT || tool != TOOL {
        return Ok(());
    }
    let documents = table::order::sorted_documents(files);
    let rows = documents.iter().copied().map(Ok);
    let mut csv = Vec::with_capacity(bytes.len());
    let written = table::csv::write_rows(reference, issued_at, rows, &reconciliation.blocked, &mut csv);
    if written.is_ok() && csv == bytes {
        return Ok(());
    }
    let lines = csv.split(|byte| *byte == b'\n').zip(bytes.split(|byte| *byte == b'\n'));
    let line = lines.take_while(|(expected, found)| expected == found).count();
    let message =
        format!("`{}` does not say what the manifest says (from line {} on)", layout::TABLE, line + 1);
    let problem = damaged(message);
    Err(match line.checked_sub(1).and_then(|row| documents.get(row)) {
        Some(document) => about(problem, document),
        None => problem,
    })
}

/// Reads a PDF's structure and counts its pages.
///
/// # Errors
///
/// Its structure is damaged, or it has no pages; the cause in words.
pub fn pages(bytes: &[u8]) -> Result<u32, String> {
    let options = LoadOptions { max_decompressed_size: Some(MAX_STREAM), ..LoadOptions::default() };
    // The reader is not ours; should it fail on a hostile file, the file is unreadable and the check goes on.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let document = Document::load_mem_with_options(bytes, options).map_err(|error| error.to_string())?;
        if document.xref_recovery.is_some() {
            return Err("its cross-reference table is damaged".to_owned());
        }
        Ok(document.get_pages().len())
    }));
    match read.unwrap_or_else(|_| Err("its structure is damaged".to_owned()))? {
        0 => Err("it has no pages".to_owned()),
        pages => u32::try_from(pages).map_err(|error| error.to_string()),
    }
}

/// The reconciliation must say what the list of files shows, and account for every recipient expected.
pub(super) fn check_counts(manifest: &Manifest, problems: &mut Vec<Diagnostic>) {
    let stated = &manifest.reconciliation;
    let (recipients, documents) = count_produced(&manifest.files);
    let mut refuse =
        |message: String| {
            problems.push(Diagnostic::new(codes::ARCHIVE_RECONCILIATION, message).with_hint(
                "the manifest was altered, or the batch lost a recipient: build the archive again",
            ));
        };
    for (what, stated, listed) in [
        ("recipients", stated.recipients.produced, recipients),
        ("documents", stated.documents.produced, documents),
    ] {
        if stated != listed {
            refuse(format!("the manifest counts {stated} {what} and lists {listed}"));
        }
    }
    let (expected, produced, blocked) =
        (stated.recipients.expected, stated.recipients.produced, stated.blocked.len());
    if produced.checked_add(blocked) != Some(expected) {
        refuse(format!(
            "of {} expected, {produced} produced and {blocked} blocked",
            counted(expected, "recipient")
        ));
    }
    for record in &manifest.files {
        if record.role == Role::Document && (record.recipient.is_none() || record.serial.is_none()) {
            refuse(format!("the manifest does not say whose `{}` is", record.path));
        }
    }
}
