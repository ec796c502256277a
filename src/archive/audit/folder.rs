//! Checking the folder of an archive: the loose files against its manifest, then the ZIP file and the pack beside them.
//!
//! Links are never followed. Files at the top of the folder that are no archive's, such as a record of what
//! was sent, are the dispatch office's own and only noted.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::listing::expected;
use super::report::Report;
use super::{contents, pack, zip};
use crate::archive::format::entry::Entry;
use crate::archive::format::layout::{self, zip_name};
use crate::archive::format::manifest::{Manifest, parse};
use crate::archive::format::pack_list::PackList;
use crate::archive::problem::{about, absent, added, damaged, missing, no_manifest, unreadable};
use crate::archive::reader::folder::{look_up, read};
use crate::diagnostic::{Diagnostic, codes, counted};
use crate::digest::hash_bytes;
use crate::names::check_entry_name;

/// Checks the loose files of a folder and, where one is there, its ZIP file, which must hold the same.
pub(super) fn check(dir: &Path, report: &mut Report) -> Result<(), Diagnostic> {
    if is_nothing(dir, layout::MANIFEST) {
        return Err(no_manifest());
    }
    let bytes = read(dir, layout::MANIFEST)?;
    let manifest = parse(&bytes)?;
    let hash = hash_bytes(&bytes);
    let files = expected(&manifest, &mut report.problems);
    for record in files.values().filter(|record| check_entry_name(&record.path).is_ok()) {
        if is_nothing(dir, &record.path) {
            report.problems.push(missing(record));
            continue;
        }
        match read(dir, &record.path).and_then(|bytes| contents::check(&manifest, record, &bytes)) {
            Ok(pages) => report.count(pages),
            Err(problem) => report.problems.push(about(problem, record)),
        }
    }
    check_added(dir, &manifest, &mut report.problems);
    contents::check_counts(&manifest, &mut report.problems);
    check_zips_beside(dir, &manifest, &hash, &mut report.problems);
    pack::check_beside(dir, &manifest, &hash, report);
    report.describe(manifest, hash);
    Ok(())
}

/// Whether nothing has this path; a link is something.
fn is_nothing(dir: &Path, path: &str) -> bool {
    matches!(look_up(dir, path), Ok(None))
}

/// Names what lies in the archive's folders and is not listed.
fn check_added(dir: &Path, manifest: &Manifest, problems: &mut Vec<Diagnostic>) {
    let mut known: BTreeSet<&str> = manifest.files.iter().map(|record| record.path.as_str()).collect();
    let whole = zip_name(&manifest.reference);
    known.insert(layout::MANIFEST);
    if manifest.volumes.is_empty() {
        known.insert(whole.as_str());
    }
    known.extend(manifest.volumes.iter().map(|volume| volume.file.as_str()));
    if pack::is_beside(dir) {
        known.insert(PackList::FOLDER);
    }
    let mut folders = BTreeSet::new();
    for Entry { path, .. } in &manifest.files {
        folders.extend(path.match_indices('/').filter_map(|(at, _)| path.get(..at)));
    }
    let mut waiting = vec![String::new()];
    while let Some(folder) = waiting.pop() {
        let listing = match fs::read_dir(dir.join(&folder)) {
            Ok(listing) => listing,
            Err(error) => {
                problems.push(unreadable(&folder, &error.to_string()));
                continue;
            }
        };
        let mut found: Vec<(String, bool)> = listing
            .flatten()
            .map(|found| {
                let is_link = found.file_type().is_ok_and(|kind| kind.is_symlink());
                (found.file_name().to_string_lossy().into_owned(), is_link)
            })
            .collect();
        found.sort();
        for (name, is_link) in found {
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if folders.contains(path.as_str()) {
                // A link in the place of a folder was named for each file that should be in it.
                waiting.extend((!is_link).then_some(path));
            } else if !known.contains(path.as_str()) {
                problems.push(if folder.is_empty() {
                    Diagnostic::new(
                        codes::ARCHIVE_FOREIGN_FILE,
                        format!("{path:?} is no file of the archive"),
                    )
                    .with_hint("it is left alone, and not part of what was checked")
                } else {
                    added(&path)
                });
            }
        }
    }
}

/// The ZIP file must be sound and hold the very same manifest; of volumes each its own part.
fn check_zips_beside(dir: &Path, manifest: &Manifest, hash: &str, problems: &mut Vec<Diagnostic>) {
    let whole = [(zip_name(&manifest.reference), hash)];
    let volumes =
        manifest.volumes.iter().map(|volume| (volume.file.clone(), volume.manifest_sha256.as_str()));
    let whole = whole.into_iter().filter(|_| manifest.volumes.is_empty());
    for (name, hash) in whole.chain(volumes) {
        if check_entry_name(&name).is_err() || name.contains('/') {
            problems.push(damaged(format!("{name:?} cannot be the name of a volume")));
            continue;
        }
        match look_up(dir, &name) {
            Ok(Some(_)) => {}
            Ok(None) => {
                problems.push(absent(&name));
                continue;
            }
            Err(cause) => {
                problems.push(unreadable(&name, &cause));
                continue;
            }
        }
        let mut inside = Report::default();
        if let Err(problem) = zip::check(&dir.join(&name), &mut inside) {
            problems.push(problem);
        } else if inside.manifest_sha256.as_deref() != Some(hash) {
            problems.push(damaged(format!("`{name}` and the folder have different manifests")));
        }
        problems.extend(inside.problems.into_iter().map(|mut problem| {
            problem.message = format!("in `{name}`: {}", problem.message);
            problem
        }));
    }
    check_volumes(manifest, problems);
}

/// The volumes must together hold all files of the manifest, each having a register and a manifest of its own.
fn check_volumes(manifest: &Manifest, problems: &mut Vec<Diagnostic>) {
    if manifest.volumes.is_empty() {
        return;
    }
    let held: usize = manifest.volumes.iter().map(|volume| volume.files.saturating_sub(2)).sum();
    let listed = manifest.files.len().saturating_sub(1);
    if held != listed {
        problems.push(damaged(format!(
            "the volumes hold {}, the manifest lists {listed}",
            counted(held, "file")
        )));
    }
}
