//! The files of an archive being written, put there by any thread as they are finished.
//!
//! Files may come in any order: they count only once [`Writer::enter`](super::Writer::enter) has listed them, in the
//! archive's order.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::manifest::sha256;
use super::names::check_entry_name;
use super::problem::unwritable;
use crate::diagnostic::Diagnostic;

/// Where the files of an archive stand until it takes its place.
#[derive(Debug, Clone)]
pub struct Shelf {
    new: PathBuf,
    target: PathBuf,
}

/// What is known of a file on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelved {
    /// SHA-256 of the file, in hexadecimal.
    pub(super) sha256: String,
    /// Size in bytes.
    pub(super) bytes: u64,
}

impl Shelf {
    /// A shelf in the folder `new`, which will become `target`.
    pub(super) fn new(new: PathBuf, target: &Path) -> Self {
        Self { new, target: target.to_owned() }
    }

    /// Writes a file under its path in the archive.
    ///
    /// # Errors
    ///
    /// When the path is not portable or taken, or the file cannot be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<Shelved, Diagnostic> {
        check_entry_name(path).map_err(|cause| {
            Diagnostic::error(
                "archive-entry-name",
                format!("`{path}` cannot be a path in an archive ({cause})"),
            )
            .with_hint("change `file_name` or `folder` in mailing.yaml")
        })?;
        self.write(path, bytes).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => twice(path),
            _ => unwritable(&self.target.join(path), &error),
        })?;
        Ok(Shelved { sha256: sha256(bytes), bytes: bytes.len() as u64 })
    }

    /// Writes a new file.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.create(path)?.write_all(bytes)
    }

    /// The content of a file put there.
    pub(super) fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.new.join(path))
    }

    fn create(&self, path: &str) -> io::Result<File> {
        let path = self.new.join(path);
        match (File::create_new(&path), path.parent()) {
            (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder)?;
                File::create_new(&path)
            }
            (created, _) => created,
        }
    }
}

/// Two files of one name.
pub(super) fn twice(path: &str) -> Diagnostic {
    Diagnostic::error("archive-entry-twice", format!("two files would be called `{path}`"))
        .with_hint("change `file_name` in mailing.yaml so that every file has its own name")
}
