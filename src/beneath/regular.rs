//! Opening files to read: regular ones only. A pipe would wait for ever, a device may act when it is opened.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt as _, OpenOptionsSyncExt as _};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata, OpenOptions};

/// Largest file of a mailing that is read into memory, in bytes.
const MAX_HELD: u64 = 1 << 30;

/// What something in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket, a device.
    Special,
}

/// Opens a file by a name that a person gave; returns it with its size. Links in the name are followed.
///
/// # Errors
///
/// It is not there, cannot be opened, or is not a regular file.
#[expect(clippy::disallowed_methods, reason = "the name is the person's own")]
pub fn open_regular(path: &Path) -> io::Result<(File, u64)> {
    let found = std::fs::metadata(path)?;
    if !found.is_file() {
        return Err(not_regular(found.is_dir()));
    }
    let file =
        cap_std::fs::File::open_ambient_with(path, &options(FollowSymlinks::Yes), ambient_authority())?;
    check(file)
}

/// Reads a file by a name that a person gave, of at most so many bytes.
///
/// # Errors
///
/// It is larger, or cannot be read as [`open_regular`] says.
pub fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let (file, length) = open_regular(path)?;
    read(file, length, most)
}

/// Reads a file of a mailing, whose folder is `root`. Links are followed as long as they stay within the folder.
///
/// # Errors
///
/// It cannot be read, is not a regular file, or is reached through a link that leads outside; the message says so.
pub fn read_within(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    let (file, length) = open_within(root, path)?;
    read(file, length, MAX_HELD)
}

/// Whether a file of a mailing has just these bytes; none of it is held.
///
/// # Errors
///
/// As [`read_within`].
pub fn has_bytes_within(root: &Path, path: &str, bytes: &[u8]) -> io::Result<bool> {
    let (mut file, length) = open_within(root, path)?;
    if length != bytes.len() as u64 {
        return Ok(false);
    }
    let mut buffer = vec![0; 1 << 16];
    let mut rest = bytes;
    loop {
        let count = file.read(&mut buffer)?;
        match buffer.get(..count) {
            Some([]) | None => return Ok(rest.is_empty()),
            Some(part) => match rest.strip_prefix(part) {
                Some(after) => rest = after,
                None => return Ok(false),
            },
        }
    }
}

/// Opens a file of a mailing; returns it with its size.
fn open_within(root: &Path, path: &str) -> io::Result<(File, u64)> {
    let dir = open_folder(root)?;
    let found = dir.metadata(path).map_err(explain)?;
    if !found.is_file() {
        return Err(not_regular(found.is_dir()));
    }
    check(dir.open_with(path, &options(FollowSymlinks::Yes)).map_err(explain)?)
}

/// Reads a text file of a mailing, as [`read_within`] does.
///
/// # Errors
///
/// As [`read_within`], or it is not UTF-8.
pub fn read_text_within(root: &Path, path: &str) -> io::Result<String> {
    let bytes = read_within(root, path)?;
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

/// What a path of a mailing leads to; `None` if it leads to nothing. Links are followed as long as they stay within the folder.
///
/// # Errors
///
/// It cannot be looked at, or leads outside.
pub fn look_within(root: &Path, path: &str) -> io::Result<Option<FileKind>> {
    let dir = open_folder(root)?;
    match dir.metadata(path) {
        Ok(found) => Ok(Some(kind(&found))),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(explain(error)),
    }
}

/// The names in a folder of a mailing, in order.
///
/// # Errors
///
/// It cannot be read, or is reached through a link that leads outside.
pub fn list_within(root: &Path, path: &str) -> io::Result<Vec<String>> {
    let dir = open_folder(root)?;
    let entries = dir.read_dir(path).map_err(explain)?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}

/// What something found is.
pub(super) fn kind(found: &Metadata) -> FileKind {
    match found {
        _ if found.is_dir() => FileKind::Folder,
        _ if found.is_file() => FileKind::File,
        _ if found.is_symlink() => FileKind::Link,
        _ => FileKind::Special,
    }
}

/// Opens a file directly in a folder, unless it is a link or anything but a regular file.
pub(super) fn open_in(dir: &Dir, name: &str, found: &Metadata) -> io::Result<(File, u64)> {
    if !found.is_file() {
        return Err(not_regular(found.is_dir()));
    }
    check(dir.open_with(name, &options(FollowSymlinks::No))?)
}

/// Opens a folder by a name that a person gave.
#[expect(clippy::disallowed_methods, reason = "every other file is opened beneath a folder opened here")]
pub(super) fn open_folder(path: &Path) -> io::Result<Dir> {
    Dir::open_ambient_dir(or_here(path), ambient_authority())
}

/// The working folder, where a path has no folder.
pub(super) fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

/// Opening never waits: between the look at a file and its opening it may have become a pipe.
fn options(follow: FollowSymlinks) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).nonblock(true).follow(follow);
    options
}

fn check(file: cap_std::fs::File) -> io::Result<(File, u64)> {
    let found = file.metadata()?;
    if found.is_file() { Ok((file.into_std(), found.len())) } else { Err(not_regular(found.is_dir())) }
}

fn read(file: File, length: u64, most: u64) -> io::Result<Vec<u8>> {
    let too_large = || io::Error::other(format!("it is larger than {most} bytes"));
    if length > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).map_or(0, |length| length.saturating_add(1)));
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

fn not_regular(is_folder: bool) -> io::Error {
    io::Error::other(if is_folder { "it is a folder" } else { "it is not a regular file" })
}

/// Says in words that a link leads outside, which the library tells by an error without a number of the system's.
fn explain(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => {
            io::Error::new(io::ErrorKind::PermissionDenied, "a link on its path leads outside of the mailing")
        }
        _ => error,
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "in a folder of the test's own")]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_compared_to_the_last() {
        let folder = tempfile::tempdir().unwrap();
        let bytes = vec![7; (1 << 16) + 5];
        std::fs::write(folder.path().join("font"), &bytes).unwrap();
        let has = |bytes: &[u8]| has_bytes_within(folder.path(), "font", bytes).unwrap();
        let mut other = bytes.clone();
        *other.last_mut().unwrap() = 8;
        assert!(has(&bytes) && !has(&other) && !has(&[]) && !has(&bytes[1..]));
        assert!(has_bytes_within(folder.path(), "none", &bytes).is_err());
    }
}
