//! What changed between two archives: whose documents, and why.
//!
//! Manifests are compared, which record what each document was made from; files are read only to check that they are what
//! their manifest says. A file that was altered later is a problem of its archive, and not a change.

mod compare;
mod model;

use std::collections::BTreeSet;

use super::audit::report::Report;
use super::audit::verify;
use super::format::entry::Role;
use super::format::manifest::Manifest;
use super::reader::at::ArchiveAt;
use super::reader::opened::Opened;
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};

pub use model::{
    Change, ChangeCounts, ChangeReason, ChangedBlock, ChangedEnclosure, ComparedArchive, Diff,
    DocumentVersion, How, Others,
};

/// Checks two archives as [`verify`] does and compares their manifests. Each is a ZIP file, an archive's folder, or a
/// volume. Nothing is compared if one of them has no readable manifest.
#[must_use]
pub fn diff(old: impl Into<ArchiveAt>, new: impl Into<ArchiveAt>) -> Diff {
    let (old, new) = (&old.into(), &new.into());
    // One after the other, so that no more than two manifests are held.
    let (mut old_side, mut new_side) = (ComparedArchive::new(verify(old)), ComparedArchive::new(verify(new)));
    let (old, new) = (old_side.open(old), new_side.open(new));
    let (Some(old), Some(new)) = (old, new) else {
        return Diff { old: old_side, new: new_side, ..Diff::default() };
    };
    let (old, new) = (old.manifest(), new.manifest());
    (old_side.documents, new_side.documents) = (count_documents(old), count_documents(new));
    let notes = explain(old, new);
    let altered: BTreeSet<&str> = old_side.altered().chain(new_side.altered()).collect();
    let mut diff = Diff { notes, is_compared: true, ..Diff::default() };
    compare::compare_documents(old, new, &altered, &mut diff);
    compare::compare_enclosures(old, new, &mut diff);
    compare::compare_others(old, new, &mut diff);
    compare::compare_blocked(old, new, &mut diff);
    Diff { old: old_side, new: new_side, ..diff }
}

impl ComparedArchive {
    fn new(report: Report) -> Self {
        let Report { reference, tool, manifest_sha256, volume, problems, .. } = report;
        Self { reference, tool, manifest_sha256, volume, problems, documents: 0 }
    }

    /// Opens the archive; a failure is reported unless the check has reported an error.
    fn open(&mut self, path: &ArchiveAt) -> Option<Opened> {
        match Opened::open(path) {
            Ok(opened) => Some(opened),
            Err(problem) => {
                if !self.problems.has_errors() {
                    self.problems.push(problem);
                }
                None
            }
        }
    }

    /// Recipients whose files were altered.
    fn altered(&self) -> impl Iterator<Item = &str> {
        let errors = self.problems.iter().filter(|problem| problem.severity == Severity::Error);
        errors.filter_map(|problem| problem.subject.recipient.as_deref())
    }
}

fn count_documents(manifest: &Manifest) -> usize {
    manifest.files.iter().filter(|entry| entry.role == Role::Document).count()
}

/// Notes what explains many changes at once.
fn explain(old: &Manifest, new: &Manifest) -> Problems {
    let mut notes = Problems::new();
    if old.reference != new.reference {
        let message = format!("OLD is of the mailing {}, NEW of {}", old.reference, new.reference);
        notes.push(
            Diagnostic::new(codes::DIFF_OTHER_MAILING, message)
                .with_hint("compare two archives of one mailing"),
        );
    }
    if old.volume.map(|volume| volume.number) != new.volume.map(|volume| volume.number) {
        let said = |manifest: &Manifest| match manifest.volume {
            Some(volume) => format!("volume {}", volume.number),
            None => "a whole archive".to_owned(),
        };
        let message = format!("OLD is {}, NEW {}", said(old), said(new));
        notes.push(
            Diagnostic::new(codes::DIFF_VOLUME, message)
                .with_hint("recipients of other volumes seem added or removed; compare whole archives"),
        );
    }
    if old.tool != new.tool {
        let message = format!("OLD was made by {}, NEW by {}", old.tool, new.tool);
        notes.push(Diagnostic::new(codes::DIFF_TOOL, message));
    }
    // An index has what the archive has that is made of the same shares.
    let is_index = !old.shares.is_empty() || !new.shares.is_empty();
    if old.format != new.format && !is_index {
        let message = format!("OLD has a manifest of format {}, NEW of format {}", old.format, new.format);
        notes.push(
            Diagnostic::new(codes::DIFF_FORMAT, message)
                .with_hint("what counts as data is not the same in both; look at the other reasons first"),
        );
    }
    if old.issued_at != new.issued_at {
        let message = format!("OLD is dated {}, NEW {}", old.issued_at, new.issued_at);
        notes.push(Diagnostic::new(codes::DIFF_DATE, message));
    }
    notes
}
