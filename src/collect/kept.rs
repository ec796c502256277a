//! The table of registrations as it was written: read again within bounds, and held against the archive that it is of.

use std::path::Path;

use super::model::Collected;
use super::tables::JSON;
use crate::archive::Opened;
use crate::beneath::read_regular;
use crate::diagnostic::{Diagnostic, Location, codes, io_text, path_text};

/// The largest table of registrations that is read, in bytes.
const MOST: u64 = 256 << 20;

/// Reads the table of registrations: `registrations.json`, or the folder that it is in.
///
/// # Errors
///
/// It is not there, cannot be read, or is not what [`write`](super::write) writes.
pub fn read_registrations(path: &Path) -> Result<Collected, Diagnostic> {
    let file = if path.is_dir() { path.join(JSON) } else { path.to_owned() };
    let refuse = |cause: String| {
        Diagnostic::new(codes::RETURNS_TABLE, format!("the table of registrations cannot be read ({cause})"))
            .with_location(Location::file(path_text(&file)))
            .with_hint("name registrations.json, or the folder it is in; `convoke collect RETURNS` writes it")
    };
    let bytes = read_regular(&file, MOST).map_err(|error| refuse(io_text(&error)))?;
    serde_json::from_slice(&bytes).map_err(|error| refuse(error.to_string()))
}

/// Refuses registrations that were held against another archive.
///
/// # Errors
///
/// They are of another mailing, or of another archive of this one.
pub fn check_registrations(collected: &Collected, archive: &Opened, path: &Path) -> Result<(), Diagnostic> {
    let own = &archive.manifest().reference;
    let message = if collected.reference != *own {
        format!("the registrations are of {}, the archive is of {own}", collected.reference)
    } else if collected.archive != archive.manifest_sha256() {
        format!("the registrations were held against another archive of {own}")
    } else {
        return Ok(());
    };
    Err(Diagnostic::new(codes::RETURNS_OTHER, message)
        .with_location(Location::file(path_text(path)))
        .with_hint("run `convoke collect` again with this archive, or name the other with --archive"))
}
