//! Checking the folder of an archive: the loose files against its manifest, then the ZIP file and the pack beside them.
//!
//! Links are never followed. Files at the top of the folder that the archive does not own, such as a record of what
//! was sent, belong to the dispatch office and are only noted.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::Path;

use super::listing::index_files;
use super::report::Report;
use super::seals::{self, Seals};
use super::{contents, held, pack, table, zip};
use crate::archive::format::entry::Entry;
use crate::archive::format::layout::{self, zip_name};
use crate::archive::format::manifest::Manifest;
use crate::archive::format::pack_list::PackList;
use crate::archive::problem::{about, absent, added, damaged, missing, unreadable};
use crate::archive::reader::at::ArchiveAt;
use crate::archive::reader::folder::{is_free, only_zip, open, open_list, read, read_manifest};
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, Problems, codes, counted, io_text};
use crate::seal::Trust;

/// Whether the pack in an archive's folder is checked with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pack {
    Checked,
    Aside,
}

/// Checks the loose files of a folder and the ZIP file in it, which must hold the same.
pub(super) fn check(dir: &Path, pack: Pack, trust: &Trust, report: &mut Report) -> Result<(), Diagnostic> {
    let folder = open(dir)?;
    let (manifest, hash) = read_manifest(&folder)?;
    if let Some(record) = &manifest.share {
        let zip = layout::share_zip_name(&manifest.reference, record.share);
        return check_zip(&folder, &zip, &hash, trust, report);
    }
    if let Some(zip) = only_zip(&folder, &manifest) {
        check_zip(&folder, &zip, &hash, trust, report)?;
        if manifest.shares.is_empty() {
            // A file that was altered has another hash, which is told already.
            if !report.problems.has_errors() && !has_true_note(&folder, &zip) {
                let message = format!("the hash noted beside `{zip}` is not that of the file");
                report.problems.push(damaged(message));
            }
            report.problems.extend(check_added(&folder, &manifest, Some(&zip)));
        }
        if pack == Pack::Checked {
            pack::check_beside(&folder, &manifest, &hash, report);
        }
        return Ok(());
    }
    let seals = seals::of(&manifest, trust);
    let files = index_files(&manifest).report_to(&mut report.problems);
    for record in files.values() {
        if is_free(&folder, &record.path) {
            report.problems.push(missing(record));
            continue;
        }
        match check_file(&folder, &manifest, record, report, seals) {
            Ok(pages) => report.count(pages),
            Err(problem) => report.problems.push(about(problem, record)),
        }
    }
    drop(files);
    check_signature(&folder, &manifest, &hash, seals, report);
    seals.conclude(report);
    report.problems.extend(check_added(&folder, &manifest, None));
    report.problems.extend(contents::check_counts(&manifest));
    report.problems.extend(check_zips_beside(&folder, &manifest, &hash));
    if pack == Pack::Checked {
        pack::check_beside(&folder, &manifest, &hash, report);
    }
    report.describe(manifest, hash);
    Ok(())
}

/// Checks the folder of a share or index, which has its ZIP file with a second copy of its manifest beside it.
fn check_zip(
    folder: &Folder,
    zip: &str,
    hash: &str,
    trust: &Trust,
    report: &mut Report,
) -> Result<(), Diagnostic> {
    match folder.look_up(zip) {
        Ok(Some(FileKind::File)) => {}
        Ok(None) => return Err(absent(zip)),
        Ok(Some(_)) => return Err(unreadable(zip, "it is no plain file")),
        Err(error) => return Err(unreadable(zip, &io_text(&error))),
    }
    held::check(&ArchiveAt::from(folder.path().join(zip).as_path()), trust, report)?;
    if report.manifest_sha256.as_deref() != Some(hash) {
        report.problems.push(damaged(format!("`{zip}` and the folder have different manifests")));
    }
    Ok(())
}

/// Checks one file; returns the pages of a PDF.
fn check_file(
    dir: &Folder,
    manifest: &Manifest,
    record: &Entry,
    report: &mut Report,
    seals: Seals<'_>,
) -> Result<u32, Diagnostic> {
    if record.path == layout::TABLE_PATH {
        return table::check(manifest, record, open_list(dir, layout::TABLE)?).map(|()| 0);
    }
    let bytes = read(dir, &record.path)?;
    seals.check(record, &bytes, report);
    contents::check_file(record, &bytes)
}

/// Checks the signature of the manifest.
fn check_signature(dir: &Folder, manifest: &Manifest, hash: &str, seals: Seals<'_>, report: &mut Report) {
    let Some(path) = manifest.signature() else { return };
    let signature = if is_free(dir, &path) { Ok(None) } else { read(dir, &path).map(Some) };
    let mut text = || {
        let mut text = Vec::new();
        let (mut file, _) = dir.open_file(layout::MANIFEST)?;
        file.read_to_end(&mut text)?;
        Ok(text)
    };
    match signature {
        Ok(signature) => seals.check_manifest(signature.as_deref(), hash, &mut text, report),
        Err(problem) => report.problems.push(problem),
    }
}

/// Whether the note beside a ZIP file has its hash.
fn has_true_note(dir: &Folder, zip: &str) -> bool {
    let zip = ArchiveAt::from(dir.path().join(zip).as_path());
    let noted = zip.noted_sha256().ok().flatten();
    noted.is_some_and(|noted| zip.hash().is_ok_and(|(hash, _)| hash == noted))
}

