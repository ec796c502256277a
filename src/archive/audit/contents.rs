//! What the files of an archive hold, checked against its manifest: hashes, pages of PDFs, and the counts.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions};

use crate::archive::format::counts::count_produced;
use crate::archive::format::entry::{Entry, Role};
use crate::archive::format::manifest::Manifest;
use crate::archive::problem::altered;
use crate::diagnostic::{Diagnostic, Problems, codes, counted};
use crate::digest::hash_bytes;

/// Most bytes one stream of a PDF may unpack to while its structure is read.
const MAX_STREAM: usize = 64 << 20;

/// Checks one file's hash, and of a PDF its structure and pages; returns the number of pages.
pub(super) fn check_file(record: &Entry, bytes: &[u8]) -> Result<u32, Diagnostic> {
    let Entry { path, .. } = record;
    if record.bytes != bytes.len() as u64 || record.sha256 != hash_bytes(bytes) {
        return Err(altered(path));
    }
    let is_pdf = path.to_ascii_lowercase().ends_with(".pdf") || bytes.starts_with(b"%PDF-");
    if !is_pdf {
        return Ok(0);
    }
    let pages = count_pages(bytes).map_err(|cause| {
        Diagnostic::new(codes::ARCHIVE_UNREADABLE, format!("`{path}` is not a readable PDF ({cause})"))
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

/// Reads a PDF's structure and counts its pages.
///
/// # Errors
///
/// Its structure is damaged, or it has no pages; the cause in words.
pub fn count_pages(bytes: &[u8]) -> Result<u32, String> {
    let options = LoadOptions { max_decompressed_size: Some(MAX_STREAM), ..LoadOptions::default() };
    // The reader is a library; if it panics on a hostile file, the file is unreadable and the check goes on.
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

/// Checks that the reconciliation says what the list of files shows, and accounts for every recipient expected.
pub(super) fn check_counts(manifest: &Manifest) -> Problems {
    let stated = &manifest.reconciliation;
    let (recipients, documents) = count_produced(&manifest.files);
    let mut problems = Problems::new();
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
    problems
}
