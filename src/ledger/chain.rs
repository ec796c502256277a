//! The lines of a ledger, and the chain that they are.
//!
//! A line is the JSON of an entry with its number, the hash of the line before it, and last its own hash, which is that of the text
//! before. So a line can be checked without knowing how its writer orders keys.

use serde::{Deserialize, Serialize};

use super::entry::{LedgerEntry, MAX_TEXT};
use crate::diagnostic::{Diagnostic, Location, Place, Problems, codes};
use crate::digest::hash_bytes;

/// The hash before the first line.
pub(super) const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What comes before the hash of a line, which ends it.
const HASH: &str = ",\"hash\":\"";
const END: &str = "\"}";

/// An entry in its place.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Line {
    line: u64,
    previous: String,
    #[serde(flatten)]
    entry: LedgerEntry,
}

/// The entries of a ledger, and the hash that the next line holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) entries: Vec<LedgerEntry>,
    pub(super) head: String,
    /// How many bytes the whole lines have.
    pub(super) length: u64,
    /// How many bytes of a line that was cut short are behind them.
    pub(super) torn: u64,
}

/// Writes the line of an entry, without its end; returns its hash too.
pub(super) fn write(
    number: u64,
    previous: &str,
    entry: &LedgerEntry,
) -> Result<(String, String), serde_json::Error> {
    let line = Line { line: number, previous: previous.to_owned(), entry: entry.clone() };
    let text = serde_json::to_string(&line)?;
    let text = text.strip_suffix('}').unwrap_or(&text);
    let hash = hash_bytes(text);
    Ok((format!("{text}{HASH}{hash}{END}"), hash))
}

/// Reads the lines of a ledger, called `file` in messages; every line that does not fit is told.
pub(super) fn read(bytes: &[u8], file: &str) -> (Chain, Problems) {
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let (lines, torn) = bytes.split_at(whole);
    let mut chain = Chain {
        entries: Vec::new(),
        head: NOTHING.to_owned(),
        length: lines.len() as u64,
        torn: torn.len() as u64,
    };
    let mut problems = Problems::new();
    for (index, line) in lines.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let number = index as u64 + 1;
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        match read_line(line, number, &chain.head) {
            Ok((entry, hash)) => {
                chain.entries.push(entry);
                chain.head = hash;
            }
            Err(Broken { cause, entry, hash }) => {
                problems.push(report(&cause, number, file));
                chain.entries.extend(entry);
                // What follows is looked at as if this line were right, so that each fault is told once.
                chain.head = hash.unwrap_or_else(|| claimed(line));
            }
        }
    }
    (chain, problems)
}

/// A line that does not fit, and what can be read of it.
struct Broken {
    cause: String,
    entry: Option<LedgerEntry>,
    hash: Option<String>,
}

fn read_line(line: &[u8], number: u64, previous: &str) -> Result<(LedgerEntry, String), Broken> {
    let broken = |cause: &str| Broken { cause: cause.to_owned(), entry: None, hash: None };
    let text = std::str::from_utf8(line).map_err(|_| broken("it is not UTF-8"))?;
    let parts = text.strip_suffix(END).and_then(|text| text.rsplit_once(HASH));
    let (text, hash) = parts.ok_or_else(|| broken("it does not end with its hash"))?;
    if hash_bytes(text) != hash {
        return Err(broken("it was changed after it was written: its hash does not fit"));
    }
    let read: Line = serde_json::from_str(&format!("{text}}}"))
        .map_err(|error| broken(&format!("it is none of this program's ({error})")))?;
    let kept = |cause: String| Broken { cause, entry: Some(read.entry.clone()), hash: Some(hash.to_owned()) };
    if let Some((key, _)) = read.entry.texts().find(|(_, text)| text.len() > MAX_TEXT) {
        return Err(kept(format!("its `{key}` is longer than {MAX_TEXT} bytes")));
    }
    if read.line != number {
        return Err(kept(format!(
            "it was written as line {}: lines were cut out, moved or put in",
            read.line
        )));
    }
    if read.previous != previous {
        return Err(kept(
            "it does not follow the line before it: one of the two is of another ledger".to_owned(),
        ));
    }
    Ok((read.entry, hash.to_owned()))
}

/// The hash that a line says it has.
pub(super) fn claimed(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let hash = text.strip_suffix(END).and_then(|text| text.rsplit_once(HASH));
    hash.map_or(String::new(), |(_, hash)| hash.to_owned())
}

fn report(cause: &str, number: u64, file: &str) -> Diagnostic {
    let line = u32::try_from(number).unwrap_or(u32::MAX);
    Diagnostic::new(codes::LEDGER_BROKEN, format!("the ledger is broken in line {number}: {cause}"))
        .with_location(Location::at(file, Place::Text { line, column: 1 }))
        .with_hint("compare it with a copy of the file; nothing is sent by a broken ledger")
}
