//! An archive opened for reading: its manifest, and files whose hashes it vouches for.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::at::ArchiveAt;
use super::folder;
use super::held::Held;
use super::zip::{self, Archive};
use crate::archive::format::entry::Entry;
use crate::archive::format::manifest::Manifest;
use crate::archive::format::share::{ShareHead, ShareRecord};
use crate::archive::problem::{about, altered, damaged, is_share, missing, not_share};
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Location, path_text};
use crate::digest::hash_bytes;

/// An archive that files are read from, by any thread.
#[derive(Debug)]
pub struct Opened {
    path: PathBuf,
    manifest: Manifest,
    manifest_sha256: String,
    content: Content,
}

/// Where the files of an archive are read.
#[derive(Debug)]
enum Content {
    Folder(Folder),
    Zip(Mutex<Archive>),
    /// The ZIP file of an index, and the shares that it names.
    Index(Mutex<Archive>, Held),
}

impl Opened {
    /// Opens an archive: its ZIP file, or the folder it lies in; or an index of shares. The manifest is read, nothing else is checked yet.
    ///
    /// # Errors
    ///
    /// There is no readable manifest of a format this version knows.
    pub fn open(archive: impl Into<ArchiveAt>) -> Result<Self, Diagnostic> {
        let at = archive.into();
        let opened = Self::open_unplaced(&at).and_then(|opened| match &opened.manifest.share {
            Some(record) => Err(is_share(record.share)),
            None => Ok(opened),
        });
        opened.map_err(|problem| placed(problem, at.path()))
    }

    /// Opens the ZIP file of a share. The manifest is read, nothing else is checked yet.
    ///
    /// # Errors
    ///
    /// There is no readable manifest of a format this version knows, or it is not that of a share.
    pub fn open_share(share: impl Into<ArchiveAt>) -> Result<(Self, ShareRecord), Diagnostic> {
        let at = share.into();
        let opened = Self::open_unplaced(&at).and_then(|opened| match opened.manifest.share.clone() {
            Some(record) => Ok((opened, record)),
            None => Err(not_share()),
        });
        opened.map_err(|problem| placed(problem, at.path()))
    }

    /// Reads what the ZIP file of a share says of itself; its list of files is not read.
    ///
    /// # Errors
    ///
    /// As [`open_share`](Self::open_share), as far as it is read.
    pub(crate) fn share_head(share: &ArchiveAt) -> Result<(ShareHead, ShareRecord), Diagnostic> {
        let head = zip::open(share).and_then(|mut archive| zip::read_head(&mut archive));
        let head = head.and_then(|head| match head.share.clone() {
            Some(record) => Ok((head, record)),
            None => Err(not_share()),
        });
        head.map_err(|problem| placed(problem, share.path()))
    }

    fn open_unplaced(at: &ArchiveAt) -> Result<Self, Diagnostic> {
        let path = at.path().to_owned();
        if !at.is_folder() {
            let mut archive = zip::open(at)?;
            let (manifest, manifest_sha256) = zip::read_manifest(&mut archive)?;
            let content = match manifest.shares.is_empty() {
                true => Content::Zip(Mutex::new(archive)),
                false => Content::Index(Mutex::new(archive), Held::new(at, &manifest)),
            };
            return Ok(Self { path, manifest, manifest_sha256, content });
        }
        let opened = folder::open(&path)?;
        let (manifest, manifest_sha256) = folder::read_manifest(&opened)?;
        let Some(zip) = folder::only_zip(&opened, &manifest) else {
            return Ok(Self { path, manifest, manifest_sha256, content: Content::Folder(opened) });
        };
        // The folder has a second copy of the manifest alone.
        let inside = Self::open_unplaced(&ArchiveAt::from(&path.join(&zip)))?;
        if inside.manifest_sha256 != manifest_sha256 {
            return Err(damaged(format!("`{zip}` and the folder have different manifests")));
        }
        Ok(Self { path, ..inside })
    }

    /// What the archive holds.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// SHA-256 of the manifest's file, in hexadecimal.
    #[must_use]
    pub fn manifest_sha256(&self) -> &str {
        &self.manifest_sha256
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads a file of the archive.
    ///
    /// # Errors
    ///
    /// It is not there, cannot be read, or is not what the manifest says.
    pub fn read(&self, entry: &Entry) -> Result<Vec<u8>, Diagnostic> {
        let bytes = match &self.content {
            Content::Folder(folder) => folder::read(folder, &entry.path),
            Content::Index(_, held) if entry.recipient.is_some() => {
                held.archive_of(&entry.path).and_then(|archive| read_zipped(&archive, entry))
            }
            Content::Zip(zip) | Content::Index(zip, _) => read_zipped(zip, entry),
        };
        let bytes = bytes.map_err(|problem| about(problem, entry))?;
        if entry.bytes != bytes.len() as u64 || entry.sha256 != hash_bytes(&bytes) {
            return Err(about(altered(&entry.path), entry));
        }
        Ok(bytes)
    }
}

fn read_zipped(archive: &Mutex<Archive>, entry: &Entry) -> Result<Vec<u8>, Diagnostic> {
    let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
    match archive.index_for_name_raw(entry.path.as_bytes()) {
        Some(index) => zip::read(&mut archive, index),
        None => Err(missing(entry)),
    }
}

/// Says of a problem without a place that it is the archive's.
fn placed(problem: Diagnostic, path: &Path) -> Diagnostic {
    match problem.location {
        Some(_) => problem,
        None => problem.with_location(Location::file(path_text(path))),
    }
}
