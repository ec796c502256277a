//! The register's file: reading it with every check that keeps numbers sound, and writing it.
//!
//! An entry is one line, in the order numbers were given, so that a change reads well in a review.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;

use super::{Entry, MAX_NUMBER, Register, Release};
use crate::diagnostic::{Diagnostic, Location};
use crate::input::{At, decode, quoted};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    reference: String,
    #[serde(default)]
    entries: Vec<FileEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    number: At<u32>,
    recipient: String,
    #[serde(default)]
    replaces: Option<u32>,
    #[serde(default)]
    released: Option<FileRelease>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRelease {
    at: String,
    documents: BTreeMap<String, String>,
}

/// Reads a register and checks that its numbers can be trusted.
pub(super) fn parse(text: &str, file: &str) -> (Register, Vec<Diagnostic>) {
    let (read, mut problems) = decode::<File>(text, file);
    let Some(read) = read else { return (Register::default(), problems) };
    if read.format != 1 {
        problems.push(
            Diagnostic::error("register-format", format!("format {} is not known", read.format))
                .with_location(Location::file(file))
                .with_hint("this version reads format 1; use the convoke that wrote the file"),
        );
    }
    check(&read.entries, file, &mut problems);
    let entries: Vec<Entry> = read.entries.into_iter().map(entry).collect();
    (Register::with_entries(read.reference, entries), problems)
}

fn entry(read: FileEntry) -> Entry {
    let released = read.released.map(|release| Release { at: release.at, documents: release.documents });
    Entry { number: read.number.value, recipient: read.recipient, replaces: read.replaces, released }
}

/// Numbers are unique, and a recipient's later numbers each replace the one before.
fn check(entries: &[FileEntry], file: &str, problems: &mut Vec<Diagnostic>) {
    let mut numbers = BTreeSet::new();
    let mut last: BTreeMap<&str, u32> = BTreeMap::new();
    let mut sorted: Vec<&FileEntry> = entries.iter().collect();
    sorted.sort_by_key(|entry| entry.number.value);
    for entry in sorted {
        let FileEntry { number: At { value: number, .. }, recipient, replaces, released } = entry;
        let mut report = |code, message: String, hint: &str| {
            let problem = Diagnostic::error(code, message).with_location(entry.number.location(file));
            problems.push(problem.about(recipient).with_hint(hint));
        };
        if *number == 0 || *number > MAX_NUMBER {
            report(
                "register-number",
                format!("{number} is not a number a recipient can have"),
                "numbers go from 1 to 9999999",
            );
        }
        if !numbers.insert(*number) {
            report(
                "register-number-twice",
                format!("number {number} is given twice"),
                "restore the register from version control",
            );
        }
        let before = last.insert(recipient, *number);
        if before != *replaces {
            let message = match (before, replaces) {
                (Some(before), None) => format!("{recipient} has the numbers {before} and {number}"),
                (_, Some(replaces)) => {
                    format!("number {number} replaces {replaces}, which is not {recipient}'s last")
                }
                (None, None) => continue,
            };
            report("register-replaces", message, "a later number says which one it `replaces`");
        }
        for (key, hash) in released.iter().flat_map(|release| &release.documents) {
            if hash.len() != 64 || !hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
                report(
                    "register-hash",
                    format!("the hash of {key} under number {number} is not a SHA-256"),
                    "restore the register from version control",
                );
            }
        }
    }
}

/// Writes a register, an entry a line.
pub(super) fn write(register: &Register) -> String {
    let mut out = String::from(
        "# Numbers given to recipients, written by convoke. Keep this file in version control: a number, once\n\
         # given, is never changed or used again.\n\
         format: 1\n",
    );
    let _ = writeln!(out, "reference: {}", quoted(register.reference.as_deref().unwrap_or_default()));
    if register.entries.is_empty() {
        out.push_str("entries: []\n");
        return out;
    }
    out.push_str("entries:\n");
    for entry in &register.entries {
        let _ = write!(out, "  - {{ number: {}, recipient: {}", entry.number, plain(&entry.recipient));
        if let Some(replaces) = entry.replaces {
            let _ = write!(out, ", replaces: {replaces}");
        }
        if let Some(release) = &entry.released {
            let documents: Vec<String> = release
                .documents
                .iter()
                .map(|(key, hash)| format!("{}: {}", quoted(key), quoted(hash)))
                .collect();
            let at = quoted(&release.at);
            let _ = write!(out, ", released: {{ at: {at}, documents: {{ {} }} }}", documents.join(", "));
        }
        out.push_str(" }\n");
    }
    out
}

/// A string that needs no quotes in YAML stays bare: letters, digits, `-` and `_`, starting with a letter,
/// and none of the words older YAML readers take for something else (`NO`).
fn plain(text: &str) -> String {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let bare = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if bare { text.to_owned() } else { quoted(text) }
}
