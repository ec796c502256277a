//! Folders that change places, and what was written surviving a power cut.

use std::collections::HashSet;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cap_std::fs::Dir;

/// Exchanges something directly in a folder with something directly in another, in one step: at every moment both names exist.
///
/// # Errors
///
/// The system or the file system cannot.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub(crate) fn exchange(from: &Dir, name: &str, to: &Dir, other: &str) -> io::Result<()> {
    use rustix::fs::{RenameFlags, renameat_with};
    Ok(renameat_with(from, name, to, other, RenameFlags::EXCHANGE)?)
}

/// Other systems move one after the other.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub(crate) fn exchange(_: &Dir, _: &str, _: &Dir, _: &str) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Makes the names in a folder survive a power cut, where the system has that of folders.
pub(crate) fn sync_names(folder: &Dir) -> io::Result<()> {
    if cfg!(unix) { folder.open(".")?.into_std().sync_all() } else { Ok(()) }
}

/// Makes everything written so far beneath a folder survive a power cut.
///
/// # Errors
///
/// The disk did not take it.
pub(crate) fn sync_written(folder: &Path) -> io::Result<()> {
    Durable::beneath(folder).sync()
}

/// What is written beneath a folder, made to survive a power cut now and then.
#[derive(Debug)]
pub(crate) struct Durable {
    folder: PathBuf,
    /// What has been made to survive, where files are one by one: hashes of path, length and time of change.
    done: Mutex<HashSet<u64>>,
}

impl Durable {
    pub(crate) fn beneath(folder: &Path) -> Self {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Self { folder: folder.to_owned(), done: Mutex::default() }
    }

    /// Makes everything written so far survive: in one call where the system has one, else file by file, each once.
    ///
    /// # Errors
    ///
    /// The disk did not take it.
    pub(crate) fn sync(&self) -> io::Result<()> {
        match sync_file_system(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                sync_files(&self.folder, &mut self.done.lock().unwrap_or_else(PoisonError::into_inner))
            }
            synced => synced,
        }
    }
}

/// The whole file system of a folder, in one call.
#[cfg(target_os = "linux")]
fn sync_file_system(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_file_system(_: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The files beneath a folder one by one, but those that are `done` and have not changed since; then the names in it.
fn sync_files(folder: &Path, done: &mut HashSet<u64>) -> io::Result<()> {
    for found in std::fs::read_dir(folder)? {
        let found = found?;
        let (path, kind) = (found.path(), found.file_type()?);
        if kind.is_dir() {
            sync_files(&path, done)?;
        } else if kind.is_file() {
            unless_gone(sync_file(&path, done))?;
        }
    }
    if cfg!(unix) { unless_gone(File::open(folder).and_then(|folder| folder.sync_all())) } else { Ok(()) }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file that this program has just made is opened to be synced, not written to"
)]
fn sync_file(path: &Path, done: &mut HashSet<u64>) -> io::Result<()> {
    let found = std::fs::symlink_metadata(path)?;
    let mut hash = DefaultHasher::new();
    (path, found.len(), found.modified().ok()).hash(&mut hash);
    let hash = hash.finish();
    if done.contains(&hash) {
        return Ok(());
    }
    // Windows makes only what is open for writing survive.
    match File::options().append(true).open(path) {
        // Somebody else's file, or one that nobody writes to: it is not what was written here.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(()),
        opened => opened?.sync_all()?,
    }
    done.insert(hash);
    Ok(())
}

/// What is gone between being found and being synced need not survive.
fn unless_gone(synced: io::Result<()>) -> io::Result<()> {
    synced.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test's own files")]
    fn files_are_synced_one_by_one_and_again_once_they_change() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("a/b")).expect("made");
        for name in ["a/b/1.pdf", "a/2.pdf", "3.pdf"] {
            std::fs::write(folder.path().join(name), name).expect("written");
        }
        let mut done = HashSet::new();
        sync_files(folder.path(), &mut done).expect("synced");
        assert_eq!(done.len(), 3);
        sync_files(folder.path(), &mut done).expect("synced");
        assert_eq!(done.len(), 3, "nothing has changed");
        std::fs::write(folder.path().join("3.pdf"), "longer than before").expect("written");
        sync_files(folder.path(), &mut done).expect("synced");
        assert_eq!(done.len(), 4, "one has changed");
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let gone = folder.path().join("gone");
        assert!(sync_written(&gone).is_err());
        assert!(sync_files(&gone, &mut HashSet::new()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_or_a_link_among_files_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0)
            .expect("a pipe");
        std::os::unix::fs::symlink(&pipe, folder.path().join("link")).expect("a link");
        let mut done = HashSet::new();
        sync_files(folder.path(), &mut done).expect("synced, without waiting for a writer");
        assert!(done.is_empty());
    }
}
