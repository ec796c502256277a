//! Writing beneath a folder that is held open. This file alone makes, moves and removes files of archives and packs.

use std::fs::File;
use std::io;
use std::path::Path;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt as _};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

use super::folder::{Folder, check_name, enter};
use super::regular::or_here;
use crate::names::ArchivePath;
use crate::system;

impl Folder {
    /// Makes a folder by a name that a person gave, with those above it, unless it is there; opens it.
    ///
    /// # Errors
    ///
    /// It cannot be made or opened.
    #[expect(clippy::disallowed_methods, reason = "the name is the person's own")]
    pub fn create(path: &Path) -> io::Result<Self> {
        Dir::create_ambient_dir_all(or_here(path), ambient_authority())?;
        Self::open(path)
    }

    /// Puts the names in this folder on the disk, where the system can: what was made in it is there after a power cut.
    ///
    /// # Errors
    ///
    /// It cannot be done.
    pub fn sync(&self) -> io::Result<()> {
        system::sync_names(&self.dir)
    }

    /// Makes a folder directly in this one unless it is there; opens it.
    ///
    /// # Errors
    ///
    /// It cannot be made, or is a link or a file.
    pub fn make_folder(&self, name: &str) -> io::Result<Self> {
        make(&self.dir, name, name)?;
        self.folder(name)
    }

    /// Gives this folder the permissions of another.
    ///
    /// # Errors
    ///
    /// They cannot be read or changed.
    pub fn take_permissions_of(&self, other: &Self) -> io::Result<()> {
        self.dir.set_permissions(".", other.dir.dir_metadata()?.permissions())
    }

    /// Makes a new file, with the folders above it; there is none of this path yet.
    ///
    /// # Errors
    ///
    /// It is there, a part of the path is a link or a file, or it cannot be made.
    pub fn create_new(&self, path: &ArchivePath) -> io::Result<File> {
        let dir = self.make_parent(path)?;
        create_new(&dir, path.name())
    }

    /// Makes a new file in place of one of the same path, which may have a second name and is not written to.
    ///
    /// # Errors
    ///
    /// A part of the path is a link, what is there is not a regular file, or it cannot be made.
    pub fn replace(&self, path: &ArchivePath) -> io::Result<File> {
        let dir = self.make_parent(path)?;
        replace(&dir, path.name())
    }

    /// Makes a new file directly in this folder, in place of one of the same name.
    ///
    /// # Errors
    ///
    /// As [`replace`](Self::replace).
    pub fn replace_own(&self, name: &str) -> io::Result<File> {
        check_name(name)?;
        replace(&self.dir, name)
    }

