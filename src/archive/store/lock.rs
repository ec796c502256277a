//! The lock of a mailing's output: who holds it reads, decides and writes alone. It also knows whose the output is.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::earlier::Earlier;
use crate::archive::format::layout;
use crate::archive::problem::{taken, unwritable};
use crate::beneath::{FileKind, Folder, try_lock};
use crate::diagnostic::{Diagnostic, Location, codes};

/// The folder of all work in an output folder.
const ALL: &str = ".convoke";
/// Held locked by the command at work.
const LOCK: &str = "lock";
/// The mark that says which mailing an archive's folder belongs to: its reference.
const MARK: &str = "mailing";
/// The longest reference that a mark holds.
const MAX_REFERENCE: u64 = 4096;

/// The lock of a mailing's output, held until every copy of it is dropped; a killed command's is released by the system.
#[derive(Debug, Clone)]
pub struct Lock(Arc<Held>);

#[derive(Debug)]
struct Held {
    /// The folder that the archive's is in.
    output: Folder,
    /// The folder of the work on the archive.
    work: Folder,
    /// Name of the archive's folder.
    name: String,
    target: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of the mailing with this reference, whose archive has the folder `target`.
    ///
    /// # Errors
    ///
    /// Another command holds it, the folder is another mailing's or none of an archive, or it cannot be written to.
    pub fn take(target: &Path, reference: &str) -> Result<Self, Diagnostic> {
        let failed = |error: io::Error| unwritable(target, &error);
        check_owner(target, reference)?;
        let (parent, name) = split(target).map_err(failed)?;
        let output = Folder::create(parent).map_err(failed)?;
        let work = output.make_folder(ALL).and_then(|all| all.make_folder(name)).map_err(failed)?;
        let lock = Self::hold(output, work, name, target)?;
        // Another mailing may have been first since.
        lock.claim(reference)?;
        Ok(lock)
    }

    /// Takes the lock of the archive in a folder, if the folder is where a mailing builds it; `None` for an archive that was
    /// moved elsewhere, which nobody builds.
    ///
    /// # Errors
    ///
    /// Another command holds it, or it cannot be opened.
    pub fn take_if_built_in(folder: &Path) -> Result<Option<Self>, Diagnostic> {
        let failed = |error: io::Error| unwritable(folder, &error);
        let full = std::path::absolute(folder).map_err(failed)?;
        let Ok((parent, name)) = split(&full) else { return Ok(None) };
        let Ok(output) = Folder::open(parent) else { return Ok(None) };
        match output.folder(&format!("{ALL}/{name}")) {
            Ok(work) => Self::hold(output, work, name, folder).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    fn hold(output: Folder, work: Folder, name: &str, target: &Path) -> Result<Self, Diagnostic> {
        let file = work.append_own(LOCK).map_err(|error| unwritable(target, &error))?;
        if let Err(TryLockError::WouldBlock) = try_lock(&file) {
            return Err(Diagnostic::new(codes::OUTPUT_IN_USE, "another command is at work on this archive")
                .with_location(Location::file(target.to_string_lossy()))
                .with_hint("wait until it is done, or stop it"));
        }
        // On a file system without locks only the guard against a second command is lost, so this one goes on.
        Ok(Self(Arc::new(Held {
            output,
            work,
            name: name.to_owned(),
            target: target.to_owned(),
            _file: file,
        })))
    }

    /// Gives the lock's archive to the mailing with this reference, unless it is another's.
    ///
    /// # Errors
    ///
    /// It is another mailing's, or the mark that says whose cannot be written.
    pub(super) fn claim(&self, reference: &str) -> Result<(), Diagnostic> {
        let Held { work, target, .. } = &*self.0;
        let failed = |error: io::Error| unwritable(target, &error);
        check_owner(target, reference)?;
        match work.look_up(MARK).map_err(failed)? {
            Some(FileKind::File) => Ok(()),
            Some(_) => Err(failed(io::Error::other("the mark of its mailing is not a file"))),
            None => work.write_own(MARK, reference.as_bytes()).map_err(failed),
        }
    }

    /// The folder that the archive's is in.
    pub(super) fn output(&self) -> &Folder {
        &self.0.output
    }

    /// The folder of the work on the archive.
    pub(super) fn work(&self) -> &Folder {
        &self.0.work
    }

    /// Name of the archive's folder.
    pub(super) fn name(&self) -> &str {
        &self.0.name
    }

    /// Where the archive's folder is, as messages name it.
    pub(super) fn target(&self) -> &Path {
        &self.0.target
    }
}

/// Checks that an archive's folder is free, or belongs to the mailing with this reference: two references may map to one folder.
///
/// # Errors
///
/// It is another mailing's.
pub fn check_owner(target: &Path, reference: &str) -> Result<(), Diagnostic> {
    match find_owner(target) {
        Some(owner) if owner != reference => Err(taken(target, &owner, reference)),
        _ => Ok(()),
    }
}

/// The reference of the mailing that a folder belongs to: as its mark says, or the archive in it.
fn find_owner(target: &Path) -> Option<String> {
    let (parent, name) = split(target).ok()?;
    let output = Folder::open(parent).ok()?;
    let marked = output.folder(&format!("{ALL}/{name}")).and_then(|work| read_mark(&work));
    match marked {
        Ok(reference) => Some(reference),
        Err(_) if output.look_up(name).ok()? == Some(FileKind::Folder) => {
            let folder = output.folder(name).ok()?;
            let (manifest, _) = folder.open_file(layout::MANIFEST).ok()?;
            Some(Earlier::read(manifest)?.reference)
        }
        Err(_) => None,
    }
}

fn read_mark(work: &Folder) -> io::Result<String> {
    use io::Read as _;
    let (file, _) = work.open_file(MARK)?;
    let mut reference = String::new();
    file.take(MAX_REFERENCE).read_to_string(&mut reference)?;
    Ok(reference)
}

/// The folder above, and the name in it.
fn split(target: &Path) -> io::Result<(&Path, &str)> {
    let name = target.file_name().and_then(|name| name.to_str());
    let name =
        name.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it has no name that is text"))?;
    Ok((target.parent().unwrap_or(Path::new("")), name))
}
