//! What is known of documents made before: a line for each, written as soon as its file is.
//!
//! A line says from what a document was made, by hashes, and what its bytes hash to. A document counts as made only if its
//! file still is what its line says, so that neither a torn line nor a file lost in a power cut does harm. Of each line 16
//! bytes are held.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::model::MadeFrom;
use crate::beneath::Folder;
use crate::digest::{Stored, hash_reader};
use crate::names::ArchivePath;

/// The lines of the documents of the archive in place.
const KEPT: &str = "journal.jsonl";
/// The lines of the documents of the archive being made.
const MADE: &str = "made.jsonl";

/// The longest line: a path, a key and a hash, with room to spare.
const LONGEST_LINE: u64 = 4096;

/// The records of both archives, that in place and that being made.
#[derive(Debug)]
pub(super) struct Journal {
    inner: Mutex<Inner>,
    new: Folder,
    /// The archive in place, where there is one.
    in_place: Option<InPlace>,
}

/// The archive in place.
#[derive(Debug)]
pub(super) struct InPlace {
    pub(super) folder: Folder,
    /// Whether it stays when the new one is there: then both have files of their own, so that nobody alters two by altering one.
    pub(super) stays: bool,
}

#[derive(Debug)]
struct Inner {
    kept: Lines,
    made: Lines,
}

/// A file of lines and the offset of each path's last line.
#[derive(Debug)]
struct Lines {
    file: File,
    offsets: HashMap<u64, u64, BuildHasherDefault<DefaultHasher>>,
}

/// One document made before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    path: String,
    #[serde(flatten)]
    from: MadeFrom,
    file: Stored,
}

impl Journal {
    pub(super) fn open(work: &Folder, new: Folder, in_place: Option<InPlace>) -> io::Result<Self> {
        let kept = Lines::open(work, KEPT)?;
        let made = Lines::open(work, MADE)?;
        Ok(Self { inner: Mutex::new(Inner { kept, made }), new, in_place })
    }

    /// A document that was made before from what `is_same` takes for the same, and from what, its file in the folder of the new archive; `None`
    /// where there is none, or where its file is no longer what it was.
    pub(super) fn find(
        &self,
        path: &ArchivePath,
        is_same: impl Fn(&MadeFrom) -> bool,
    ) -> Option<(Stored, MadeFrom)> {
        let (made, kept) = {
            let mut inner = self.lock();
            let made = inner.made.find(path).filter(|line| is_same(&line.from));
            let kept = if made.is_none() { inner.kept.find(path) } else { None };
            (made, kept.filter(|line| is_same(&line.from)))
        };
        if let Some(line) = made.filter(|line| is_whole(&self.new, path, &line.file)) {
            return Some((line.file, line.from));
        }
        let InPlace { folder, stays } = self.in_place.as_ref()?;
        let line = kept.filter(|line| is_whole(folder, path, &line.file))?;
        match stays {
            true => self.new.copy_over(path, folder),
            false => self.new.take_over(path, folder),
        }
        .ok()?;
        self.add(path, &line.from, &line.file).ok()?;
        Some((line.file, line.from))
    }

    /// Whether there is a line of this path.
    pub(super) fn has(&self, path: &ArchivePath) -> bool {
        let inner = self.lock();
        let hash = hash(path);
        [&inner.made, &inner.kept].iter().any(|lines| lines.offsets.contains_key(&hash))
    }

