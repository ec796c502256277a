//! Where a file of the mailing is, and reading it.

use std::io::{self, Read as _};
use std::path::Path;

use super::problem::{outside, unreadable};
use super::version::FileVersion as Version;
use crate::beneath::{Folder, read_within};
use crate::diagnostic::{Diagnostic, io_text};
use crate::system::is_path;

/// What convoke keeps for itself in a mailing's folder.
pub(super) const OWN: &str = ".convoke";

/// Reads a text file of a mailing, and what is known of it for [`save`](super::save). A file that is not there is an empty text.
///
/// # Errors
///
/// It is not within the mailing's folder, cannot be read, or is not UTF-8.
pub fn read(root: &Path, path: &str) -> Result<(String, Version), Diagnostic> {
    let (bytes, version) = read_bytes(root, path)?;
    let text = String::from_utf8(bytes.unwrap_or_default());
    Ok((text.map_err(|_| unreadable(path, "it is not UTF-8"))?, version))
}

/// Reads a file of a mailing, and what is known of it for [`bytes`](super::bytes); `None` where it is not there.
///
/// # Errors
///
/// It is not within the mailing's folder, or cannot be read.
pub fn read_bytes(root: &Path, path: &str) -> Result<(Option<Vec<u8>>, Version), Diagnostic> {
    parts(path)?;
    match read_within(root, path) {
        Ok(bytes) => {
            let version = Version::of(&bytes);
            Ok((Some(bytes), version))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((None, Version::None)),
        Err(error) => Err(unreadable(path, &io_text(&error))),
    }
}

/// The folders of a path within the mailing, and the name in the last.
pub(super) fn parts(path: &str) -> Result<(Vec<&str>, &str), Diagnostic> {
    let is_name = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\0') && !is_path(part);
    let mut parts: Vec<&str> = path.split('/').collect();
    if !parts.iter().copied().all(is_name) || parts.first() == Some(&OWN) {
        return Err(outside(path));
    }
    let name = parts.pop().unwrap_or_default();
    Ok((parts, name))
}

/// What is directly in a folder under a name, with the file it is from; `None` where nothing is.
pub(super) fn read_own(folder: &Folder, name: &str) -> io::Result<Option<(Vec<u8>, std::fs::File)>> {
    let (mut file, _) = match folder.open_file(name) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Some((bytes, file)))
}
