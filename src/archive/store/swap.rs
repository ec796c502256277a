//! The step that puts a new archive in its place.
//!
//! A mark says from when on a new archive is whole, and where it belongs: a run killed after that, in the middle of exchanging the
//! two, is finished by the next.

use std::io::{self, Read as _};

use super::earlier::{Earlier, EarlierPack};
use super::journal;
use super::lock::Lock;
use crate::archive::format::layout::{self, edition_name, edition_of};
use crate::beneath::{FileKind, Folder};
use crate::digest::hash_reader;
use crate::system::sync_written;

/// The archive being made.
pub(super) const NEW: &str = "new";
/// The archive that was replaced, until it is removed.
const OLD: &str = "old";
/// The same, once nothing in it is needed: what a killed run left of it is no archive.
const GONE: &str = "gone";
/// Is there from the moment on at which the new archive is whole, until it is in place; it holds the SHA-256 of its manifest and,
/// on a line of its own, the name of its folder.
const COMMIT: &str = "commit";
/// The longest text of the mark.
const MAX_COMMIT: u64 = 1024;

/// Finishes the commit of a run that was killed in the middle of it; returns the name of the pack it put aside.
pub(super) fn recover(lock: &Lock) -> io::Result<Option<String>> {
    let Ok((file, _)) = lock.work().open_file(COMMIT) else { return Ok(None) };
    let mut text = String::new();
    file.take(MAX_COMMIT).read_to_string(&mut text)?;
    let (sha256, name) = text.split_once('\n').unwrap_or((text.as_str(), lock.name()));
    let has = |folder: &Folder, name: &str| {
        let manifest = folder.open_file(&format!("{name}/{}", layout::MANIFEST));
        manifest.and_then(|(file, _)| hash_reader(file)).is_ok_and(|found| found.hash == sha256)
    };
    let is_ours = edition_of(lock.name(), name).is_some();
    if !is_ours || !has(lock.output(), name) {
        if !is_ours || !has(lock.work(), NEW) {
            return lock.work().remove_file(COMMIT).map(|()| None);
        }
        swap(lock, name)?;
    }
    tidy_up(lock, name, sha256)
}

/// Puts the new archive in the place of what has this name; returns the name of the pack that was put aside.
pub(super) fn put(lock: &Lock, name: &str, manifest_sha256: &str) -> io::Result<Option<String>> {
    lock.work().write_own(COMMIT, format!("{manifest_sha256}\n{name}").as_bytes())?;
    swap(lock, name)?;
    tidy_up(lock, name, manifest_sha256)
}

/// Moves the new archive to its place and what was there aside.
fn swap(lock: &Lock, name: &str) -> io::Result<()> {
    let (work, output) = (lock.work(), lock.output());
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

/// With the new archive in place: gives it what the old one's folder held besides, and removes the rest. Returns the name of the
/// pack that was put aside.
fn tidy_up(lock: &Lock, name: &str, manifest_sha256: &str) -> io::Result<Option<String>> {
    let (work, output) = (lock.work(), lock.output());
    sync_written(output.path())?;
    if work.look_up(NEW)?.is_some() {
        // Killed between exchanging the two and moving the old one aside.
        work.remove_all(OLD)?;
        work.rename(NEW, work, OLD)?;
    }
    let mut stale_pack = None;
    if work.look_up(OLD)? == Some(FileKind::Folder) {
        stale_pack = carry_over(&work.folder(OLD)?, &output.folder(name)?, manifest_sha256)?;
        work.remove_all(GONE)?;
        work.rename(OLD, work, GONE)?;
    }
    work.remove_all(GONE)?;
    journal::keep(work)?;
    work.remove_file(COMMIT)?;
    Ok(stale_pack)
}

/// Moves everything that is not the old archive's own. Its pack gets another name, which is returned: what it holds must not be
/// sent as if it were the new one's.
fn carry_over(old: &Folder, to: &Folder, manifest_sha256: &str) -> io::Result<Option<String>> {
    let Some(earlier) = Earlier::of(old) else {
        let is_empty = old.list()?.is_empty();
        return if is_empty {
            Ok(None)
        } else {
            Err(io::Error::other("the earlier archive has no readable manifest"))
        };
    };
    let mut stale_pack = None;
    for path in earlier.find_foreign(old)? {
        if path == layout::PACK
            && let Some(aside) = find_aside(old, to, manifest_sha256)?
        {
            old.rename(&path, to, &aside)?;
            stale_pack = Some(aside);
            continue;
        }
        if !to.is_free(&path)? {
            return Err(io::Error::other(format!("`{path}` of the earlier archive's folder is in the way")));
        }
        old.move_to(&path, to)?;
    }
    Ok(stale_pack)
}

/// The name that the pack of an old archive gets in the folder of the new one: that of its archive's manifest. `None` if it is no
/// pack, or was made of the new one.
fn find_aside(old: &Folder, new: &Folder, manifest_sha256: &str) -> io::Result<Option<String>> {
    /// How many digits of a hash tell an archive.
    const DIGITS: usize = 8;
    if old.look_up(layout::PACK)? != Some(FileKind::Folder) {
        return Ok(None);
    }
    let folder = old.folder(layout::PACK)?;
    if folder.look_up(layout::PACK_LIST)?.is_none() {
        return Ok(None);
    }
    let of = EarlierPack::of(&folder).map(|pack| pack.manifest_sha256).unwrap_or_default();
    if of == manifest_sha256 {
        return Ok(None);
    }
    let digits: String = of.chars().filter(char::is_ascii_hexdigit).take(DIGITS).collect();
    let name = format!("{}-{digits}", layout::PACK);
    for number in 1.. {
        let name = edition_name(&name, number);
        if new.is_free(&name)? && old.is_free(&name)? {
            return Ok(Some(name));
        }
    }
    Ok(None)
}
