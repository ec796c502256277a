//! The files of a language that change, each saved over what was seen of it alone.

use crate::desk::state::Desk;
use crate::diagnostic::Diagnostic;
use crate::edit::Version;
use crate::translate::xliff::Changes;

/// Saves all files of a change. A text is saved before it is recorded as translated.
pub(super) fn write(desk: &Desk, changes: &Changes) -> Result<(), Diagnostic> {
    for file in &changes.files {
        // A file that is there has a text.
        let seen = if file.before.is_empty() { Version::None } else { Version::of(&file.before) };
        desk.save(&file.path, &seen, &file.after)?;
    }
    Ok(())
}
