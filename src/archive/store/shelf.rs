//! The files of an archive being made, put there by any thread as they are finished.
//!
//! Files may come in any order: they count only once [`Writer::enter`](super::Writer::enter) has listed them, in the
//! archive's order. Documents are noted as they come, so that a later run need not make them again.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::journal::Journal;
use crate::archive::problem::unwritable;
use crate::beneath::Folder;
use crate::diagnostic::Diagnostic;
use crate::digest::{Stored, write_hashed};
use crate::names::ArchivePath;

/// The folder of an archive's files until the archive takes its place.
#[derive(Debug, Clone)]
pub struct Shelf {
    new: Arc<Folder>,
    target: PathBuf,
    journal: Arc<Journal>,
}

impl Shelf {
    /// A shelf in the folder `new`, which will become `target`.
    pub(super) fn new(new: Folder, target: &Path, journal: Journal) -> Self {
        Self { new: Arc::new(new), target: target.to_owned(), journal: Arc::new(journal) }
    }

    /// A document that was made earlier and from the same, which its `key` says; it is then on the shelf.
    #[must_use]
    pub fn find(&self, path: &ArchivePath, key: &str) -> Option<Stored> {
        self.journal.find(path, key)
    }

    /// Writes a document under its path in the archive and notes from what it was made.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn put_document(
        &self,
        path: &ArchivePath,
        key: &str,
        bytes: &[u8],
        pages: u32,
    ) -> Result<Stored, Diagnostic> {
        let stored = self.put(path, bytes)?.with_pages(pages);
        self.journal.add(path, key, &stored).map_err(|error| self.unwritable(path, &error))?;
        Ok(stored)
    }

    /// Writes a file under its path in the archive.
    ///
    /// # Errors
    ///
    /// When the file cannot be written, or a link or folder is in its place.
    pub fn put(&self, path: &ArchivePath, bytes: &[u8]) -> Result<Stored, Diagnostic> {
        self.write(path, |file| file.write_all(bytes)).map_err(|error| self.unwritable(path, &error))
    }

    /// Writes a file piece by piece.
    pub(super) fn write(
        &self,
        path: &ArchivePath,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Stored> {
        write_hashed(self.create(path)?, content)
    }

    /// Opens a file put there.
    pub(super) fn open(&self, path: &ArchivePath) -> io::Result<File> {
        Ok(self.new.open_file(path)?.0)
    }

    /// Makes a new file, never writing into one an earlier run left: the archive in place may have the same.
    pub(super) fn create(&self, path: &ArchivePath) -> io::Result<File> {
        self.new.replace(path)
    }

    fn unwritable(&self, path: &ArchivePath, error: &io::Error) -> Diagnostic {
        unwritable(&self.target.join(path.as_str()), error)
    }
}
