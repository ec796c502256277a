//! Files: writes that leave nothing half-written behind.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Location, codes};

/// Writes a file so that it is either there whole or as it was before.
///
/// # Errors
/// When the folder cannot be made, or the file not written or moved into place.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, |file| file.write_all(bytes), 0o644)
}

/// Writes a file as [`write_atomically`] does, piece by piece.
///
/// # Errors
/// When the folder cannot be made, or the file not written or moved into place.
pub fn write_atomically_with(
    path: &Path,
    content: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    write(path, content, 0o644)
}

/// Writes a file as [`write_atomically`] does, to be read by its owner alone, as personal data are.
///
/// # Errors
/// When the folder cannot be made, or the file not written or moved into place.
pub fn write_privately(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, |file| file.write_all(bytes), 0o600)
}

/// The problem of a file that cannot be written, with what to do about it.
pub fn unwritable(path: &Path, cause: &dyn Display) -> Diagnostic {
    Diagnostic::new(codes::WRITE, format!("the file cannot be written ({cause})"))
        .with_location(Location::file(path.display().to_string()))
        .with_hint("check that the folder can be written to and the disk is not full")
}

#[cfg_attr(not(unix), expect(unused_variables, reason = "other systems have no such modes"))]
fn write(
    path: &Path,
    content: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    mode: u32,
) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    content(&mut file)?;
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(mode))?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
