//! The folder in which a pack is made, beside its target, which it replaces in one step when it is complete.
//!
//! One run at a time works in it; the lock is the system's, which a crash releases. What a killed run left in it is removed by
//! the next one, but for what others put into a pack's folder. The only part of a pack known here is the name of its list, which
//! marks a folder as a pack.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::archive::{PackList, find_changed_in_pack, find_foreign_in_pack};
use crate::beneath::{FileKind, Folder, try_lock};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::digest::{Stored, hash_reader, write_hashed};
use crate::input::kept_name;
use crate::names::ArchivePath;
use crate::system::is_same;

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
    /// The folder that the target is in, and the target's name there.
    parent: Folder,
    name: String,
    /// Where the work is done, the lock and both packs.
    work: Folder,
    /// The pack being made.
    folder: Folder,
    target: PathBuf,
    _lock: File,
}

impl Staging {
    /// Begins the pack that will take the place of the folder `target`, with the permissions of the pack that is there, and
    /// removes what a killed run left.
    ///
    /// # Errors
    ///
    /// The folder holds something that is not a pack, its parent cannot be written to, or another run is making the pack.
    pub(super) fn begin(target: &Path) -> Result<Self, Diagnostic> {
        check_replaceable(target)?;
        let failed = |error: io::Error| unwritable(target, &error);
        let (parent, name) = open_parent(target).map_err(failed)?;
        let (work, lock) = lock(&parent, &name).map_err(failed)?.ok_or_else(|| in_use(target))?;
        recover(&parent, &name, &work).map_err(failed)?;
        check_replaceable(target)?;
        let folder = work.make_folder(NEW).map_err(failed)?;
        if parent.look_up(&name).map_err(failed)? == Some(FileKind::Folder) {
            let earlier = parent.folder(&name).map_err(failed)?;
            folder.take_permissions_of(&earlier).map_err(failed)?;
        }
        Ok(Self { parent, name, work, folder, target: target.to_owned(), _lock: lock })
    }

    /// The folder while it is in the making.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file piece by piece, under its path in the pack.
    pub(super) fn write_with(
        &self,
        path: &ArchivePath,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Stored> {
        write_hashed(self.folder.create_new(path)?, content)
    }

    /// A file of the pack that cannot be written.
    pub(super) fn unwritable(&self, error: &io::Error) -> Diagnostic {
        unwritable(&self.target, error)
    }

    /// Puts the pack in its place; the earlier one is gone, but for what others put into its folder, and its files that somebody
    /// changed: these get other names, which are told.
    ///
    /// # Errors
    ///
    /// Somebody's file is in the way, or it cannot be moved; the earlier pack is then where it was.
    pub(super) fn commit(self) -> Result<Problems, Diagnostic> {
        check_replaceable(&self.target)?;
        let failed = |error: io::Error| unwritable(&self.target, &error);
        let Self { parent, name, work, folder, .. } = &self;
        if parent.look_up(name).map_err(failed)? != Some(FileKind::Folder) {
            return work.rename(NEW, parent, name).map(|()| Problems::new()).map_err(failed);
        }
        let earlier = parent.folder(name).map_err(failed)?;
        let foreign = find_foreign_in_pack(&earlier).map_err(failed)?;
        for path in &foreign {
            if !folder.is_free(path).map_err(failed)? {
                return Err(in_the_way(&self.target.join(path)));
            }
        }
        let changed = find_changed_in_pack(&earlier).map_err(failed)?;
        swap(parent, name, work).map_err(failed)?;
        foreign.iter().try_for_each(|path| earlier.move_to(path, folder)).map_err(failed)?;
        let kept =
            changed.iter().map(|(path, hash)| keep_changed(&earlier, path, hash, folder, &self.target));
        kept.filter_map(Result::transpose).collect::<io::Result<Problems>>().map_err(failed)
    }
}

/// Moves a file of the earlier pack that somebody changed into the new one, under another name; one that is there already, or is what the
/// new one has, is not moved.
fn keep_changed(
    earlier: &Folder,
    path: &str,
    hash: &str,
    folder: &Folder,
    target: &Path,
) -> io::Result<Option<Diagnostic>> {
    let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
    let kept = kept_name(name, hash);
    let whole = if above.is_empty() { kept.clone() } else { format!("{above}/{kept}") };
    let is_same =
        folder.look_up(path)? == Some(FileKind::File) && hash_reader(folder.open_file(path)?.0)?.hash == hash;
    if is_same || !folder.is_free(&whole)? {
        return Ok(None);
    }
    let source = if above.is_empty() { earlier.again()? } else { earlier.folder(above)? };
    source.rename(name, &source, &kept)?;
    earlier.move_to(&whole, folder)?;
    let message =
        format!("`{path}` of the earlier pack was changed since it was made, and is kept as `{kept}`");
    let problem = Diagnostic::new(codes::FILE_KEPT, message)
        .with_location(Location::file(path_text(&target.join(path))));
    Ok(Some(problem.with_hint("take over what was written into it, then delete it")))
}

impl Drop for Staging {
    /// What cannot be removed is removed by the next run.
    fn drop(&mut self) {
        if let Ok(all) = self.parent.folder(ALL) {
            let _ = all.remove_all(&self.name);
            let _ = self.parent.remove_empty(ALL);
        }
    }
}

/// Puts the new pack in the place of the earlier one, which is then beside the lock.
fn swap(parent: &Folder, name: &str, work: &Folder) -> io::Result<()> {
    if work.exchange(NEW, parent, name).is_ok() {
        return Ok(());
    }
    // Not every file system can do it in one step.
    parent.rename(name, work, OLD)?;
    work.rename(NEW, parent, name).inspect_err(|_| {
        // Without the new one the earlier pack is better than none.
        let _ = work.rename(OLD, parent, name);
    })
}

/// Begins anew after a run that was killed: without a pack in its place the earlier one is better than none, and what others put
/// into the earlier one's folder belongs into its place.
fn recover(parent: &Folder, name: &str, work: &Folder) -> io::Result<()> {
    if work.look_up(OLD)?.is_some() && parent.look_up(name)?.is_none() {
        work.rename(OLD, parent, name)?;
    }
    for left in [OLD, NEW] {
        if work.look_up(left)? == Some(FileKind::Folder) && parent.look_up(name)? == Some(FileKind::Folder) {
            let (left, target) = (work.folder(left)?, parent.folder(name)?);
            // Without a list it is a pack in the making, and all in it this program's.
            if left.look_up(PackList::FILE)?.is_some() {
                find_foreign_in_pack(&left)?.iter().try_for_each(|path| left.move_to(path, &target))?;
            }
        }
        work.remove_all(left)?;
    }
    Ok(())
}

/// Makes the folder that a target is in, if there is none, and returns it.
pub(super) fn prepare(target: &Path) -> Result<PathBuf, Diagnostic> {
    check_replaceable(target)?;
    let (parent, _) = open_parent(target).map_err(|error| unwritable(target, &error))?;
    Ok(parent.path().to_owned())
}

/// The folders that [`prepare`] makes for a target, the innermost first.
pub(super) fn missing(target: &Path) -> Vec<PathBuf> {
    let Ok(full) = std::path::absolute(target) else { return Vec::new() };
    full.ancestors().skip(1).take_while(|folder| Folder::open(folder).is_err()).map(Path::to_owned).collect()
}

/// Removes folders that nothing was put in.
pub(super) fn withdraw(folders: &[PathBuf]) {
    for folder in folders {
        let (Some(parent), Some(name)) = (folder.parent(), folder.file_name().and_then(|name| name.to_str()))
        else {
            return;
        };
        // One that holds something stays, and those that it is in.
        if Folder::open(parent).and_then(|parent| parent.remove_empty(name)).is_err() {
            return;
        }
    }
}

/// The folder that a target is in, and the target's name there.
fn open_parent(target: &Path) -> io::Result<(Folder, String)> {
    let full = std::path::absolute(target)?;
    let name = full.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| io::Error::other("the folder has no name that is text"))?.to_owned();
    Ok((Folder::create(full.parent().unwrap_or(Path::new("")))?, name))
}

