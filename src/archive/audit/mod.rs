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
mod structure;
mod table;
mod zip;

use std::path::Path;

use crate::diagnostic::{Location, path_text};

use report::Report;

/// Checks the ZIP file of an archive, or its folder together with the ZIP file and the pack in it, or the pack alone.
#[must_use]
pub fn verify(archive: &Path) -> Report {
    let mut report = Report::default();
    let checked = if pack::is_pack(archive) {
        pack::check_alone(archive, &mut report)
    } else if archive.is_dir() {
        folder::check(archive, &mut report)
    } else {
        zip::check(archive, &mut report)
    };
    if let Err(problem) = checked {
        report.problems = [problem].into_iter().chain(report.problems).collect();
    }
    let name = path_text(archive.file_name().unwrap_or(archive.as_os_str()).as_ref());
    for problem in report.problems.iter_mut() {
        problem.location.get_or_insert_with(|| Location::file(name.clone()));
    }
    report
}
