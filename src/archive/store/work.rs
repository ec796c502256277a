//! The folder an archive is made in until it takes its place.
//!
//! It lies in `.convoke` beside the archive's folder, under a lock that the system releases whatever ends the process. What
//! an interrupted run made stays in it for the next one. Nothing that convoke did not make is removed, and neither is an archive
//! that has gone out, nor a pack.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;

use super::earlier::{Earlier, check_replaceable};
use super::editions::Editions;
use super::journal::{self, InPlace, Journal};
use super::lock::Lock;
use super::model::Placed;
use super::owner::Owner;
use super::same::holds_all;
use super::swap::{self, NEW};
use crate::archive::format::layout::{self, edition_name};
use crate::archive::problem::{in_the_way, unwritable};
use crate::archive::table::order::Sorter;
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, Problems};
use crate::digest::hash_reader;
use crate::input::kept_name;
use crate::names::ArchivePath;
use crate::register::Register;
use crate::seal::{Trust, inspect_text};
use crate::system::sync_written;

/// A folder to work in, locked.
#[derive(Debug)]
pub(super) struct Work {
    lock: Lock,
    owner: Owner,
    new: Folder,
    /// Name of the folder of the archive being made.
    name: String,
    before: Option<Before>,
    /// The pack that a killed run put aside.
    stale_pack: Option<String>,
    /// The table of documents that somebody changed, by its new name.
    kept_table: Option<String>,
}

/// The newest archive so far.
#[derive(Debug)]
struct Before {
    name: String,
    manifest_sha256: String,
    /// Whether it has gone out, and stays as it is.
    is_released: bool,
}

impl Work {
    /// Opens the work on the archive that the lock is for, and finishes what a killed run left halfway into place.
    ///
    /// # Errors
    ///
    /// The archive's folder holds something other than an archive, or cannot be written to.
    pub(super) fn open(lock: Lock, owner: Owner, register: &Register) -> Result<Self, Diagnostic> {
        let failed = |error: io::Error| unwritable(lock.target(), &error);
        let stale_pack = swap::recover(&lock).map_err(failed)?;
        let editions = Editions::find(lock.output(), &owner.reference).map_err(failed)?;
        let before = editions.newest().map(|number| Before::find(&lock, number, register));
        let before = before.transpose().map_err(failed)?;
        let name = match &before {
            Some(before) if !before.is_released => before.name.clone(),
            None if register.archives().is_empty() => lock.name().to_owned(),
            _ => edition_name(lock.name(), editions.next(register)),
        };
        check_replaceable(&lock.target().with_file_name(&name))?;
        let new = lock.work().make_folder(NEW).map_err(failed)?;
        Ok(Self { new, owner, name, before, stale_pack, kept_table: None, lock })
    }

    /// Where the archive being made belongs, as messages name it.
    pub(super) fn target(&self) -> PathBuf {
        self.lock.target().with_file_name(&self.name)
    }

    /// The folder of the archive being made.
    pub(super) fn new_archive(&self) -> &Folder {
        &self.new
    }

    /// An empty file that is gone with its last handle.
    pub(super) fn scratch(&self) -> io::Result<File> {
        tempfile::tempfile_in(self.new.path())
    }

    /// What puts the rows of the table in order.
    pub(super) fn sorter(&self) -> io::Result<Sorter> {
        self.new.again().map(Sorter::new)
    }

    /// The folder of the work itself.
    pub(super) fn folder(&self) -> &Folder {
        self.lock.work()
    }

    /// Removes the folder of the archive being made, which went elsewhere, with the notes of it.
    pub(super) fn forget(&self, notes: &str) -> io::Result<()> {
        self.lock.work().remove_all(NEW)?;
        journal::forget(self.lock.work())?;
        self.lock.work().remove_file(notes)
    }

    /// Makes a file of the work that the archive does not contain.
    pub(super) fn make_file(&self, name: &str) -> io::Result<File> {
        self.lock.work().replace_own(name)
    }

    /// The records of what is made and of what is in place.
    pub(super) fn journal(&self) -> io::Result<Journal> {
        let in_place = match &self.before {
            Some(before) => {
                let folder = self.lock.output().folder(&before.name)?;
                Some(InPlace { folder, stays: before.is_released })
            }
            None => None,
        };
        Journal::open(self.lock.work(), self.new.again()?, in_place)
    }

