//! The former texts of files: `.convoke/history` has a folder for each file, with a file for each text that a save replaced.
//!
//! The name of a former text says when it was replaced, and what by: `000003-20261130T002548Z-undo-000002.yaml` was replaced by the text
//! with the number 2, which was taken back. `none` says that there was no file.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use jiff::Timestamp;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

use super::files::{OWN, parts};
use super::problem::{nothing_former, unreadable};
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, io_text};
use crate::digest::hash_bytes;
use crate::names::safe_file_name;

/// The folder of all former texts.
const HISTORY: &str = "history";
/// The file that says whose former texts a folder has.
const PATH: &str = "path";
/// Most former texts of a file, and most bytes of them together; the newest is always kept.
const MOST: usize = 200;
const MOST_BYTES: u64 = 64 << 20;
const WHEN: &str = "%Y%m%dT%H%M%SZ";

/// A text that a file had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// Its number among those of the file, from one.
    pub number: u32,
    /// When it was replaced.
    pub at: Timestamp,
    /// Whether there was no file.
    pub is_none: bool,
    /// Its size in bytes.
    pub bytes: u64,
    /// The number of the text that took its place, where that was taken back.
    pub(super) undo: Option<u32>,
    name: String,
}

/// The former texts of a file, the oldest first.
///
/// # Errors
///
/// The file is not within the mailing's folder, or what is kept of it cannot be read.
pub fn history(root: &Path, path: &str) -> Result<Vec<Former>, Diagnostic> {
    parts(path)?;
    let found = open(root).and_then(|all| all.map_or(Ok(Vec::new()), |all| Shelf::find(&all, path)?.list()));
    found.map_err(|error| unreadable(path, &io_text(&error)))
}

/// A former text of a file; `None` where there was no file.
///
/// # Errors
///
/// There is none of this number, or it cannot be read.
pub fn former(root: &Path, path: &str, number: u32) -> Result<Option<Vec<u8>>, Diagnostic> {
    let all = history(root, path)?;
    let found = all.into_iter().find(|former| former.number == number);
    let found = found.ok_or_else(|| nothing_former(path))?;
    let read = open(root).and_then(|all| match all {
        Some(all) => Shelf::find(&all, path)?.read(&found),
        None => Err(io::ErrorKind::NotFound.into()),
    });
    read.map_err(|error| unreadable(path, &io_text(&error)))
}

/// The files that have former texts, with the newest of each, the last changed first.
///
/// # Errors
///
/// What is kept of them cannot be read.
pub fn changed_files(root: &Path) -> Result<Vec<(String, Former)>, Diagnostic> {
    let list = || -> io::Result<Vec<(String, Former)>> {
        let Some(all) = open(root)? else { return Ok(Vec::new()) };
        let mut files = Vec::new();
        for found in all.list()?.into_iter().filter(|found| found.kind == FileKind::Folder) {
            let shelf = Shelf { folder: Some(all.folder(&found.name)?) };
            if let (Some(path), Some(newest)) = (shelf.path()?, shelf.list()?.pop()) {
                files.push((path, newest));
            }
        }
        files.sort_by(|(path, one), (other, two)| (two.at, path).cmp(&(one.at, other)));
        Ok(files)
    };
    list().map_err(|error| unreadable(OWN, &io_text(&error)))
}

/// The former text that the next step back leads to: what was taken back already is passed over.
pub(super) fn step_back(all: &[Former]) -> Option<&Former> {
    before(all, all.len())
}

/// The text before the one with a place in the list.
pub(super) fn before(all: &[Former], place: usize) -> Option<&Former> {
    let last = all.get(place.checked_sub(1)?)?;
    match last.undo {
        None => Some(last),
        Some(undone) => before(all, all.iter().position(|former| former.number == undone)?),
    }
}

