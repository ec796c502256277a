//! The folder of an archive, read file by file. A link inside it is never followed: it is reported.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use crate::archive::format::layout;
use crate::archive::format::limits::{MAX_FILE, check_read_file, check_read_list};
use crate::archive::format::manifest::Manifest;
use crate::archive::problem::{no_manifest, unreadable};
use crate::diagnostic::Diagnostic;

/// Looks a path up component by component; `None` if nothing has this path.
///
/// # Errors
///
/// The path or a folder on it is a link, or cannot be looked at; the cause in words.
pub(in crate::archive) fn look_up(dir: &Path, path: &str) -> Result<Option<Metadata>, String> {
    let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
    let mut found = None;
    for prefix in ends.filter_map(|end| path.get(..end)) {
        let metadata = match fs::symlink_metadata(dir.join(prefix)) {
            Ok(metadata) => metadata,
            Err(error) if means_nothing(&error) => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        if metadata.is_symlink() {
            return Err(if prefix == path { "it is a link".into() } else { format!("`{prefix}` is a link") });
        }
        found = Some(metadata);
    }
    Ok(found)
}

fn means_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Opens a regular file, with its size.
///
/// # Errors
///
/// The file is missing, not a regular one, reached through a link, or cannot be opened; the cause in words.
pub(in crate::archive) fn open(dir: &Path, path: &str) -> Result<(File, u64), String> {
    let found = look_up(dir, path)?.ok_or("it is missing")?;
    if !found.is_file() {
        return Err("it is not a regular file".into());
    }
    let file = File::open(dir.join(path)).map_err(|error| error.to_string())?;
    Ok((file, found.len()))
}

/// Reads a regular file within the bounds.
///
/// # Errors
///
/// It cannot be opened, read, or is too large.
pub(in crate::archive) fn read(dir: &Path, path: &str) -> Result<Vec<u8>, Diagnostic> {
    let (file, length) = open(dir, path).map_err(|cause| unreadable(path, &cause))?;
    check_read_file(path, length)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).map_or(0, |length| length + 1));
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error.to_string()))?;
    Ok(bytes)
}

/// Opens a list of the archive: its manifest, its table of documents.
///
/// # Errors
///
/// It cannot be opened, or is too large.
pub(in crate::archive) fn open_list(dir: &Path, path: &str) -> Result<File, Diagnostic> {
    let (file, length) = open(dir, path).map_err(|cause| unreadable(path, &cause))?;
    check_read_list(path, length)?;
    Ok(file)
}

/// Reads the manifest; returns it with its hash.
///
/// # Errors
///
/// There is none, or it cannot be read.
pub(in crate::archive) fn read_manifest(dir: &Path) -> Result<(Manifest, String), Diagnostic> {
    if is_free(dir, layout::MANIFEST) {
        return Err(no_manifest());
    }
    Manifest::read(open_list(dir, layout::MANIFEST)?)
}

/// Whether nothing has this path; a link is something.
pub(in crate::archive) fn is_free(dir: &Path, path: &str) -> bool {
    matches!(look_up(dir, path), Ok(None))
}
