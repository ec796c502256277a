//! The temporary folder in which a pack is made, beside its target, which it replaces in one step when it is complete.
//!
//! The only part of a pack known here is the name of its list, which marks a folder as a pack.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::archive::PackList;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::digest::{Stored, write_hashed};

/// A pack in the making. It is removed when dropped before [`commit`](Self::commit).
#[derive(Debug)]
pub(super) struct Staging {
    folder: tempfile::TempDir,
    target: PathBuf,
}

impl Staging {
    /// Begins the pack that will take the place of the folder `target`.
    ///
    /// # Errors
    ///
    /// The folder holds something that is not a pack, or its parent cannot be written to.
    pub(super) fn begin(target: &Path) -> Result<Self, Diagnostic> {
        check_replaceable(target)?;
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let folder = fs::create_dir_all(parent)
            .and_then(|()| tempfile::Builder::new().prefix(".pack-").tempdir_in(parent))
            .map_err(|error| unwritable(target, &error))?;
        Ok(Self { folder, target: target.to_owned() })
    }

    /// The folder while it is in the making.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file piece by piece, under its path in the pack.
    pub(super) fn write_with(
        &self,
        path: &str,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Stored> {
        let path = self.folder.path().join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        write_hashed(File::create_new(path)?, content)
    }

    /// A file of the pack that cannot be written.
    pub(super) fn unwritable(&self, error: &io::Error) -> Diagnostic {
        unwritable(&self.target, error)
    }

    /// Puts the pack in its place; the earlier one is gone.
    ///
    /// # Errors
    ///
    /// It cannot be moved; the earlier pack is then where it was.
    pub(super) fn commit(self) -> Result<(), Diagnostic> {
        let failed = |error: io::Error| unwritable(&self.target, &error);
        check_replaceable(&self.target)?;
        let parent = self.folder.path().parent().unwrap_or(Path::new("."));
        let aside = tempfile::Builder::new().prefix(".pack-").tempdir_in(parent).map_err(failed)?;
        let old = aside.path().join("old");
        let was_there = self.target.exists();
        if was_there {
            fs::rename(&self.target, &old).map_err(failed)?;
        }
        fs::rename(self.folder.path(), &self.target).map_err(|error| {
            if was_there {
                // Without the new one the earlier pack is better than none.
                let _ = fs::rename(&old, &self.target);
            }
            failed(error)
        })?;
        readable_by_all(&self.target).map_err(failed)
    }
}

/// A temporary folder is its owner's only; a pack is as readable as an archive.
#[cfg(unix)]
fn readable_by_all(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mode = fs::metadata(parent)?.permissions().mode();
    fs::set_permissions(folder, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable_by_all(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Refuses a folder that holds files but no list of a pack's.
fn check_replaceable(target: &Path) -> Result<(), Diagnostic> {
    let foreign = |cause: &str| {
        Diagnostic::new(codes::PACK_FOREIGN_FOLDER, format!("the folder is not a pack's ({cause})"))
            .with_location(Location::file(target.to_string_lossy()))
            .with_hint("move it away, or name another folder with `--output`")
    };
    match fs::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(foreign(&error.to_string())),
        Ok(found) if !found.is_dir() => return Err(foreign("it is a file or a link")),
        Ok(_) => {}
    }
    let is_empty = fs::read_dir(target).is_ok_and(|mut inside| inside.next().is_none());
    if is_empty || target.join(PackList::FILE).is_file() {
        return Ok(());
    }
    Err(foreign(&format!("it holds files but no {}", PackList::FILE)))
}

fn unwritable(target: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::PACK_WRITE, format!("the pack cannot be written ({error})"))
        .with_location(Location::file(target.to_string_lossy()))
        .with_hint("check that the folder can be written to and the disk is not full")
}
