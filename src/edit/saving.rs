//! Saving: over what was seen alone, whole or not at all, with the former text kept.

use std::fs::TryLockError;
use std::io;
use std::path::Path;

use jiff::Timestamp;

use super::files::{OWN, parts, read_own};
use super::history::{Former, Shelf, before, step_back};
use super::problem::{changed, in_use, nothing_former};
use super::version::FileVersion as Version;
use crate::beneath::{Folder, try_lock};
use crate::diagnostic::{Diagnostic, io_text};
use crate::input::unwritable;

/// Held locked by whoever saves.
const LOCK: &str = "lock";

/// Saves a text file of a mailing whose folder is `root`, unless it is no longer what was seen; keeps the former text. A file that is
/// not there is made, with its folders.
///
/// ```
/// use convoke::edit::{read, save, undo};
///
/// # let folder = tempfile::tempdir().unwrap();
/// # let (root, now) = (folder.path(), "2026-11-30T08:00:00Z".parse().unwrap());
/// let (_, seen) = read(root, "mailing.yaml")?;
/// let one = save(root, "mailing.yaml", &seen, "reference: DM-1132\n", now)?;
/// let two = save(root, "mailing.yaml", &one, "reference: DM-1133\n", now)?;
/// assert!(save(root, "mailing.yaml", &one, "reference: DM-1134\n", now).is_err(), "it was changed since");
/// undo(root, "mailing.yaml", &two, now)?;
/// assert_eq!(read(root, "mailing.yaml")?.0, "reference: DM-1132\n");
/// # Ok::<(), convoke::diagnostic::Diagnostic>(())
/// ```
///
/// # Errors
///
/// It was changed since, another program saves at this moment, it is not within the mailing's folder or a link, or it cannot be
/// written. The file is then as it was.
pub fn save(
    root: &Path,
    path: &str,
    seen: &Version,
    text: &str,
    now: Timestamp,
) -> Result<Version, Diagnostic> {
    bytes(root, path, seen, text.as_bytes(), now)
}

/// Saves a file of a mailing as [`save`] does: a picture, a workbook.
///
/// # Errors
///
/// As [`save`].
pub fn bytes(
    root: &Path,
    path: &str,
    seen: &Version,
    bytes: &[u8],
    now: Timestamp,
) -> Result<Version, Diagnostic> {
    Saving::open(root, path)?.put(seen, Some(bytes), None, now)
}

/// Removes a file of a mailing, and keeps its text, as [`save`] does.
///
/// # Errors
///
/// As [`save`].
pub fn remove(root: &Path, path: &str, seen: &Version, now: Timestamp) -> Result<Version, Diagnostic> {
    Saving::open(root, path)?.put(seen, None, None, now)
}

/// Takes back the last save that was not taken back yet; the text that goes is kept too.
///
/// # Errors
///
/// There is none, or as [`save`].
pub fn undo(root: &Path, path: &str, seen: &Version, now: Timestamp) -> Result<Version, Diagnostic> {
    let saving = Saving::open(root, path)?;
    let all = saving.shelf.list().map_err(|error| saving.failed(&error))?;
    let mut found = step_back(&all);
    while let Some(former) = found {
        let text = saving.shelf.read(former).map_err(|error| saving.failed(&error))?;
        // A text that was kept before a save that never came is what the file still is.
        if text.as_ref().map_or(Version::None, Version::of) != *seen {
            return saving.put(seen, text.as_deref(), Some(former.number), now);
        }
        found = all.iter().position(|other| other == former).and_then(|place| before(&all, place));
    }
    Err(nothing_former(path))
}

/// The text that [`undo`] leads to; `None` where there is none.
///
/// # Errors
///
/// What is kept cannot be read.
pub fn undoable(root: &Path, path: &str) -> Result<Option<Former>, Diagnostic> {
    Ok(step_back(&super::history::history(root, path)?).cloned())
}

/// Takes back a former text by its number; the text that goes is kept too.
///
/// # Errors
///
/// There is none of this number, or as [`save`].
pub fn restore(
    root: &Path,
    path: &str,
    number: u32,
    seen: &Version,
    now: Timestamp,
) -> Result<Version, Diagnostic> {
    let text = super::history::former(root, path, number)?;
    Saving::open(root, path)?.put(seen, text.as_deref(), None, now)
}

/// What is needed to save one file, under the lock of all saving in a mailing.
struct Saving<'a> {
    path: &'a str,
    /// The folder that the file is in.
    folder: Folder,
    name: &'a str,
    shelf: Shelf,
    _lock: std::fs::File,
}

impl<'a> Saving<'a> {
    fn open(root: &Path, path: &'a str) -> Result<Self, Diagnostic> {
        let (folders, name) = parts(path)?;
        let failed = |error: io::Error| unwritable(Path::new(path), &io_text(&error));
        let root = Folder::open(root).map_err(failed)?;
        let own = own_folder(&root).map_err(failed)?;
        let lock = own.append_own(LOCK).map_err(failed)?;
        // On a file system without locks only the guard against a second program is lost.
        if let Err(TryLockError::WouldBlock) = try_lock(&lock) {
            return Err(in_use(path));
        }
        let shelf = Shelf::make(&own, path).map_err(failed)?;
        let folder =
            folders.iter().try_fold(root, |folder, name| folder.make_folder(name)).map_err(failed)?;
        Ok(Self { path, folder, name, shelf, _lock: lock })
    }

    fn put(
        &self,
        seen: &Version,
        bytes: Option<&[u8]>,
        undo: Option<u32>,
        now: Timestamp,
    ) -> Result<Version, Diagnostic> {
        let present = read_own(&self.folder, self.name).map_err(|error| self.failed(&error))?;
        let known = present.as_ref().map_or(Version::None, |(bytes, _)| Version::of(bytes));
        if known != *seen {
            let present = present.as_ref().map(|(bytes, _)| bytes.as_slice());
            return Err(changed(self.path, present, bytes.unwrap_or_default()));
        }
        let wanted = bytes.map_or(Version::None, Version::of);
        if wanted == known {
            return Ok(known);
        }
        let former = present.as_ref().map(|(bytes, file)| (bytes.as_slice(), file));
        let kept = self.shelf.keep(self.path, former, undo, now);
        let written = kept.and_then(|()| match (bytes, former) {
            (None, _) => self.folder.remove_file(self.name),
            (Some(bytes), Some((_, like))) => self.folder.write_own_like(self.name, bytes, like),
            (Some(bytes), None) => self.folder.write_own(self.name, bytes),
        });
        written.and_then(|()| self.folder.sync()).map_err(|error| self.failed(&error))?;
        Ok(wanted)
    }

    fn failed(&self, error: &io::Error) -> Diagnostic {
        unwritable(Path::new(self.path), &io_text(error))
    }
}

/// What convoke keeps for itself in a mailing's folder; a mailing kept in git does not keep it.
fn own_folder(root: &Folder) -> io::Result<Folder> {
    const IGNORED: &str = ".gitignore";
    let own = root.make_folder(OWN)?;
    if own.look_up(IGNORED)?.is_none() {
        own.write_own(IGNORED, b"*\n")?;
    }
    Ok(own)
}
