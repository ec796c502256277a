//! The folder of an archive, read file by file. A link inside it is never followed: it is reported.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::archive::format::layout;
use crate::archive::format::limits::{MAX_FILE, check_read_file, check_read_list};
use crate::archive::format::manifest::Manifest;
use crate::archive::problem::{no_manifest, not_opened, unreadable};
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, io_text};

/// Opens the folder of an archive by the name a person gave.
///
/// # Errors
///
/// It cannot be opened.
pub(in crate::archive) fn open(path: &Path) -> Result<Folder, Diagnostic> {
    Folder::open(path).map_err(|error| not_opened(path, &error))
}

/// Reads a regular file within the bounds.
///
/// # Errors
///
/// It cannot be opened, read, or is too large.
pub(in crate::archive) fn read(dir: &Folder, path: &str) -> Result<Vec<u8>, Diagnostic> {
    let (file, length) = dir.open_file(path).map_err(|error| unreadable(path, &io_text(&error)))?;
    check_read_file(path, length)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).map_or(0, |length| length + 1));
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &io_text(&error)))?;
    Ok(bytes)
}

/// Opens a list of the archive: its manifest, its table of documents.
///
/// # Errors
///
/// It cannot be opened, or is too large.
pub(in crate::archive) fn open_list(dir: &Folder, path: &str) -> Result<File, Diagnostic> {
    let (file, length) = dir.open_file(path).map_err(|error| unreadable(path, &io_text(&error)))?;
    check_read_list(path, length)?;
    Ok(file)
}

/// Reads the manifest; returns it with its hash.
///
/// # Errors
///
/// There is none, or it cannot be read.
pub(in crate::archive) fn read_manifest(dir: &Folder) -> Result<(Manifest, String), Diagnostic> {
    if is_free(dir, layout::MANIFEST) {
        return Err(no_manifest());
    }
    Manifest::read(open_list(dir, layout::MANIFEST)?)
}

/// Name of the ZIP file that has all files of an archive, where its folder has them not: that of an index of shares, and of an archive that was
/// made without loose files, which has a note of its hash beside it and no table of documents.
pub(in crate::archive) fn only_zip(dir: &Folder, manifest: &Manifest) -> Option<String> {
    if !manifest.shares.is_empty() {
        return Some(layout::index_zip_name(&manifest.reference));
    }
    let is_zipped = is_free(dir, layout::TABLE) && !is_free(dir, &layout::zip_note_name(&manifest.reference));
    is_zipped.then(|| layout::zip_name(&manifest.reference))
}

/// Whether nothing has this path; a link is something.
pub(in crate::archive) fn is_free(dir: &Folder, path: &str) -> bool {
    matches!(dir.look_up(path), Ok(None))
}
