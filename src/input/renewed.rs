//! Files that a command makes anew each time it is run, and that people write into in between: what they wrote is kept.
//!
//! A note in their folder has the hashes of what was written. A file with another hash was changed since by somebody else.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use super::files::{
    unwritable, write_atomically, write_atomically_with, write_privately, write_privately_with,
};
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, Location, codes, io_text, path_text};
use crate::digest::{hash_reader, write_hashed};

/// The note. Its name begins with a full stop, so that it is not shown with the files.
const NOTE: &str = ".written";
/// The longest note that is read.
const LONGEST: u64 = 1 << 20;
/// How many hashes are kept, the newest last.
const MOST: usize = 2_000;
/// How many digits of a hash tell a file that was kept.
const DIGITS: usize = 8;

/// The files of a folder that are made anew.
#[derive(Debug)]
pub struct Renewed {
    folder: PathBuf,
    is_private: bool,
    known: Vec<String>,
}

impl Renewed {
    /// Those of a folder, which need not be there; `is_private` says that only their owner may read them.
    #[must_use]
    pub fn open(folder: &Path, is_private: bool) -> Self {
        let known = read_note(folder).unwrap_or_default();
        Self { folder: folder.to_owned(), is_private, known }
    }

    /// Writes a file. One that somebody changed gets another name, which the warning tells.
    ///
    /// # Errors
    ///
    /// It cannot be written, or the one that is there cannot be moved.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<Option<Diagnostic>, Diagnostic> {
        self.write_with(name, |file| file.write_all(bytes))
    }

    /// Writes a file as [`Renewed::write`] does, piece by piece; `content` is asked for its pieces twice, and has to give the same.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn write_with(
        &mut self,
        name: &str,
        content: impl Fn(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Option<Diagnostic>, Diagnostic> {
        let path = self.folder.join(name);
        let failed = |error: io::Error| unwritable(&path, &io_text(&error));
        let new = write_hashed(io::sink(), &content).map_err(failed)?.hash;
        let there = self.hash_of(name).map_err(failed)?;
        if there.as_ref() == Some(&new) {
            self.note(new);
            return Ok(None);
        }
        let changed = there.filter(|hash| !self.known.contains(hash));
        let kept = changed.map(|hash| self.keep_aside(name, &hash)).transpose().map_err(failed)?;
        let buffered = |file: &mut dyn Write| {
            let mut out = BufWriter::new(file);
            content(&mut out)?;
            out.flush()
        };
        let written = if self.is_private {
            write_privately_with(&path, buffered)
        } else {
            write_atomically_with(&path, buffered)
        };
        written.map_err(failed)?;
        self.note(new);
        Ok(kept.map(|kept| {
            let message = format!("`{name}` was changed since it was made, and is kept as `{kept}`");
            Diagnostic::new(codes::FILE_KEPT, message)
                .with_location(Location::file(path_text(&path)))
                .with_hint("take over what was written into it, then delete it")
        }))
    }

    /// Notes that what somebody wrote into a file was taken over: it is not kept when the file is made anew.
    pub fn take_over(&mut self, name: &str) {
        if let Ok(Some(hash)) = self.hash_of(name) {
            self.note(hash);
        }
    }

    /// Notes that a file with this hash was written. Where that cannot be noted, the next run keeps the file.
    fn note(&mut self, hash: String) {
        if self.known.contains(&hash) {
            return;
        }
        self.known.push(hash);
        let from = self.known.len().saturating_sub(MOST);
        let text: String = self.known.iter().skip(from).map(|hash| format!("{hash}\n")).collect();
        let write = if self.is_private { write_privately } else { write_atomically };
        let _ = write(&self.folder.join(NOTE), text.as_bytes());
    }

    /// The hash of a file of the folder; `None` where there is none.
    fn hash_of(&self, name: &str) -> io::Result<Option<String>> {
        let Ok(folder) = Folder::open(&self.folder) else { return Ok(None) };
        if folder.look_up(name)? != Some(FileKind::File) {
            return Ok(None);
        }
        Ok(Some(hash_reader(folder.open_file(name)?.0)?.hash))
    }

    fn keep_aside(&self, name: &str, hash: &str) -> io::Result<String> {
        let kept = kept_name(name, hash);
        let folder = Folder::open(&self.folder)?;
        // The same content was kept before.
        if folder.look_up(&kept)?.is_none() {
            folder.rename(name, &folder, &kept)?;
        }
        Ok(kept)
    }
}

/// The name that a file gets which somebody changed: that it had, with the first digits of its hash.
#[must_use]
pub(crate) fn kept_name(name: &str, hash: &str) -> String {
    let digits: String = hash.chars().take(DIGITS).collect();
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}-kept-{digits}.{extension}"),
        _ => format!("{name}-kept-{digits}"),
    }
}

fn read_note(folder: &Path) -> io::Result<Vec<String>> {
    let (file, _) = Folder::open(folder)?.open_file(NOTE)?;
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text)?;
    let mut seen = BTreeSet::new();
    Ok(text.lines().filter(|line| seen.insert(*line)).map(str::to_owned).collect())
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests arrange files as they need them")]
mod tests {
    use super::*;
    use crate::digest::hash_bytes;

    fn write(folder: &Path, text: &str) -> Option<String> {
        let mut renewed = Renewed::open(folder, true);
        let told = renewed.write("list.csv", text.as_bytes()).unwrap();
        told.map(|problem| problem.message)
    }

    #[test]
    fn what_somebody_wrote_into_a_file_is_kept() {
        let desk = tempfile::tempdir().unwrap();
        let folder = desk.path().join("new");
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(write(&folder, "one"), None);
        assert_eq!(write(&folder, "two"), None, "it is this program's own");
        std::fs::write(folder.join("list.csv"), "one").unwrap();
        assert_eq!(write(&folder, "two"), None, "so is an earlier one");
        std::fs::write(folder.join("list.csv"), "two, ticked").unwrap();
        let told = write(&folder, "three").unwrap();
        let kept = kept_name("list.csv", &hash_bytes("two, ticked"));
        assert!(told.contains(&kept), "{told}");
        assert_eq!((read("list.csv").as_str(), read(&kept).as_str()), ("three", "two, ticked"));
        std::fs::write(folder.join("list.csv"), "three, taken over").unwrap();
        Renewed::open(&folder, true).take_over("list.csv");
        assert_eq!(write(&folder, "three"), None, "it was taken over");
        std::fs::write(folder.join("list.csv"), "four").unwrap();
        assert_eq!(write(&folder, "four"), None, "nothing is lost by it");
        std::fs::remove_file(folder.join(NOTE)).unwrap();
        assert!(write(&folder, "five").is_some(), "what is not known is kept");
    }

    #[test]
    fn names_of_files_that_are_kept_keep_their_ends() {
        assert_eq!(kept_name("a.b.csv", "0123456789"), "a.b-kept-01234567.csv");
        assert_eq!(kept_name("a", "0123456789"), "a-kept-01234567");
        assert_eq!(kept_name(".a", "0123456789"), ".a-kept-01234567");
    }
}
