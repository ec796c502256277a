//! Bounds of an archive. The writer keeps them and the readers hold an archive to them, so that what is written can be read.

use crate::diagnostic::{Diagnostic, codes};

/// Most entries an archive may have.
pub const MAX_ENTRIES: usize = 1_000_000;

/// Largest file in an archive, in bytes; a file is held in memory while it is checked.
pub const MAX_FILE: u64 = 256 << 20;

/// Checks whether an archive may have so many files.
///
/// # Errors
///
/// It has more than [`MAX_ENTRIES`] with the archive's own.
pub fn check_files(files: usize) -> Result<(), Diagnostic> {
    if files <= MAX_ENTRIES {
        return Ok(());
    }
    let message = format!("the archive would have {files} files, more than {MAX_ENTRIES}");
    Err(Diagnostic::new(codes::ARCHIVE_TOO_LARGE, message)
        .with_hint("divide the recipients between several mailings"))
}
