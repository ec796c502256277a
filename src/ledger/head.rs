//! The sealed head of a ledger: how many lines it has and the hash of the last, signed. Lines at the end cannot be cut off unseen then.
//!
//! It is a file of its own beside the ledger, `dispatch/DM-1132.head.json`, with its signature, and is written anew each time.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::approve::{Approved, ToApprove, approve, open};
use super::file::hash_of_line;
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::digest::hash_bytes;
use crate::seal::{Seal, SealReport, Trust, inspect_text};

/// The version of the file's format.
const FORMAT: u32 = 1;

/// The largest file, and the largest signature.
const MOST: u64 = 1 << 20;

/// The head of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Version of this file's format; 1.
    pub format: u32,
    /// Reference of the mailing.
    pub reference: String,
    /// How many lines the ledger has.
    pub lines: usize,
    /// The hash of the last line, in hexadecimal.
    pub head: String,
    /// When it was sealed, as the office says.
    pub at: Timestamp,
}

/// The paths of the sealed head of a ledger, and of its signature by a certificate and by a key of minisign.
#[must_use]
pub fn head_paths(ledger: &Path) -> [PathBuf; 3] {
    ["head.json", "head.json.p7s", "head.json.minisig"].map(|end| ledger.with_extension(end))
}

/// Seals the head of a mailing's ledger; returns it, and the path of its file.
///
/// # Errors
///
/// There is no archive, another command is at work on the mailing, or a file cannot be read or written.
pub fn seal_head(
    root: &Path,
    file: &str,
    seal: &dyn Seal,
    now: Timestamp,
) -> Result<(Head, PathBuf), Problems> {
    let (ledger, opened) = open(root, file, now)?;
    let reference = opened.manifest().reference.clone();
    let head = Head {
        format: FORMAT,
        reference,
        lines: ledger.entries().len(),
        head: ledger.head().to_owned(),
        at: now,
    };
    let [path, cms, minisig] = head_paths(ledger.path());
    let failed = |error: io::Error| unwritable(&path, &error);
    let mut text = serde_json::to_string_pretty(&head).map_err(|error| failed(error.into()))?;
    text.push('\n');
    let signature = seal.seal_text(&mut text.as_bytes(), true)?;
    let (signed, other) = if seal.record().certificate.is_some() { (cms, minisig) } else { (minisig, cms) };
    let folder = Folder::open(path.parent().unwrap_or(Path::new(""))).map_err(failed)?;
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let write = |path: &Path, bytes: &[u8]| {
        let name = name(path).parse().map_err(|_| io::ErrorKind::InvalidFilename)?;
        folder.write_atomically(&name, bytes)
    };
    write(&path, text.as_bytes()).and_then(|()| write(&signed, &signature)).map_err(failed)?;
    if other.is_file() {
        // It is of an earlier head, which is gone.
        folder.remove_file(&name(&other)).map_err(failed)?;
    }
    Ok((head, path))
}

/// Approves the newest archive as [`approve`] does, and seals the end of the ledger where the mailing has a seal.
///
/// # Errors
///
/// As [`approve`], or the ledger cannot be sealed.
pub fn approve_and_seal(
    root: &Path,
    file: &str,
    wanted: ToApprove,
    seal: Option<&dyn Seal>,
    now: Timestamp,
) -> Result<Approved, Problems> {
    let approved = approve(root, file, wanted, now)?;
    if let Some(seal) = seal {
        seal_head(root, file, seal, now)?;
    }
    Ok(approved)
}

/// Checks the sealed head of a ledger of so many lines; `None` where there is none.
pub fn check_head(ledger: &Path, lines: usize, trust: &Trust, problems: &mut Problems) -> Option<SealReport> {
    let [path, cms, minisig] = head_paths(ledger);
    let broken = |cause: String| {
        Diagnostic::new(codes::SEAL_BROKEN, format!("the ledger is not as it was sealed: {cause}"))
            .with_location(Location::file(path_text(&path)))
            .with_hint("compare the ledger with a copy of it")
    };
    if !path.is_file() {
        return None;
    }
    let text = match read(&path) {
        Ok(text) => text,
        Err(error) => {
            problems.push(broken(format!("its head cannot be read ({})", io_text(&error))));
            return None;
        }
    };
    let Ok(head) = serde_json::from_slice::<Head>(&text) else {
        problems.push(broken("its head is none that this program writes".to_owned()));
        return None;
    };
    if head.lines > lines {
        let gone = head.lines - lines;
        problems.push(broken(format!("of {} lines, {gone} at its end are gone", head.lines)));
    } else if hash_of_line(ledger, head.lines).as_deref() != Some(head.head.as_str()) {
        problems.push(broken(format!("its line {} is another", head.lines)));
    }
    let signature = [cms, minisig].into_iter().find_map(|path| read(&path).ok());
    let Some(signature) = signature else {
        problems.push(broken("the signature of its head is missing".to_owned()));
        return None;
    };
    let seal = inspect_text(&signature, (&hash_bytes(&text), Some(head.at)), &mut || Ok(text.clone()), trust);
    problems.extend(seal.faults.first().map(|fault| broken(fault.clone())));
    Some(seal)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let folder = Folder::open(path.parent().unwrap_or(Path::new("")))?;
    let (file, _) = folder.open_file(&path.file_name().unwrap_or_default().to_string_lossy())?;
    let mut bytes = Vec::new();
    file.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        codes::LEDGER_WRITE,
        format!("the head of the ledger cannot be sealed ({})", io_text(error)),
    )
    .with_location(Location::file(path_text(path)))
    .with_hint("check that the folder can be written to and the disk is not full")
}
