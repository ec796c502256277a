//! The register's file: reading it with every check that keeps numbers sound, and writing it.
//!
//! An entry is one line, in the order numbers were given, so that a change reads well in a review.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Deserialize;

use super::{Entry, MAX_NUMBER, Register, Release};
use crate::diagnostic::{Diagnostic, Location, codes};
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

/// How the file of a register begins.
const START: &str = "# Numbers given to recipients, written by convoke. Keep this file in version control: a number, once\n\
                     # given, is never changed or used again.\n\
                     format: 1\n";

/// What stands before the entries.
const ENTRIES: &str = "entries:\n";

/// Reads a register and checks that its numbers can be trusted.
pub(super) fn parse(text: &str, file: &str) -> (Register, Vec<Diagnostic>) {
    match parse_own(text) {
        Some(register) => (register, Vec::new()),
        None => parse_any(text, file),
    }
}

/// Reads a register as [`write`] leaves it, line by line: a long one would take a hundred times its size as a tree of YAML.
/// `None` where a line is not as expected, or a number cannot be trusted; [`parse_any`] then says what is wrong.
fn parse_own(text: &str) -> Option<Register> {
    let rest = text.strip_prefix(START)?.strip_prefix("reference: ")?;
    let (reference, rest) = rest.split_once('\n')?;
    let mut register = Register::new(serde_json::from_str::<String>(reference).ok()?);
    for line in rest.strip_prefix(ENTRIES)?.lines() {
        let entry = line.strip_prefix("  - { number: ")?.strip_suffix(" }")?;
        let (entry, released) = match entry.split_once(", released: ") {
            Some((entry, release)) => (entry, Some(parse_own_release(release)?)),
            None => (entry, None),
        };
        let (number, rest) = entry.split_once(", recipient: ")?;
        let (recipient, replaces) = match rest.split_once(", replaces: ") {
            Some((recipient, number)) => (recipient, Some(number.parse().ok()?)),
            None => (rest, None),
        };
        let number = number.parse().ok()?;
        let is_next = number > register.highest && number <= MAX_NUMBER;
        if !is_next || plain(recipient) != recipient || register.number(recipient) != replaces {
            return None;
        }
        register.insert(Entry { number, recipient, replaces, released: released.as_ref() });
    }
    Some(register)
}

/// Reads what [`write`] leaves of a release, whose parts are also JSON.
fn parse_own_release(text: &str) -> Option<Release> {
    let parts = text.strip_prefix("{ at: ")?.strip_suffix(" }")?;
    let (at, documents) = parts.split_once(", documents: ")?;
    let at = serde_json::from_str(at).ok()?;
    let documents: BTreeMap<String, String> = serde_json::from_str(documents).ok()?;
    documents.values().all(|hash| is_sha256(hash)).then_some(Release { at, documents })
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn parse_any(text: &str, file: &str) -> (Register, Vec<Diagnostic>) {
    let read = decode::<File>(text, file);
    let (read, mut problems) = (read.value, read.problems.to_vec());
    let Some(read) = read else { return (Register::default(), problems) };
    if read.format != 1 {
        problems.push(
            Diagnostic::new(codes::REGISTER_FORMAT, format!("format {} is not known", read.format))
                .with_location(Location::file(file))
                .with_hint("this version reads format 1; use the convoke that wrote the file"),
        );
    }
    check(&read.entries, file, &mut problems);
    let mut register = Register::new(read.reference);
    for entry in read.entries {
        let release = entry.released.map(|release| Release { at: release.at, documents: release.documents });
        register.insert(Entry {
            number: entry.number.value,
            recipient: &entry.recipient,
            replaces: entry.replaces,
            released: release.as_ref(),
        });
    }
    (register, problems)
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
            let problem = Diagnostic::new(code, message).with_location(entry.number.location(file));
            problems.push(problem.about(recipient).with_hint(hint));
        };
        if *number == 0 || *number > MAX_NUMBER {
            report(
                codes::REGISTER_NUMBER,
                format!("{number} is not a number a recipient can have"),
                "numbers go from 1 to 9999999",
            );
        }
        if !numbers.insert(*number) {
            report(
                codes::REGISTER_NUMBER_TWICE,
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
            report(codes::REGISTER_REPLACES, message, "a later number says which one it `replaces`");
        }
        for (key, hash) in released.iter().flat_map(|release| &release.documents) {
            if !is_sha256(hash) {
                report(
                    codes::REGISTER_HASH,
                    format!("the hash of {key} under number {number} is not a SHA-256"),
                    "restore the register from version control",
                );
            }
        }
    }
}

/// Writes a register, an entry a line.
pub(super) fn write(register: &Register, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    out.write_all(START.as_bytes())?;
    writeln!(out, "reference: {}", quoted(register.reference().unwrap_or_default()))?;
    if register.slots.is_empty() {
        out.write_all(b"entries: []\n")?;
        return out.flush();
    }
    out.write_all(ENTRIES.as_bytes())?;
    for entry in register.entries() {
        write!(out, "  - {{ number: {}, recipient: {}", entry.number, plain(entry.recipient))?;
        if let Some(replaces) = entry.replaces {
            write!(out, ", replaces: {replaces}")?;
        }
        if let Some(release) = entry.released {
            let documents: Vec<String> = release
                .documents
                .iter()
                .map(|(key, hash)| format!("{}: {}", quoted(key), quoted(hash)))
                .collect();
            let at = quoted(&release.at);
            write!(out, ", released: {{ at: {at}, documents: {{ {} }} }}", documents.join(", "))?;
        }
        out.write_all(b" }\n")?;
    }
    out.flush()
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
