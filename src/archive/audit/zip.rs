//! Checking the ZIP file of an archive: every entry against the manifest in it.

use std::collections::BTreeSet;
use std::path::Path;

use super::listing::index_files;
use super::report::Report;
use super::{contents, structure, table};
use crate::archive::format::entry::Entry;
use crate::archive::format::layout;
use crate::archive::format::limits::check_read_list;
use crate::archive::format::manifest::Manifest;
use crate::archive::problem::{about, added, missing};
use crate::archive::reader::zip::{Archive, hash_manifest, name, open, open_entry, read, read_manifest};
use crate::diagnostic::{Diagnostic, Problems};

/// Checks a ZIP file by itself; an error is one that nothing can be checked after.
pub(super) fn check(zip: &Path, report: &mut Report) -> Result<(), Diagnostic> {
    let mut archive = open(zip)?;
    report.problems.extend(structure::check(&mut archive, zip));
    let (manifest, manifest_sha256) = read_manifest(&mut archive)?;
    check_entries(&mut archive, &manifest, report)?;
    report.describe(manifest, manifest_sha256);
    Ok(())
}

/// Checks a ZIP file that holds the same files as a folder; returns the hash of its manifest.
///
/// A manifest of the same hash is the same manifest, and is not read again: there would be two of them in memory.
pub(super) fn check_copy(
    zip: &Path,
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
    let checked = check_entries(&mut archive, of, &mut report);
    problems.extend(report.problems);
    checked.map(|()| hash.to_owned())
}

/// Checks a ZIP file with a manifest of its own; returns the hash of the manifest.
pub(super) fn check_other(zip: &Path, problems: &mut Problems) -> Result<String, Diagnostic> {
    let mut report = Report::default();
    let checked = check(zip, &mut report);
    problems.extend(report.problems);
    checked.map(|()| report.manifest_sha256.unwrap_or_default())
}

/// Checks every entry against a manifest, and the manifest in itself.
fn check_entries(archive: &mut Archive, manifest: &Manifest, report: &mut Report) -> Result<(), Diagnostic> {
    let expected = index_files(manifest).report_to(&mut report.problems);
    let mut seen = BTreeSet::new();
    for index in 0..archive.len() {
        let name = name(archive, index)?;
        if name == layout::MANIFEST {
            continue;
        }
        let Some(record) = expected.get(name.as_str()) else {
            report.problems.push(added(&name));
            continue;
        };
        seen.insert(record.path.as_str());
        match check_entry(archive, index, manifest, record) {
            Ok(pages) => report.count(pages),
            Err(problem) => report.problems.push(about(problem, record)),
        }
    }
    let unseen = manifest.files.iter().filter(|record| !seen.contains(record.path.as_str()));
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
) -> Result<u32, Diagnostic> {
    if record.path != layout::TABLE_PATH {
        return contents::check_file(record, &read(archive, index)?);
    }
    let content = open_entry(archive, index)?;
    check_read_list(layout::TABLE, content.size())?;
    table::check(manifest, record, content).map(|()| 0)
}