/// Names the files of the archive's folders that are not listed; `only_zip` is the ZIP file that has all of them.
fn check_added(dir: &Folder, manifest: &Manifest, only_zip: Option<&str>) -> Problems {
    let mut known = list_known(dir, manifest);
    let note = layout::zip_note_name(&manifest.reference);
    // One beside loose files was left when they were unpacked, or is somebody's own.
    let is_own =
        only_zip.is_some() || (!is_free(dir, &note) && has_true_note(dir, &zip_name(&manifest.reference)));
    known.extend(is_own.then_some(note.into()));
    let mut folders = BTreeSet::new();
    for Entry { path, .. } in &manifest.files {
        folders.extend(path.match_indices('/').filter_map(|(at, _)| path.get(..at)));
    }
    let mut problems = Problems::new();
    let mut waiting = vec![String::new()];
    while let Some(folder) = waiting.pop() {
        let found = match list_folder(dir, &folder) {
            Ok(found) => found,
            Err(error) => {
                problems.push(unreadable(&folder, &io_text(&error)));
                continue;
            }
        };
        for (name, is_link) in found {
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if folders.contains(path.as_str()) {
                // A link in the place of a folder was reported for each file that should be in it.
                waiting.extend((!is_link).then_some(path));
            } else if !known.contains(path.as_str()) {
                problems.push(if folder.is_empty() { foreign(&path) } else { added(&path) });
            }
        }
    }
    problems
}

/// The paths that may be in the folder of an archive.
fn list_known<'a>(dir: &Folder, manifest: &'a Manifest) -> BTreeSet<Cow<'a, str>> {
    let mut known: BTreeSet<Cow<'_, str>> =
        manifest.files.iter().map(|record| record.path.as_str().into()).collect();
    known.insert(layout::MANIFEST.into());
    known.extend(manifest.signature().map(|path| path.as_str().to_owned().into()));
    if manifest.volumes.is_empty() {
        known.insert(zip_name(&manifest.reference).into());
    }
    known.extend(manifest.volumes.iter().map(|volume| volume.file.as_str().into()));
    if pack::is_beside(dir) {
        known.insert(PackList::FOLDER.into());
    }
    known
}

/// The names in a folder, in order, and which of them are links.
fn list_folder(dir: &Folder, path: &str) -> io::Result<Vec<(String, bool)>> {
    let found = if path.is_empty() { dir.list()? } else { dir.folder(path)?.list()? };
    Ok(found.into_iter().map(|found| (found.name, found.kind == FileKind::Link)).collect())
}

fn foreign(path: &str) -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_FOREIGN_FILE, format!("{path:?} is not a file of the archive"))
        .with_hint("it is left alone, and not part of what was checked")
}

/// Checks the ZIP file, which must be sound and hold the very same manifest, or the volumes, each with its own part.
fn check_zips_beside(dir: &Folder, manifest: &Manifest, hash: &str) -> Problems {
    let mut problems = Problems::new();
    if manifest.volumes.is_empty() {
        let name = zip_name(&manifest.reference);
        problems.extend(check_zip_beside(dir, &name, hash, |zip, found| {
            zip::check_copy(zip, manifest, hash, found)
        }));
    }
    for volume in &manifest.volumes {
        problems.extend(check_zip_beside(dir, &volume.file, &volume.manifest_sha256, zip::check_other));
    }
    problems.extend(check_volumes(manifest));
    problems
}

/// Checks a ZIP file in the folder whose manifest must have this hash; `check` returns the hash it has.
fn check_zip_beside(
    dir: &Folder,
    name: &str,
    hash: &str,
    check: impl FnOnce(&ArchiveAt, &mut Problems) -> Result<String, Diagnostic>,
) -> Problems {
    match dir.look_up(name) {
        Ok(Some(FileKind::Link)) => return unreadable(name, "it is a link").into(),
        Ok(Some(_)) => {}
        Ok(None) => return absent(name).into(),
        Err(error) => return unreadable(name, &io_text(&error)).into(),
    }
    let (mut problems, mut inside) = (Problems::new(), Problems::new());
    match check(&ArchiveAt::from(dir.path().join(name).as_path()), &mut inside) {
        Ok(found) if found != hash => {
            problems.push(damaged(format!("`{name}` and the folder have different manifests")));
        }
        Ok(_) => {}
        Err(problem) => inside = [problem].into_iter().chain(inside).collect(),
    }
    problems.extend(inside.into_iter().map(|mut problem| {
        problem.message = format!("in `{name}`: {}", problem.message);
        problem
    }));
    problems
}

/// Checks that the volumes together hold all files of the manifest, each with a table and a manifest of its own.
fn check_volumes(manifest: &Manifest) -> Option<Diagnostic> {
    // Each has a table, a manifest, and perhaps the signature of that.
    let own = 2 + usize::from(manifest.seal.as_ref().is_some_and(|seal| seal.certificate.is_some()));
    let held: usize = manifest.volumes.iter().map(|volume| volume.files.saturating_sub(own)).sum();
    let listed = manifest.files.len().saturating_sub(1);
    (!manifest.volumes.is_empty() && held != listed)
        .then(|| damaged(format!("the volumes hold {}, the manifest lists {listed}", counted(held, "file"))))
}