/// Makes the folder of the work and locks it; `None` if another run holds it.
fn lock(parent: &Folder, name: &str) -> io::Result<Option<(Folder, File)>> {
    /// How often a folder that the run before removes is made again.
    const TIMES: usize = 1000;
    for _ in 0..TIMES {
        let opened = parent.make_folder(ALL).and_then(|all| all.make_folder(name));
        let (work, file) = match opened.and_then(|work| Ok((work.append_own(LOCK)?, work))) {
            // The run before has just removed the folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened.map(|(file, work)| (work, file))?,
        };
        match try_lock(&file) {
            Err(TryLockError::WouldBlock) => return Ok(None),
            // On a file system without locks only the guard against a second run is lost, so the run goes on.
            Err(TryLockError::Error(_)) => return Ok(Some((work, file))),
            Ok(()) if is_at(&file, &work.path().join(LOCK)) => return Ok(Some((work, file))),
            Ok(()) => {}
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Whether a file is still the one at a path: the run that held it removes it. A system that does not tell removes no file that is open.
fn is_at(file: &File, path: &Path) -> bool {
    let both = file.metadata().and_then(|file| Ok((file, fs::metadata(path)?)));
    both.is_ok_and(|(file, there)| is_same(&file, &there) != Some(false))
}

fn in_use(target: &Path) -> Diagnostic {
    Diagnostic::new(codes::OUTPUT_IN_USE, "another run is making this pack")
        .with_location(Location::file(path_text(target)))
        .with_hint("wait until it is done, or stop it")
}

fn in_the_way(path: &Path) -> Diagnostic {
    let message = "the file is not the earlier pack's and is in the way of the new one";
    Diagnostic::new(codes::PACK_FOREIGN_FOLDER, message)
        .with_location(Location::file(path.to_string_lossy()))
        .with_hint("move it out of the pack's folder; it is left as it was")
}

/// Refuses a folder that holds files but no list of a pack's.
fn check_replaceable(target: &Path) -> Result<(), Diagnostic> {
    let is_pack = |folder: &Folder| folder.open_file(PackList::FILE).is_ok();
    Folder::check_replaceable(target, PackList::FILE, is_pack).map_err(|cause| {
        Diagnostic::new(codes::PACK_FOREIGN_FOLDER, format!("the folder is not a pack's ({cause})"))
            .with_location(Location::file(path_text(target)))
            .with_hint("move it away, or name another folder with `--output`")
    })
}

fn unwritable(target: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::PACK_WRITE, format!("the pack cannot be written ({})", io_text(error)))
        .with_location(Location::file(path_text(target)))
        .with_hint("check that the folder can be written to and the disk is not full")
}
