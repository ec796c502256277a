//! CSV and tab-separated text as rows of cells, each with its line and column, one after the other.
//!
//! `csv-core` reads the values; this file finds the separator, the ends of rows and the places. `table` decides what
//! the columns mean. Only a few rows are in memory, whatever the size of the file.

use std::path::Path;

use csv_core::ReadFieldResult;

use super::cell::{Cell, Row};
use super::cells::unwrap;
use super::text_file::{Pieces, TextFile};
use crate::diagnostic::{Diagnostic, Location, Place, codes};
use crate::workbook::CellState;

const SEPARATORS: [(u8, &str); 4] =
    [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "vertical bars")];

/// The longest row, in bytes: a longer one has a quotation mark that is never closed.
const LONGEST_ROW: usize = 1 << 20;

/// Lines that may be above the first with a separator, such as a title.
const ROWS_ABOVE: usize = 10;

/// A CSV file whose rows can be read, more than once.
#[derive(Debug)]
pub(super) struct CsvFile {
    text: TextFile,
    file: String,
    separator: u8,
    /// The mark around values that hold a separator.
    quote: u8,
    /// Whether the first line only names the separator.
    skip: bool,
}

impl CsvFile {
    /// Scans a file; a note says how it is read.
    ///
    /// # Errors
    ///
    /// The file cannot be read or is not text.
    pub(super) fn open(
        path: &Path,
        file: &str,
        encoding: Option<&str>,
    ) -> Result<(Self, Diagnostic), Diagnostic> {
        let text = TextFile::open(path, file, encoding)?;
        let mut start = String::new();
        let mut pieces = text.pieces()?;
        let has_rows = |text: &str| text.trim_start().lines().nth(ROWS_ABOVE).is_some();
        while !has_rows(&start) && start.len() < LONGEST_ROW && pieces.read(&mut start)? {}
        drop(pieces);
        let (separator, name, skip) = detect_separator(&start);
        let quote = detect_quote(&start, separator);
        let note = describe(&text, &name, file);
        Ok((Self { text, file: file.to_owned(), separator, quote, skip }, note))
    }

    /// Begins to read the rows, which may have empty cells or none; the first filled one is the header.
    pub(super) fn rows(&self) -> Result<Rows<'_>, Diagnostic> {
        let mut rows = Rows {
            of: self,
            pieces: self.text.pieces()?,
            text: String::new(),
            start: 0,
            at: Position { line: 1, column: 1 },
            is_whole: false,
            ended: false,
            values: csv_core::ReaderBuilder::new().delimiter(self.separator).quote(self.quote).build(),
        };
        if self.skip {
            rows.next().transpose()?;
        }
        Ok(rows)
    }
}

/// Reads the rows of a CSV file.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    of: &'a CsvFile,
    pieces: Pieces<'a>,
    /// Text read but, from `start` on, not given out.
    text: String,
    start: usize,
    at: Position,
    /// Whether the text reaches to the end of the file.
    is_whole: bool,
    ended: bool,
    /// Reads the values of a row; it is dear to make.
    values: csv_core::Reader,
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.read_row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

impl Rows<'_> {
    fn read_row(&mut self) -> Result<Option<Row>, Diagnostic> {
        let separator = char::from(self.of.separator);
        loop {
            let rest = self.text.get(self.start..).unwrap_or_default();
            let mut walk = Walk { rest, at: self.at, separator, quote: char::from(self.of.quote) };
            let (places, open) = walk.read_record();
            let length = rest.len() - walk.rest.len();
            // A row is complete if text follows its line end, which could otherwise be the first half of `\r\n`.
            let is_whole = self.is_whole || open.is_none() && !walk.rest.is_empty();
            if !is_whole && length <= LONGEST_ROW {
                self.text.drain(..self.start);
                self.start = 0;
                self.is_whole = !self.pieces.read(&mut self.text)?;
                continue;
            }
            if let Some(place) = open {
                return Err(never_closed(place, &self.of.file));
            }
            self.at = walk.at;
            let row = read_cells(rest.get(..length).unwrap_or_default(), &mut self.values, places);
            self.start += length;
            return Ok(row);
        }
    }
}

/// Reads the cells of one row's text; `None` if it is empty.
fn read_cells(text: &str, reader: &mut csv_core::Reader, places: Vec<Place>) -> Option<Row> {
    let values = read_values(text, reader)?;
    let last = places.last().cloned().unwrap_or(Place::Text { line: 1, column: 1 });
    let places = places.into_iter().chain(std::iter::repeat(last));
    let cells = values.into_iter().zip(places).enumerate();
    let cell = |text: String, place| Cell { text: unwrap(&text).to_owned(), state: CellState::Sound, place };
    Some(cells.map(|(index, (text, place))| (index, cell(text, place))).collect())
}

