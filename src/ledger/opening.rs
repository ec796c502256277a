//! Opening a ledger to append to it: what a killed command left is put in order first.

use std::io::{self, Read as _};
use std::path::Path;

use super::append::{Ledger, unwritable};
use super::begun::Begun;
use super::chain;
use super::entry::LedgerEntry;
use super::event::LedgerEvent;
use super::file::{FOLDER, MAX_BYTES, name, path};
use super::standing::never_begun;
use crate::archive::Lock;
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Problems, path_text};

impl Ledger {
    /// Opens the ledger of a mailing to append to it; it is made if it is not there. What a killed command left of a line is removed,
    /// which a note says: nothing was done by it. What it intended, and is known not to have begun, is withdrawn.
    ///
    /// # Errors
    ///
    /// It is broken, or cannot be read or written.
    pub fn open(output: &Path, reference: &str, lock: Lock, now: jiff::Timestamp) -> Result<Self, Problems> {
        let path = path(output, reference);
        let failed = |error: io::Error| unwritable(&path, &error);
        let folder = Folder::create(output).and_then(|output| output.make_folder(FOLDER)).map_err(failed)?;
        let mut file = folder.append_own(&name(reference)).map_err(failed)?;
        folder.sync().map_err(failed)?;
        let mut bytes = Vec::new();
        (&mut file).take(MAX_BYTES).read_to_end(&mut bytes).map_err(failed)?;
        let (chain, problems) = chain::read(&bytes, &path_text(&path));
        if problems.has_errors() {
            return Err(problems);
        }
        let mut ledger = Self::of(file, path, chain, lock);
        ledger.mend(now)?;
        ledger.settle(&bytes, now)?;
        Ok(ledger)
    }

    /// Removes what is left of a line that was cut short.
    fn mend(&mut self, now: jiff::Timestamp) -> Result<(), Diagnostic> {
        let torn = self.chain.torn;
        if torn == 0 {
            return Ok(());
        }
        let cut = self.file.set_len(self.chain.length).and_then(|()| self.file.sync_all());
        cut.map_err(|error| unwritable(&self.path, &error))?;
        self.chain.torn = 0;
        let archive = self.chain.entries.last().map_or(chain::NOTHING, |entry| entry.archive.as_str());
        let mut note = LedgerEntry::new(LedgerEvent::Note, archive, now);
        note.text = Some(format!("{torn} bytes of a line that was cut short were removed"));
        self.append(note)
    }

    /// Withdraws what a killed command intended and had not begun; `bytes` are those of the file.
    fn settle(&mut self, bytes: &[u8], now: jiff::Timestamp) -> Result<(), Diagnostic> {
        let Some(mut begun) = Begun::open(&self.path, &self.file) else { return Ok(()) };
        if let Some((after, begun)) = begun.read(bytes) {
            let withdrawn = never_begun(&self.chain.entries, after, &begun);
            let withdraw = |intent: &LedgerEntry| {
                let mut entry = LedgerEntry { event: LedgerEvent::Withdrawn, at: now, ..intent.clone() };
                entry.text = Some("the command was ended before it was begun".to_owned());
                entry
            };
            self.append_all(withdrawn.into_iter().map(withdraw).collect())?;
        }
        begun.remove();
        Ok(())
    }
}
