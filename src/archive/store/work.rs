//! The folder in which an archive comes to be, beside its place: `.convoke/<name>` in the output folder.
//!
//! One run at a time works in it; the lock is the system's, which a crash releases. What is in it outlives a run that was
//! interrupted or killed, so that the next one goes on from there. The finished archive takes its place in one step, and a
//! run that is killed on the way is finished by the next: at no moment is there neither the last archive nor the new one.

use crate::digest::hash_file;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufReader, ErrorKind};
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use super::journal::{self, Journal};
use crate::archive::format::layout;
use crate::archive::format::pack_list::PackList;
use crate::archive::problem::unwritable;
use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::input::{exchange, parent, remove, write_atomically};
use crate::names::MAX_PATH;

/// The folder of all work in an output folder.
const ALL: &str = ".convoke";
/// Held locked by the run at work.
const LOCK: &str = "lock";
/// The archive being made.
const NEW: &str = "new";
/// The archive that was replaced, until it is removed.
const OLD: &str = "old";
/// Is there from the moment on at which the new archive is whole, until it is in place; it holds the SHA-256 of its manifest.
const COMMIT: &str = "commit";

/// Longest name that file systems take, in bytes.
const MAX_PART: usize = 255;

/// Longest path of an archive's folder, in bytes: systems take 4,096, and the longest path of an entry is [below](MAX_PATH).
const MAX_FOLDER: usize = 4096 - 2 * MAX_PART - MAX_PATH;

/// A folder to work in, locked.
#[derive(Debug)]
pub(super) struct Work {
    folder: PathBuf,
    target: PathBuf,
    _lock: File,
}

impl Work {
    /// Opens the work on the archive that will take the place of the folder `target`, and finishes what a killed run left
    /// halfway into place.
    ///
    /// # Errors
    ///
    /// The folder holds something other than an archive or cannot be written to, or another run is at work on it.
    pub(super) fn open(target: &Path) -> Result<Self, Diagnostic> {
        let failed = |error: io::Error| unwritable(target, &error);
        let folder = folder_of(target);
        check_target(target)?;
        fs::create_dir_all(&folder).map_err(failed)?;
        let lock = File::options().create(true).append(true).open(folder.join(LOCK)).map_err(failed)?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(Diagnostic::new(codes::OUTPUT_IN_USE, "another run is making this archive")
                .with_location(Location::file(path_text(target)))
                .with_hint("wait until it is done, or stop it"));
        }
        // On a file system without locks only the guard against a second run is lost, so the run goes on.
        let work = Self { folder, target: target.to_owned(), _lock: lock };
        work.recover().map_err(failed)?;
        check_replaceable(target)?;
        fs::create_dir_all(work.new_archive()).map_err(failed)?;
        Ok(work)
    }

    /// The folder of the archive being made.
    pub(super) fn new_archive(&self) -> PathBuf {
        self.folder.join(NEW)
    }

    /// A file of the work that the archive does not contain.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The records of what is made and of what is in place.
    pub(super) fn journal(&self) -> io::Result<Journal> {
        Journal::open(&self.folder, &self.new_archive(), &self.target)
    }

    /// Puts the new archive, all of which is written, in its place.
    ///
    /// # Errors
    ///
    /// It cannot be moved; the earlier archive is then where it was, or the next run finishes the move.
    pub(super) fn commit(self, manifest_sha256: &str) -> io::Result<()> {
        sync_folder(&self.folder)?;
        write_atomically(&self.folder.join(COMMIT), manifest_sha256.as_bytes())?;
        self.swap()?;
        self.tidy_up()
    }

    /// Finishes the commit of a run that was killed in the middle of it.
    fn recover(&self) -> io::Result<()> {
        let Ok(sha256) = fs::read_to_string(self.folder.join(COMMIT)) else { return Ok(()) };
        let has =
            |folder: &Path| hash_file(&folder.join(layout::MANIFEST)).is_ok_and(|found| found.hash == sha256);
        if !has(&self.target) {
            if !has(&self.new_archive()) {
                return fs::remove_file(self.folder.join(COMMIT));
            }
            self.swap()?;
        }
        self.tidy_up()
    }

    /// Moves the new archive to its place and what was there aside.
    fn swap(&self) -> io::Result<()> {
        let (new, old) = (self.new_archive(), self.folder.join(OLD));
        if self.target.exists() {
            match exchange(&new, &self.target) {
                Ok(()) => return fs::rename(new, old),
                // Not every file system can do it in one step.
                Err(_) => fs::rename(&self.target, &old)?,
            }
        }
        fs::rename(&new, &self.target).inspect_err(|_| {
            // Without the new one the earlier archive is better than none.
            let _ = fs::rename(&old, &self.target);
        })
    }

    /// With the new archive in place: gives it what the old one's folder held besides, and removes the rest.
    fn tidy_up(&self) -> io::Result<()> {
        let (new, old) = (self.new_archive(), self.folder.join(OLD));
        sync_folder(parent(&self.target))?;
        if new.exists() {
            // Killed between exchanging the two and moving the old one aside.
            remove(&old)?;
            fs::rename(&new, &old)?;
        }
        if let Some(earlier) = earlier(&old) {
            carry_over(&old, &self.target, &top_level(&earlier))?;
        }
        remove(&old)?;
        journal::keep(&self.folder)?;
        fs::remove_file(self.folder.join(COMMIT))
    }
}

