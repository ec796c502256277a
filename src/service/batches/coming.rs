//! Recipients of a batch as they come, piece by piece, into a file: nobody holds them in memory, and what does not come whole leaves nothing.

use std::fs::File;
use std::io::{self, Write as _};
use std::sync::Arc;

use super::place::{PARTIAL, RECIPIENTS};
use super::shelf::Batches;
use crate::beneath::Folder;

/// A batch whose recipients are coming. Dropped before it is whole, it leaves nothing.
#[derive(Debug)]
pub(in crate::service) struct Coming {
    batches: Arc<Batches>,
    id: String,
    folder: Folder,
    file: Option<File>,
    room: u64,
    is_whole: bool,
}

/// Why a batch is not taken in.
#[derive(Debug)]
pub(in crate::service) enum Untaken {
    /// There are too many bytes.
    Large(u64),
    /// They cannot be written.
    Unwritten,
}

impl Coming {
    /// Begins to take in a batch; `None` where there is no room for one.
    pub(in crate::service) fn begin(batches: &Arc<Batches>) -> io::Result<Option<Self>> {
        let Some((id, folder)) = batches.make_room()? else { return Ok(None) };
        let room = batches.most_bytes();
        let mut coming = Self { batches: Arc::clone(batches), id, folder, file: None, room, is_whole: false };
        coming.file = Some(coming.folder.replace_own(PARTIAL)?);
        Ok(Some(coming))
    }

    /// Takes the next piece.
    pub(in crate::service) fn take(&mut self, piece: &[u8]) -> Result<(), Untaken> {
        let most = self.batches.most_bytes();
        self.room = self.room.checked_sub(piece.len() as u64).ok_or(Untaken::Large(most))?;
        match &mut self.file {
            Some(file) => file.write_all(piece).map_err(|_| Untaken::Unwritten),
            None => Err(Untaken::Unwritten),
        }
    }

    /// Has it wait for its turn, once all has come; returns its id, or `None` where it was given up meanwhile.
    pub(in crate::service) fn finish(mut self) -> io::Result<Option<String>> {
        if let Some(file) = self.file.take() {
            file.sync_all()?;
        }
        self.folder.rename(PARTIAL, &self.folder, RECIPIENTS)?;
        self.folder.sync()?;
        if !self.batches.have_wait(&self.id) {
            return Ok(None);
        }
        self.is_whole = true;
        Ok(Some(self.id.clone()))
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        if self.is_whole {
            return;
        }
        self.file = None;
        self.batches.forget(&self.id);
    }
}
