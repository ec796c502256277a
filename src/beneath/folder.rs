//! A folder held open, and looking up what is in it. Links in it are never followed: they are named.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use cap_fs_ext::DirExt as _;
use cap_std::fs::{Dir, Metadata};

use super::regular::{FileKind, kind, open_folder, open_in};
use crate::diagnostic::{io_text, path_text};
use crate::system::is_path;

/// A folder held open: it stays the same one, whatever its name comes to mean.
#[derive(Debug)]
pub struct Folder {
    pub(super) dir: Dir,
    path: PathBuf,
}

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
}

impl Folder {
    /// Opens a folder by a name that a person gave: links in the name are followed.
    ///
    /// # Errors
    ///
    /// It is not there, is no folder, or cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { dir: open_folder(path)?, path: path.to_owned() })
    }

    /// Whether a name may be taken by a folder of this program: nothing has it, or an empty folder, or one that `is_own`.
    ///
    /// # Errors
    ///
    /// Why it may not, in words for a message; `lack` says what a folder of others is without.
    pub fn check_replaceable(
        path: &Path,
        lack: &str,
        is_own: impl FnOnce(&Self) -> bool,
    ) -> Result<(), String> {
        match std::fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(io_text(&error)),
            Ok(found) if !found.is_dir() => return Err("it is a file or a link".to_owned()),
            Ok(_) => {}
        }
        let folder = Self::open(path).map_err(|error| io_text(&error))?;
        let is_empty = folder.list().map_err(|error| io_text(&error))?.is_empty();
        if is_empty || is_own(&folder) { Ok(()) } else { Err(format!("it holds files but no {lack}")) }
    }

    /// The name it was opened by, for messages and for libraries that want one.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A second handle of the same folder.
    ///
    /// # Errors
    ///
    /// The system has no more handles.
    pub fn again(&self) -> io::Result<Self> {
        Ok(Self { dir: self.dir.try_clone()?, path: self.path.clone() })
    }

    /// Opens a folder beneath this one, by its path with `/` between.
    ///
    /// # Errors
    ///
    /// It is not there, is no folder, or a part of the path is a link.
    pub fn folder(&self, path: &str) -> io::Result<Self> {
        let dir = self.walk(path.split('/'))?;
        Ok(Self { dir, path: self.path.join(path) })
    }

    /// Opens a regular file; returns it with its size.
    ///
    /// # Errors
    ///
    /// It is not there, is not a regular file, or a part of the path is a link.
    pub fn open_file(&self, path: &str) -> io::Result<(File, u64)> {
        let (dir, name) = self.parent(path)?;
        open_in(&dir, name, &look(&dir, name)?)
    }

    /// What has a path; `None` if nothing has.
    ///
    /// # Errors
    ///
    /// A part of the path before the last is a link, or it cannot be looked at.
    pub fn look_up(&self, path: &str) -> io::Result<Option<FileKind>> {
        let found = self.parent(path).and_then(|(dir, name)| dir.symlink_metadata(name));
        match found {
            Ok(found) => Ok(Some(kind(&found))),
            Err(error) if means_nothing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether something could be put under a path without anything making way: nothing has it, and what is above it is a
    /// folder or nothing.
    ///
    /// # Errors
    ///
    /// It cannot be looked at.
    pub fn is_free(&self, path: &str) -> io::Result<bool> {
        let mut dir = self.dir.try_clone()?;
        for part in path.split('/') {
            check_name(part)?;
            match dir.symlink_metadata(part) {
                Ok(found) if found.is_dir() => dir = dir.open_dir_nofollow(part)?,
                Ok(_) => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    /// What is in the folder, by name. Bytes of names that are not UTF-8 are given as in `<0xFF>`.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn list(&self) -> io::Result<Vec<Found>> {
        let mut all = Vec::new();
        for entry in self.dir.entries()? {
            let entry = entry?;
            let name = path_text(Path::new(&entry.file_name()));
            let file_type = entry.file_type()?;
            let kind = match file_type {
                _ if file_type.is_dir() => FileKind::Folder,
                _ if file_type.is_file() => FileKind::File,
                _ if file_type.is_symlink() => FileKind::Link,
                _ => FileKind::Special,
            };
            all.push(Found { name, kind });
        }
        all.sort();
        Ok(all)
    }

    /// The folder that holds a path, and the name in it.
    pub(super) fn parent<'a>(&self, path: &'a str) -> io::Result<(Dir, &'a str)> {
        match path.rsplit_once('/') {
            Some((folders, name)) => Ok((self.walk(folders.split('/'))?, name)),
            None => Ok((self.dir.try_clone()?, path)),
        }
    }

    fn walk<'a>(&self, parts: impl Iterator<Item = &'a str>) -> io::Result<Dir> {
        let mut dir = self.dir.try_clone()?;
        let mut path = String::new();
        for part in parts {
            path = if path.is_empty() { part.to_owned() } else { format!("{path}/{part}") };
            dir = enter(&dir, part, &path)?;
        }
        Ok(dir)
    }
}

/// Opens a folder directly in another, whose path is known as `path`, unless it is a link.
pub(super) fn enter(dir: &Dir, name: &str, path: &str) -> io::Result<Dir> {
    check_name(name)?;
    if dir.symlink_metadata(name)?.is_symlink() {
        return Err(io::Error::other(format!("`{path}` is a link")));
    }
    dir.open_dir_nofollow(name)
}

/// Looks at something directly in a folder, unless it is a link.
fn look(dir: &Dir, name: &str) -> io::Result<Metadata> {
    check_name(name)?;
    let found = dir.symlink_metadata(name)?;
    if found.is_symlink() { Err(io::Error::other("it is a link")) } else { Ok(found) }
}

/// Refuses what is not one name: the library would take it for a path.
pub(super) fn check_name(name: &str) -> io::Result<()> {
    let is_name = !matches!(name, "" | "." | "..") && !is_path(name);
    if is_name {
        Ok(())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a name in a folder"))
    }
}

fn means_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
