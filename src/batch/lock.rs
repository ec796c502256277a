//! The lock of a mailing, for a command that reads, decides and writes.

use std::path::Path;

use crate::archive::{Lock, layout};
use crate::diagnostic::Diagnostic;
use crate::mailing;

/// Takes the lock of a mailing before its plan is made, so that nothing changes until its archive is in place.
///
/// `None` for a mailing that cannot be read, or that nothing was built of yet: [`build`](super::build) takes the lock then, and
/// checks that the register is as it was planned.
///
/// # Errors
///
/// Another command is at work on the mailing.
pub fn lock(root: &Path, file: &str) -> Result<Option<Lock>, Diagnostic> {
    lock_in(root, file, None)
}

/// Takes the lock of a mailing as [`lock`] does, where its archives are written to another folder than it says.
pub(super) fn lock_in(root: &Path, file: &str, output: Option<&str>) -> Result<Option<Lock>, Diagnostic> {
    let Some(mailing) = mailing::read(root, file).value else { return Ok(None) };
    let output = root.join(output.unwrap_or(&mailing.output));
    Lock::take_if_built_in(&layout::archive_folder(output, &mailing.reference))
}
