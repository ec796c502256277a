//! Freezes what has gone out: the register records the hashes of the archive's documents with their numbers.
//!
//! Works from the archive, never from templates or recipient lists: it freezes what was made.

use std::fs;
use std::path::Path;

use crate::archive::{self, Lock, Manifest, Opened, layout};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, path_text};
use crate::mailing;
use crate::register::{self, Register};

/// Freezes every document of the mailing's archive in the register, as gone out at `now` (RFC 3339); returns
/// the numbers frozen now.
///
/// # Errors
///
/// There is no archive, its manifest has a format that this version does not know, it is older than the register, or a file
/// cannot be read or written. Nothing is written then.
pub fn release(root: &Path, file: &str, now: &str) -> Result<Vec<u32>, Problems> {
    let Checked { value: mailing, problems } = mailing::read(root, file);
    let Some(mailing) = mailing.filter(|_| !problems.has_errors()) else { return Err(problems) };
    let folder = layout::archive_folder(&mailing.output, &mailing.reference);
    check_there(root, &folder)?;
    let _lock = Lock::take(&root.join(&folder), &mailing.reference)?;
    let archive = open_archive(root, &folder)?;
    let manifest = archive.manifest();
    let Checked { value: (mut register, state), problems } = Register::read_with_state(root);
    if problems.has_errors() {
        return Err(problems);
    }
    let stale = find_stale(manifest, &register);
    if !stale.is_empty() {
        return Err(stale);
    }
    let frozen = register.release(now, &manifest.content_hashes())?;
    register.write(root, &state)?;
    Ok(frozen)
}

/// Checks that there is an archive to release.
fn check_there(root: &Path, folder: &Path) -> Result<(), Diagnostic> {
    let file = folder.join(layout::MANIFEST);
    match fs::symlink_metadata(root.join(&file)) {
        Ok(_) => Ok(()),
        Err(error) => {
            let message = format!("there is no archive to release ({error})");
            Err(Diagnostic::new(codes::RELEASE_ARCHIVE, message)
                .with_location(Location::file(path_text(&file)))
                .with_hint("make the archive first with `convoke build`"))
        }
    }
}

/// Opens the archive to release, once all of it is as it was made: what is frozen is what went out.
fn open_archive(root: &Path, folder: &Path) -> Result<Opened, Problems> {
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
