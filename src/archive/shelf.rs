//! The files of an archive being made, put there by any thread as they are finished.
//!
//! Files may come in any order: they count only once [`Writer::enter`](super::Writer::enter) has listed them, in the
//! archive's order. Documents are noted as they come, so that a later run need not make them again.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::journal::Journal;
use super::problem::unwritable;
use crate::diagnostic::{Diagnostic, codes};
use crate::digest::Sha256;
use crate::digest::to_hex;
use crate::names::check_entry_name;

/// Where the files of an archive stand until it takes its place.
#[derive(Debug, Clone)]
pub struct Shelf {
    new: PathBuf,
    target: PathBuf,
    journal: Arc<Journal>,
}

/// What is known of a file on the shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelved {
    /// SHA-256 of the file, in hexadecimal.
    pub(crate) sha256: String,
    /// Size in bytes.
    pub(crate) bytes: u64,
    /// Number of pages of a PDF that convoke made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pages: Option<u32>,
}

impl Shelved {
    /// A file that is hashed and thrown away, to measure what making it takes.
    #[must_use]
    pub fn nowhere(bytes: &[u8], pages: u32) -> Self {
        Self { sha256: to_hex(&Sha256::digest(bytes)), bytes: bytes.len() as u64, pages: Some(pages) }
    }

    /// Number of pages of a document.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.pages.unwrap_or_default()
    }
}

impl Shelf {
    /// A shelf in the folder `new`, which will become `target`.
    pub(super) fn new(new: PathBuf, target: &Path, journal: Journal) -> Self {
        Self { new, target: target.to_owned(), journal: Arc::new(journal) }
    }

    /// A document that was made earlier and from the same, which its `key` says; it is then on the shelf.
    #[must_use]
    pub fn find(&self, path: &str, key: &str) -> Option<Shelved> {
        self.journal.find(path, key)
    }

    /// Writes a document under its path in the archive and notes from what it was made.
    ///
    /// # Errors
    ///
    /// When the path is not portable, or the file cannot be written.
    pub fn put_document(
        &self,
        path: &str,
        key: &str,
        bytes: &[u8],
        pages: u32,
    ) -> Result<Shelved, Diagnostic> {
        let shelved = Shelved { pages: Some(pages), ..self.put(path, bytes)? };
        self.journal.add(path, key, &shelved).map_err(|error| unwritable(&self.target.join(path), &error))?;
        Ok(shelved)
    }

    /// Writes a file under its path in the archive.
    ///
    /// # Errors
    ///
    /// When the path is not portable, or the file cannot be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<Shelved, Diagnostic> {
        check_entry_name(path).map_err(|cause| {
            Diagnostic::new(
                codes::ARCHIVE_ENTRY_NAME,
                format!("`{path}` cannot be a path in an archive ({cause})"),
            )
            .with_hint("change `file_name` or `folder` in mailing.yaml")
        })?;
        self.write(path, |file| file.write_all(bytes))
            .map_err(|error| unwritable(&self.target.join(path), &error))
    }

    /// Writes a file piece by piece.
    pub(super) fn write(
        &self,
        path: &str,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Shelved> {
        write_hashed(self.create(path)?, content)
    }

    /// Opens a file put there.
    pub(super) fn open(&self, path: &str) -> io::Result<File> {
        File::open(self.new.join(path))
    }

    /// Makes a new file, never writing into one an earlier run left: the archive in place may have the same.
    pub(super) fn create(&self, path: &str) -> io::Result<File> {
        let path = self.new.join(path);
        match (File::create_new(&path), path.parent()) {
            (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder)?;
                File::create_new(&path)
            }
            (Err(error), _) if error.kind() == io::ErrorKind::AlreadyExists => {
                fs::remove_file(&path)?;
                File::create_new(&path)
            }
            (created, _) => created,
        }
    }
}

/// Writes a file piece by piece and hashes it on the way.
pub(crate) fn write_hashed(
    file: File,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Shelved> {
    let mut file = BufWriter::new(Hashing { file, hash: Sha256::new(), bytes: 0 });
    content(&mut file)?;
    let Hashing { hash, bytes, .. } = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(Shelved { sha256: to_hex(&hash.finalize()), bytes, pages: None })
}

/// A file that is hashed as it is written.
struct Hashing {
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
