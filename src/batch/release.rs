//! Freezing what has gone out: the archive's content becomes that of the register's numbers.
//!
//! Works from the archive, never from templates or recipient lists: what is frozen is what was made.

use std::fs;
use std::path::Path;

use crate::archive::{Manifest, layout};
use crate::diagnostic::{Checked, Diagnostic, Location, codes};
use crate::input::write_atomically;
use crate::mailing;

use crate::register::{self, Register};

/// Freezes every document of the mailing's archive in the register, as gone out at `now` (RFC 3339); returns
/// the numbers frozen now.
///
/// # Errors
///
/// There is no archive, it is older than the register, or a file cannot be read or written.
pub fn release(root: &Path, file: &str, now: &str) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let Checked { value: mailing, problems } = mailing::read(root, file);
    let Some(mailing) = mailing.filter(|_| !problems.has_errors()) else { return Err(problems.to_vec()) };
    let folder = format!("{}/{}", mailing.output, layout::folder_name(&mailing.reference));
    let manifest =
        read_manifest(root, &format!("{folder}/{}", layout::MANIFEST)).map_err(|problem| vec![problem])?;
    let Checked { value: mut register, problems } = Register::read(root);
    if problems.has_errors() {
        return Err(problems.to_vec());
    }
    let stale: Vec<Diagnostic> = stale(&manifest, &register);
    if !stale.is_empty() {
        return Err(stale);
    }
    let frozen = register.release(now, &manifest.content_hashes()).map_err(|problems| problems.to_vec())?;
    let path = root.join(register::FILE);
    write_atomically(&path, register.to_yaml().as_bytes()).map_err(|error| {
        vec![
            Diagnostic::new(codes::WRITE, format!("the register cannot be written ({error})"))
                .with_location(Location::file(register::FILE)),
        ]
    })?;
    Ok(frozen)
}

fn read_manifest(root: &Path, file: &str) -> Result<Manifest, Diagnostic> {
    let problem = |message: String| {
        Diagnostic::new(codes::RELEASE_ARCHIVE, message)
            .with_location(Location::file(file))
            .with_hint("make the archive first with `convoke build`")
    };
    let bytes = fs::read(root.join(file))
        .map_err(|error| problem(format!("there is no archive to release ({error})")))?;
    serde_json::from_slice(&bytes).map_err(|error| problem(format!("the manifest cannot be read ({error})")))
}

/// Documents whose number is no longer in force: the archive is older than the register.
fn stale(manifest: &Manifest, register: &Register) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
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
