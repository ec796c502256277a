//! What an archive's folder held before: which of its files are the archive's own, and which somebody else put there.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind};
use std::path::{Component, Path};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::archive::format::layout;
use crate::archive::format::share::ShareNumber;
use crate::archive::problem::unwritable;
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::digest::hash_reader;
use crate::names::MAX_PATH;

/// What there is to know of an earlier archive.
#[derive(Debug, Deserialize)]
pub(super) struct Earlier {
    pub(super) reference: String,
    #[serde(default)]
    share: Option<EarlierShare>,
    /// Of an index, those that it names.
    #[serde(default)]
    shares: Vec<EarlierShare>,
    #[serde(default)]
    volumes: Vec<EarlierVolume>,
    files: Vec<EarlierFile>,
}

#[derive(Debug, Deserialize)]
struct EarlierShare {
    share: ShareNumber,
}

#[derive(Debug, Deserialize)]
struct EarlierVolume {
    file: String,
}

#[derive(Debug, Deserialize)]
struct EarlierFile {
    path: String,
    #[serde(default)]
    sha256: String,
}

/// The list of an earlier pack.
#[derive(Debug, Deserialize)]
pub(super) struct EarlierPack {
    /// SHA-256 of the manifest of the archive it was made of.
    #[serde(default)]
    pub(super) manifest_sha256: String,
    files: Vec<EarlierFile>,
}

impl EarlierPack {
    /// Reads the list in a pack's folder; `None` if it is none.
    pub(super) fn of(folder: &Folder) -> Option<Self> {
        parse(folder.open_file(layout::PACK_LIST).ok()?.0)
    }
}

impl Earlier {
    /// Reads a manifest of any version; `None` if it is none.
    pub(super) fn read(manifest: File) -> Option<Self> {
        parse(manifest)
    }

    /// Reads the manifest in an archive's folder.
    pub(super) fn of(folder: &Folder) -> Option<Self> {
        Self::read(folder.open_file(layout::MANIFEST).ok()?.0)
    }

    /// The hash that a file was given when it was made.
    pub(super) fn sha256_of(&self, path: &str) -> Option<String> {
        let file = self.files.iter().find(|file| file.path == path)?;
        Some(file.sha256.clone()).filter(|hash| !hash.is_empty())
    }

    /// The paths of the archive's own files.
    fn own(&self) -> BTreeSet<String> {
        let volumes = self.volumes.iter().map(|volume| volume.file.clone());
        let lists = [layout::MANIFEST, layout::MANIFEST_CMS, layout::MANIFEST_MINISIG, layout::TABLE];
        let lists = lists.map(str::to_owned).into_iter().chain([layout::zip_name(&self.reference)]);
        let share = self.share.as_ref().into_iter().flat_map(|of| {
            [
                layout::share_zip_name(&self.reference, of.share),
                layout::share_note_name(&self.reference, of.share),
            ]
        });
        let index = (!self.shares.is_empty()).then(|| layout::index_zip_name(&self.reference));
        let files = self.files.iter().map(|file| file.path.clone());
        files.chain(volumes).chain(lists).chain(share).chain(index).collect()
    }

    /// The paths in a folder that are not the archive's own: of a folder without any of its files, that of the folder alone.
    pub(super) fn find_foreign(&self, folder: &Folder) -> io::Result<Vec<String>> {
        let mut own = self.own();
        // Beside loose files, a note of the ZIP file's hash is somebody's own.
        if folder.look_up(layout::TABLE)?.is_none() {
            own.insert(layout::zip_note_name(&self.reference));
        }
        find_others(folder, &own)
    }
}

/// The paths in the folder of a pack that are not the pack's own.
///
/// # Errors
///
/// The folder cannot be read.
pub(crate) fn find_foreign_in_pack(folder: &Folder) -> io::Result<Vec<String>> {
    let own = match EarlierPack::of(folder) {
        Some(pack) => {
            pack.files.into_iter().map(|file| file.path).chain([layout::PACK_LIST.into()]).collect()
        }
        None => BTreeSet::new(),
    };
    find_others(folder, &own)
}

/// The files of a pack that were changed since it was made, by their paths, with the hash that each has now.
///
/// # Errors
///
/// The folder cannot be read.
pub(crate) fn find_changed_in_pack(folder: &Folder) -> io::Result<Vec<(String, String)>> {
    let files = EarlierPack::of(folder).map(|pack| pack.files).unwrap_or_default();
    let mut changed = Vec::new();
    for file in files.into_iter().filter(|file| !file.sha256.is_empty()) {
        if folder.look_up(&file.path)? == Some(FileKind::File) {
            let hash = hash_reader(folder.open_file(&file.path)?.0)?.hash;
            changed.extend((hash != file.sha256).then_some((file.path, hash)));
        }
    }
    Ok(changed)
}

fn find_others(folder: &Folder, own: &BTreeSet<String>) -> io::Result<Vec<String>> {
    let folders: BTreeSet<&str> =
        own.iter().flat_map(|path| path.match_indices('/').filter_map(|(at, _)| path.get(..at))).collect();
    let mut foreign = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(above) = waiting.pop() {
        let listed = if above.is_empty() { folder.list()? } else { folder.folder(&above)?.list()? };
        for found in listed {
            if found.name.contains(char::REPLACEMENT_CHARACTER) {
                return Err(io::Error::other(format!("the name {:?} is not text", found.name)));
            }
            let path = if above.is_empty() { found.name } else { format!("{above}/{}", found.name) };
            match found.kind {
                FileKind::Folder if folders.contains(path.as_str()) => waiting.push(path),
                FileKind::File if own.contains(&path) => {}
                _ => foreign.push(path),
            }
        }
    }
    foreign.sort();
    Ok(foreign)
}

fn parse<T: DeserializeOwned>(file: File) -> Option<T> {
    serde_json::from_reader(BufReader::new(file)).ok()
}

/// Longest name that file systems take, in bytes.
const MAX_PART: usize = 255;
/// Longest path of an archive's folder, in bytes: systems take 4,096, and the longest path of an entry is [below](MAX_PATH).
const MAX_FOLDER: usize = 4096 - 2 * MAX_PART - MAX_PATH;

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
    let parent = target.parent().unwrap_or(Path::new(""));
    let commit = parent.join(".convoke").join(target.file_name().unwrap_or_default()).join("commit");
    if commit.exists() { Ok(()) } else { check_replaceable(target) }
}

/// Refuses a folder that holds files but no archive: they would be taken for an earlier run's.
pub(super) fn check_replaceable(dir: &Path) -> Result<(), Diagnostic> {
    let is_archive = |folder: &Folder| Earlier::of(folder).is_some();
    Folder::check_replaceable(dir, "readable manifest.json", is_archive).map_err(|cause| {
        Diagnostic::new(
            codes::ARCHIVE_FOREIGN_FOLDER,
            format!("the output folder is not an archive's ({cause})"),
        )
        .with_location(Location::file(path_text(dir)))
        .with_hint("move the folder away, or change `output` in mailing.yaml")
    })
}
