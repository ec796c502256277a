//! What works on archives have left in an output folder: whether a command is at one, and whether one ended before its end.

use std::collections::BTreeMap;
use std::fs::TryLockError;
use std::path::Path;

use super::lock::LOCK;
use super::owner::ALL;
use super::swap::NEW;
use crate::beneath::{FileKind, Folder};

/// The works in an output folder by the names of their archives' folders, each with whether a command is at it; works that came to their end are
/// left out. What cannot be looked at is as if it were not there.
#[must_use]
pub fn look_at_work(output: &Path) -> BTreeMap<String, bool> {
    let all = Folder::open(output).and_then(|output| output.folder(ALL));
    let Ok(all) = all else { return BTreeMap::new() };
    let works = all.list().unwrap_or_default().into_iter();
    let works = works.filter(|found| found.kind == FileKind::Folder);
    let standing = works.filter_map(|found| {
        let is_at_work = look_at(&all.folder(&found.name).ok()?)?;
        Some((found.name, is_at_work))
    });
    standing.collect()
}

/// Whether a command is at a work; `None` where it came to its end.
fn look_at(work: &Folder) -> Option<bool> {
    let (file, _) = work.open_file(LOCK).ok()?;
    // Whoever wants the lock in this moment tries it again.
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Some(true),
        _ => matches!(work.look_up(NEW), Ok(Some(FileKind::Folder))).then_some(false),
    }
}
