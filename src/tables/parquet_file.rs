//! A Parquet file of a mailing: opened once, read anew each time, and told if it has changed meanwhile.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::cell::Shown;
use super::parquet::{Fault, Parquet, Rows};
use super::table::{MOST_ROWS, ReadRow, RowSource, Table, TableColumn, place};
use crate::beneath::open_regular;
use crate::diagnostic::{Diagnostic, Location, codes, io_text};
use crate::digest::Sha256;

/// Most cells of a file, so that one of nothing but missing values has an end.
const MOST_CELLS: u64 = 1_000_000_000;

#[derive(Debug)]
struct ParquetFile {
    path: PathBuf,
    file: String,
    content: Parquet,
    sha256: [u8; 32],
}

/// Opens a Parquet file; `file` is its name in messages.
pub(crate) fn open_parquet(path: &Path, file: &str) -> Result<Table, Diagnostic> {
    let unreadable = |error: &io::Error| {
        Diagnostic::new(codes::RECIPIENTS_UNREADABLE, format!("the file cannot be read ({})", io_text(error)))
            .with_location(Location::file(file))
            .with_hint("check its name and that you may read it")
    };
    let (mut reader, length) = open_regular(path).map_err(|error| unreadable(&error))?;
    let sha256 = hash(&mut reader).map_err(|error| unreadable(&error))?;
    let content = Parquet::open(&mut reader, length).map_err(|fault| report(fault, file))?;
    let cells = content.count().saturating_mul(content.columns().count() as u64);
    if content.count() > MOST_ROWS || cells > MOST_CELLS {
        let message =
            format!("the Parquet file says that it has {} rows, {cells} cells in all", content.count());
        return Err(Diagnostic::new(codes::PARQUET_UNREADABLE, message)
            .with_location(Location::file(file))
            .with_hint("divide it into several mailings: each has at most 9,999,999 numbers"));
    }
    if content.count() == 0 {
        return Err(nobody(file));
    }
    let columns = content.columns();
    let columns = columns
        .map(|(name, refused)| TableColumn { name: name.to_owned(), refused: refused.map(str::to_owned) });
    let columns = columns.collect();
    let source = ParquetFile { path: path.to_owned(), file: file.to_owned(), content, sha256 };
    Ok(Table { columns, source: Box::new(source), hash: None })
}

fn nobody(file: &str) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENTS_MISSING, "the file lists no recipients")
        .with_location(Location::file(file))
        .with_hint("write each recipient as a row")
}

fn report(fault: Fault, file: &str) -> Diagnostic {
    let problem = Diagnostic::new(codes::PARQUET_UNREADABLE, fault.message)
        .with_location(Location::file(file))
        .with_hint(fault.hint);
    match fault.column {
        Some(column) => problem.with_field(column),
        None => problem,
    }
}

fn hash(file: &mut File) -> io::Result<[u8; 32]> {
    let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    file.seek(SeekFrom::Start(0))?;
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hash.finalize()),
            length => hash.update(piece.get(..length).unwrap_or_default()),
        }
    }
}

impl RowSource for ParquetFile {
    fn rows(&self) -> Result<Box<dyn ReadRow + '_>, Diagnostic> {
        let (reader, _) = open_regular(&self.path).map_err(|error| {
            Diagnostic::new(
                codes::RECIPIENTS_UNREADABLE,
                format!("the file cannot be read ({})", io_text(&error)),
            )
            .with_location(Location::file(&self.file))
            .with_hint("check its name and that you may read it")
        })?;
        Ok(Box::new(Reading { of: self, rows: self.content.rows(reader), row: 0 }))
    }
}

struct Reading<'a> {
    of: &'a ParquetFile,
    rows: Rows<'a, File>,
    row: u64,
}

impl ReadRow for Reading<'_> {
    fn read_row(&mut self) -> Result<Option<Vec<Shown>>, Diagnostic> {
        match self.rows.next() {
            Ok(Some(cells)) => {
                self.row += 1;
                Ok(Some(cells))
            }
            Ok(None) => self.is_same().map(|()| None),
            // A file that was replaced meanwhile seems to be damaged.
            Err(fault) => {
                self.is_same()?;
                let column = fault.column.clone().unwrap_or_default();
                let at = place(self.row + 1, &column);
                Err(report(fault, &self.of.file).with_location(Location::at(&self.of.file, at)))
            }
        }
    }
}

impl Reading<'_> {
    /// Whether the file is as it was when it was opened.
    fn is_same(&mut self) -> Result<(), Diagnostic> {
        match hash(self.rows.file()) {
            Ok(found) if found == self.of.sha256 => Ok(()),
            _ => Err(Diagnostic::new(
                codes::RECIPIENTS_CHANGED,
                "the file has changed while it was being read",
            )
            .with_location(Location::file(&self.of.file))
            .with_hint("run the command again")),
        }
    }
}
