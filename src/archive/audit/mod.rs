//! Checking an archive: every file hashed and read again, and everything that is not as it was named.
//!
//! The archive is taken for hostile: sizes are bounded, names are checked before anything else, nothing is
//! written to disk. What the manifest says about itself nothing inside the archive can prove; compare the
//! manifest's SHA-256, which the [`Report`] gives, with the one noted when the archive was made.

pub(super) mod contents;
mod folder;
mod held;
mod listing;
mod pack;
pub(super) mod report;
mod seals;
mod structure;
mod table;
mod zip;

use std::path::{Path, PathBuf};

use super::format::layout;
use super::problem::damaged;
use super::reader::at::ArchiveAt;
use super::reader::opened::Opened;
use crate::beneath::Folder;
use crate::diagnostic::{Location, Problems, Severity, path_text};
use crate::seal::Trust;

use report::Report;

/// Opens an archive, once all of it but its pack is as it was made.
///
/// # Errors
///
/// It cannot be read, or is not as it was made: everything that is wrong with it.
pub fn open_sound(archive: impl Into<ArchiveAt>) -> Result<Opened, Problems> {
    let archive = &archive.into();
    let mut report = Report::default();
    let checked = match archive.is_folder() {
        true => folder::check(archive.path(), folder::Pack::Aside, &Trust::default(), &mut report),
        false => held::check(archive, &Trust::default(), &mut report),
    };
    let found = checked.err().into_iter().chain(report.problems);
    let problems: Problems = found.filter(|problem| problem.severity == Severity::Error).collect();
    if !problems.is_empty() {
        return Err(place(problems, archive));
    }
    let opened = Opened::open(archive)?;
    if report.manifest_sha256.as_deref() != Some(opened.manifest_sha256()) {
        return Err(place(damaged("the archive was changed while it was read".to_owned()).into(), archive));
    }
    Ok(opened)
}

/// Says of problems without a place that they are the archive's.
fn place(mut problems: Problems, archive: &ArchiveAt) -> Problems {
    let archive = archive.path();
    let name = path_text(archive.file_name().unwrap_or(archive.as_os_str()).as_ref());
    for problem in problems.iter_mut() {
        problem.location.get_or_insert_with(|| Location::file(name.clone()));
    }
    problems
}

/// All that is read of an archive or pack with this name, to open, check or compare it: the file or folder, and of a pack by itself
/// the folder of its archive; of an index the shares beside it, which it may name.
#[must_use]
pub fn reach(archive: &Path) -> Vec<PathBuf> {
    let mut within = vec![archive.to_owned()];
    if layout::is_index(archive) {
        let zip = if archive.is_dir() { archive.join("index") } else { archive.to_owned() };
        within.extend(find_shares(&ArchiveAt::from(&zip).above()));
    }
    if Folder::open(archive).is_ok_and(|folder| pack::is_pack(&folder)) {
        within.extend(pack::find_archive(archive).map(|folder| folder.path().to_owned()));
    }
    within
}

/// What has the name of a share in a folder.
fn find_shares(above: &Path) -> Vec<PathBuf> {
    let listed = Folder::open(above).and_then(|folder| folder.list()).unwrap_or_default();
    let shares = listed.into_iter().filter(|found| layout::share_of(&found.name).is_some());
    shares.map(|found| above.join(found.name)).collect()
}

/// Checks the ZIP file of an archive, or its folder together with the ZIP file and the pack in it, or the pack alone.
#[must_use]
pub fn verify(archive: impl Into<ArchiveAt>) -> Report {
    verify_with(archive, &Trust::default())
}

/// The same; seals have to be by whom is trusted.
#[must_use]
pub fn verify_with(archive: impl Into<ArchiveAt>, trust: &Trust) -> Report {
    let archive = &archive.into();
    let path = archive.path();
    let mut report = Report::default();
    let checked = match archive.is_folder() {
        true if Folder::open(path).is_ok_and(|folder| pack::is_pack(&folder)) => {
            pack::check_alone(path, &mut report)
        }
        true => folder::check(path, folder::Pack::Checked, trust, &mut report),
        false => held::check(archive, trust, &mut report),
    };
    if let Err(problem) = checked {
        report.problems = [problem].into_iter().chain(report.problems).collect();
    }
    report.problems = place(report.problems, archive);
    report
}
