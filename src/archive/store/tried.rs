//! What is known of documents that were tried and thrown away: a hash for each that could be made without a problem or a warning, and
//! for each text that merged without a problem.
//!
//! Whoever may write to the output folder may forge the note. It then costs one answer of `check` that is too kind: `build`
//! makes every document, and tells what is wrong with it later. The note may be deleted at any time, and what cannot be read is tried again.

use std::collections::HashSet;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::owner::ALL;
use crate::beneath::Folder;

/// A note, beside the folders of the works. No archive's folder has a name that begins with a full stop.
#[derive(Debug, Clone, Copy)]
struct Note {
    name: &'static str,
    /// The first line, which changes with what the hashes mean.
    heading: &'static str,
    /// How many hashes are kept.
    most: usize,
}

/// Those of the templates of several mailings, in several versions.
const DOCUMENTS: Note = Note { name: ".tried", heading: "convoke tried 1", most: 2_000 };
/// Those of the texts of a mailing, in several versions.
const TEXTS: Note = Note { name: ".merged", heading: "convoke merged 1", most: 60_000 };

/// Length of a hash, in hexadecimal digits.
const DIGITS: usize = 64;

/// The note of what was tried, in an output folder.
#[derive(Debug, Clone)]
pub struct Tried {
    note: Note,
    output: PathBuf,
    known: HashSet<String>,
    new: Vec<String>,
}

impl Tried {
    /// Reads the note of an output folder; without one, no document was tried.
    #[must_use]
    pub fn read(output: &Path) -> Self {
        Self::of(DOCUMENTS, output)
    }

    /// The same for texts that were merged.
    #[must_use]
    pub fn read_texts(output: &Path) -> Self {
        Self::of(TEXTS, output)
    }

    fn of(note: Note, output: &Path) -> Self {
        let known = read(note, output).unwrap_or_default();
        Self { note, output: output.to_owned(), known: known.into_iter().collect(), new: Vec::new() }
    }

    /// Whether a document of this hash could be made.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.known.contains(key)
    }

    /// Notes that a document of this hash could be made.
    pub fn add(&mut self, key: String) {
        if self.known.insert(key.clone()) {
            self.new.push(key);
        }
    }

    /// Writes the note, if there is anything new in it. Where it cannot be written, the next command tries again what this one tried.
    pub fn keep(self) {
        if !self.new.is_empty() {
            let _ = self.write();
        }
    }

    fn write(&self) -> io::Result<()> {
        // Another command may have written it since.
        let Note { name, heading, most } = self.note;
        let mut keys = read(self.note, &self.output).unwrap_or_default();
        let new: HashSet<&String> = self.new.iter().collect();
        keys.retain(|key| !new.contains(key));
        keys.extend(self.new.iter().cloned());
        let from = keys.len().saturating_sub(most);
        let lines = [heading.to_owned()].into_iter().chain(keys.into_iter().skip(from));
        let text: String = lines.map(|line| line + "\n").collect();
        Folder::create(&self.output)?.make_folder(ALL)?.write_own(name, text.as_bytes())
    }
}

/// The hashes of a note, the oldest first; none of a note of another version.
fn read(Note { name, heading, most }: Note, output: &Path) -> io::Result<Vec<String>> {
    let (file, _) = Folder::open(output)?.open_file(&format!("{ALL}/{name}"))?;
    let mut text = String::new();
    file.take((2 * most * (DIGITS + 1)) as u64).read_to_string(&mut text)?;
    let mut lines = text.lines();
    if lines.next() != Some(heading) {
        return Ok(Vec::new());
    }
    let is_hash = |line: &&str| line.len() == DIGITS && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    Ok(lines.filter(is_hash).map(str::to_owned).collect())
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests arrange files as they need them")]
mod tests {
    use super::*;

    fn key(number: usize) -> String {
        format!("{number:064x}")
    }

    fn note(output: &Path, numbers: impl IntoIterator<Item = usize>) {
        let mut tried = Tried::read(output);
        numbers.into_iter().for_each(|number| tried.add(key(number)));
        tried.keep();
    }

    #[test]
    fn what_was_tried_is_known_to_the_next_and_the_oldest_are_forgotten() {
        let desk = tempfile::tempdir().unwrap();
        let output = desk.path().join("output");
        note(&output, []);
        assert!(!output.exists(), "nothing new is nothing to write");
        note(&output, [1, 2]);
        note(&output, [2, 3]);
        let has = |number| Tried::read(&output).has(&key(number));
        assert_eq!([1, 2, 3, 4].map(has), [true, true, true, false]);
        note(&output, 10..10 + DOCUMENTS.most - 1);
        assert_eq!([1, 2, 3, 10].map(has), [false, false, true, true]);
    }

    #[test]
    fn what_is_no_note_is_as_if_there_were_none() {
        let desk = tempfile::tempdir().unwrap();
        let output = desk.path();
        std::fs::create_dir(output.join(ALL)).unwrap();
        let path = output.join(ALL).join(DOCUMENTS.name);
        let (one, heading) = (key(1), DOCUMENTS.heading);
        let forged = [
            String::new(),
            one.clone(),
            format!("convoke tried 2\n{one}\n"),
            format!("{heading}\n {one}\n{one}0\n{}\n", &one[1..]),
            format!("{heading}\n{}\n{one}\n", "x".repeat(1 << 20)),
        ];
        for text in forged {
            std::fs::write(&path, &text).unwrap();
            assert!(!Tried::read(output).has(&one), "{:.80}", text);
        }
        std::fs::write(&path, [DOCUMENTS.heading.as_bytes(), b"\n\xff\n", one.as_bytes()].concat()).unwrap();
        assert!(!Tried::read(output).has(&one));
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        note(output, [1]);
        assert!(!Tried::read(output).has(&one), "what cannot be written costs nothing but time");
    }
}