/// The folder of all former texts, if there is one.
fn open(root: &Path) -> io::Result<Option<Folder>> {
    match Folder::open(root)?.folder(&format!("{OWN}/{HISTORY}")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// The former texts of one file.
#[derive(Debug)]
pub(super) struct Shelf {
    folder: Option<Folder>,
}

impl Shelf {
    fn find(all: &Folder, path: &str) -> io::Result<Self> {
        match all.folder(&name_of(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self { folder: None }),
            found => found.map(|folder| Self { folder: Some(folder) }),
        }
    }

    /// The former texts of a file, in what convoke keeps for itself.
    pub(super) fn make(own: &Folder, path: &str) -> io::Result<Self> {
        let folder = own.make_folder(HISTORY)?.make_folder(&name_of(path))?;
        if folder.look_up(PATH)?.is_none() {
            folder.write_own(PATH, path.as_bytes())?;
        }
        Ok(Self { folder: Some(folder) })
    }

    fn path(&self) -> io::Result<Option<String>> {
        let Some(folder) = &self.folder else { return Ok(None) };
        if folder.look_up(PATH)? != Some(FileKind::File) {
            return Ok(None);
        }
        let mut path = String::new();
        folder.open_file(PATH)?.0.take(8192).read_to_string(&mut path)?;
        Ok(parts(&path).is_ok().then_some(path))
    }

    /// All, the oldest first.
    pub(super) fn list(&self) -> io::Result<Vec<Former>> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        let mut all: Vec<Former> = Vec::new();
        for found in folder.list()?.into_iter().filter(|found| found.kind == FileKind::File) {
            if let Some(former) = parse(&found.name) {
                let bytes = folder.open_file(&found.name)?.1;
                all.push(Former { bytes, ..former });
            }
        }
        all.sort_by_key(|former| former.number);
        Ok(all)
    }

    pub(super) fn read(&self, former: &Former) -> io::Result<Option<Vec<u8>>> {
        let Some(folder) = self.folder.as_ref().filter(|_| !former.is_none) else { return Ok(None) };
        let mut bytes = Vec::new();
        folder.open_file(&former.name)?.0.read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Keeps a text that is about to be replaced: by the one with the number `undo`, where that is taken back.
    pub(super) fn keep(
        &self,
        path: &str,
        text: Option<(&[u8], &File)>,
        undo: Option<u32>,
        now: Timestamp,
    ) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let all = self.list()?;
        let number = all.last().map_or(1, |last| last.number.saturating_add(1));
        let mut name = format!("{number:06}-{}", strtime::format(WHEN, now).map_err(io::Error::other)?);
        if let Some(undo) = undo {
            name.push_str(&format!("-undo-{undo:06}"));
        }
        match text {
            None => folder.write_own(&format!("{name}-none"), b"")?,
            Some((bytes, like)) => folder.write_own_like(&(name + &extension(path)), bytes, like)?,
        }
        forget(folder, all, text.map_or(0, |(bytes, _)| bytes.len() as u64))
    }
}

/// Removes the oldest texts, beside a new one of so many bytes.
fn forget(folder: &Folder, all: Vec<Former>, new: u64) -> io::Result<()> {
    let mut bytes = new;
    for (age, former) in all.iter().rev().enumerate() {
        bytes = bytes.saturating_add(former.bytes);
        if age + 2 > MOST || bytes > MOST_BYTES {
            folder.remove_file(&former.name)?;
        }
    }
    Ok(())
}

/// The folder of a file's former texts: a name that every system can hold, and no other file has.
fn name_of(path: &str) -> String {
    let hash = hash_bytes(path);
    let tail: String = path.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    format!("{}-{}", safe_file_name(&tail), hash.get(..12).unwrap_or_default())
}

/// The extension of a file's former texts, so that other programs open them.
fn extension(path: &str) -> String {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_good = (1..=8).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_good { format!(".{extension}") } else { String::new() }
}

fn parse(name: &str) -> Option<Former> {
    let stem = name.split('.').next()?;
    let mut parts = stem.split('-');
    let number = parts.next()?.parse().ok()?;
    let at = strtime::parse(WHEN, parts.next()?).ok()?.to_datetime().ok()?;
    let at = TimeZone::UTC.to_timestamp(at).ok()?;
    let mut former = Former { number, at, is_none: false, bytes: 0, undo: None, name: name.to_owned() };
    while let Some(part) = parts.next() {
        match part {
            "none" => former.is_none = true,
            "undo" => former.undo = Some(parts.next()?.parse().ok()?),
            _ => return None,
        }
    }
    Some(former)
}
