//! Proof of dispatch: what is on record of one sending, as pages for people and as data for whoever checks it.
//!
//! Made from an archive and a ledger that are as they were made, and from nothing else; the same two give the same bytes.

mod facts;
mod picture;
mod record;
mod seals;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::read_lines;
use super::head::check_head;
use super::known::Known;
use crate::archive::{Opened, Role};
use crate::beneath::Folder;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::fonts::Fonts;
use crate::names::{ArchivePath, safe_file_name};
use crate::pack::Sending;
use crate::seal::{self, SealReport, Trust};
use crate::sheets::Sheets;

use facts::{Facts, enclosures};

/// A proof that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The pages, and the data beside them.
    pub files: Vec<PathBuf>,
    /// Id of the recipient.
    pub recipient: String,
    /// Number of its letter.
    pub serial: String,
    /// How many lines of the ledger are about it, approvals not counted.
    pub entries: usize,
    /// How many lines the ledger has, and the hash of the last.
    pub head: (usize, String),
    /// What cannot be shown, or is to be looked at.
    pub problems: Problems,
}

/// Writes the proof of dispatch of one sending of an archive into a folder: of the recipient with this id, number or name, or of one of
/// its copies.
///
/// # Errors
///
/// There is no such sending, a document of it or the ledger is not as it was made, or the files cannot be written. Nothing is
/// written then.
pub fn prove(
    archive: &Path,
    ledger: &Path,
    (recipient, copy): (&str, Option<u32>),
    to: &Path,
) -> Result<Evidence, Problems> {
    let chain = read_lines(ledger)?;
    let opened = Opened::open(archive)?;
    let manifest = opened.manifest();
    let known = Known::of(manifest);
    let sending = known.find(recipient, copy)?;
    let (letter, found) = check_documents(&opened, sending)?;
    let signature = check_signature(ledger, chain.lines.len())?;
    let facts = Facts::new(&opened, sending, &chain, ledger)?;
    let stem = stem(sending);
    let data = record::write(&facts)?;
    let mut sheet = facts.sheet(&format!("{stem}.json"));
    sheet.picture = picture::draw_first_page(&letter);
    sheet.seals = found.iter().map(|(path, seal)| seals::tell(path, seal, &facts)).collect();
    sheet.signature = signature.iter().map(|seal| seals::tell("", seal, &facts)).collect();
    let sheets = Sheets::new(fonts(&opened)?)?;
    let made = sheets.evidence(facts.office.paper, &sheet, &facts.words, &facts.meta(&stem))?;
    let Checked { value: pages, problems } = made;
    let mut files = Vec::new();
    let folder = Folder::create(to).map_err(|error| unwritable(to, &error))?;
    for (ending, bytes) in [("pdf", &pages.pdf), ("json", &data)] {
        let name = format!("{stem}.{ending}");
        let path: ArchivePath =
            name.parse().map_err(|_| unwritable(to, &std::io::ErrorKind::InvalidFilename.into()))?;
        folder.write_atomically(&path, bytes).map_err(|error| unwritable(&to.join(&name), &error))?;
        files.push(to.join(&name));
    }
    Ok(Evidence {
        files,
        recipient: sending.recipient().to_owned(),
        serial: sending.serial().to_owned(),
        entries: facts.history.len(),
        head: (chain.lines.len(), chain.head.clone()),
        problems,
    })
}

/// The name of both files, without its ending.
fn stem(sending: &Sending<'_>) -> String {
    let copy = sending.copy_number().map_or_else(String::new, |copy| format!("_copy-{copy}"));
    safe_file_name(&format!(
        "proof-of-dispatch_{}_{}{copy}",
        safe_file_name(sending.serial()),
        sending.recipient()
    ))
}

/// A seal, with the path of its document.
type FoundSeal = (String, SealReport);

/// Reads every document of a sending, which checks its hash; returns the letter, and the seals of all.
fn check_documents(opened: &Opened, sending: &Sending<'_>) -> Result<(Vec<u8>, Vec<FoundSeal>), Problems> {
    let (mut letter, mut seals) = (None, Vec::new());
    for document in &sending.documents {
        let bytes = opened.read(document)?;
        let found = seal::inspect(&bytes, &Trust::default());
        seals.extend(found.into_iter().map(|seal| (document.path.to_string(), seal)));
        letter.get_or_insert(bytes);
    }
    for enclosure in enclosures(opened, sending) {
        opened.read(enclosure)?;
    }
    Ok((letter.unwrap_or_default(), seals))
}

/// The signature of the ledger's head, if there is one. One that does not hold proves nothing.
fn check_signature(ledger: &Path, lines: usize) -> Result<Option<SealReport>, Problems> {
    let mut problems = Problems::new();
    let report = check_head(ledger, lines, &Trust::default(), &mut problems);
    if problems.has_errors() {
        return Err(problems);
    }
    Ok(report)
}

/// The fonts of an archive, with those of the program.
fn fonts(opened: &Opened) -> Result<Arc<Fonts>, Problems> {
    let files = opened.manifest().files.iter().filter(|entry| entry.role == Role::Font);
    let files: Vec<(&str, Vec<u8>)> = files
        .map(|entry| Ok((entry.path.as_str(), opened.read(entry)?)))
        .collect::<Result<_, Diagnostic>>()?;
    let fonts = Fonts::with_files(files);
    Ok(Arc::new(fonts.problems.checked(fonts.value)?.value))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(codes::WRITE, format!("the proof cannot be written ({})", io_text(error)))
        .with_location(Location::file(path_text(path)))
        .with_hint("check that the folder can be written to and the disk is not full")
}