/// Makes everything written so far in the file system of a folder survive a power cut, in one call for all files.
#[cfg(target_os = "linux")]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Other systems have no such call: files are made to survive one by one, those changed last among them.
#[cfg(not(target_os = "linux"))]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    for found in fs::read_dir(folder)? {
        let found = found?;
        if found.file_type()?.is_dir() {
            sync_folder(&found.path())?;
        } else if let Ok(file) = File::options().append(true).open(found.path()) {
            file.sync_all()?;
        }
    }
    Ok(())
}

/// The folder of the work on an archive.
fn folder_of(target: &Path) -> PathBuf {
    parent(target).join(ALL).join(target.file_name().unwrap_or_default())
}

/// Checks whether an archive may take the place of the folder `target`.
///
/// # Errors
///
/// The folder holds something other than an archive, or it cannot be looked at, or its path is too long.
pub(crate) fn check_target(target: &Path) -> Result<(), Diagnostic> {
    let is_long = |part: Component<'_>| part.as_os_str().len() > MAX_PART;
    if target.components().any(is_long) || target.as_os_str().len() > MAX_FOLDER {
        return Err(unwritable(target, &ErrorKind::InvalidFilename.into()));
    }
    // A run that was killed on the way may have left half of it there, and the next finishes that.
    if folder_of(target).join(COMMIT).exists() { Ok(()) } else { check_replaceable(target) }
}

/// Refuses a folder that holds files but no archive: they would be taken for an earlier run's.
fn check_replaceable(dir: &Path) -> Result<(), Diagnostic> {
    let foreign = |cause: &str| {
        Diagnostic::new(
            codes::ARCHIVE_FOREIGN_FOLDER,
            format!("the output folder is not an archive's ({cause})"),
        )
        .with_location(Location::file(path_text(dir)))
        .with_hint("move the folder away, or change `output` in mailing.yaml")
    };
    match fs::symlink_metadata(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(foreign(&error.to_string())),
        Ok(found) if !found.is_dir() => return Err(foreign("it is a file or a link")),
        Ok(_) => {}
    }
    let mut inside = fs::read_dir(dir).map_err(|error| foreign(&error.to_string()))?;
    if inside.next().is_none() || earlier(dir).is_some() {
        return Ok(());
    }
    Err(foreign("it holds files but no readable manifest.json"))
}

/// What there is to know of an earlier archive.
#[derive(Debug, Deserialize)]
struct Earlier {
    reference: String,
    #[serde(default)]
    volumes: Vec<EarlierVolume>,
    files: Vec<EarlierFile>,
}

#[derive(Debug, Deserialize)]
struct EarlierVolume {
    file: String,
}

#[derive(Debug, Deserialize)]
struct EarlierFile {
    path: String,
}

fn earlier(dir: &Path) -> Option<Earlier> {
    let manifest = File::open(dir.join(layout::MANIFEST)).ok()?;
    serde_json::from_reader(BufReader::new(manifest)).ok()
}

/// Names at the top of an archive's folder that are the archive's own.
fn top_level(manifest: &Earlier) -> BTreeSet<OsString> {
    let paths = manifest.files.iter().filter_map(|entry| entry.path.split('/').next());
    let volumes = manifest.volumes.iter().map(|volume| volume.file.as_str());
    paths
        .chain(volumes)
        .chain([layout::MANIFEST, layout::TABLE, &layout::zip_name(&manifest.reference)])
        .map(OsString::from)
        .collect()
}

/// Moves everything that is not the archive's own, unless the other folder has a file of that name. The pack of the old
/// archive stays behind: what it holds must not be sent as if it were the new one's.
fn carry_over(from: &Path, to: &Path, own: &BTreeSet<OsString>) -> io::Result<()> {
    let is_pack = from.join(PackList::FOLDER).join(PackList::FILE).is_file();
    for found in fs::read_dir(from)? {
        let name = found?.file_name();
        let stays = is_pack && name == PackList::FOLDER;
        if !stays && !own.contains(&name) && !to.join(&name).exists() {
            fs::rename(from.join(&name), to.join(&name))?;
        }
    }
    Ok(())
}
