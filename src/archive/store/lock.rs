//! The lock of a mailing's output: who holds it reads, decides and writes alone.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::owner::{self, ALL, Owner, check_owner, split};
use crate::archive::format::layout::edition_of;
use crate::archive::problem::unwritable;
use crate::beneath::{Folder, try_lock};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::names::safe_file_name;

/// Held locked by the command at work.
pub(super) const LOCK: &str = "lock";

/// The lock of a mailing's output, held until every copy of it is dropped; a killed command's is released by the system.
#[derive(Debug, Clone)]
pub struct Lock(Arc<Held>);

#[derive(Debug)]
struct Held {
    /// The folder that the archive's is in.
    output: Folder,
    /// The folder of the work on the archive.
    work: Folder,
    /// Name of the first archive's folder.
    name: String,
    target: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of a mailing, whose first archive has the folder `target`.
    ///
    /// # Errors
    ///
    /// Another command holds it, the folder is another mailing's or none of an archive, or it cannot be written to.
    pub fn take(target: &Path, owner: &Owner) -> Result<Self, Diagnostic> {
        let failed = |error: io::Error| unwritable(target, &error);
        check_owner(target, owner)?;
        let (parent, name) = split(target).map_err(failed)?;
        let output = Folder::create(parent).map_err(failed)?;
        let work = output.make_folder(ALL).and_then(|all| all.make_folder(name)).map_err(failed)?;
        let lock = Self::hold(output, work, name, target)?;
        // Another mailing may have been first since.
        lock.claim(owner)?;
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
        // A later archive of a mailing is under the lock of the first.
        let first = owner::find_mark(&output, name).map(|reference| safe_file_name(&reference));
        let first = first.filter(|first| edition_of(first, name).is_some());
        let first = first.as_deref().unwrap_or(name);
        match owner::work_on(&output, first) {
            Ok(work) if first == name => Self::hold(output, work, name, folder).map(Some),
            Ok(work) => Self::hold(output, work, first, &full.with_file_name(first)).map(Some),
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

    /// Gives the output under the lock to a mailing, unless it is another's.
    ///
    /// # Errors
    ///
    /// It is another mailing's, or the mark that says whose cannot be written.
    pub fn claim(&self, owner: &Owner) -> Result<(), Diagnostic> {
        let Held { output, work, target, .. } = &*self.0;
        check_owner(target, owner)?;
        owner::mark(output, work, owner).map_err(|error| unwritable(target, &error))
    }

    /// Marks the folder of a later archive as the mailing's.
    pub(super) fn claim_edition(&self, name: &str, owner: &Owner) -> io::Result<()> {
        let all = self.output().make_folder(ALL)?;
        owner::mark(self.output(), &all.make_folder(name)?, owner)
    }

    /// The folder that the archive's is in.
    pub(super) fn output(&self) -> &Folder {
        &self.0.output
    }

    /// The folder of the work on the archive.
    pub(super) fn work(&self) -> &Folder {
        &self.0.work
    }

    /// Name of the first archive's folder.
    pub(super) fn name(&self) -> &str {
        &self.0.name
    }

    /// Where the first archive's folder is, as messages name it.
    pub(super) fn target(&self) -> &Path {
        &self.0.target
    }
}
