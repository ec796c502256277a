//! Where the files of a mailing are: in a folder, in memory, or in a ZIP file.
//!
//! All that reads a mailing reads a folder. So files in memory are put into a temporary one while a session is opened; an open session needs
//! none, since it holds all that it was made from.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zip::ZipArchive;

use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::names::ArchivePath;

/// How many files a mailing may have that is handed over in memory.
const MOST_FILES: usize = 10_000;

/// How many bytes they may have together, once unpacked.
const MOST_BYTES: u64 = 256 << 20;

/// Where the files of a mailing are.
#[derive(Debug, Clone)]
pub enum MailingSource {
    /// In a folder.
    Folder(PathBuf),
    /// In memory, by their paths in the mailing's folder, with forward slashes.
    Files(BTreeMap<String, Vec<u8>>),
    /// In a ZIP file of the mailing's folder, with `mailing.yaml` at its top.
    Zip(Vec<u8>),
}

/// A mailing's folder, for as long as it is read.
#[derive(Debug)]
pub(super) enum Place {
    Own(PathBuf),
    Temporary(TempDir),
}

impl Place {
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Own(path) => path,
            Self::Temporary(folder) => folder.path(),
        }
    }
}

impl MailingSource {
    /// The folder of the mailing.
    pub(super) fn open(self) -> Result<Place, Diagnostic> {
        let mut files = match self {
            Self::Folder(path) => return Ok(Place::Own(path)),
            Self::Files(files) => Files::Map(files.into_iter()),
            Self::Zip(bytes) => Files::Zip(Box::new(open_zip(bytes)?), 0),
        };
        let place = tempfile::tempdir().map_err(|error| unusable(&io_text(&error)))?;
        let folder = Folder::open(place.path()).map_err(|error| unusable(&io_text(&error)))?;
        let mut room = MOST_BYTES;
        let mut count = 0;
        while let Some(file) = files.next(room) {
            let (name, content) = file?;
            let path: ArchivePath = name.parse().map_err(|error| unusable(&format!("`{name}`: {error}")))?;
            count += 1;
            room = match room.checked_sub(content.len() as u64) {
                Some(room) if count <= MOST_FILES => room,
                _ => return Err(too_large()),
            };
            let written = folder.write_atomically(&path, &content);
            written.map_err(|error| unusable(&format!("`{name}`: {}", io_text(&error))))?;
        }
        Ok(Place::Temporary(place))
    }
}

/// Files in memory, one after the other.
enum Files {
    Map(std::collections::btree_map::IntoIter<String, Vec<u8>>),
    Zip(Box<ZipArchive<Cursor<Vec<u8>>>>, usize),
}

impl Files {
    /// The next file, of which no more is unpacked than `room` and a byte.
    fn next(&mut self, room: u64) -> Option<Result<(String, Vec<u8>), Diagnostic>> {
        match self {
            Self::Map(files) => files.next().map(Ok),
            Self::Zip(zip, next) => loop {
                if *next == zip.len() {
                    return None;
                }
                let read = read_entry(zip, *next, room);
                *next += 1;
                if let Some(file) = read.transpose() {
                    return Some(file);
                }
            },
        }
    }
}

fn open_zip(bytes: Vec<u8>) -> Result<ZipArchive<Cursor<Vec<u8>>>, Diagnostic> {
    let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unusable(&error.to_string()))?;
    if zip.len() > MOST_FILES { Err(too_large()) } else { Ok(zip) }
}

/// A file of a ZIP file; `None` for a folder.
fn read_entry(
    zip: &mut ZipArchive<Cursor<Vec<u8>>>,
    index: usize,
    room: u64,
) -> Result<Option<(String, Vec<u8>)>, Diagnostic> {
    let entry = zip.by_index(index).map_err(|error| unusable(&error.to_string()))?;
    if entry.is_dir() {
        return Ok(None);
    }
    let name = entry.name().map_err(|error| unusable(&error.to_string()))?.into_owned();
    let mut content = Vec::new();
    let read = entry.take(room.saturating_add(1)).read_to_end(&mut content);
    read.map_err(|error| unusable(&format!("`{name}`: {}", io_text(&error))))?;
    Ok(Some((name, content)))
}

fn too_large() -> Diagnostic {
    unusable(&format!("they are more than {MOST_FILES} files, or more than {} MiB", MOST_BYTES >> 20))
}

fn unusable(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::SESSION_SOURCE, format!("the files of the mailing cannot be used ({cause})"))
        .with_hint("hand over the files of the mailing's folder, by their paths in it")
}
