//! The file of a ledger: read in full at each start, appended to, never changed.

use std::fs::File;
use std::io::{self, BufRead as _, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::begun::Begun;
use super::chain::{self, Chain};
use super::entry::{LedgerEntry, MAX_TEXT};
use super::event::LedgerEvent;
use super::standing::never_begun;
use crate::archive::Lock;
use crate::archive::layout::edition_of;
use crate::beneath::Folder;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::names::safe_file_name;

/// The folder of ledgers, beside the archives.
const FOLDER: &str = "dispatch";

/// The largest ledger that is read: ten events of each of a million recipients.
const MAX_BYTES: u64 = 8 << 30;

/// A ledger that is appended to, by the command that holds the lock of the mailing.
#[derive(Debug)]
pub struct Ledger {
    file: File,
    path: PathBuf,
    chain: Chain,
    /// What the present run began.
    begun: Option<Begun>,
    _lock: Lock,
}

/// The path of the ledger of a mailing whose archives are in this folder.
#[must_use]
pub fn path(output: &Path, reference: &str) -> PathBuf {
    output.join(FOLDER).join(name(reference))
}

fn name(reference: &str) -> String {
    safe_file_name(&format!("{}.jsonl", safe_file_name(reference)))
}

/// The path of the ledger of the mailing that the archive in this folder belongs to.
pub(super) fn path_beside(archive: &Path, reference: &str) -> Option<PathBuf> {
    let archive = std::path::absolute(archive).ok()?;
    let folder = archive.file_name()?.to_str()?;
    edition_of(&safe_file_name(reference), folder)?;
    Some(path(archive.parent()?, reference))
}

/// Reads the entries of a ledger; none where there is no ledger. A broken line is told, and left out where it cannot be read.
///
/// # Errors
///
/// It cannot be read.
pub fn read(path: &Path) -> Result<Checked<Vec<LedgerEntry>>, Diagnostic> {
    let Some(bytes) = read_bytes(path).map_err(|error| unreadable(path, &error))? else {
        return Ok(Checked::sound(Vec::new()));
    };
    let file = path_text(path);
    let (chain, mut problems) = chain::read(&bytes, &file);
    problems.extend(report_torn(&chain, &file));
    Ok(Checked::new(chain.entries, problems))
}

/// A ledger whose chain holds, with the text of each line.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) lines: Vec<OwnLine>,
    /// The hash of the last.
    pub(super) head: String,
}

/// A line of a ledger.
#[derive(Debug)]
pub(super) struct OwnLine {
    pub(super) entry: LedgerEntry,
    pub(super) text: String,
    pub(super) sha256: String,
}

/// Reads a ledger with the text of each line. One that was cut short is not among them: it announces nothing that was done.
///
/// # Errors
///
/// It is broken, or cannot be read.
pub(super) fn read_lines(path: &Path) -> Result<Lines, Problems> {
    let bytes = read_bytes(path).map_err(|error| unreadable(path, &error))?.unwrap_or_default();
    let (Chain { entries, head, .. }, problems) = chain::read(&bytes, &path_text(path));
    if problems.has_errors() {
        return Err(problems);
    }
    let lines = entries.into_iter().zip(bytes.split(|byte| *byte == b'\n')).map(|(entry, line)| OwnLine {
        entry,
        text: String::from_utf8_lossy(line).into_owned(),
        sha256: chain::claimed(line),
    });
    Ok(Lines { lines: lines.collect(), head })
}

/// A warning of a last line that was cut short.
fn report_torn(chain: &Chain, file: &str) -> Option<Diagnostic> {
    (chain.torn > 0).then(|| {
        let message =
            format!("the last line of the ledger was cut short, {} bytes of it are there", chain.torn);
        Diagnostic::new(codes::LEDGER_TORN, message).with_location(Location::file(file)).with_hint(
            "nothing was done by it: the next command that books something removes it, and notes that",
        )
    })
}

/// The hash that a line of a ledger says it has, by its number from one; that of no line before the first.
pub(super) fn hash_of_line(path: &Path, number: usize) -> Option<String> {
    let Some(index) = number.checked_sub(1) else { return Some(chain::NOTHING.to_owned()) };
    let folder = Folder::open(path.parent()?).ok()?;
    let (file, _) = folder.open_file(&path.file_name()?.to_string_lossy()).ok()?;
    let line = io::BufReader::new(file).split(b'\n').nth(index)?.ok()?;
    Some(chain::claimed(&line))
}

fn read_bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let folder = match Folder::open(path.parent().unwrap_or(path)) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match folder.open_file(&name) {
        Ok((file, _)) => read_all(file).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn read_all(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

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
        let mut ledger = Self { file, path, chain, begun: None, _lock: lock };
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

    /// Begins a run, in which [`begin`](Self::begin) notes what is begun of what was intended. Returns whether that can be noted: if it cannot, a
    /// run must intend no more than it begins at once.
    pub fn start(&mut self) -> bool {
        let number = self.chain.entries.len() as u64;
        let begun = Begun::open(&self.path, &self.file);
        self.begun = begun.filter(|_| number > 0).and_then(|mut begun| {
            begun.restart(number, &self.chain.head).ok()?;
            Some(begun)
        });
        self.begun.is_some()
    }

    /// Notes that the act of an intent, the line with this number, is begun.
    ///
    /// # Errors
    ///
    /// It cannot be noted: the act must not be begun.
    pub fn begin(&mut self, number: u64) -> Result<(), Diagnostic> {
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
        self.write(entries, File::sync_data)
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
        self.file.sync_data().map_err(|error| unwritable(&self.path, &error))
    }

    fn write(
        &mut self,
        entries: Vec<LedgerEntry>,
        sync: impl Fn(&File) -> io::Result<()>,
    ) -> Result<u64, Diagnostic> {
        let failed = |error: io::Error| unwritable(&self.path, &error);
        let first = self.chain.entries.len() as u64 + 1;
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

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::LEDGER_UNREADABLE, format!("the ledger cannot be read ({})", io_text(error)))
        .with_location(Location::file(path_text(path)))
        .with_hint("make it readable: without it nobody knows what was sent")
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::LEDGER_WRITE, format!("the ledger cannot be written ({})", io_text(error)))
        .with_location(Location::file(path_text(path)))
        .with_hint(
            "check that the folder can be written to and the disk is not full; nothing was sent or booked",
        )
}
