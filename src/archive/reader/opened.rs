//! An archive opened for reading: its manifest, and files whose hashes it vouches for.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::folder;
use super::zip::{self, Archive};
use crate::archive::format::entry::Entry;
use crate::archive::format::manifest::Manifest;
use crate::archive::format::share::ShareRecord;
use crate::archive::problem::{about, altered, is_share, missing, not_share};
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
}

impl Opened {
    /// Opens an archive: its ZIP file, or the folder it lies in. The manifest is read, nothing else is checked yet.
    ///
    /// # Errors
    ///
    /// There is no readable manifest of a format this version knows.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        let opened = Self::open_unplaced(path).and_then(|opened| match &opened.manifest.share {
            Some(record) => Err(is_share(record.share)),
            None => Ok(opened),
        });
        opened.map_err(|problem| placed(problem, path))
    }

    /// Opens the ZIP file of a share. The manifest is read, nothing else is checked yet.
    ///
    /// # Errors
    ///
    /// There is no readable manifest of a format this version knows, or it is not that of a share.
    pub fn open_share(path: &Path) -> Result<(Self, ShareRecord), Diagnostic> {
        let opened = Self::open_unplaced(path).and_then(|opened| match opened.manifest.share.clone() {
            Some(record) => Ok((opened, record)),
            None => Err(not_share()),
        });
        opened.map_err(|problem| placed(problem, path))
    }

    fn open_unplaced(path: &Path) -> Result<Self, Diagnostic> {
        if path.is_dir() {
            let opened = folder::open(path)?;
            let (manifest, manifest_sha256) = folder::read_manifest(&opened)?;
            let content = Content::Folder(opened);
            return Ok(Self { path: path.to_owned(), manifest, manifest_sha256, content });
        }
        let mut archive = zip::open(path)?;
        let (manifest, manifest_sha256) = zip::read_manifest(&mut archive)?;
        let content = Content::Zip(Mutex::new(archive));
        Ok(Self { path: path.to_owned(), manifest, manifest_sha256, content })
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
            Content::Zip(zip) => {
                let mut archive = zip.lock().unwrap_or_else(PoisonError::into_inner);
                match archive.index_for_name_raw(entry.path.as_bytes()) {
                    Some(index) => zip::read(&mut archive, index),
                    None => Err(missing(entry)),
                }
            }
        };
        let bytes = bytes.map_err(|problem| about(problem, entry))?;
        if entry.bytes != bytes.len() as u64 || entry.sha256 != hash_bytes(&bytes) {
            return Err(about(altered(&entry.path), entry));
        }
        Ok(bytes)
    }
}

/// Says of a problem without a place that it is the archive's.
fn placed(problem: Diagnostic, path: &Path) -> Diagnostic {
    match problem.location {
        Some(_) => problem,
        None => problem.with_location(Location::file(path_text(path))),
    }
}
