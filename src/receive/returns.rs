//! Where messages go that bring documents: the mailing's folder of returned files, which `collect` reads.

use std::io::{self, Read as _, Write as _};
use std::path::Path;

use jiff::Timestamp;

use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Location, codes, io_text, path_text};
use crate::names::{ArchivePath, safe_file_name};
use crate::system::make_private;

/// The folder, beneath that of the mailing.
pub(super) const FOLDER: &str = "returns";

/// How many digits of a message's hash are in the name of its file.
const DIGITS: usize = 12;

/// The name of a message's file: when it was written, who it is known to be from or about, and its hash, so that the same message
/// has the same name and no other has it.
pub(super) fn name(date: Option<Timestamp>, whose: &str, sha256: &str, bytes: &[u8]) -> String {
    let day = date.map(|date| date.to_string()).unwrap_or_default();
    let day = day.split('T').next().filter(|day| !day.is_empty()).unwrap_or("undated");
    let ending = if bytes.starts_with(b"\xd0\xcf\x11\xe0") { "msg" } else { "eml" };
    let hash = sha256.get(..DIGITS).unwrap_or(sha256);
    safe_file_name(&format!("{day} {whose} {hash}.{ending}"))
}

/// Saves a message for `collect`, readable by its owner alone. A file that is there already stays as it is.
///
/// # Errors
///
/// Something else has its name, or it cannot be written.
pub(super) fn save(root: &Path, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| {
        Diagnostic::new(codes::WRITE, format!("a message cannot be saved for `collect` ({})", io_text(&error)))
            .with_location(Location::file(path_text(&root.join(FOLDER).join(name))))
            .with_hint("make way for it, or check that the folder can be written to; the message is read again next time")
    };
    let folder = Folder::open(root).and_then(|root| root.make_folder(FOLDER)).map_err(failed)?;
    let path: ArchivePath = name.parse().map_err(|_| failed(io::ErrorKind::InvalidInput.into()))?;
    if is_there(&folder, name, bytes).map_err(failed)? {
        return Ok(());
    }
    let written = folder.create_new(&path).and_then(|mut file| {
        make_private(&file)?;
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| {
        if error.kind() != io::ErrorKind::AlreadyExists {
            let _ = folder.remove_file(name);
        }
        failed(error)
    })
}

/// Whether the very message is there.
fn is_there(folder: &Folder, name: &str, bytes: &[u8]) -> io::Result<bool> {
    let mut file = match folder.open_file(name) {
        Ok((file, _)) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    (&mut file).take(bytes.len() as u64 + 1).read_to_end(&mut found)?;
    if found == bytes { Ok(true) } else { Err(io::Error::other("another file has its name")) }
}
