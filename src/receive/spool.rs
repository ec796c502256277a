//! Messages that bring documents, kept in a file without a name until it is known what becomes of them.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

/// Where a message is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kept {
    start: u64,
    length: u64,
}

/// The file; it is made for the first message, and gone when nobody holds it.
#[derive(Debug, Default)]
pub(super) struct Spool {
    file: Option<File>,
    end: u64,
}

impl Spool {
    pub(super) fn keep(&mut self, bytes: &[u8]) -> io::Result<Kept> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(bytes)?;
        let kept = Kept { start: self.end, length: bytes.len() as u64 };
        self.end += kept.length;
        Ok(kept)
    }

    pub(super) fn read(&mut self, kept: Kept) -> io::Result<Vec<u8>> {
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(kept.start))?;
        let mut bytes = Vec::new();
        file.take(kept.length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
