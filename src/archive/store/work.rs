//! The folder an archive is made in until it takes its place, and the step that puts it there.
//!
//! It lies in `.convoke` beside the archive's folder, under a lock that the system releases whatever ends the process. What
//! an interrupted run made stays in it for the next one. A mark says from when on a new archive is whole: a run killed
//! after that, in the middle of exchanging the two, is finished by the next. Nothing that convoke did not make is removed.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::earlier::{Earlier, check_replaceable};
use super::journal::{self, Journal};
use super::lock::Lock;
use crate::archive::format::layout;
use crate::archive::problem::{in_the_way, unwritable};
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, Problems};
use crate::digest::hash_reader;

/// The archive being made.
const NEW: &str = "new";
/// The archive that was replaced, until it is removed.
const OLD: &str = "old";
/// Is there from the moment on at which the new archive is whole, until it is in place; it holds the SHA-256 of its manifest.
const COMMIT: &str = "commit";
/// Length of what the mark holds.
const HASH: u64 = 64;

/// A folder to work in, locked.
#[derive(Debug)]
pub(super) struct Work {
    lock: Lock,
    new: Folder,
}

impl Work {
    /// Opens the work on the archive that the lock is for, and finishes what a killed run left halfway into place.
    ///
    /// # Errors
    ///
    /// The archive's folder holds something other than an archive, or cannot be written to.
    pub(super) fn open(lock: Lock) -> Result<Self, Diagnostic> {
        let failed = |error: io::Error| unwritable(lock.target(), &error);
        recover(&lock).map_err(failed)?;
        check_replaceable(lock.target())?;
        let new = lock.work().make_folder(NEW).map_err(failed)?;
        Ok(Self { new, lock })
    }

    /// The folder of the archive being made.
    pub(super) fn new_archive(&self) -> &Folder {
        &self.new
    }

    /// Makes a file of the work that the archive does not contain.
    pub(super) fn make_file(&self, name: &str) -> io::Result<File> {
        self.lock.work().replace_own(name)
    }

    /// The records of what is made and of what is in place.
    pub(super) fn journal(&self) -> io::Result<Journal> {
        let in_place = match self.lock.output().folder(self.lock.name()) {
            Ok(folder) => Some(folder),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Journal::open(self.lock.work(), self.new.again()?, in_place)
    }

    /// Puts the new archive, all of which is written, in its place.
    ///
    /// # Errors
    ///
    /// Somebody's file is in the way, or it cannot be moved; the earlier archive is then where it was, or the next run finishes
    /// the move.
    pub(super) fn commit(self, manifest_sha256: &str) -> Result<(), Problems> {
        let failed = |error: io::Error| unwritable(self.lock.target(), &error);
        let blocked = self.find_in_the_way().map_err(failed)?;
        if !blocked.is_empty() {
            return Err(blocked);
        }
        let Self { lock, new } = &self;
        let moved = sync_folder(new.path())
            .and_then(|()| lock.work().write_own(COMMIT, manifest_sha256.as_bytes()))
            .and_then(|()| swap(lock))
            .and_then(|()| tidy_up(lock));
        Ok(moved.map_err(failed)?)
    }

    /// Finds files in the archive's folder that are not the archive's own and have the path of one of the new ones.
    fn find_in_the_way(&self) -> io::Result<Problems> {
        let mut problems = Problems::new();
        if self.lock.output().look_up(self.lock.name())? != Some(FileKind::Folder) {
            return Ok(problems);
        }
        let target = self.lock.output().folder(self.lock.name())?;
        let Some(earlier) = Earlier::of(&target) else { return Ok(problems) };
        for path in earlier.find_foreign(&target)? {
            if !self.new.is_free(&path)? {
                problems.push(in_the_way(&self.lock.target().join(path)));
            }
        }
        Ok(problems)
    }
}

/// Finishes the commit of a run that was killed in the middle of it.
fn recover(lock: &Lock) -> io::Result<()> {
    let Ok((file, _)) = lock.work().open_file(COMMIT) else { return Ok(()) };
    let mut sha256 = String::new();
    file.take(HASH).read_to_string(&mut sha256)?;
    let has = |folder: &Folder, name: &str| {
        let manifest = folder.open_file(&format!("{name}/{}", layout::MANIFEST));
        manifest.and_then(|(file, _)| hash_reader(file)).is_ok_and(|found| found.hash == sha256)
    };
    if !has(lock.output(), lock.name()) {
        if !has(lock.work(), NEW) {
            return lock.work().remove_file(COMMIT);
        }
        swap(lock)?;
    }
    tidy_up(lock)
}

/// Moves the new archive to its place and what was there aside.
fn swap(lock: &Lock) -> io::Result<()> {
    let (work, output, name) = (lock.work(), lock.output(), lock.name());
    if output.look_up(name)?.is_some() {
        match work.exchange(NEW, output, name) {
            Ok(()) => return work.rename(NEW, work, OLD),
            // Not every file system can do it in one step.
            Err(_) => output.rename(name, work, OLD)?,
        }
    }
    work.rename(NEW, output, name).inspect_err(|_| {
        // Without the new one the earlier archive is better than none.
        let _ = work.rename(OLD, output, name);
    })
}

/// With the new archive in place: gives it what the old one's folder held besides, and removes the rest.
fn tidy_up(lock: &Lock) -> io::Result<()> {
    let (work, output) = (lock.work(), lock.output());
    sync_folder(output.path())?;
    if work.look_up(NEW)?.is_some() {
        // Killed between exchanging the two and moving the old one aside.
        work.remove_all(OLD)?;
        work.rename(NEW, work, OLD)?;
    }
    if work.look_up(OLD)? == Some(FileKind::Folder) {
        carry_over(&work.folder(OLD)?, &output.folder(lock.name())?)?;
        work.remove_all(OLD)?;
    }
    journal::keep(work)?;
    work.remove_file(COMMIT)
}

/// Moves everything that is not the old archive's own. The pack of the old archive stays behind: what it holds must not be sent
/// as if it were the new one's.
fn carry_over(old: &Folder, to: &Folder) -> io::Result<()> {
    let Some(earlier) = Earlier::of(old) else {
        let is_empty = old.list()?.is_empty();
        return if is_empty {
            Ok(())
        } else {
            Err(io::Error::other("the earlier archive has no readable manifest"))
        };
    };
    for path in earlier.find_foreign(old)? {
        if !to.is_free(&path)? {
            return Err(io::Error::other(format!("`{path}` of the earlier archive's folder is in the way")));
        }
        old.move_to(&path, to)?;
    }
    Ok(())
}

/// Makes everything written so far in the file system of a folder survive a power cut, in one call for all files.
#[cfg(target_os = "linux")]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(or_here(folder))?)?)
}

/// Other systems have no such call: files are made to survive one by one, those changed last among them.
#[cfg(not(target_os = "linux"))]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    for found in std::fs::read_dir(or_here(folder))? {
        let found = found?;
        if found.file_type()?.is_dir() {
            sync_folder(&found.path())?;
        } else if let Ok(file) = File::options().append(true).open(found.path()) {
            file.sync_all()?;
        }
    }
    Ok(())
}

fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}