    /// Notes that a document is made.
    pub(super) fn add(&self, path: &ArchivePath, from: &MadeFrom, stored: &Stored) -> io::Result<()> {
        let line = Line { path: path.to_string(), from: from.clone(), file: stored.clone() };
        self.lock().made.add(&line)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes the records of an archive that was made and is not in place on this machine.
pub(super) fn forget(work: &Folder) -> io::Result<()> {
    work.remove_file(MADE)
}

/// Makes the records of the archive being made those of the archive in place.
pub(super) fn keep(work: &Folder) -> io::Result<()> {
    match work.rename(MADE, work, KEPT) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl Lines {
    fn open(work: &Folder, name: &str) -> io::Result<Self> {
        let mut file = work.append_own(name)?;
        let mut offsets = HashMap::default();
        let mut reader = BufReader::new(&mut file);
        let (mut offset, mut line) = (0, Vec::new());
        let mut is_torn = false;
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line)?;
            if length == 0 {
                break;
            }
            is_torn = !line.ends_with(b"\n");
            if let Ok(Line { path, .. }) = serde_json::from_slice(&line) {
                offsets.insert(hash(&path), offset);
            }
            offset += length as u64;
        }
        if is_torn {
            file.write_all(b"\n")?;
        }
        Ok(Self { file, offsets })
    }

    fn find(&mut self, path: &str) -> Option<Line> {
        let offset = *self.offsets.get(&hash(path))?;
        self.file.seek(SeekFrom::Start(offset)).ok()?;
        let mut line = Vec::with_capacity(512);
        BufReader::with_capacity(512, (&mut self.file).take(LONGEST_LINE))
            .read_until(b'\n', &mut line)
            .ok()?;
        serde_json::from_slice(&line).ok().filter(|line: &Line| line.path == path)
    }

    fn add(&mut self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        let offset = self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(&text)?;
        self.offsets.insert(hash(&line.path), offset);
        Ok(())
    }
}

/// Paths of one hash would only be made again.
fn hash(path: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(path)
}

/// Whether a file is what its line says; a file that is reached through a link is not.
fn is_whole(folder: &Folder, path: &ArchivePath, stored: &Stored) -> bool {
    let Ok((file, bytes)) = folder.open_file(path) else { return false };
    bytes == stored.bytes && hash_reader(file).is_ok_and(|found| found.hash == stored.hash)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests arrange files as they need them")]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;
    use crate::digest::hash_bytes;
    use crate::input::write_atomically;

    struct Desk(tempfile::TempDir);

    impl Desk {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn journal(&self) -> Journal {
            let new = Folder::create(&self.path("new")).unwrap();
            let in_place = Folder::open(&self.path("in-place")).ok();
            let in_place = in_place.map(|folder| InPlace { folder, stays: false });
            Journal::open(&self.work(), new, in_place).unwrap()
        }

        fn work(&self) -> Folder {
            Folder::open(self.0.path()).unwrap()
        }

        /// Writes a file and a line for it.
        fn made(&self, journal: &Journal, path: &str, key: &str, bytes: &str) {
            write_atomically(&self.path("new").join(path), bytes.as_bytes()).unwrap();
            journal.add(&at(path), &from(key), &stored(bytes)).unwrap();
        }
    }

    fn from(key: &str) -> MadeFrom {
        MadeFrom { key: key.into(), values: format!("values of {key}"), text: String::new() }
    }

    fn find(journal: &Journal, path: &str, key: &str) -> Option<Stored> {
        journal.find(&at(path), |from| from.key == key).map(|(stored, _)| stored)
    }

    fn at(path: &str) -> ArchivePath {
        path.parse().unwrap()
    }

    fn stored(bytes: &str) -> Stored {
        Stored { hash: hash_bytes(bytes), bytes: bytes.len() as u64, pages: Some(1) }
    }

    #[test]
    fn a_document_is_found_by_path_and_key_while_its_file_is_whole() {
        let desk = Desk::new();
        let journal = desk.journal();
        desk.made(&journal, "letters/a.pdf", "k1", "one");
        assert_eq!(find(&journal, "letters/a.pdf", "k1"), Some(stored("one")));
        assert_eq!(find(&journal, "letters/a.pdf", "k2"), None);
        assert_eq!(find(&journal, "letters/b.pdf", "k1"), None);
        desk.made(&journal, "letters/a.pdf", "k2", "two");
        assert_eq!(find(&journal, "letters/a.pdf", "k2"), Some(stored("two")));
        let again = desk.journal();
        assert_eq!(find(&again, "letters/a.pdf", "k2"), Some(stored("two")), "a later run");
        let of_values = again.find(&at("letters/a.pdf"), |from| from.values == "values of k2");
        assert_eq!(of_values, Some((stored("two"), from("k2"))));
        write_atomically(&desk.path("new/letters/a.pdf"), b"twx").unwrap();
        assert_eq!(find(&again, "letters/a.pdf", "k2"), None, "altered");
        fs::remove_file(desk.path("new/letters/a.pdf")).unwrap();
        assert_eq!(find(&again, "letters/a.pdf", "k2"), None, "gone");
    }

    #[test]
    fn a_line_of_an_earlier_version_is_of_no_known_values() {
        let desk = Desk::new();
        write_atomically(&desk.path("new/a.pdf"), b"one").unwrap();
        let line = serde_json::json!({"path": "a.pdf", "key": "k", "file": stored("one")});
        fs::write(desk.path(MADE), format!("{line}\n")).unwrap();
        let journal = desk.journal();
        let earlier = MadeFrom { key: "k".into(), ..MadeFrom::default() };
        assert_eq!(journal.find(&at("a.pdf"), |from| from.key == "k"), Some((stored("one"), earlier)));
    }

    #[test]
    fn a_torn_line_spoils_no_other() {
        let desk = Desk::new();
        desk.made(&desk.journal(), "a.pdf", "k", "one");
        let mut file = File::options().append(true).open(desk.path(MADE)).unwrap();
        file.write_all(br#"{"path":"b.pdf","key":"k","sha2"#).unwrap();
        desk.made(&desk.journal(), "c.pdf", "k", "three");
        let journal = desk.journal();
        let found = ["a.pdf", "b.pdf", "c.pdf"].map(|path| find(&journal, path, "k").is_some());
        assert_eq!(found, [true, false, true]);
    }

    #[test]
    fn what_is_in_place_is_taken_over() {
        let desk = Desk::new();
        desk.made(&desk.journal(), "letters/a.pdf", "k", "one");
        fs::rename(desk.path("new"), desk.path("in-place")).unwrap();
        keep(&desk.work()).unwrap();
        assert_eq!(find(&desk.journal(), "letters/a.pdf", "k"), Some(stored("one")));
        assert_eq!(fs::read(desk.path("new/letters/a.pdf")).unwrap(), b"one");
        fs::remove_dir_all(desk.path("in-place")).unwrap();
        assert_eq!(
            find(&desk.journal(), "letters/a.pdf", "k"),
            Some(stored("one")),
            "it has a line of its own"
        );
    }
}
