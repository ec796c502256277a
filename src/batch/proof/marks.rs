//! What people ticked and noted on a proof, recipient by recipient.
//!
//! A tick is about what was looked at: it holds as long as the proof says the same of the recipient, and its letter looks the same. The
//! marks are in one file of the mailing, `.convoke/proof.json`; they release nothing, which an approval does.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::beneath::{Folder, read_regular};
use crate::diagnostic::{Diagnostic, Location, codes, io_text};
use crate::digest::hash_bytes;
use crate::input::unwritable;
use crate::sheets::ProofRow;

/// The folder of what is kept of a mailing besides its files.
const FOLDER: &str = ".convoke";
/// The name of the file.
const FILE: &str = "proof.json";
/// Held while the file is read and written.
const LOCK: &str = "proof.lock";
/// Version of the file's format.
const FORMAT: u32 = 1;
/// Most bytes of the file: notes on a hundred thousand recipients.
const MOST: u64 = 64 << 20;
/// The longest note, in characters.
const LONGEST: usize = 2_000;

/// What was said of each recipient, by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    format: u32,
    marks: BTreeMap<String, Mark>,
}

/// What a person said of a recipient's part of the proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// What was looked at: its [`fingerprint`].
    pub seen: String,
    /// Whether all is as it should be.
    pub is_fine: bool,
    /// What the person noted; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When.
    pub at: Timestamp,
}

impl Default for Marks {
    fn default() -> Self {
        Self { format: FORMAT, marks: BTreeMap::new() }
    }
}

impl Marks {
    /// What was said of a recipient.
    #[must_use]
    pub fn get(&self, recipient: &str) -> Option<&Mark> {
        self.marks.get(recipient)
    }

    /// How many recipients were found to be as they should be, by what was looked at then.
    #[must_use]
    pub fn count_fine(&self) -> usize {
        self.marks.values().filter(|mark| mark.is_fine).count()
    }
}

/// SHA-256 of all that a proof says of a recipient, and of its letter in small.
#[must_use]
pub fn fingerprint(row: &ProofRow) -> String {
    let ProofRow { recipient, serial, lines, salutation, language, channel, documents, notes, picture } = row;
    let picture = picture.as_ref().map(hash_bytes);
    let channel = channel.map(|channel| channel.name());
    let said = (recipient, serial, lines, salutation, language, channel, documents, notes, picture);
    // Plain texts can always be written.
    hash_bytes(serde_json::to_vec(&said).unwrap_or_default())
}

/// Reads the marks of a mailing; none where there is no file.
///
/// # Errors
///
/// The file cannot be read, or is none that this program writes.
pub fn read_marks(root: &Path) -> Result<Marks, Diagnostic> {
    let bytes = match read_regular(&path(root), MOST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Marks::default()),
        Err(error) => return Err(unreadable(&io_text(&error))),
    };
    let marks: Marks = serde_json::from_slice(&bytes).map_err(|error| unreadable(&error.to_string()))?;
    if marks.format == FORMAT { Ok(marks) } else { Err(unreadable("another version wrote it")) }
}

/// Keeps what a person said of a recipient, in place of what was said before; others who do so at the same time wait.
///
/// # Errors
///
/// The file cannot be read or written.
pub fn keep_mark(root: &Path, recipient: &str, mark: Mark) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| unwritable(Path::new(&format!("{FOLDER}/{FILE}")), &io_text(&error));
    let folder = Folder::open(root).and_then(|root| root.make_folder(FOLDER)).map_err(failed)?;
    let lock = folder.append_own(LOCK).map_err(failed)?;
    // On a file system without locks, one desk at a time is as good.
    let _ = lock.lock();
    let mut marks = read_marks(root)?;
    let note = mark.note.chars().take(LONGEST).collect();
    marks.marks.insert(recipient.to_owned(), Mark { note, ..mark });
    let mut text = serde_json::to_vec_pretty(&marks).map_err(|error| failed(error.into()))?;
    text.push(b'\n');
    folder.write_own(FILE, &text).map_err(failed)
}

fn path(root: &Path) -> PathBuf {
    root.join(FOLDER).join(FILE)
}

fn unreadable(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::PROOF_MARKS, format!("the ticks and notes of the proof cannot be read ({cause})"))
        .with_location(Location::file(format!("{FOLDER}/{FILE}")))
        .with_hint("move the file away, and look the proof through again")
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests arrange files as they need them")]
mod tests {
    use super::*;

    fn row() -> ProofRow {
        ProofRow { recipient: "FRA".to_owned(), lines: vec!["Paris".to_owned()], ..ProofRow::default() }
    }

    #[test]
    fn a_fingerprint_is_of_all_that_is_said() {
        let one = fingerprint(&row());
        assert_eq!(one, fingerprint(&row()));
        for other in [
            ProofRow { serial: "DM-1132/001".to_owned(), ..row() },
            ProofRow { lines: vec!["Par".to_owned(), "is".to_owned()], ..row() },
            ProofRow { salutation: "Sir,".to_owned(), ..row() },
            ProofRow { notes: vec!["Paris".to_owned()], ..row() },
            ProofRow { picture: Some(vec![1]), ..row() },
        ] {
            assert_ne!(one, fingerprint(&other), "{other:?}");
        }
    }

    #[test]
    fn marks_are_kept_each_by_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        assert_eq!(read_marks(root), Ok(Marks::default()));
        let mark = |note: &str| Mark {
            seen: "00".to_owned(),
            is_fine: note.is_empty(),
            note: note.to_owned(),
            at: Timestamp::UNIX_EPOCH,
        };
        std::thread::scope(|scope| {
            for number in 0..8 {
                let mark = mark("");
                scope.spawn(move || keep_mark(root, &format!("R{number}"), mark).expect("a file"));
            }
        });
        keep_mark(root, "R1", mark(&"é".repeat(LONGEST + 1))).expect("a file");
        let marks = read_marks(root).expect("marks");
        assert_eq!(marks.count_fine(), 7);
        assert_eq!(marks.get("R1").map(|mark| mark.note.chars().count()), Some(LONGEST));
        for broken in ["", "{", "{\"format\": 2, \"marks\": {}}", "[]"] {
            std::fs::write(path(root), broken).expect("a file");
            let problem = read_marks(root).expect_err("no marks");
            assert_eq!(problem.code.name, "proof-marks", "{broken}");
            assert!(keep_mark(root, "R2", mark("")).is_err(), "what cannot be read is not written over");
            assert_eq!(std::fs::read_to_string(path(root)).expect("a file"), broken);
        }
    }
}
