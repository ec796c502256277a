//! Appending to a ledger: each entry in its place of the chain, and on the disk before the act that it announces.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::begun::Begun;
use super::behind::Behind;
use super::chain::{self, Chain};
use super::entry::{LedgerEntry, MAX_TEXT};
use crate::archive::Lock;
use crate::diagnostic::{Diagnostic, Location, codes, io_text, path_text};

/// A ledger that is appended to, by the command that holds the lock of the mailing.
#[derive(Debug)]
pub struct Ledger {
    pub(super) file: File,
    pub(super) path: PathBuf,
    pub(super) chain: Chain,
    /// How many of its lines are known to be on the disk.
    on_disk: u64,
    /// The disk at work on lines that were written.
    behind: Option<Behind>,
    /// What the present run began.
    begun: Option<Begun>,
    _lock: Lock,
}

impl Ledger {
    /// A ledger that was read and can be appended to.
    pub(super) fn of(file: File, path: PathBuf, chain: Chain, lock: Lock) -> Self {
        let on_disk = chain.entries.len() as u64;
        Self { file, path, chain, on_disk, behind: None, begun: None, _lock: lock }
    }

    /// The entries, in the order they were booked.
    #[must_use]
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.chain.entries
    }

    /// The path of its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The hash of the last line, in hexadecimal.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.chain.head
    }

    /// Begins a run, in which [`begin`](Self::begin) notes what is begun of what was intended. Returns whether that can be noted: if it cannot, a
    /// run must intend no more than it begins at once.
    pub fn start(&mut self) -> bool {
        let number = self.lines();
        let begun = Begun::open(&self.path, &self.file);
        self.begun = begun.filter(|_| number > 0).and_then(|mut begun| {
            begun.restart(number, &self.chain.head).ok()?;
            Some(begun)
        });
        self.begun.is_some()
    }

    /// Notes that the act of an intent, the line with this number, is begun. That line is on the disk before.
    ///
    /// # Errors
    ///
    /// It cannot be noted, or the disk did not take the line: the act must not be begun.
    pub fn begin(&mut self, number: u64) -> Result<(), Diagnostic> {
        if number > self.on_disk {
            self.wait_for_disk()?;
        }
        if number > self.on_disk {
            self.sync()?;
        }
        let noted = self.begun.as_mut().map_or(Ok(()), |begun| begun.note(number));
        noted.map_err(|error| unwritable(&self.path, &error))
    }

    /// Ends a run: all that was intended has an outcome.
    ///
    /// # Errors
    ///
    /// The ledger cannot be written.
    pub fn finish(&mut self) -> Result<(), Diagnostic> {
        self.sync()?;
        if let Some(begun) = self.begun.take() {
            begun.remove();
        }
        Ok(())
    }

    /// Books an entry: it is on the disk when this returns.
    ///
    /// # Errors
    ///
    /// It cannot be written, or a text of it is longer than a ledger takes. Nothing is booked then.
    pub fn append(&mut self, entry: LedgerEntry) -> Result<(), Diagnostic> {
        self.append_all(vec![entry]).map(|_| ())
    }

    /// Books entries, all or none: they are on the disk when this returns. Returns the number of the first one's line.
    ///
    /// # Errors
    ///
    /// As for [`append`](Self::append).
    pub fn append_all(&mut self, entries: Vec<LedgerEntry>) -> Result<u64, Diagnostic> {
        self.wait_for_disk()?;
        let first = self.write(entries, File::sync_data)?;
        self.on_disk = self.lines();
        Ok(first)
    }

    /// Books entries, all or none, and has the disk take them while the caller goes on: none is to be acted upon before
    /// [`begin`](Self::begin). Returns the number of the first one's line.
    ///
    /// # Errors
    ///
    /// As for [`append`](Self::append).
    pub fn append_behind(&mut self, entries: Vec<LedgerEntry>) -> Result<u64, Diagnostic> {
        self.wait_for_disk()?;
        let first = self.write(entries, |_| Ok(()))?;
        self.behind =
            Some(Behind::start(&self.file, self.lines()).map_err(|error| unwritable(&self.path, &error))?);
        Ok(first)
    }

    /// Whether the disk is at work on entries that were booked [behind](Self::append_behind).
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.behind.as_ref().is_some_and(Behind::is_at_work)
    }

    /// Waits for the disk.
    fn wait_for_disk(&mut self) -> Result<(), Diagnostic> {
        let Some(behind) = self.behind.take() else { return Ok(()) };
        self.on_disk = behind.wait().map_err(|error| unwritable(&self.path, &error))?;
        Ok(())
    }

    /// How many lines it has.
    fn lines(&self) -> u64 {
        self.chain.entries.len() as u64
    }

    /// Books what came of an act. It outlives the command at once; the disk has it when anything is [appended](Self::append) after it, or
    /// with [`sync`](Self::sync). Lost before, in a power cut, it leaves its intent alone, which is unknown.
    ///
    /// # Errors
    ///
    /// As for [`append`](Self::append).
    pub fn note_outcome(&mut self, entry: LedgerEntry) -> Result<(), Diagnostic> {
        self.write(vec![entry], |_| Ok(())).map(|_| ())
    }

    /// Has everything on the disk.
    ///
    /// # Errors
    ///
    /// The ledger cannot be written.
    pub fn sync(&mut self) -> Result<(), Diagnostic> {
        self.wait_for_disk()?;
        self.file.sync_data().map_err(|error| unwritable(&self.path, &error))?;
        self.on_disk = self.lines();
        Ok(())
    }

    fn write(
        &mut self,
        entries: Vec<LedgerEntry>,
        sync: impl Fn(&File) -> io::Result<()>,
    ) -> Result<u64, Diagnostic> {
        let failed = |error: io::Error| unwritable(&self.path, &error);
        let first = self.lines() + 1;
        let (mut lines, mut head) = (String::new(), self.chain.head.clone());
        for (entry, number) in entries.iter().zip(first..) {
            check_texts(entry)?;
            let (line, hash) = chain::write(number, &head, entry).map_err(|error| failed(error.into()))?;
            lines += &line;
            lines.push('\n');
            head = hash;
        }
        let written = self.file.write_all(lines.as_bytes()).and_then(|()| sync(&self.file));
        if let Err(error) = written {
            // A half-written line must not be taken for the beginning of the next.
            let _ = self.file.set_len(self.chain.length);
            return Err(failed(error));
        }
        self.chain.length += lines.len() as u64;
        self.chain.head = head;
        self.chain.entries.extend(entries);
        Ok(first)
    }
}

fn check_texts(entry: &LedgerEntry) -> Result<(), Diagnostic> {
    let Some((key, _)) = entry.texts().find(|(_, text)| text.len() > MAX_TEXT) else { return Ok(()) };
    let message = format!("`{key}` is longer than the {MAX_TEXT} bytes that an entry of the ledger takes");
    Err(Diagnostic::new(codes::LEDGER_ENTRY, message).with_field(key).with_hint("shorten it"))
}

pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::LEDGER_WRITE, format!("the ledger cannot be written ({})", io_text(error)))
        .with_location(Location::file(path_text(path)))
        .with_hint(
            "check that the folder can be written to and the disk is not full; nothing was sent or booked",
        )
}
