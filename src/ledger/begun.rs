//! Which of the intended acts were begun, noted in memory that outlives a killed command, but not the machine.
//!
//! Intents are booked some at once, ahead of their acts, because each write that reaches the disk takes as long as a message. A command that is
//! killed leaves intents that it never came to. Which ones these are is noted here, a line before each act, in a file that is in memory alone
//! (`/dev/shm`): noting costs nothing, and whatever ends the command, the note is there. After a power cut it is not, and then all intents
//! without an outcome are unknown. A note is of one ledger and one run: it names the line that the run began after, by its hash.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use crate::beneath::Folder;
use crate::digest::hash_bytes;
use crate::system::owner;

/// Where files are kept in memory on Linux; elsewhere nothing is noted.
const MEMORY: &str = "/dev/shm";

/// The longest note that is read: ten million acts.
const MOST: u64 = 100 << 20;

/// The note of one ledger.
#[derive(Debug)]
pub(super) struct Begun {
    folder: Folder,
    name: String,
    file: File,
}

impl Begun {
    /// Opens the note of a ledger; it is made if it is not there. `None` where there is no such memory, or it is of another user.
    pub(super) fn open(path: &Path, ledger: &File) -> Option<Self> {
        let path = std::fs::canonicalize(path).ok()?;
        let name = format!("convoke-{}", hash_bytes(path.to_string_lossy().as_bytes()).get(..32)?);
        let folder = Folder::open(Path::new(MEMORY)).ok()?;
        let file = folder.append_own(&name).ok()?;
        is_of_one_owner(&file, ledger).then_some(Self { folder, name, file })
    }

    /// Begins anew, after the line of the ledger with this number and hash.
    pub(super) fn restart(&mut self, number: u64, hash: &str) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.write_all(format!("{number} {hash}\n").as_bytes())
    }

    /// Notes that the act of an intent is begun.
    pub(super) fn note(&mut self, number: u64) -> io::Result<()> {
        self.file.write_all(format!("{number}\n").as_bytes())
    }

    /// After which line the run began, and which intents it began; `None` where the note is of another ledger, whose bytes these are not.
    pub(super) fn read(&mut self, ledger: &[u8]) -> Option<(u64, BTreeSet<u64>)> {
        let mut text = String::new();
        (&mut self.file).take(MOST).read_to_string(&mut text).ok()?;
        // A number that was cut short was not begun.
        let (whole, _) = text.rsplit_once('\n')?;
        let mut lines = whole.split('\n');
        let (number, hash) = lines.next()?.split_once(' ')?;
        let number: u64 = number.parse().ok()?;
        let before = usize::try_from(number).ok()?.checked_sub(1)?;
        let line = ledger.split(|byte| *byte == b'\n').nth(before)?;
        line.ends_with(format!("\"{hash}\"}}").as_bytes()).then_some(())?;
        Some((number, lines.map(str::parse).collect::<Result<_, _>>().ok()?))
    }

    /// Forgets it.
    pub(super) fn remove(self) {
        let _ = self.folder.remove_file(&self.name);
    }
}

fn is_of_one_owner(note: &File, ledger: &File) -> bool {
    let owner_of = |file: &File| file.metadata().ok().as_ref().and_then(owner);
    owner_of(note).is_some() && owner_of(note) == owner_of(ledger)
}
