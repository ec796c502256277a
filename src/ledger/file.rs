//! The file of a ledger: where it is, and reading it. It is read in full at each start, appended to, never changed.

use std::fs::File;
use std::io::{self, BufRead as _, Read as _};
use std::path::{Path, PathBuf};

use super::chain::{self, Chain};
use super::entry::LedgerEntry;
use crate::archive::layout::edition_of;
use crate::beneath::Folder;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::names::safe_file_name;

/// The folder of ledgers, beside the archives.
pub(super) const FOLDER: &str = "dispatch";

/// The largest ledger that is read: ten events of each of a million recipients.
pub(super) const MAX_BYTES: u64 = 8 << 30;

/// The path of the ledger of a mailing whose archives are in this folder.
#[must_use]
pub fn path(output: &Path, reference: &str) -> PathBuf {
    output.join(FOLDER).join(name(reference))
}

/// The name of the file.
pub(super) fn name(reference: &str) -> String {
    safe_file_name(&format!("{}.jsonl", safe_file_name(reference)))
}

/// The path of the ledger of the mailing that the archive in this folder belongs to.
pub(super) fn path_beside(archive: &Path, reference: &str) -> Option<PathBuf> {
    let archive = std::path::absolute(archive).ok()?;
    let folder = archive.file_name()?.to_str()?;
    edition_of(&safe_file_name(reference), folder)?;
    Some(path(archive.parent()?, reference))
}

/// Reads the entries of a ledger; none where there is no ledger. A broken line is told, and left out where it cannot be read.
///
/// # Errors
///
/// It cannot be read.
pub fn read(path: &Path) -> Result<Checked<Vec<LedgerEntry>>, Diagnostic> {
    let Some(bytes) = read_bytes(path).map_err(|error| unreadable(path, &error))? else {
        return Ok(Checked::sound(Vec::new()));
    };
    let file = path_text(path);
    let (chain, mut problems) = chain::read(&bytes, &file);
    problems.extend(report_torn(&chain, &file));
    Ok(Checked::new(chain.entries, problems))
}

/// A ledger whose chain holds, with the text of each line.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) lines: Vec<OwnLine>,
    /// The hash of the last.
    pub(super) head: String,
}

/// A line of a ledger.
#[derive(Debug)]
pub(super) struct OwnLine {
    pub(super) entry: LedgerEntry,
    pub(super) text: String,
    pub(super) sha256: String,
}

/// Reads a ledger with the text of each line. One that was cut short is not among them: it announces nothing that was done.
///
/// # Errors
///
/// It is broken, or cannot be read.
pub(super) fn read_lines(path: &Path) -> Result<Lines, Problems> {
    let bytes = read_bytes(path).map_err(|error| unreadable(path, &error))?.unwrap_or_default();
    let (Chain { entries, head, .. }, problems) = chain::read(&bytes, &path_text(path));
    if problems.has_errors() {
        return Err(problems);
    }
    let lines = entries.into_iter().zip(bytes.split(|byte| *byte == b'\n')).map(|(entry, line)| OwnLine {
        entry,
        text: String::from_utf8_lossy(line).into_owned(),
        sha256: chain::claimed(line),
    });
    Ok(Lines { lines: lines.collect(), head })
}

/// A warning of a last line that was cut short.
fn report_torn(chain: &Chain, file: &str) -> Option<Diagnostic> {
    (chain.torn > 0).then(|| {
        let message =
            format!("the last line of the ledger was cut short, {} bytes of it are there", chain.torn);
        Diagnostic::new(codes::LEDGER_TORN, message).with_location(Location::file(file)).with_hint(
            "nothing was done by it: the next command that books something removes it, and notes that",
        )
    })
}

/// The hash that a line of a ledger says it has, by its number from one; that of no line before the first.
pub(super) fn hash_of_line(path: &Path, number: usize) -> Option<String> {
    let Some(index) = number.checked_sub(1) else { return Some(chain::NOTHING.to_owned()) };
    let folder = Folder::open(path.parent()?).ok()?;
    let (file, _) = folder.open_file(&path.file_name()?.to_string_lossy()).ok()?;
    let line = io::BufReader::new(file).split(b'\n').nth(index)?.ok()?;
    Some(chain::claimed(&line))
}

fn read_bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let folder = match Folder::open(path.parent().unwrap_or(path)) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match folder.open_file(&name) {
        Ok((file, _)) => read_all(file).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn read_all(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::LEDGER_UNREADABLE, format!("the ledger cannot be read ({})", io_text(error)))
        .with_location(Location::file(path_text(path)))
        .with_hint("make it readable: without it nobody knows what was sent")
}
