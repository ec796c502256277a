//! Whose the folder of an archive is: as its mark says, or the archive in it.

use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::earlier::Earlier;
use crate::archive::format::layout;
use crate::archive::problem::{taken, taken_by_file};
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, path_text};

/// The folder of all work in an output folder.
pub(super) const ALL: &str = ".convoke";
/// The mark that says which mailing an archive's folder belongs to: its reference.
const MARK: &str = "mailing";
/// The mark that says which file describes the mailing, as seen from the output folder.
const FILE_MARK: &str = "mailing-file";
/// The longest text that a mark holds.
const MAX_MARK: u64 = 8192;

/// Who builds an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The mailing's reference.
    pub reference: String,
    /// The file that describes the mailing, if it is known.
    pub file: Option<PathBuf>,
}

impl Owner {
    /// The mailing with this reference, whatever file describes it.
    #[must_use]
    pub fn of(reference: &str) -> Self {
        Self { reference: reference.to_owned(), file: None }
    }
}

/// Checks that an archive's folder is free, or belongs to this mailing: two references may map to one folder, and two files may
/// describe mailings of one reference.
///
/// # Errors
///
/// It is another mailing's.
pub fn check_owner(target: &Path, owner: &Owner) -> Result<(), Diagnostic> {
    let Ok((parent, name)) = split(target) else { return Ok(()) };
    let Ok(output) = Folder::open(parent) else { return Ok(()) };
    match find(&output, name) {
        Some(reference) if reference != owner.reference => {
            return Err(taken(target, &reference, &owner.reference));
        }
        _ => {}
    }
    let marked = work_on(&output, name).and_then(|work| read(&work, FILE_MARK));
    match (&owner.file, marked) {
        (Some(own), Ok(marked)) if !is_same(&parent.join(&marked), own) => {
            Err(taken_by_file(target, &marked, own))
        }
        _ => Ok(()),
    }
}

/// Marks an archive's folder as this mailing's, which it [may be](check_owner).
pub(super) fn mark(output: &Folder, work: &Folder, owner: &Owner) -> io::Result<()> {
    match work.look_up(MARK)? {
        Some(FileKind::File) => {}
        Some(_) => return Err(io::Error::other("the mark of its mailing is not a file")),
        None => work.write_own(MARK, owner.reference.as_bytes())?,
    }
    let Some(file) = &owner.file else { return Ok(()) };
    let seen = seen_from(output.path(), file)?;
    if read(work, FILE_MARK).is_ok_and(|marked| marked == seen) {
        return Ok(());
    }
    work.write_own(FILE_MARK, seen.as_bytes())
}

/// The reference of the mailing that a folder of the output belongs to.
pub(super) fn find(output: &Folder, name: &str) -> Option<String> {
    match find_mark(output, name) {
        Some(reference) => Some(reference),
        None if output.look_up(name).ok()? == Some(FileKind::Folder) => {
            let (manifest, _) = output.folder(name).ok()?.open_file(layout::MANIFEST).ok()?;
            Some(Earlier::read(manifest)?.reference)
        }
        None => None,
    }
}

/// The reference of the mailing that a folder of the output is marked as.
pub(super) fn find_mark(output: &Folder, name: &str) -> Option<String> {
    work_on(output, name).and_then(|work| read(&work, MARK)).ok()
}

/// The folder of the work on an archive, if there was any.
pub(super) fn work_on(output: &Folder, name: &str) -> io::Result<Folder> {
    output.folder(&format!("{ALL}/{name}"))
}

fn read(work: &Folder, mark: &str) -> io::Result<String> {
    let (file, _) = work.open_file(mark)?;
    let mut text = String::new();
    file.take(MAX_MARK).read_to_string(&mut text)?;
    Ok(text)
}

/// Whether a mark means this file. One that is gone was renamed.
fn is_same(marked: &Path, own: &Path) -> bool {
    match (marked.canonicalize(), own.canonicalize()) {
        (Ok(marked), Ok(own)) => marked == own,
        _ => true,
    }
}

/// A file as seen from a folder, so that both can be moved together.
fn seen_from(folder: &Path, file: &Path) -> io::Result<String> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (folder, file) = (here.canonicalize()?, file.canonicalize()?);
    let shared = folder.components().zip(file.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return Ok(path_text(&file));
    }
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    let seen: PathBuf = up.chain(file.components().skip(shared)).collect();
    Ok(path_text(&seen))
}

/// The folder above, and the name in it.
pub(super) fn split(target: &Path) -> io::Result<(&Path, &str)> {
    let name = target.file_name().and_then(|name| name.to_str());
    let name =
        name.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it has no name that is text"))?;
    Ok((target.parent().unwrap_or(Path::new("")), name))
}
