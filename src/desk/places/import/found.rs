//! The spreadsheets of the mailing, and what it says of each.

use std::collections::BTreeSet;

use crate::beneath::{FileKind, list_within, look_within};
use crate::desk::state::Desk;
use crate::desk::upload::{LISTS, is_spreadsheet};
use crate::mailing::lists;
use crate::recipient::RecipientSource;

/// A spreadsheet of the mailing.
pub(super) struct Found {
    pub(super) file: String,
    /// What the mailing says of it, if it names it.
    pub(super) source: Option<RecipientSource>,
}

/// The spreadsheets of the mailing: those that it names, and others in its folder and that of lists.
pub(super) fn find(desk: &Desk) -> Vec<Found> {
    let named = lists(&desk.root, &desk.mailing);
    let mut files: BTreeSet<String> = named.iter().map(|source| source.file.clone()).collect();
    for folder in [".", LISTS] {
        for name in list_within(&desk.root, folder).unwrap_or_default() {
            // What begins so is hidden, or open in an office program.
            if !name.starts_with(['.', '~']) {
                files.insert(if folder == "." { name } else { format!("{folder}/{name}") });
            }
        }
    }
    let is_file = |file: &String| matches!(look_within(&desk.root, file), Ok(Some(FileKind::File)));
    let found = files.into_iter().filter(|file| is_spreadsheet(file) && is_file(file));
    found
        .map(|file| Found { source: named.iter().find(|source| source.file == file).cloned(), file })
        .collect()
}