    /// Opens a file directly in this folder to read it and to write to its end; it is made if it is not there.
    ///
    /// # Errors
    ///
    /// It is a link, or cannot be opened.
    pub fn append_own(&self, name: &str) -> io::Result<File> {
        check_name(name)?;
        refuse_others(&self.dir, name)?;
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true).follow(FollowSymlinks::No);
        Ok(self.dir.open_with(name, &options)?.into_std())
    }

    /// Writes a file so that it is either there whole or as it was before.
    ///
    /// # Errors
    ///
    /// A part of the path is a link, or it cannot be written.
    pub fn write_atomically(&self, path: &ArchivePath, bytes: &[u8]) -> io::Result<()> {
        let dir = self.make_parent(path)?;
        write_atomically(&dir, path.name(), bytes)
    }

    /// Writes a file directly in this folder, as [`write_atomically`](Self::write_atomically) does.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn write_own(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        check_name(name)?;
        write_atomically(&self.dir, name, bytes)
    }

    /// Writes a file directly in this folder, as [`write_own`](Self::write_own) does, with the permissions of another.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn write_own_like(&self, name: &str, bytes: &[u8], like: &File) -> io::Result<()> {
        check_name(name)?;
        write_atomically_as(&self.dir, name, bytes, Some(like.metadata()?.permissions()))
    }

    /// Gives a file of another folder a second name here, in place of one of that path; a copy where the system has no second
    /// names.
    ///
    /// # Errors
    ///
    /// A part of either path is a link, or the file cannot be had or made.
    pub fn take_over(&self, path: &ArchivePath, from: &Self) -> io::Result<()> {
        let (mut source, _) = from.open_file(path)?;
        let (source_dir, name) = from.parent(path)?;
        let dir = self.make_parent(path)?;
        remove_file(&dir, name)?;
        match source_dir.hard_link(name, &dir, name) {
            Ok(()) => Ok(()),
            Err(_) => io::copy(&mut source, &mut create_new(&dir, name)?).map(drop),
        }
    }

    /// Copies a file of another folder here, in place of one of that path.
    ///
    /// # Errors
    ///
    /// A part of either path is a link, or the file cannot be had or made.
    pub fn copy_over(&self, path: &ArchivePath, from: &Self) -> io::Result<()> {
        let (mut source, _) = from.open_file(path)?;
        io::copy(&mut source, &mut self.replace(path)?).map(drop)
    }

    /// Moves something directly in this folder into another, where nothing has its new name; both on one file system.
    ///
    /// # Errors
    ///
    /// It cannot be moved.
    pub fn rename(&self, name: &str, to: &Self, new: &str) -> io::Result<()> {
        check_name(name)?;
        check_name(new)?;
        self.dir.rename(name, &to.dir, new)
    }

    /// Moves a file or folder into another folder under the same path, whose folders are made.
    ///
    /// # Errors
    ///
    /// A part of either path is a link, or it cannot be moved.
    pub fn move_to(&self, path: &str, to: &Self) -> io::Result<()> {
        let (from_dir, name) = self.parent(path)?;
        let mut dir = to.dir.try_clone()?;
        let mut above = String::new();
        for folder in path.split('/').take(path.matches('/').count()) {
            above = if above.is_empty() { folder.to_owned() } else { format!("{above}/{folder}") };
            dir = make(&dir, folder, &above)?;
        }
        from_dir.rename(name, &dir, name)
    }

    /// Exchanges something directly in this folder with something directly in another, in one step: at every moment both names
    /// exist.
    ///
    /// # Errors
    ///
    /// The system or the file system cannot.
    pub fn exchange(&self, name: &str, with: &Self, other: &str) -> io::Result<()> {
        check_name(name)?;
        check_name(other)?;
        system::exchange(&self.dir, name, &with.dir, other)
    }

    /// Removes a file, or a link itself, directly in this folder, if it is there.
    ///
    /// # Errors
    ///
    /// It cannot be removed.
    pub fn remove_file(&self, name: &str) -> io::Result<()> {
        check_name(name)?;
        remove_file(&self.dir, name)
    }

    /// Removes an empty folder directly in this one.
    ///
    /// # Errors
    ///
    /// It holds something, or cannot be removed.
    pub fn remove_empty(&self, name: &str) -> io::Result<()> {
        check_name(name)?;
        self.dir.remove_dir(name)
    }

    /// Removes a folder directly in this one with all in it, if it is there. Links in it are removed, not followed.
    ///
    /// # Errors
    ///
    /// It cannot be removed.
    pub fn remove_all(&self, name: &str) -> io::Result<()> {
        check_name(name)?;
        match self.dir.remove_dir_all(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn make_parent(&self, path: &ArchivePath) -> io::Result<Dir> {
        let mut dir = self.dir.try_clone()?;
        let mut above = String::new();
        for folder in path.folders() {
            above = if above.is_empty() { folder.to_owned() } else { format!("{above}/{folder}") };
            dir = make(&dir, folder, &above)?;
        }
        Ok(dir)
    }
}

/// Makes a folder directly in another unless it is there; opens it.
fn make(dir: &Dir, name: &str, path: &str) -> io::Result<Dir> {
    check_name(name)?;
    match enter(dir, name, path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match dir.create_dir(name) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            enter(dir, name, path)
        }
        entered => entered,
    }
}

fn create_new(dir: &Dir, name: &str) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true).follow(FollowSymlinks::No);
    Ok(dir.open_with(name, &options)?.into_std())
}

fn replace(dir: &Dir, name: &str) -> io::Result<File> {
    match create_new(dir, name) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            refuse_others(dir, name)?;
            remove_file(dir, name)?;
            create_new(dir, name)
        }
        created => created,
    }
}

/// Refuses what is neither a regular file nor nothing: nobody else's link or folder is removed or written to.
fn refuse_others(dir: &Dir, name: &str) -> io::Result<()> {
    match dir.symlink_metadata(name) {
        Ok(found) if found.is_symlink() => Err(io::Error::other("a link is in its place")),
        Ok(found) if !found.is_file() => Err(io::Error::other("it is not a regular file")),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn remove_file(dir: &Dir, name: &str) -> io::Result<()> {
    match dir.remove_file(name) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn write_atomically(dir: &Dir, name: &str, bytes: &[u8]) -> io::Result<()> {
    write_atomically_as(dir, name, bytes, None)
}

fn write_atomically_as(
    dir: &Dir,
    name: &str,
    bytes: &[u8],
    permissions: Option<std::fs::Permissions>,
) -> io::Result<()> {
    use io::Write as _;
    refuse_others(dir, name)?;
    // One process writes a file at a time, under a lock; what a killed one left is replaced.
    let temporary = format!(".{name}.new-{}", std::process::id());
    let mut file = replace(dir, &temporary)?;
    let allowed = permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions));
    let written = allowed.and_then(|()| file.write_all(bytes)).and_then(|()| file.sync_all());
    let moved = written.and_then(|()| dir.rename(&temporary, dir, name));
    if moved.is_err() {
        let _ = dir.remove_file(&temporary);
    }
    moved
}
