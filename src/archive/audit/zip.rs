//! Checking the ZIP file of an archive: every entry against the manifest in it.

use std::collections::BTreeSet;
use std::io::{self, Read as _};

use super::listing::index_files;
use super::report::Report;
use super::seals::{self, Seals};
use super::{contents, structure, table};
use crate::archive::format::entry::Entry;
use crate::archive::format::layout;
use crate::archive::format::limits::check_read_list;
use crate::archive::format::manifest::Manifest;
use crate::archive::problem::{about, added, missing};
use crate::archive::reader::at::ArchiveAt;
use crate::archive::reader::zip::{Archive, hash_manifest, name, open, open_entry, read, read_manifest};
use crate::diagnostic::{Diagnostic, Problems};
use crate::objects::is_of_store;
use crate::seal::Trust;

/// Checks a ZIP file by itself; returns its manifest with the hash of that. An error is one that nothing can be checked after.
pub(super) fn check(
    zip: &ArchiveAt,
    trust: &Trust,
    report: &mut Report,
) -> Result<(Manifest, String), Diagnostic> {
    let mut archive = open(zip)?;
    report.problems.extend(structure::check(&mut archive, zip));
    let (manifest, manifest_sha256) = read_manifest(&mut archive)?;
    let seals = seals::of(&manifest, trust);
    check_entries(&mut archive, &manifest, Some(seals), report)?;
    check_signature(&mut archive, &manifest, &manifest_sha256, seals, report);
    Ok((manifest, manifest_sha256))
}

/// Checks a ZIP file that holds the same files as a folder; returns the hash of its manifest.
///
/// A manifest of the same hash is the same manifest, and is not read again: there would be two of them in memory.
pub(super) fn check_copy(
    zip: &ArchiveAt,
    of: &Manifest,
    hash: &str,
    problems: &mut Problems,
) -> Result<String, Diagnostic> {
    let mut archive = open(zip)?;
    if hash_manifest(&mut archive)? != hash {
        drop(archive);
        return check_other(zip, problems);
    }
    let mut report = Report::default();
    report.problems.extend(structure::check(&mut archive, zip));
    let checked = check_entries(&mut archive, of, None, &mut report);
    check_signature(&mut archive, of, hash, seals::of(of, &Trust::default()), &mut report);
    problems.extend(report.problems);
    checked.map(|()| hash.to_owned())
}

/// Checks a ZIP file with a manifest of its own; returns the hash of the manifest.
pub(super) fn check_other(zip: &ArchiveAt, problems: &mut Problems) -> Result<String, Diagnostic> {
    let mut report = Report::default();
    let checked = check(zip, &Trust::default(), &mut report);
    problems.extend(report.problems);
    checked.map(|(_, sha256)| sha256)
}

/// Checks every entry against a manifest, and the manifest in itself.
fn check_entries(
    archive: &mut Archive,
    manifest: &Manifest,
    seals: Option<Seals<'_>>,
    report: &mut Report,
) -> Result<(), Diagnostic> {
    let expected = index_files(manifest).report_to(&mut report.problems);
    let mut seen = BTreeSet::new();
    for index in 0..archive.len() {
        let name = name(archive, index)?;
        if name == layout::MANIFEST || manifest.signature().is_some_and(|path| path.as_str() == name) {
            continue;
        }
        let Some(record) = expected.get(name.as_str()) else {
            report.problems.push(added(&name));
            continue;
        };
        seen.insert(record.path.as_str());
        match check_entry(archive, index, manifest, record, seals, report) {
            Ok(pages) => report.count(pages),
            // Behind it nothing else could be read.
            Err(problem) if is_of_store(&problem) => return Err(problem),
            Err(problem) => report.problems.push(about(problem, record)),
        }
    }
    // What shares hold is looked for there.
    let is_own = |record: &&Entry| manifest.shares.is_empty() || record.recipient.is_none();
    let unseen = manifest.files.iter().filter(is_own).filter(|record| !seen.contains(record.path.as_str()));
    report.problems.extend(unseen.map(missing));
    report.problems.extend(contents::check_counts(manifest));
    Ok(())
}

/// Checks one entry; returns the pages of a PDF.
fn check_entry(
    archive: &mut Archive,
    index: usize,
    manifest: &Manifest,
    record: &Entry,
    seals: Option<Seals<'_>>,
    report: &mut Report,
) -> Result<u32, Diagnostic> {
    if record.path != layout::TABLE_PATH {
        let bytes = read(archive, index)?;
        if let Some(seals) = seals {
            seals.check(record, &bytes, report);
        }
        return contents::check_file(record, &bytes);
    }
    let content = open_entry(archive, index)?;
    check_read_list(layout::TABLE, content.size())?;
    table::check(manifest, record, content).map(|()| 0)
}

/// Checks the signature of the manifest.
fn check_signature(
    archive: &mut Archive,
    manifest: &Manifest,
    hash: &str,
    seals: Seals<'_>,
    report: &mut Report,
) {
    let Some(path) = manifest.signature() else { return };
    let signature = archive.index_for_name_raw(path.as_bytes()).map(|index| read(archive, index)).transpose();
    let mut text = || {
        let index = archive.index_for_name_raw(layout::MANIFEST.as_bytes());
        let mut text = Vec::new();
        let content = index.and_then(|index| open_entry(archive, index).ok());
        content.ok_or(io::ErrorKind::NotFound)?.read_to_end(&mut text)?;
        Ok(text)
    };
    match signature {
        Ok(signature) => seals.check_manifest(signature.as_deref(), hash, &mut text, report),
        Err(problem) => report.problems.push(problem),
    }
}
