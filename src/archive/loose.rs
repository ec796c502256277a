//! Checking the folder of an archive: the loose files against its manifest, then the ZIP file and the pack beside them.
//!
//! Links are never followed. Files at the top of the folder that are no archive's, such as a record of what
//! was sent, are the dispatch office's own and only noted.

use crate::digest::hash_bytes;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::manifest::{self, Entry, Manifest};
use super::pack_list::PackList;
use super::problem::{about, absent, added, damaged, missing, no_manifest, too_large, unreadable};
use super::verify::{MAX_FILE, Report, check_zip, expected, parse};
use super::writer::zip_name;
use super::{contents, pack_check};
use crate::diagnostic::{Diagnostic, codes};
use crate::names::check_entry_name;

/// Checks the loose files of a folder and, where one is there, its ZIP file, which must hold the same.
pub(super) fn check(dir: &Path, report: &mut Report) -> Result<(), Diagnostic> {
    if !dir.join(manifest::FILE).exists() {
        return Err(no_manifest());
    }
    let bytes = read(dir, manifest::FILE)?;
    let manifest = parse(&bytes)?;
    let hash = hash_bytes(&bytes);
    let files = expected(&manifest, &mut report.problems);
    for record in files.values().filter(|record| check_entry_name(&record.path).is_ok()) {
        match fs::symlink_metadata(dir.join(&record.path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => report.problems.push(missing(record)),
            _ => match read(dir, &record.path).and_then(|bytes| contents::check(&manifest, record, &bytes)) {
                Ok(pages) => report.count(pages),
                Err(problem) => report.problems.push(about(problem, record)),
            },
        }
    }
    check_added(dir, &manifest, &mut report.problems);
    contents::check_counts(&manifest, &mut report.problems);
    check_zips_beside(dir, &manifest, &hash, &mut report.problems);
    pack_check::check_beside(dir, &manifest, &hash, report);
    report.describe(manifest, hash);
    Ok(())
}

/// Reads a regular file within the bounds.
pub(super) fn read(dir: &Path, path: &str) -> Result<Vec<u8>, Diagnostic> {
    let (mut file, length) = open(dir, path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).map_or(0, |length| length + 1));
    file.read_to_end(&mut bytes).map_err(|error| unreadable(path, &error.to_string()))?;
    Ok(bytes)
}

/// Opens a regular file, of which no more than the bounds are read, and tells its length.
pub(super) fn open(dir: &Path, path: &str) -> Result<(io::Take<File>, u64), Diagnostic> {
    let full = dir.join(path);
    let failed = |error: io::Error| unreadable(path, &error.to_string());
    let found = fs::symlink_metadata(&full).map_err(failed)?;
    if !found.is_file() {
        return Err(unreadable(path, "it is no regular file"));
    }
    if found.len() > MAX_FILE {
        return Err(too_large(format!("`{path}` has {} bytes", found.len())));
    }
    Ok((File::open(&full).map_err(failed)?.take(MAX_FILE), found.len()))
}

/// Names what lies in the archive's folders and is not listed.
fn check_added(dir: &Path, manifest: &Manifest, problems: &mut Vec<Diagnostic>) {
    let mut known: BTreeSet<&str> = manifest.files.iter().map(|record| record.path.as_str()).collect();
    let zip = zip_name(&manifest.reference);
    known.insert(manifest::FILE);
    if manifest.volumes.is_empty() {
        known.insert(zip.as_str());
    }
    known.extend(manifest.volumes.iter().map(|volume| volume.file.as_str()));
    if pack_check::is_pack(&dir.join(PackList::FOLDER)) {
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
        let mut names: Vec<String> =
            listing.flatten().map(|found| found.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        for name in names {
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if folders.contains(path.as_str()) {
                waiting.push(path);
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
        if !dir.join(&name).exists() {
            problems.push(absent(&name));
            continue;
        }
        let mut inside = Report::default();
        if let Err(problem) = check_zip(&dir.join(&name), &mut inside) {
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
        problems.push(damaged(format!("the volumes hold {held} files, the manifest lists {listed}")));
    }
}
