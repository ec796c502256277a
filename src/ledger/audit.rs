//! Whether a ledger is whole, and about the documents of an archive.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::entry::Sent;
use super::file::{path_beside, read};
use super::head::check_head;
use crate::archive::{self, ArchiveAt, Manifest, Opened, Report, layout};
use crate::diagnostic::{Checked, Diagnostic, Location, Place, codes, path_text};
use crate::seal::{SealReport, Trust};

/// The ledger of the mailing that an archive belongs to, by the archive's folder or ZIP file in it; `None` where there is none.
#[must_use]
pub fn find(archive: &Path) -> Option<PathBuf> {
    let folder = layout::folder_of(archive);
    let opened = Opened::open(&folder).ok()?;
    path_beside(&folder, &opened.manifest().reference).filter(|path| path.is_file())
}

/// What checking an archive with its ledger found.
#[derive(Debug)]
pub struct Verified {
    /// Of the archive and its pack; all that is wrong is in it, with the ledger or its seal too.
    pub report: Report,
    /// How many entries the ledger has, where there is one.
    pub entries: Option<usize>,
    /// The seal of the ledger's end, where it has one.
    pub head: Option<SealReport>,
}

/// Checks an archive, its pack and the ledger that is about it.
#[must_use]
pub fn verify(archive: impl Into<ArchiveAt>, ledger: Option<&Path>, trust: &Trust) -> Verified {
    let archive = &archive.into();
    let mut report = archive::verify_with(archive, trust);
    let entries = ledger.map(|ledger| check(ledger, archive).report_to(&mut report.problems));
    let head = ledger.zip(entries);
    let head = head.and_then(|(path, lines)| check_head(path, lines, trust, &mut report.problems));
    Verified { report, entries, head }
}

/// Checks a ledger: that its chain holds, and that what it says of an archive is about sendings of it. Returns how many entries it has.
pub fn check(path: &Path, archive: &ArchiveAt) -> Checked<usize> {
    let Checked { value: entries, mut problems } = match read(path) {
        Ok(read) => read,
        Err(problem) => return Checked::new(0, problem),
    };
    let Ok(opened) = Opened::open(archive) else { return Checked::new(entries.len(), problems) };
    let known = recipients(opened.manifest());
    let file = path_text(path);
    let own = entries.iter().enumerate().filter(|(_, entry)| entry.archive == opened.manifest_sha256());
    for (index, sent) in own.filter_map(|(index, entry)| Some((index, entry.sent.as_ref()?))) {
        if !known.contains(&(sent.recipient.as_str(), sent.copy)) {
            problems.push(report(sent, index, &file));
        }
    }
    Checked::new(entries.len(), problems)
}

fn report(sent: &Sent, index: usize, file: &str) -> Diagnostic {
    let what = sent.copy.map_or_else(String::new, |copy| format!("copy {copy} of "));
    let message =
        format!("the ledger has an entry about {what}`{}`, which the archive does not have", sent.recipient);
    let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
    Diagnostic::new(codes::LEDGER_FOREIGN, message)
        .with_location(Location::at(file, Place::Text { line, column: 1 }))
        .about(sent.recipient.as_str())
        .with_hint("compare the archive and the ledger with copies of them")
}

/// The recipients of an archive, and their copies.
fn recipients(manifest: &Manifest) -> BTreeSet<(&str, Option<u32>)> {
    let files = manifest.files.iter();
    files.filter_map(|entry| Some((entry.recipient.as_deref()?, entry.copy_number))).collect()
}
