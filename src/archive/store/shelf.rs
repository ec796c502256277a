//! The files of an archive being made, put there by any thread as they are finished.
//!
//! Files may come in any order: they count only once [`Writer::enter`](super::Writer::enter) has listed them, in the
//! archive's order. Documents are noted as they come, so that a later run need not make them again.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::journal::Journal;
use super::model::MadeFrom;
use crate::archive::problem::unwritable;
use crate::beneath::Folder;
use crate::diagnostic::Diagnostic;
use crate::digest::{Stored, hash_bytes};
use crate::names::ArchivePath;

/// How many bytes of files wait at most to be entered, beside those that are read again.
const MOST_WAITING: usize = 16 << 20;

/// The folder of an archive's files until the archive takes its place.
#[derive(Debug, Clone)]
pub struct Shelf {
    new: Arc<Folder>,
    target: PathBuf,
    journal: Arc<Journal>,
    waiting: Arc<Mutex<Waiting>>,
    /// Whether what waits has no file, and nothing is noted of it.
    is_without_files: bool,
}

/// Files that are not entered yet, so that they need not be read again.
#[derive(Debug, Default)]
struct Waiting {
    files: HashMap<ArchivePath, Vec<u8>>,
    bytes: usize,
}

impl Waiting {
    /// Keeps a file, or gives it back if there is no room for it.
    fn keep(&mut self, path: &ArchivePath, bytes: Vec<u8>) -> Option<Vec<u8>> {
        self.take(path);
        if self.bytes + bytes.len() > MOST_WAITING {
            return Some(bytes);
        }
        self.bytes += bytes.len();
        self.files.insert(path.clone(), bytes);
        None
    }

    fn take(&mut self, path: &ArchivePath) -> Option<Vec<u8>> {
        let bytes = self.files.remove(path)?;
        self.bytes -= bytes.len();
        Some(bytes)
    }
}

impl Shelf {
    /// A shelf in the folder `new`, which will become `target`.
    pub(super) fn new(new: Folder, target: &Path, journal: Journal) -> Self {
        Self {
            new: Arc::new(new),
            target: target.to_owned(),
            journal: Arc::new(journal),
            waiting: Arc::default(),
            is_without_files: false,
        }
    }

    /// The same, whose files are in memory until they are entered, as far as there is room, and are not found again by a later run.
    pub(super) fn without_files(self) -> Self {
        Self { is_without_files: true, ..self }
    }

    /// Whether it is noted what files are made from, so that a later run finds them.
    #[must_use]
    pub fn remembers(&self) -> bool {
        !self.is_without_files
    }

    /// A document that was made earlier and from the same, which its key says; it is then on the shelf, and noted as made from these values.
    #[must_use]
    pub fn find(&self, path: &ArchivePath, from: &MadeFrom) -> Option<Stored> {
        let (stored, noted) = self.journal.find(path, |noted| noted.key == from.key)?;
        if noted.values != from.values {
            self.journal.add(path, from, &stored).ok()?;
        }
        Some(stored)
    }

    /// A file that was made earlier from the same values, and from what it was made; it is then on the shelf. Nothing is made of empty
    /// values.
    #[must_use]
    pub fn find_of_values(&self, path: &ArchivePath, values: &str) -> Option<(Stored, MadeFrom)> {
        self.journal.find(path, |from| !values.is_empty() && from.values == values)
    }

    /// Whether a document of this path was made earlier, from whatever.
    #[must_use]
    pub fn may_have(&self, path: &ArchivePath) -> bool {
        self.journal.has(path)
    }

