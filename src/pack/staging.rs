//! The folder in which a pack is made, beside its target, which it replaces in one step when it is complete.
//!
//! One run at a time works in it; the lock is the system's, which a crash releases. What a killed run left in it is removed by
//! the next one. The only part of a pack known here is the name of its list, which marks a folder as a pack.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::archive::PackList;
use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::digest::{Stored, write_hashed};
use crate::input::{exchange, parent, remove};

/// The folder of all work beside packs.
const ALL: &str = ".convoke-pack";
/// Held locked by the run at work.
const LOCK: &str = "lock";
/// The pack being made, and after the exchange the one it replaced.
const NEW: &str = "new";
/// The pack that was replaced, where both cannot be exchanged in one step.
const OLD: &str = "old";

/// A pack in the making. It is removed when dropped, whether it was put in its place or not.
#[derive(Debug)]
pub(super) struct Staging {
    /// Where the work is done, the lock and both packs.
    work: PathBuf,
    /// The pack being made.
    folder: PathBuf,
    target: PathBuf,
    _lock: File,
}

impl Staging {
    /// Begins the pack that will take the place of the folder `target`, and removes what a killed run left.
    ///
    /// # Errors
    ///
    /// The folder holds something that is not a pack, its parent cannot be written to, or another run is making the pack.
    pub(super) fn begin(target: &Path) -> Result<Self, Diagnostic> {
        check_replaceable(target)?;
        let failed = |error: io::Error| unwritable(target, &error);
        let work = parent(target).join(ALL).join(target.file_name().unwrap_or_default());
        let lock = lock(&work).map_err(failed)?.ok_or_else(|| in_use(target))?;
        let staging = Self { folder: work.join(NEW), work, target: target.to_owned(), _lock: lock };
        staging.recover().map_err(failed)?;
        check_replaceable(target)?;
        Ok(staging)
    }

    /// Begins anew after a run that was killed: without a pack in its place the earlier one is better than none.
    fn recover(&self) -> io::Result<()> {
        let old = self.work.join(OLD);
        if old.exists() && !self.target.exists() {
            fs::rename(&old, &self.target)?;
        }
        remove(&old)?;
        remove(&self.folder)?;
        fs::create_dir(&self.folder)?;
        like(&self.folder, &self.target)
    }

    /// The folder while it is in the making.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file piece by piece, under its path in the pack.
    pub(super) fn write_with(
        &self,
        path: &str,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Stored> {
        let path = self.folder.join(path);
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
        check_replaceable(&self.target)?;
        self.swap().map_err(|error| unwritable(&self.target, &error))
    }

    fn swap(&self) -> io::Result<()> {
        let old = self.work.join(OLD);
        if self.target.exists() {
            match exchange(&self.folder, &self.target) {
                Ok(()) => return Ok(()),
                // Not every file system can do it in one step.
                Err(_) => fs::rename(&self.target, &old)?,
            }
        }
        fs::rename(&self.folder, &self.target).inspect_err(|_| {
            // Without the new one the earlier pack is better than none.
            let _ = fs::rename(&old, &self.target);
        })
    }
}

impl Drop for Staging {
    /// What cannot be removed is removed by the next run.
    fn drop(&mut self) {
        let _ = remove(&self.work);
        let _ = fs::remove_dir(parent(&self.work));
    }
}

/// Gives a new folder the permissions of the pack it will replace; the umask says those of the first.
#[cfg(unix)]
fn like(folder: &Path, target: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let Ok(old) = fs::metadata(target) else { return Ok(()) };
    fs::set_permissions(folder, fs::Permissions::from_mode(old.permissions().mode() & 0o777))
}

#[cfg(not(unix))]
fn like(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder and locks it; `None` if another run holds it.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    loop {
        fs::create_dir_all(folder)?;
        let path = folder.join(LOCK);
        let file = match File::options().create(true).append(true).open(&path) {
            // The run before has just removed the folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened?,
        };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(None),
            // On a file system without locks only the guard against a second run is lost, so the run goes on.
            Err(TryLockError::Error(_)) => return Ok(Some(file)),
            Ok(()) if is_at(&file, &path) => return Ok(Some(file)),
            Ok(()) => {}
        }
    }
}

/// Whether a file is still the one at a path: the run that held it removes it.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let both = file.metadata().and_then(|file| Ok((file, fs::metadata(path)?)));
    both.is_ok_and(|(file, there)| (file.dev(), file.ino()) == (there.dev(), there.ino()))
}

/// On other systems a file that is open cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

fn in_use(target: &Path) -> Diagnostic {
    Diagnostic::new(codes::OUTPUT_IN_USE, "another run is making this pack")
        .with_location(Location::file(path_text(target)))
        .with_hint("wait until it is done, or stop it")
}

/// Refuses a folder that holds files but no list of a pack's.
fn check_replaceable(target: &Path) -> Result<(), Diagnostic> {
    let foreign = |cause: &str| {
        Diagnostic::new(codes::PACK_FOREIGN_FOLDER, format!("the folder is not a pack's ({cause})"))
            .with_location(Location::file(path_text(target)))
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
        .with_location(Location::file(path_text(target)))
        .with_hint("check that the folder can be written to and the disk is not full")
}