/// Reads the values of the first record of a text; `None` if there is none.
fn read_values(text: &str, reader: &mut csv_core::Reader) -> Option<Vec<String>> {
    reader.reset();
    let (mut values, mut value) = (Vec::new(), Vec::new());
    let (mut rest, mut piece) = (text.as_bytes(), [0; 256]);
    loop {
        let (result, read, written) = reader.read_field(rest, &mut piece);
        rest = rest.get(read..).unwrap_or_default();
        value.extend_from_slice(piece.get(..written).unwrap_or_default());
        match result {
            // Nothing more is the end of the text, which the reader is told by giving it nothing.
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                // Pieces of UTF-8 that is cut at ASCII characters are UTF-8.
                values.push(String::from_utf8(std::mem::take(&mut value)).ok()?);
                if record_end {
                    return Some(values);
                }
            }
            ReadFieldResult::End => return None,
        }
    }
}

fn never_closed(place: Place, file: &str) -> Diagnostic {
    Diagnostic::new(codes::CSV_QUOTE, "a quotation mark is opened here and never closed")
        .with_location(Location::at(file, place))
        .with_hint("close the mark at the end of its cell, or double it within a cell")
}

fn describe(text: &TextFile, separator: &str, file: &str) -> Diagnostic {
    let how = if text.is_guessed() { "a guess by its letters" } else { "certain" };
    let message = format!("read as {} ({how}), columns separated by {separator}", text.encoding());
    let note = Diagnostic::new(codes::CSV_READ_AS, message).with_location(Location::file(file));
    if text.is_guessed() {
        note.with_hint("if accented letters come out wrong, name the encoding with `--encoding`")
    } else {
        note
    }
}

/// The most frequent separator in the first line that has two, or else one, outside quotation marks; Excel's `sep=;` line decides where there
/// is one, and is skipped.
pub(super) fn detect_separator(text: &str) -> (u8, String, bool) {
    let first = text.lines().next().unwrap_or_default().trim_matches('"');
    let given = first.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and_then(|_| first.get(4..));
    if let Some([given]) = given.map(str::as_bytes)
        && !given.is_ascii_alphanumeric()
        && *given != b'"'
    {
        let name = SEPARATORS.iter().find(|(byte, _)| byte == given).map(|(_, name)| (*name).to_owned());
        return (*given, name.unwrap_or_else(|| format!("`{}`", char::from(*given))), true);
    }
    let count_in = |line: &str, wanted: u8| {
        let mut quoted = false;
        let is_separator = |byte: &u8| {
            quoted ^= *byte == b'"';
            !quoted && *byte == wanted
        };
        line.bytes().filter(is_separator).count()
    };
    // A title above the headings may have a comma.
    let has = |most: usize| {
        move |line: &&str| SEPARATORS.iter().any(|(separator, _)| count_in(line, *separator) >= most)
    };
    let lines = || text.lines().take(ROWS_ABOVE);
    let header = lines().find(has(2)).or_else(|| lines().find(has(1))).unwrap_or_default();
    let count = |wanted: u8| count_in(header, wanted);
    let [comma, others @ ..] = SEPARATORS;
    let best =
        others.into_iter().fold(comma, |best, one| if count(one.0) > count(best.0) { one } else { best });
    (best.0, best.1.to_owned(), false)
}

/// The mark around values: an apostrophe where all of the first line's are in apostrophes.
pub(super) fn detect_quote(text: &str, separator: u8) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let in_apostrophes = |cell: &str| cell.len() > 2 && cell.starts_with('\'') && cell.ends_with('\'');
    if header.split(char::from(separator)).map(str::trim).all(in_apostrophes) { b'\'' } else { b'"' }
}

/// A line and a column, both from one.
#[derive(Debug, Clone, Copy)]
struct Position {
    line: u32,
    column: u32,
}

/// Walks over a text record by record and notes where its cells begin.
struct Walk<'a> {
    rest: &'a str,
    at: Position,
    separator: char,
    quote: char,
}

impl Walk<'_> {
    /// Places of the next record's cells, and of a quotation mark that is never closed.
    fn read_record(&mut self) -> (Vec<Place>, Option<Place>) {
        while self.rest.starts_with(['\n', '\r']) {
            self.step();
        }
        let mut places = vec![self.place()];
        let (mut starts, mut quoted) = (true, None);
        while let Some(c) = self.rest.chars().next() {
            let place = self.place();
            self.step();
            match c {
                c if c == self.quote && quoted.is_some() && self.rest.starts_with(c) => self.step(),
                c if c == self.quote && quoted.is_some() => quoted = None,
                c if c == self.quote && starts => quoted = Some(place),
                _ if quoted.is_some() => {}
                '\n' | '\r' => return (places, None),
                c if c == self.separator => {
                    places.push(self.place());
                    starts = true;
                    continue;
                }
                _ => {}
            }
            starts = false;
        }
        (places, quoted)
    }

    fn place(&self) -> Place {
        Place::Text { line: self.at.line, column: self.at.column }
    }

    fn step(&mut self) {
        let mut chars = self.rest.chars();
        match chars.next() {
            Some('\r') if chars.as_str().starts_with('\n') => {}
            Some('\n' | '\r') => {
                self.at.line += 1;
                self.at.column = 1;
            }
            Some(_) => self.at.column += 1,
            None => {}
        }
        self.rest = chars.as_str();
    }
}
