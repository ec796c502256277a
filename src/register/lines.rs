//! The register's file as convoke writes it: an entry a line, in the order numbers were given.
//!
//! A change thus reads well in a review, and reading needs no tree of YAML. Any other form of the file is read by `yaml`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::entry::{MAX_NUMBER, RegisterEntry, Release, ReleasedArchive, is_sha256};
use super::numbers::Register;
use crate::input::quoted;

/// How the file of a register begins.
const START: &str = "# Numbers given to recipients, written by convoke. Keep this file in version control: a number, once\n\
                     # given, is never changed or used again.\n";

/// The formats: a register of format 2 knows the key of its forms, one of format 3 the archives that have gone out.
const FORMATS: [&str; 3] = ["format: 1\n", "format: 2\n", "format: 3\n"];

/// The line before the archives that have gone out, and how each of theirs begins.
const ARCHIVES: &str = "archives:\n";
const ARCHIVE: &str = "  - { folder: ";

/// The line before the entries.
const ENTRIES: &str = "entries:\n";

/// Reads a register as [`write`] leaves it, line by line: a long one would take a hundred times its size as a tree of YAML.
/// `None` where a line is not as expected, or a number cannot be trusted; [`yaml`](super::yaml) then says what is wrong.
pub(super) fn parse(text: &str) -> Option<Register> {
    let rest = text.strip_prefix(START)?;
    let rest = FORMATS.iter().find_map(|format| rest.strip_prefix(format))?.strip_prefix("reference: ")?;
    let (reference, rest) = rest.split_once('\n')?;
    let (form_key, rest) = match rest.strip_prefix("form_key: ").and_then(|rest| rest.split_once('\n')) {
        Some((key, rest)) => (Some(serde_json::from_str::<String>(key).ok()?), rest),
        None => (None, rest),
    };
    let (archives, rest) = parse_archives(rest)?;
    let mut register =
        Register { form_key, archives, ..Register::new(serde_json::from_str::<String>(reference).ok()?) };
    for line in rest.strip_prefix(ENTRIES)?.lines() {
        let entry = line.strip_prefix("  - { number: ")?.strip_suffix(" }")?;
        let (entry, released) = match entry.split_once(", released: ") {
            Some((entry, release)) => (entry, Some(parse_release(release)?)),
            None => (entry, None),
        };
        let (number, rest) = entry.split_once(", recipient: ")?;
        let (recipient, replaces) = match rest.split_once(", replaces: ") {
            Some((recipient, number)) => (recipient, Some(number.parse().ok()?)),
            None => (rest, None),
        };
        let number = number.parse().ok()?;
        let is_next = number > register.slots.highest() && number <= MAX_NUMBER;
        if !is_next || quote_if_needed(recipient) != recipient || register.number(recipient) != replaces {
            return None;
        }
        register.slots.insert(RegisterEntry { number, recipient, replaces, released: released.as_ref() });
    }
    Some(register)
}

/// Reads what [`write`] leaves of the archives that have gone out; returns them with the rest of the text.
fn parse_archives(text: &str) -> Option<(Vec<ReleasedArchive>, &str)> {
    let Some(mut rest) = text.strip_prefix(ARCHIVES) else { return Some((Vec::new(), text)) };
    let mut archives = Vec::new();
    while let Some((line, after)) = rest.strip_prefix(ARCHIVE).and_then(|rest| rest.split_once('\n')) {
        let (folder, line) = line.strip_suffix(" }")?.split_once(", manifest: ")?;
        let (manifest, at) = line.split_once(", at: ")?;
        let [folder, manifest_sha256, at] =
            [folder, manifest, at].map(|text| serde_json::from_str::<String>(text).ok());
        let manifest_sha256 = manifest_sha256.filter(|hash| is_sha256(hash))?;
        archives.push(ReleasedArchive { folder: folder?, manifest_sha256, at: at? });
        rest = after;
    }
    Some((archives, rest))
}

/// Reads what [`write`] leaves of a release, whose parts are also JSON.
fn parse_release(text: &str) -> Option<Release> {
    let parts = text.strip_prefix("{ at: ")?.strip_suffix(" }")?;
    let (at, documents) = parts.split_once(", documents: ")?;
    let at = serde_json::from_str(at).ok()?;
    let documents: BTreeMap<String, String> = serde_json::from_str(documents).ok()?;
    documents.values().all(|hash| is_sha256(hash)).then_some(Release { at, documents })
}

/// Writes a register, an entry a line.
pub(super) fn write(register: &Register, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    out.write_all(START.as_bytes())?;
    let [first, second, third] = FORMATS;
    let format = match register.form_key() {
        _ if !register.archives().is_empty() => third,
        Some(_) => second,
        None => first,
    };
    out.write_all(format.as_bytes())?;
    writeln!(out, "reference: {}", quoted(register.reference().unwrap_or_default()))?;
    if let Some(form_key) = register.form_key() {
        writeln!(out, "form_key: {}", quoted(form_key))?;
    }
    if !register.archives().is_empty() {
        out.write_all(ARCHIVES.as_bytes())?;
    }
    for ReleasedArchive { folder, manifest_sha256, at } in register.archives() {
        let [folder, manifest, at] = [folder, manifest_sha256, at].map(|text| quoted(text));
        writeln!(out, "{ARCHIVE}{folder}, manifest: {manifest}, at: {at} }}")?;
    }
    if register.slots.is_empty() {
        out.write_all(b"entries: []\n")?;
        return out.flush();
    }
    out.write_all(ENTRIES.as_bytes())?;
    for entry in register.entries() {
        write!(out, "  - {{ number: {}, recipient: {}", entry.number, quote_if_needed(entry.recipient))?;
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
fn quote_if_needed(text: &str) -> String {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let bare = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if bare { text.to_owned() } else { quoted(text) }
}