    /// Writes a document under its path in the archive and notes from what it was made.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn put_document(
        &self,
        path: &ArchivePath,
        from: &MadeFrom,
        bytes: Vec<u8>,
        pages: u32,
    ) -> Result<Stored, Diagnostic> {
        let stored = self.put(path, bytes)?.with_pages(pages);
        self.note(path, from, stored)
    }

    /// Writes the text of an e-mail as [`put_document`](Self::put_document) does a document.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn put_text(&self, path: &ArchivePath, from: &MadeFrom, text: String) -> Result<Stored, Diagnostic> {
        let stored = self.put(path, text.into_bytes())?;
        self.note(path, from, stored)
    }

    fn note(&self, path: &ArchivePath, from: &MadeFrom, stored: Stored) -> Result<Stored, Diagnostic> {
        if self.remembers() {
            self.journal.add(path, from, &stored).map_err(|error| self.unwritable(path, &error))?;
        }
        Ok(stored)
    }

    /// Writes a file under its path in the archive.
    ///
    /// # Errors
    ///
    /// When the file cannot be written, or a link or folder is in its place.
    pub fn put(&self, path: &ArchivePath, bytes: Vec<u8>) -> Result<Stored, Diagnostic> {
        let hash = hash_bytes(&bytes);
        self.put_hashed(path, bytes, &hash)
    }

    /// Writes a file whose hash is known, as [`put`](Self::put) does.
    pub(crate) fn put_hashed(
        &self,
        path: &ArchivePath,
        bytes: Vec<u8>,
        hash: &str,
    ) -> Result<Stored, Diagnostic> {
        let write = |bytes: &[u8]| {
            let written = self.create(path).and_then(|mut file| file.write_all(bytes));
            written.map_err(|error| self.unwritable(path, &error))
        };
        let stored = Stored { hash: hash.to_owned(), bytes: bytes.len() as u64, pages: None };
        if self.remembers() {
            write(&bytes)?;
        }
        let rest = self.lock().keep(path, bytes);
        if let Some(bytes) = rest.filter(|_| self.is_without_files) {
            write(&bytes)?;
        }
        Ok(stored)
    }

    /// The bytes of a file put there, the first time they are asked for and as far as there was room to keep them.
    pub(super) fn take(&self, path: &ArchivePath) -> Option<Vec<u8>> {
        self.lock().take(path)
    }

    /// Removes a file put there, which is elsewhere now.
    pub(super) fn remove(&self, path: &ArchivePath) -> io::Result<()> {
        match path.folders().last() {
            None => self.new.remove_file(path),
            Some(_) => {
                let (above, name) = path.as_str().rsplit_once('/').unwrap_or_default();
                self.new.folder(above)?.remove_file(name)
            }
        }
    }

    /// Opens a file put there.
    pub(super) fn open(&self, path: &ArchivePath) -> io::Result<File> {
        Ok(self.new.open_file(path)?.0)
    }

    /// Makes a new file, never writing into one an earlier run left: the archive in place may have the same.
    pub(super) fn create(&self, path: &ArchivePath) -> io::Result<File> {
        self.new.replace(path)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unwritable(&self, path: &ArchivePath, error: &io::Error) -> Diagnostic {
        unwritable(&self.target.join(path.as_str()), error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_bounded_and_given_once() {
        let at = |name: &str| name.parse::<ArchivePath>().expect("a path");
        let mut waiting = Waiting::default();
        assert_eq!(waiting.keep(&at("a.pdf"), vec![1; MOST_WAITING - 1]), None);
        assert_eq!(waiting.keep(&at("b.pdf"), vec![2; 2]), Some(vec![2; 2]), "there is no room for it");
        assert_eq!(waiting.take(&at("b.pdf")), None);
        waiting.keep(&at("a.pdf"), vec![3; 10]);
        waiting.keep(&at("b.pdf"), vec![4; 2]);
        assert_eq!(waiting.take(&at("a.pdf")), Some(vec![3; 10]), "the last of a path counts");
        assert_eq!(waiting.take(&at("a.pdf")), None);
        assert_eq!(waiting.take(&at("b.pdf")), Some(vec![4; 2]));
        assert_eq!(waiting.bytes, 0);
    }
}
