//! Freezes what has gone out: the register records the hashes of the archive's documents with their numbers.
//!
//! Works from the archive, never from templates or recipient lists: it freezes what was made.

use std::fs;
use std::path::Path;

use crate::archive::{Manifest, Opened, layout};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, path_text};
use crate::input::write_atomically;
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
    let archive = open_archive(root, &layout::archive_folder(&mailing.output, &mailing.reference))?;
    let manifest = archive.manifest();
    let Checked { value: mut register, problems } = Register::read(root);
    if problems.has_errors() {
        return Err(problems);
    }
    let stale = find_stale(manifest, &register);
    if !stale.is_empty() {
        return Err(stale);
    }
    let frozen = register.release(now, &manifest.content_hashes())?;
    let path = root.join(register::FILE);
    write_atomically(&path, register.to_yaml().as_bytes()).map_err(|error| {
        Diagnostic::new(codes::WRITE, format!("the register cannot be written ({error})"))
            .with_location(Location::file(register::FILE))
    })?;
    Ok(frozen)
}

/// Opens the archive to release.
fn open_archive(root: &Path, folder: &Path) -> Result<Opened, Diagnostic> {
    let file = folder.join(layout::MANIFEST);
    let at = Location::file(path_text(&file));
    if let Err(error) = fs::symlink_metadata(root.join(&file)) {
        let message = format!("there is no archive to release ({error})");
        return Err(Diagnostic::new(codes::RELEASE_ARCHIVE, message)
            .with_location(at)
            .with_hint("make the archive first with `convoke build`"));
    }
    Opened::open(&root.join(folder)).map_err(|problem| problem.with_location(at))
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
