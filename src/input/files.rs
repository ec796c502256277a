//! Files: writes that leave nothing half-written behind.

use std::fmt::Display;
use std::io;
use std::path::Path;

use tempfile::Builder;

use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::system::temporary_like;

/// Writes a file so that it is either there whole or as it was before. A new file is as readable as the umask says; one that
/// is replaced keeps its permissions.
///
/// # Errors
/// When the folder cannot be made, or the file not written or moved into place.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, |file| file.write_all(bytes), false)
}

/// Writes a file as [`write_atomically`] does, piece by piece.
///
/// # Errors
/// When the folder cannot be made, or the file not written or moved into place.
pub fn write_atomically_with(
    path: &Path,
    content: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    write(path, content, false)
}

/// Writes a file as [`write_atomically`] does, to be read by its owner alone, as personal data are.
///
/// # Errors
/// When the folder cannot be made, or the file not written or moved into place.
pub fn write_privately(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, |file| file.write_all(bytes), true)
}

/// Writes a file as [`write_privately`] does, piece by piece.
///
/// # Errors
/// When the folder cannot be made, or the file not written or moved into place.
pub(super) fn write_privately_with(
    path: &Path,
    content: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    write(path, content, true)
}

/// The problem of a file that cannot be written, with what to do about it.
pub fn unwritable(path: &Path, cause: &dyn Display) -> Diagnostic {
    Diagnostic::new(codes::WRITE, format!("the file cannot be written ({cause})"))
        .with_location(Location::file(path_text(path)))
        .with_hint("check that the folder can be written to and the disk is not full")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the folder of a file that a person names is made where it is missing"
)]
fn write(
    path: &Path,
    content: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    is_private: bool,
) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file =
        if is_private { Builder::new().tempfile_in(folder)? } else { temporary_like(path, folder)? };
    content(&mut file)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
