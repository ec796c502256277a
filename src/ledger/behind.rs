//! Having the disk take what was written, while the one who wrote it goes on.

use std::fs::File;
use std::io;
use std::thread::JoinHandle;

/// The disk at work on the lines of a file.
#[derive(Debug)]
pub(super) struct Behind {
    lines: u64,
    work: JoinHandle<io::Result<()>>,
}

impl Behind {
    /// Has the disk take what the file has, so many lines.
    pub(super) fn start(file: &File, lines: u64) -> io::Result<Self> {
        let file = file.try_clone()?;
        let work = std::thread::Builder::new().name("ledger".to_owned()).spawn(move || file.sync_data())?;
        Ok(Self { lines, work })
    }

    /// Whether it is still at work.
    pub(super) fn is_at_work(&self) -> bool {
        !self.work.is_finished()
    }

    /// Waits; returns how many lines are on the disk then.
    pub(super) fn wait(self) -> io::Result<u64> {
        self.work.join().unwrap_or_else(|_| Err(io::Error::other("the disk was not waited for")))?;
        Ok(self.lines)
    }
}