    /// Puts the new archive, all of which is written, in its place; one that is in place already is left as it is.
    ///
    /// # Errors
    ///
    /// Somebody's file is in the way, or it cannot be moved; the earlier archive is then where it was, or the next run finishes
    /// the move.
    pub(super) fn commit(mut self, manifest_sha256: &str) -> Result<Placed, Problems> {
        let target = self.target();
        let failed = |error: io::Error| unwritable(&target, &error);
        if let Some(before) = self.find_unchanged(manifest_sha256).map_err(failed)? {
            let folder = self.lock.target().with_file_name(&before.name);
            self.lock
                .work()
                .remove_all(NEW)
                .and_then(|()| journal::keep(self.lock.work()))
                .map_err(failed)?;
            return Ok(Placed { folder, is_unchanged: true, ..self.placed() });
        }
        let blocked = self.find_in_the_way().map_err(failed)?;
        if !blocked.is_empty() {
            return Err(blocked);
        }
        self.kept_table = self.keep_table(manifest_sha256).map_err(failed)?;
        let Self { lock, new, name, owner, .. } = &self;
        let moved = sync_written(new.path())
            .and_then(|()| lock.claim_edition(name, owner))
            .and_then(|()| swap::put(lock, name, manifest_sha256));
        let stale_pack = moved.map_err(failed)?;
        self.stale_pack = stale_pack.or(self.stale_pack);
        Ok(self.placed())
    }

    /// The signature of the manifest of the archive in place, if it is the same manifest and the signature holds.
    pub(super) fn find_signature(&self, manifest_sha256: &str, path: &ArchivePath) -> Option<Vec<u8>> {
        const MOST: u64 = 1 << 20;
        let before = self.before.as_ref().filter(|before| before.manifest_sha256 == manifest_sha256)?;
        let (file, _) = self.lock.output().open_file(&format!("{}/{path}", before.name)).ok()?;
        let mut signature = Vec::new();
        file.take(MOST).read_to_end(&mut signature).ok()?;
        let mut unread = || Err(io::ErrorKind::Unsupported.into());
        let holds = inspect_text(&signature, (manifest_sha256, None), &mut unread, &Trust::default()).holds();
        holds.then_some(signature)
    }

    /// What to tell of the archive in its place.
    fn placed(&self) -> Placed {
        let folder = self.target();
        let released = self.before.as_ref().filter(|before| before.is_released);
        Placed {
            stale_pack: self.stale_pack.as_ref().map(|pack| folder.join(pack)),
            beside: released.map(|before| folder.with_file_name(&before.name)),
            kept_table: self.kept_table.as_ref().map(|name| folder.join(name)),
            is_unchanged: false,
            folder,
        }
    }

    /// The archive in place, if it is what was made, to the last byte.
    fn find_unchanged(&self, manifest_sha256: &str) -> io::Result<Option<&Before>> {
        let Some(before) = &self.before else { return Ok(None) };
        let is_same = before.manifest_sha256 == manifest_sha256
            && holds_all(&self.new, &self.lock.output().folder(&before.name)?)?;
        Ok(is_same.then_some(before))
    }

    /// Gives the table of documents of the archive in place another name, if somebody wrote into it: it is carried over like all that is
    /// not the archive's.
    fn keep_table(&self, manifest_sha256: &str) -> io::Result<Option<String>> {
        let Some(before) = self.before.as_ref().filter(|before| !before.is_released) else { return Ok(None) };
        let old = self.lock.output().folder(&before.name)?;
        if old.look_up(layout::TABLE)? != Some(FileKind::File) {
            return Ok(None);
        }
        let hash_in =
            |folder: &Folder| Ok::<_, io::Error>(hash_reader(folder.open_file(layout::TABLE)?.0)?.hash);
        let hash = hash_in(&old)?;
        let made = match Earlier::of(&old).and_then(|earlier| earlier.sha256_of(layout::TABLE)) {
            Some(made) => made,
            // Manifests of the first format do not have it; of the same manifest the same table is made.
            None if before.manifest_sha256 == manifest_sha256 => hash_in(&self.new)?,
            None => return Ok(None),
        };
        let name = kept_name(layout::TABLE, &hash);
        if hash == made || !old.is_free(&name)? {
            return Ok(None);
        }
        old.rename(layout::TABLE, &old, &name)?;
        Ok(Some(name))
    }

    /// Finds files in the archive's folder that are not the archive's own and have the path of one of the new ones.
    fn find_in_the_way(&self) -> io::Result<Problems> {
        let mut problems = Problems::new();
        if self.lock.output().look_up(&self.name)? != Some(FileKind::Folder) {
            return Ok(problems);
        }
        let target = self.lock.output().folder(&self.name)?;
        let Some(earlier) = Earlier::of(&target) else { return Ok(problems) };
        for path in earlier.find_foreign(&target)? {
            if !self.new.is_free(&path)? {
                problems.push(in_the_way(&self.target().join(path)));
            }
        }
        Ok(problems)
    }
}

impl Before {
    fn find(lock: &Lock, number: u32, register: &Register) -> io::Result<Self> {
        let name = edition_name(lock.name(), number);
        let (manifest, _) = lock.output().open_file(&format!("{name}/{}", layout::MANIFEST))?;
        let manifest_sha256 = hash_reader(manifest)?.hash;
        let is_released = register.has_released(&manifest_sha256);
        Ok(Self { name, manifest_sha256, is_released })
    }
}
