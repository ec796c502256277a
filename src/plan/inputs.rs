//! The files that decide what documents say and look like, each by its hash, so that machines can tell whether they have the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::sources::hash_parts;
use crate::beneath::{FileKind, list_within, look_within, open_regular, read_within};
use crate::diagnostic::{Diagnostic, Location, codes, io_text};
use crate::digest::{hash_bytes, hash_reader};
use crate::mailing::{Mailing, leads_outside};
use crate::register;

/// SHA-256 of files, by their paths from the mailing's folder.
pub(super) type Inputs = BTreeMap<String, String>;

/// How deep folders of templates are looked into.
const MOST_FOLDERS: usize = 8;

/// The versions of all libraries.
pub(super) const LOCK: &str = include_str!("../../Cargo.lock");

/// A hash of what makes the documents: the version of the program and of its libraries, and the processor that it is for.
pub(super) fn hash_program() -> String {
    hash_parts(&[env!("CARGO_PKG_VERSION"), LOCK, std::env::consts::ARCH])
}

/// Hashes the mailing's file, its lists, its register, its pictures, and all of its template folder; hidden files are left out, as no other command
/// reads them.
///
/// # Errors
///
/// A file that is there cannot be read.
pub(super) fn hash_files(root: &Path, file: &str, mailing: &Mailing) -> Result<Inputs, Diagnostic> {
    let mut inputs = Inputs::new();
    // Of a database it is the answer that counts, not its file; a list in a store is hashed as it was fetched.
    let lists = mailing.recipients.iter().flat_map(|source| {
        let is_file = source.value.query.is_none() && !source.value.is_stored();
        [Some(source.value.file.as_str()).filter(|_| is_file), source.value.columns.as_deref()]
    });
    let files: BTreeSet<&str> = lists.flatten().chain([file, register::FILE]).collect();
    for path in files {
        match open_regular(&root.join(path)).and_then(|(file, _)| hash_reader(file)) {
            Ok(found) => {
                inputs.insert(path.to_owned(), found.hash);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(path, &error)),
        }
    }
    let pictures = mailing.assets.iter().map(|(_, asset)| asset.file.value.as_str());
    for path in pictures.filter(|path| !leads_outside(path)) {
        hash_within(root, path, &mut inputs)?;
    }
    hash_folder(root, mailing.templates.trim_end_matches('/'), MOST_FOLDERS, &mut inputs)?;
    Ok(inputs)
}

fn hash_folder(root: &Path, folder: &str, depth: usize, inputs: &mut Inputs) -> Result<(), Diagnostic> {
    let names = list_within(root, folder).map_err(|error| unreadable(folder, &error))?;
    for name in names.iter().filter(|name| !name.starts_with('.')) {
        let path = format!("{folder}/{name}");
        match look_within(root, &path) {
            Ok(Some(FileKind::Folder)) if depth > 0 => hash_folder(root, &path, depth - 1, inputs)?,
            Ok(Some(FileKind::File)) => hash_within(root, &path, inputs)?,
            // A link to nothing or to the outside is not read, and what reads it tells so.
            _ => {}
        }
    }
    Ok(())
}

fn hash_within(root: &Path, path: &str, inputs: &mut Inputs) -> Result<(), Diagnostic> {
    let content = read_within(root, path).map_err(|error| unreadable(path, &error))?;
    inputs.insert(path.to_owned(), hash_bytes(content));
    Ok(())
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::FILE_UNREADABLE, format!("the file cannot be read ({})", io_text(error)))
        .with_location(Location::file(path))
        .with_hint("check its name and that you may read it")
}
