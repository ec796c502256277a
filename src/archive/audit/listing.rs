//! The manifest's list of files, checked in itself.

use std::collections::BTreeMap;

use crate::archive::format::entry::Entry;
use crate::archive::format::layout;
use crate::archive::format::manifest::Manifest;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};

/// Returns the manifest's files by path, with what is wrong with the list itself.
pub(super) fn index_files(manifest: &Manifest) -> Checked<BTreeMap<&str, &Entry>> {
    let mut files = BTreeMap::new();
    let mut problems = Problems::new();
    let mut refuse = |code, message| {
        problems.push(
            Diagnostic::new(code, message)
                .with_hint("the manifest itself was altered; do not use the archive"),
        );
    };
    for record in &manifest.files {
        if files.insert(record.path.as_str(), record).is_some() {
            refuse(codes::ARCHIVE_ENTRY_TWICE, format!("the manifest lists `{}` twice", record.path));
        }
    }
    if !files.contains_key(layout::TABLE) {
        refuse(codes::ARCHIVE_ALTERED, format!("the manifest does not list `{}`", layout::TABLE));
    }
    Checked::new(files, problems)
}
