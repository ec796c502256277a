//! Where an archive lies: in a file, in a folder, or as an object in a store.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::beneath::{Folder, open_regular};
use crate::digest::{Stored, hash_reader};
use crate::names::ArchivePath;
use crate::objects::{ObjectReader, Objects};

/// The longest note of a hash.
const MAX_NOTE: u64 = 1024;

/// Where an archive lies.
#[derive(Debug, Clone)]
pub struct ArchiveAt {
    /// Its path, or its address; messages name it.
    path: PathBuf,
    lies: Lies,
}

#[derive(Debug, Clone)]
enum Lies {
    /// ArchiveAt its path, which a person gave.
    Here,
    /// Beneath a folder, as an index says: no link leads out of it.
    Beneath(PathBuf, ArchivePath),
    /// In a store, by a name as seen from the place that the store is opened at.
    Stored(Arc<dyn Objects>, String),
}

impl From<&Path> for ArchiveAt {
    fn from(path: &Path) -> Self {
        Self { path: path.to_owned(), lies: Lies::Here }
    }
}

impl From<&PathBuf> for ArchiveAt {
    fn from(path: &PathBuf) -> Self {
        path.as_path().into()
    }
}

impl From<&ArchiveAt> for ArchiveAt {
    fn from(at: &ArchiveAt) -> Self {
        at.clone()
    }
}

impl ArchiveAt {
    /// The place of an object, which messages name by its address.
    pub fn stored(objects: Arc<dyn Objects>, name: impl Into<String>, address: &str) -> Self {
        Self { path: address.into(), lies: Lies::Stored(objects, name.into()) }
    }

    /// Its path or address.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it lies in a store.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        matches!(self.lies, Lies::Stored(..))
    }

    /// Whether it is a folder on this machine.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        matches!(self.lies, Lies::Here) && self.path.is_dir()
    }

    /// The folder above that of its ZIP file, by its path or address.
    #[must_use]
    pub fn above(&self) -> PathBuf {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        match (folder.file_name(), folder.parent()) {
            (Some(_), Some(above)) if above.as_os_str().is_empty() => PathBuf::from("."),
            (Some(_), Some(above)) => above.to_owned(),
            _ => folder.join(".."),
        }
    }

    /// The place of a share by its file, as an index which lies here names it: as seen from the folder above that of the index.
    #[must_use]
    pub fn held(&self, file: &ArchivePath) -> Self {
        let above = self.above();
        let path = above.join(file.as_str());
        let lies = match &self.lies {
            Lies::Here | Lies::Beneath(..) => Lies::Beneath(above, file.clone()),
            Lies::Stored(objects, name) => {
                let above = name.rsplitn(3, '/').nth(2);
                let name = above.map_or_else(|| file.to_string(), |above| format!("{above}/{file}"));
                Lies::Stored(Arc::clone(objects), name)
            }
        };
        Self { path, lies }
    }

    /// The path of its ZIP file as seen from a folder that it lies beneath.
    #[must_use]
    pub fn seen_from(&self, folder: &Path) -> Option<String> {
        let seen = self.path.strip_prefix(folder).ok()?;
        let parts: Option<Vec<&str>> = seen.iter().map(|part| part.to_str()).collect();
        parts.map(|parts| parts.join("/"))
    }

    /// The size of its ZIP file in bytes.
    ///
    /// # Errors
    ///
    /// It is not there, or cannot be looked at.
    pub fn bytes(&self) -> io::Result<u64> {
        self.open().map(|(_, bytes)| bytes)
    }

    /// SHA-256 and size of its ZIP file.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn hash(&self) -> io::Result<(String, u64)> {
        let Stored { hash, bytes, .. } = hash_reader(self.open()?.0)?;
        Ok((hash, bytes))
    }

    /// The SHA-256 that was noted beside its ZIP file when that was written; `None` where there is no note.
    ///
    /// # Errors
    ///
    /// The note cannot be read.
    pub fn noted_sha256(&self) -> io::Result<Option<String>> {
        let beside = |name: &str| format!("{name}.sha256");
        let lies = match &self.lies {
            Lies::Here => Lies::Here,
            Lies::Beneath(above, file) => {
                Lies::Beneath(above.clone(), beside(file).parse().map_err(io::Error::other)?)
            }
            Lies::Stored(objects, name) => Lies::Stored(Arc::clone(objects), beside(name)),
        };
        let mut path = self.path.clone().into_os_string();
        path.push(".sha256");
        let note = Self { path: path.into(), lies };
        let mut text = String::new();
        match note.open() {
            Ok((bytes, _)) => bytes.take(MAX_NOTE).read_to_string(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let is_hash = |hash: &&str| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        Ok(text.split(' ').next().filter(is_hash).map(str::to_owned))
    }

    /// Opens its ZIP file; returns it with its size.
    ///
    /// # Errors
    ///
    /// It is not there, is no plain file, or cannot be read.
    pub(in crate::archive) fn open(&self) -> io::Result<(Bytes, u64)> {
        let of_file = |(file, length)| (Bytes::File(file), length);
        match &self.lies {
            Lies::Here => open_regular(&self.path).map(of_file),
            Lies::Beneath(above, file) => Folder::open(above)?.open_file(file).map(of_file),
            Lies::Stored(objects, name) => {
                let reader = ObjectReader::open(Arc::clone(objects), name)?;
                let length = reader.length();
                Ok((Bytes::Object(reader), length))
            }
        }
    }
}

/// The bytes of a ZIP file, wherever they lie.
#[derive(Debug)]
pub(in crate::archive) enum Bytes {
    File(File),
    Object(ObjectReader),
}

impl Read for Bytes {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(bytes),
            Self::Object(object) => object.read(bytes),
        }
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Object(object) => object.seek(to),
        }
    }
}
