//! The files of an archive being written, put there by any thread as they are finished.
//!
//! Files may come in any order: they count only once [`Writer::enter`](super::Writer::enter) has listed them, in the
//! archive's order.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::manifest::hex;
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
        self.write(path, |file| file.write_all(bytes)).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => twice(path),
            _ => unwritable(&self.target.join(path), &error),
        })
    }

    /// Writes a new file piece by piece.
    pub(super) fn write(
        &self,
        path: &str,
        content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Shelved> {
        let mut file = BufWriter::new(Hashing { file: self.create(path)?, hash: Sha256::new(), bytes: 0 });
        content(&mut file)?;
        let Hashing { hash, bytes, .. } = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Shelved { sha256: hex(&hash.finalize()), bytes })
    }

    /// Opens a file put there.
    pub(super) fn open(&self, path: &str) -> io::Result<File> {
        File::open(self.new.join(path))
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

/// Two files of one name.
pub(super) fn twice(path: &str) -> Diagnostic {
    Diagnostic::error("archive-entry-twice", format!("two files would be called `{path}`"))
        .with_hint("change `file_name` in mailing.yaml so that every file has its own name")
}
