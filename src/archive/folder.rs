//! The folder an archive lies in: whether it may be replaced, and replacing it in one step.
//!
//! Only what an earlier archive put there is removed; anything else in the folder, such as a record of what
//! was sent, is carried over.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::Path;

use serde::Deserialize;
use tempfile::TempDir;

use super::manifest;
use super::register_csv;
use super::writer::zip_name;
use crate::diagnostic::{Diagnostic, Location};

/// The folder being made, inside the temporary one.
pub(super) const NEW: &str = "new";
/// The folder it replaces, moved aside into the temporary one and removed with it.
const OLD: &str = "old";

/// Held locked while an archive is being written, so that another run leaves its folder alone.
const LOCK: &str = "lock";
const PREFIX: &str = ".convoke-";

/// Makes the temporary folder beside `dir`, with the new folder in it; what killed runs left is removed.
///
/// The new folder is one of its own inside the private temporary one, so that it gets the usual permissions.
pub(super) fn begin(dir: &Path) -> io::Result<(TempDir, File)> {
    let parent = parent(dir);
    fs::create_dir_all(parent)?;
    sweep(parent)?;
    let temporary = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
    let lock = File::create_new(temporary.path().join(LOCK))?;
    // A file system without locks is no reason to fail: only the sweeping is lost.
    let _ = lock.try_lock();
    fs::create_dir(temporary.path().join(NEW))?;
    Ok((temporary, lock))
}

/// Removes temporary folders whose run is gone, but none that still holds the only copy of an archive.
fn sweep(parent: &Path) -> io::Result<()> {
    for found in fs::read_dir(parent)? {
        let found = found?;
        if !found.file_name().to_string_lossy().starts_with(PREFIX) || !found.file_type()?.is_dir() {
            continue;
        }
        let path = found.path();
        let abandoned = File::open(path.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
        if abandoned && !(path.join(OLD).exists() && path.join(NEW).exists()) {
            let _ = fs::remove_dir_all(&path);
        }
    }
    Ok(())
}

/// The folder above, where temporary folders are made so that moving them is only renaming.
fn parent(dir: &Path) -> &Path {
    match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Refuses a folder that holds files but no archive: they would be taken for an earlier run's.
pub(super) fn check_replaceable(dir: &Path) -> Result<(), Diagnostic> {
    let foreign = |cause: &str| {
        Diagnostic::error(
            "archive-foreign-folder",
            format!("the output folder is not an archive's ({cause})"),
        )
        .with_location(Location::file(dir.to_string_lossy()))
        .with_hint("move the folder away, or change `output` in mailing.yaml")
    };
    match fs::symlink_metadata(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(foreign(&error.to_string())),
        Ok(found) if !found.is_dir() => return Err(foreign("it is a file or a link")),
        Ok(_) => {}
    }
    let mut inside = fs::read_dir(dir).map_err(|error| foreign(&error.to_string()))?;
    if inside.next().is_none() || earlier(dir).is_some() {
        return Ok(());
    }
    Err(foreign("it holds files but no readable manifest.json"))
}

/// What there is to know of an earlier archive.
#[derive(Debug, Deserialize)]
struct Earlier {
    reference: String,
    files: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    path: String,
}

fn earlier(dir: &Path) -> Option<Earlier> {
    let manifest = File::open(dir.join(manifest::FILE)).ok()?;
    serde_json::from_reader(BufReader::new(manifest)).ok()
}

/// Puts the new folder in the place of `dir`. If that fails, the earlier one is put back.
pub(super) fn replace(dir: &Path, temporary: TempDir) -> io::Result<()> {
    let (new, old) = (temporary.path().join(NEW), temporary.path().join(OLD));
    let manifest = earlier(dir);
    let existed = match fs::rename(dir, &old) {
        Ok(()) => true,
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(error),
    };
    let moved = match &manifest {
        Some(manifest) => carry_over(&old, &new, &top_level(manifest)),
        None => Ok(()),
    };
    if let Err(error) = moved.and_then(|()| fs::rename(&new, dir)) {
        if existed {
            restore(&old, &new, dir, manifest.as_ref())?;
        }
        return Err(error);
    }
    // What is left is the earlier archive; that it could not be removed is no reason to fail.
    let _ = temporary.close();
    Ok(())
}

/// Undoes [`replace`]: files carried over go back, then the folder.
fn restore(old: &Path, new: &Path, dir: &Path, manifest: Option<&Earlier>) -> io::Result<()> {
    if let Some(manifest) = manifest {
        let mut own = top_level(manifest);
        own.extend(earlier(new).iter().flat_map(top_level));
        carry_over(new, old, &own)?;
    }
    fs::rename(old, dir)
}

/// Names at the top of an archive's folder that are the archive's own.
fn top_level(manifest: &Earlier) -> BTreeSet<OsString> {
    let paths = manifest.files.iter().filter_map(|entry| entry.path.split('/').next());
    paths
        .map(OsString::from)
        .chain([manifest::FILE, register_csv::FILE].map(OsString::from))
        .chain([OsString::from(zip_name(&manifest.reference))])
        .collect()
}

/// Moves everything that is not the archive's own, unless the other folder has a file of that name.
fn carry_over(from: &Path, to: &Path, own: &BTreeSet<OsString>) -> io::Result<()> {
    for found in fs::read_dir(from)? {
        let name = found?.file_name();
        if !own.contains(&name) && !to.join(&name).exists() {
            fs::rename(from.join(&name), to.join(&name))?;
        }
    }
    Ok(())
}
