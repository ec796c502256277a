//! The folder of an archive, read file by file. Links are never followed.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::archive::format::limits::MAX_FILE;
use crate::archive::problem::{too_large, unreadable};
use crate::diagnostic::Diagnostic;

/// Reads a regular file within the bounds.
pub(in crate::archive) fn read(dir: &Path, path: &str) -> Result<Vec<u8>, Diagnostic> {
    let (mut file, length) = open(dir, path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).map_or(0, |length| length + 1));
    file.read_to_end(&mut bytes).map_err(|error| unreadable(path, &error.to_string()))?;
    Ok(bytes)
}

/// Opens a regular file, of which no more than the bounds are read, and tells its length.
pub(in crate::archive) fn open(dir: &Path, path: &str) -> Result<(io::Take<File>, u64), Diagnostic> {
    let full = dir.join(path);
    let failed = |error: io::Error| unreadable(path, &error.to_string());
    let found = fs::symlink_metadata(&full).map_err(failed)?;
    if !found.is_file() {
        return Err(unreadable(path, "it is no regular file"));
    }
    if found.len() > MAX_FILE {
        return Err(too_large(format!("`{path}` has {} bytes", found.len())));
    }
    Ok((File::open(&full).map_err(failed)?.take(MAX_FILE), found.len()))
}
