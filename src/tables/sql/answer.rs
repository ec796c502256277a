//! The answer of a database: written to a file without a name as it comes, and read from there as often as needed.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::sync::{Mutex, PoisonError};

use super::told::failed;
use crate::diagnostic::{Diagnostic, Location, codes, io_text};
use crate::digest::{Sha256, to_hex};
use crate::tables::cell::Shown;
use crate::tables::table::{MOST_ROWS, ReadRow, RowSource, Table, TableColumn};

const EMPTY: u8 = 0;
const TEXT: u8 = 1;
const WRONG: u8 = 2;

/// Takes an answer down.
#[derive(Debug)]
pub(super) struct Recorder {
    columns: Vec<TableColumn>,
    file: BufWriter<File>,
    hash: Sha256,
    rows: u64,
    bytes: u64,
}

impl Recorder {
    /// Begins an answer with these columns.
    pub(super) fn new(columns: Vec<TableColumn>) -> Result<Self, Diagnostic> {
        let file = tempfile::tempfile().map_err(|error| unkept(&error))?;
        let mut recorder =
            Self { columns, file: BufWriter::new(file), hash: Sha256::new(), rows: 0, bytes: 0 };
        for column in &recorder.columns {
            // A NUL is in no name.
            recorder.hash.update(column.name.as_bytes());
            recorder.hash.update([0]);
        }
        Ok(recorder)
    }

    /// Adds a row.
    pub(super) fn push(&mut self, cells: &[Shown]) -> Result<(), Diagnostic> {
        if self.rows == MOST_ROWS {
            return Err(failed(format!("the query returns more than {MOST_ROWS} rows"))
                .with_hint("divide it into several mailings: each has at most 9,999,999 numbers"));
        }
        self.rows += 1;
        let mut row = Vec::new();
        for cell in cells {
            let (tag, text) = match cell {
                Shown::Empty => (EMPTY, ""),
                Shown::Text(text) => (TEXT, text.as_str()),
                Shown::Wrong(wrong) => (WRONG, wrong.as_str()),
            };
            row.push(tag);
            if tag != EMPTY {
                // No cell is longer than a few megabytes.
                row.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
                row.extend(text.as_bytes());
            }
        }
        self.hash.update(&row);
        self.bytes += row.len() as u64;
        self.file.write_all(&row).map_err(|error| unkept(&error))
    }

    /// The answer as a table; `name` is that of its database.
    pub(super) fn finish(self, name: &str) -> Result<Table, Diagnostic> {
        if self.rows == 0 {
            return Err(Diagnostic::new(codes::RECIPIENTS_MISSING, "the query returns no rows")
                .with_hint("ask for the recipients, each in a row"));
        }
        let file = self.file.into_inner().map_err(|error| unkept(error.error()))?;
        let answer = Answer {
            name: name.to_owned(),
            width: self.columns.len(),
            file: Mutex::new(file),
            bytes: self.bytes,
        };
        Ok(Table {
            columns: self.columns,
            source: Box::new(answer),
            hash: Some(to_hex(&self.hash.finalize())),
        })
    }
}

fn unkept(error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENTS_UNREADABLE, format!("the answer cannot be kept ({})", io_text(error)))
        .with_hint("make room in the folder of temporary files, or name another by TMPDIR")
}

/// An answer that is written.
#[derive(Debug)]
struct Answer {
    name: String,
    width: usize,
    file: Mutex<File>,
    bytes: u64,
}

impl RowSource for Answer {
    fn rows(&self) -> Result<Box<dyn ReadRow + '_>, Diagnostic> {
        let part = Part { of: self, at: 0 };
        Ok(Box::new(Reading { of: self, reader: BufReader::with_capacity(1 << 16, part) }))
    }
}

/// Reads an answer from its beginning, beside others who read it.
struct Part<'a> {
    of: &'a Answer,
    at: u64,
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.of.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let most = usize::try_from(self.of.bytes - self.at).unwrap_or(usize::MAX).min(buffer.len());
        let length = file.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.at += length as u64;
        Ok(length)
    }
}

struct Reading<'a> {
    of: &'a Answer,
    reader: BufReader<Part<'a>>,
}

impl Reading<'_> {
    /// The next cell; `None` behind the last row.
    fn cell(&mut self) -> io::Result<Option<Shown>> {
        let mut tag = [0];
        match self.reader.read_exact(&mut tag) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let [tag] = tag;
        if tag == EMPTY {
            return Ok(Some(Shown::Empty));
        }
        let mut length = [0; 4];
        self.reader.read_exact(&mut length)?;
        let mut text = String::new();
        self.reader.by_ref().take(u32::from_le_bytes(length).into()).read_to_string(&mut text)?;
        Ok(Some(if tag == TEXT { Shown::Text(text) } else { Shown::Wrong(text) }))
    }
}

impl ReadRow for Reading<'_> {
    fn read_row(&mut self) -> Result<Option<Vec<Shown>>, Diagnostic> {
        let mut row = Vec::with_capacity(self.of.width);
        for _ in 0..self.of.width {
            match self.cell() {
                Ok(Some(cell)) => row.push(cell),
                Ok(None) if row.is_empty() => return Ok(None),
                Ok(None) => {
                    return Err(unkept(&io::ErrorKind::UnexpectedEof.into())
                        .with_location(Location::file(&self.of.name)));
                }
                Err(error) => return Err(unkept(&error).with_location(Location::file(&self.of.name))),
            }
        }
        Ok(Some(row))
    }
}
