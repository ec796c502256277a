//! Freezes what has gone out: the register records the hashes of the archive's documents with their numbers, and the archive,
//! which is never replaced from then on.
//!
//! Works from the archive, never from templates or recipient lists: it freezes what was made.

use std::path::{Path, PathBuf};

use super::place::unwritable;
use crate::archive::{self, Manifest, Opened, layout};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, path_text};
use crate::register::{self, Register, ReleasedArchive};

/// What a release froze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The numbers that are frozen now, and were not before.
    pub numbers: Vec<u32>,
    /// The folder of the archive, which stays as it is, as seen from the mailing's.
    pub folder: PathBuf,
}

/// Freezes the documents of an archive in the register, as gone out at `now`; the caller holds the lock of the mailing.
///
/// # Errors
///
/// The archive is older than the register, or the register cannot be read or written.
pub(crate) fn freeze(root: &Path, folder: &Path, archive: &Opened, now: &str) -> Result<Frozen, Problems> {
    let manifest = archive.manifest();
    let Checked { value: (mut register, state), problems } = Register::read_with_state(root);
    if problems.has_errors() {
        return Err(problems);
    }
    let stale = find_stale(manifest, &register);
    if !stale.is_empty() {
        return Err(stale);
    }
    let numbers = register.release(now, &manifest.content_hashes())?;
    register.note_archive(ReleasedArchive {
        folder: path_text(Path::new(folder.file_name().unwrap_or_default())),
        manifest_sha256: archive.manifest_sha256().to_owned(),
        at: now.to_owned(),
    });
    register.write(root, &state)?;
    // The register has it; the note beside the archives is for the case that the register is lost.
    let output = root.join(folder);
    let noted = output
        .parent()
        .map_or(Ok(()), |output| archive::note_gone_out(output, &register, archive.manifest_sha256()));
    noted.map_err(|error| unwritable(&output, &error))?;
    Ok(Frozen { numbers, folder: folder.to_owned() })
}

/// Finds the newest archive, as seen from the mailing's folder.
pub(crate) fn find_archive(
    root: &Path,
    output: &str,
    first: &Path,
    reference: &str,
) -> Result<PathBuf, Diagnostic> {
    let newest = archive::find_newest(&root.join(output), reference);
    let name =
        newest.as_deref().and_then(Path::file_name).ok_or_else(|| archive::no_archive(path_text(first)))?;
    Ok(first.with_file_name(name))
}

/// Opens the archive to release, once all of it is as it was made: what is frozen is what went out.
pub(crate) fn open_archive(root: &Path, folder: &Path) -> Result<Opened, Problems> {
    let file = folder.join(layout::MANIFEST);
    let at = Location::file(path_text(&file));
    let opened = archive::open_sound(&root.join(folder));
    opened.map_err(|problems| problems.into_iter().map(|problem| place(problem, &at)).collect())
}

fn place(problem: Diagnostic, at: &Location) -> Diagnostic {
    if problem.location.is_some() { problem } else { problem.with_location(at.clone()) }
}

/// Finds documents whose number is no longer in force: the archive is older than the register.
fn find_stale(manifest: &Manifest, register: &Register) -> Problems {
    let mut problems = Problems::new();
    for entry in &manifest.files {
        let (Some(recipient), Some(serial)) = (&entry.recipient, &entry.serial) else { continue };
        let in_force = register.serial(recipient);
        if in_force.as_ref() != Some(serial)
            && problems.last().is_none_or(|p| p.subject.recipient.as_ref() != Some(recipient))
        {
            let now = in_force.unwrap_or_else(|| "none".to_owned());
            problems.push(
                Diagnostic::new(
                    codes::RELEASE_STALE,
                    format!("the archive has {serial}, the number in force is {now}"),
                )
                .with_location(Location::file(register::FILE))
                .about(recipient.as_str())
                .with_hint("make the archive again with `convoke build`"),
            );
        }
    }
    problems
}
