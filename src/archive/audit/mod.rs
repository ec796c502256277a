//! Checking an archive: every file hashed and read again, and everything that is not as it was named.
//!
//! The archive is taken for hostile: sizes are bounded, names are checked before anything else, nothing is
//! written to disk. What the manifest says about itself nothing inside the archive can prove; compare the
//! manifest's SHA-256, which the [`Report`] gives, with the one noted when the archive was made.

pub(super) mod contents;
mod folder;
mod listing;
mod pack;
pub(super) mod report;
mod seals;
mod structure;
mod table;
mod zip;

use std::path::{Path, PathBuf};

use super::problem::damaged;
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
pub fn open_sound(archive: &Path) -> Result<Opened, Problems> {
    let mut report = Report::default();
    let checked = match archive.is_dir() {
        true => folder::check(archive, folder::Pack::Aside, &Trust::default(), &mut report),
        false => zip::check(archive, &Trust::default(), &mut report),
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
fn place(mut problems: Problems, archive: &Path) -> Problems {
    let name = path_text(archive.file_name().unwrap_or(archive.as_os_str()).as_ref());
    for problem in problems.iter_mut() {
        problem.location.get_or_insert_with(|| Location::file(name.clone()));
    }
    problems
}

/// All that is read of an archive or pack with this name, to open, check or compare it: the file or folder, and of a pack by itself
/// the folder of its archive.
#[must_use]
pub fn reach(archive: &Path) -> Vec<PathBuf> {
    let mut within = vec![archive.to_owned()];
    if Folder::open(archive).is_ok_and(|folder| pack::is_pack(&folder)) {
        within.extend(pack::find_archive(archive).map(|folder| folder.path().to_owned()));
    }
    within
}

/// Checks the ZIP file of an archive, or its folder together with the ZIP file and the pack in it, or the pack alone.
#[must_use]
pub fn verify(archive: &Path) -> Report {
    verify_with(archive, &Trust::default())
}

/// The same; seals have to be by whom is trusted.
#[must_use]
pub fn verify_with(archive: &Path, trust: &Trust) -> Report {
    let mut report = Report::default();
    let checked = match archive.is_dir() {
        true if Folder::open(archive).is_ok_and(|folder| pack::is_pack(&folder)) => {
            pack::check_alone(archive, &mut report)
        }
        true => folder::check(archive, folder::Pack::Checked, trust, &mut report),
        false => zip::check(archive, trust, &mut report),
    };
    if let Err(problem) = checked {
        report.problems = [problem].into_iter().chain(report.problems).collect();
    }
    report.problems = place(report.problems, archive);
    report
}
