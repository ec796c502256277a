//! An archive on its way into a store: its ZIP files are sent as they are written, and appear with its manifest, which is last.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::work::Work;
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::objects::{Depot, StoreRefusal, Upload, hash_object, put_file};

/// The file that uploads are noted in before they begin to fill: what a killed run leaves is found by it.
const UPLOADS: &str = "uploads.jsonl";
/// The longest line in it.
const MAX_LINE: u64 = 16 << 10;

/// Where an archive goes to in a store.
#[derive(Debug)]
pub(super) struct Store {
    depot: Arc<dyn Depot>,
    /// The archive's folder, as seen from the place in the store.
    folder: String,
    /// Complete ZIP files that nobody sees yet.
    pending: Vec<Box<dyn Upload>>,
    /// What a killed run had left.
    pub(super) left: Problems,
}

#[derive(Debug, Serialize, Deserialize)]
struct Noted {
    address: String,
    name: String,
    id: String,
}

impl Store {
    /// Begins an archive in a folder of a store, and removes what a killed run left of it.
    pub(super) fn open(depot: Arc<dyn Depot>, folder: String, work: &Work) -> io::Result<Self> {
        let left = clear(work.folder(), &*depot)?;
        Ok(Self { depot, folder, pending: Vec::new(), left })
    }

    /// The address of the archive's folder, or of a file in it.
    pub(super) fn address(&self, file: Option<&str>) -> String {
        self.depot.address(&file.map_or_else(|| self.folder.clone(), |file| self.name(file)))
    }

    fn name(&self, file: &str) -> String {
        format!("{}/{file}", self.folder)
    }

    /// Begins a ZIP file.
    pub(super) fn begin(&self, file: &str, work: &Work) -> io::Result<Box<dyn Upload>> {
        let upload = self.depot.begin(&self.name(file))?;
        let noted = Noted {
            address: self.address(Some(file)),
            name: upload.name().to_owned(),
            id: upload.id().to_owned(),
        };
        let mut line = serde_json::to_vec(&noted)?;
        line.push(b'\n');
        let mut notes = work.folder().append_own(UPLOADS)?;
        notes.write_all(&line)?;
        notes.sync_data()?;
        Ok(upload)
    }

    /// Takes a ZIP file that is written; it is completed with all others.
    pub(super) fn take(&mut self, upload: Option<Box<dyn Upload>>) {
        self.pending.extend(upload);
    }

    /// Completes the ZIP files and writes the small files, the manifest last; returns whether the very same archive was there before.
    ///
    /// # Errors
    ///
    /// Another archive is there, or the store refuses.
    pub(super) fn commit(
        self,
        files: &[(&str, Vec<u8>)],
        (manifest, open, sha256): (&str, impl FnOnce() -> io::Result<std::fs::File>, &str),
        work: &Work,
    ) -> Result<bool, Diagnostic> {
        let Self { depot, folder, pending, .. } = self;
        let failed = |error: io::Error| refused(&depot.address(&folder), &error);
        let name = format!("{folder}/{manifest}");
        let taken = || {
            Diagnostic::new(codes::STORE_TAKEN, "another archive is there already")
                .with_location(Location::file(depot.address(&name)))
                .with_hint("name another place, or remove what is there")
        };
        if let Some(there) = hash_object(&depot, &name).map_err(failed)? {
            // What was sent is given up.
            drop(pending);
            work.forget(UPLOADS).map_err(failed)?;
            return if there == sha256 { Ok(true) } else { Err(taken()) };
        }
        for upload in pending {
            upload.complete().map_err(failed)?;
        }
        for (file, bytes) in files {
            depot.put_new(&format!("{folder}/{file}"), bytes).map_err(failed)?;
        }
        if !put_file(&depot, &name, &mut open().map_err(failed)?).map_err(failed)? {
            return Err(taken());
        }
        work.forget(UPLOADS).map_err(failed)?;
        Ok(false)
    }
}

/// Removes what killed runs left of uploads into this place; others stay noted.
fn clear(work: &Folder, depot: &dyn Depot) -> io::Result<Problems> {
    let mut left = Problems::new();
    let Ok((file, _)) = work.open_file(UPLOADS) else { return Ok(left) };
    let mut others = Vec::new();
    let mut lines = BufReader::new(file);
    loop {
        let mut line = Vec::new();
        if lines.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        // A line that was cut short announces an upload that was not begun.
        let Ok(noted) = serde_json::from_slice::<Noted>(&line) else { continue };
        if depot.address(&noted.name) != noted.address {
            others.extend(line);
        } else if depot.give_up(&noted.name, &noted.id)? {
            left.push(
                Diagnostic::new(
                    codes::STORE_LEFT,
                    "parts that a killed command had left in the store were removed",
                )
                .with_location(Location::file(noted.address)),
            );
        }
    }
    match others.is_empty() {
        true => work.remove_file(UPLOADS)?,
        false => work.write_own(UPLOADS, &others)?,
    }
    Ok(left)
}

/// The diagnostic of what a store, or the disk beside it, refuses.
pub(super) fn refused(address: &str, error: &io::Error) -> Diagnostic {
    StoreRefusal::report(error)
        .unwrap_or_else(|| crate::archive::problem::unwritable(std::path::Path::new(address), error))
}
