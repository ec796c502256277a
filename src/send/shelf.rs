//! The messages of a pack as files: its lists, and reading one as the list has it.

use std::io::Read as _;
use std::path::Path;

use super::ready::ReadyMessage;
use crate::archive::{PackList, layout};
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Location, codes, io_text, path_text};
use crate::digest::hash_bytes;
use crate::pack::email::EmailRecords;

/// The list of messages in a pack.
const RECORDS: &str = "e-mail.json";

/// Where the messages are.
#[derive(Debug)]
pub(super) struct Shelf {
    pack: Folder,
}

/// Opens the pack of an archive and reads its lists.
pub(super) fn open_pack(folder: &Path, archive: &str) -> Result<(Shelf, PackList, EmailRecords), Diagnostic> {
    let at = |name: &str| Location::file(path_text(&folder.join(name)));
    let unreadable = |name: &str, cause: String| {
        Diagnostic::new(codes::SEND_PACK, format!("the pack cannot be used ({cause})"))
            .with_location(at(name))
            .with_hint("make it again with `convoke pack`")
    };
    let failed = |error: std::io::Error| unreadable(layout::PACK_LIST, io_text(&error));
    let pack = Folder::open(folder).map_err(failed)?;
    let (list, _) = pack.open_file(layout::PACK_LIST).map_err(failed)?;
    let list = PackList::read(list)?;
    if list.manifest_sha256 != archive {
        return Err(unreadable(layout::PACK_LIST, "it was made of another archive".to_owned()));
    }
    let known = list.files.iter().find(|file| file.path.as_str() == RECORDS);
    let known = known.ok_or_else(|| unreadable(RECORDS, "it has no list of messages".to_owned()))?;
    let bytes = read(&pack, RECORDS).map_err(|error| unreadable(RECORDS, io_text(&error)))?;
    if hash_bytes(&bytes) != known.sha256 {
        return Err(unreadable(RECORDS, "it was altered".to_owned()));
    }
    let records = serde_json::from_slice(&bytes).map_err(|error| unreadable(RECORDS, error.to_string()))?;
    Ok((Shelf { pack }, list, records))
}

fn read(pack: &Folder, path: &str) -> std::io::Result<Vec<u8>> {
    let (mut file, length) = pack.open_file(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl Shelf {
    /// The path of the pack.
    pub(super) fn path(&self) -> &Path {
        self.pack.path()
    }

    /// Reads a message, as the pack's list has it.
    ///
    /// # Errors
    ///
    /// It cannot be read, or was altered.
    pub(super) fn read(&self, letter: &ReadyMessage) -> Result<Vec<u8>, Diagnostic> {
        let wrong = |cause: String| {
            Diagnostic::new(codes::SEND_PACK, format!("the message cannot be sent ({cause})"))
                .with_location(Location::file(letter.path.as_str()))
                .about(letter.sent.recipient.as_str())
                .with_hint("make the pack again with `convoke pack`")
        };
        let bytes = read(&self.pack, &letter.path).map_err(|error| wrong(io_text(&error)))?;
        if hash_bytes(&bytes) != letter.sha256 {
            return Err(wrong("it was altered".to_owned()));
        }
        Ok(bytes)
    }
}
