//! Entries of a manifest on their way through a file: a line of JSON each, written once and read as often as needed.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};

use super::manifest::Entry;

/// Entries being written to a file.
#[derive(Debug)]
pub(super) struct Spool {
    file: BufWriter<File>,
    bytes: u64,
}

impl Spool {
    /// A spool in a file that is open for writing and reading, and empty.
    pub(super) fn new(file: File) -> Self {
        Self { file: BufWriter::new(file), bytes: 0 }
    }

    /// Adds an entry; returns how many bytes it takes.
    pub(super) fn push(&mut self, entry: &Entry) -> io::Result<u64> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.bytes += line.len() as u64;
        Ok(line.len() as u64)
    }

    /// How many bytes are written: where the next entry will stand.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads the entries from this byte on.
    pub(super) fn read_from(&mut self, start: u64) -> io::Result<SpoolReader<io::Take<File>>> {
        self.file.flush()?;
        let mut file = self.file.get_ref().try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(SpoolReader { reader: BufReader::new(file.take(self.bytes - start)) })
    }

    /// Reads all entries, and no more is written.
    pub(super) fn into_reader(self) -> io::Result<SpoolReader<File>> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(SpoolReader { reader: BufReader::new(file) })
    }

    /// Makes the next entry stand behind the others again, after some were read.
    pub(super) fn seek_to_end(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.bytes)).map(drop)
    }
}

/// Entries being read from a file.
#[derive(Debug)]
pub(super) struct SpoolReader<R> {
    reader: BufReader<R>,
}

impl<R: Read> Iterator for SpoolReader<R> {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        match self.reader.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(serde_json::from_slice(&line).map_err(io::Error::from)),
            Err(error) => Some(Err(error)),
        }
    }
}
