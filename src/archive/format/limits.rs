//! Bounds of an archive: what is written can be read.
//!
//! The plan checks them before a build, the writer keeps them, and the readers hold an archive to them. Unit tests use smaller
//! ones, which a test reaches in milliseconds.

pub use super::parsed::{MAX_LINES, MAX_TEXT};
use crate::archive::problem::too_large;
use crate::diagnostic::{Diagnostic, codes};
use crate::names::MAX_PATH;

/// Most files of an archive, its manifest and its table of documents included.
///
/// Four for each of 1,000,000 recipients (a letter, a form, an e-mail as text and as HTML), and a fifth for copies. Readers
/// hold the manifest's list of them in memory, so there has to be a bound.
pub const MAX_ENTRIES: usize = if cfg!(test) { 2_000 } else { 5_000_000 };

/// Largest document, enclosure or other file of an archive, in bytes; a file is in memory while it is checked.
pub const MAX_FILE: u64 = if cfg!(test) { 1 << 20 } else { 256 << 20 };

/// Largest list of an archive, in bytes: its manifest, its table of documents. Lists are read as streams.
///
/// [`MAX_ENTRIES`] records of 8 KiB each; that of a letter with a long address, a copy and an enclosure takes 2 KiB.
pub const MAX_LIST: u64 = MAX_ENTRIES as u64 * (8 << 10);

/// Largest directory of an archive's ZIP file, in bytes: [`MAX_ENTRIES`] headers with the longest paths and Zip64 fields.
/// (PKWARE APPNOTE 6.3.10, 4.3.12 and 4.5.3)
///
/// The library that reads ZIP files holds all of it in memory.
pub const MAX_DIRECTORY: u64 = MAX_ENTRIES as u64 * (46 + MAX_PATH as u64 + 32);

/// Files of every archive that belong to nobody: the manifest, the table of documents, the cover page.
pub(crate) const OWN_FILES: usize = 3;

/// Checks whether an archive may be made of so many files.
///
/// # Errors
///
/// There are more than [`MAX_ENTRIES`].
pub fn check_files(files: usize) -> Result<(), Diagnostic> {
    if files <= MAX_ENTRIES {
        return Ok(());
    }
    let message = format!("the archive would have {files} files, more than {MAX_ENTRIES}");
    Err(divide(message))
}

/// Checks whether a file may become part of an archive.
///
/// # Errors
///
/// It is larger than [`MAX_FILE`].
pub fn check_file(path: &str, bytes: u64) -> Result<(), Diagnostic> {
    if bytes <= MAX_FILE {
        return Ok(());
    }
    let message = format!("`{path}` has {bytes} bytes, more than {MAX_FILE}");
    Err(Diagnostic::new(codes::ARCHIVE_TOO_LARGE, message)
        .with_hint("make the file smaller, for instance by reducing its images"))
}

/// As much of a text as a manifest holds.
#[must_use]
pub fn fit(text: &str) -> String {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

/// Checks whether a manifest may hold a text of a recipient; `what` says which.
///
/// # Errors
///
/// It is longer than [`MAX_TEXT`].
pub fn check_text(what: &str, text: &str) -> Result<(), Diagnostic> {
    if text.len() <= MAX_TEXT {
        return Ok(());
    }
    let message = format!("{what} has {} bytes, more than {MAX_TEXT}", text.len());
    Err(Diagnostic::new(codes::ARCHIVE_TOO_LARGE, message).with_hint("shorten it, or divide it into lines"))
}

/// Checks whether a list of an archive that is being made may have so many bytes.
pub(in crate::archive) fn check_list(path: &str, bytes: u64) -> Result<(), Diagnostic> {
    if bytes <= MAX_LIST {
        return Ok(());
    }
    Err(divide(format!("`{path}` would have {bytes} bytes, more than {MAX_LIST}")))
}

fn divide(message: String) -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_TOO_LARGE, message)
        .with_hint("divide the recipients between several mailings")
}

/// Checks whether an archive that is read may have so many entries.
pub(in crate::archive) fn check_read_entries(entries: u64) -> Result<(), Diagnostic> {
    if entries <= MAX_ENTRIES as u64 {
        return Ok(());
    }
    Err(too_large(format!("the archive says it has {entries} entries, more than {MAX_ENTRIES}")))
}

/// Checks whether a file that is read may have so many bytes.
pub(in crate::archive) fn check_read_file(path: &str, bytes: u64) -> Result<(), Diagnostic> {
    if bytes <= MAX_FILE {
        return Ok(());
    }
    Err(too_large(format!("`{path}` says it has {bytes} bytes, more than {MAX_FILE}")))
}

/// Checks whether a list that is read may have so many bytes.
pub(in crate::archive) fn check_read_list(path: &str, bytes: u64) -> Result<(), Diagnostic> {
    if bytes <= MAX_LIST {
        return Ok(());
    }
    Err(too_large(format!("`{path}` says it has {bytes} bytes, more than {MAX_LIST}")))
}

/// Checks whether the directory of a ZIP file may have so many bytes.
pub(in crate::archive) fn check_directory(bytes: u64) -> Result<(), Diagnostic> {
    if bytes <= MAX_DIRECTORY {
        return Ok(());
    }
    Err(too_large(format!(
        "the directory of the ZIP file says it has {bytes} bytes, more than {MAX_DIRECTORY}"
    )))
}
