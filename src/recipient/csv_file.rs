//! CSV and tab-separated text as a table, each cell with its line and column.
//!
//! The `csv` crate reads the values; this file finds the separator and the places. What the columns
//! mean is the table's business.

use crate::diagnostic::{Diagnostic, Location, Place};
use crate::input::{DecodedText, decode_text};

use super::table::{Cell, Table};

const SEPARATORS: [(u8, &str); 3] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs")];

/// Reads the bytes of a CSV file; a note says how they were read.
pub(super) fn read(bytes: &[u8], file: &str, encoding: Option<&str>) -> (Table, Vec<Diagnostic>) {
    let decoded = match decode_text(bytes, file, encoding) {
        Ok(decoded) => decoded,
        Err(problem) => return (Table::default(), vec![problem]),
    };
    let (separator, name, skip) = separator(&decoded.text);
    let mut problems = vec![note(&decoded, name, file)];
    let mut walk = Walk { rest: &decoded.text, line: 1, column: 1, separator: char::from(separator) };
    if skip {
        walk.record();
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(walk.rest.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let (places, open) = walk.record();
        if let Some(place) = open {
            problems.push(
                Diagnostic::error("csv-quote", "a quotation mark is opened here and never closed")
                    .with_location(Location::at(file, place))
                    .with_hint("close the mark at the end of its cell, or double it within a cell"),
            );
            break;
        }
        let Ok(record) = record else { break };
        let last = places.last().cloned().unwrap_or(Place::Text { line: 1, column: 1 });
        let places = places.into_iter().chain(std::iter::repeat(last));
        rows.push(
            record
                .iter()
                .zip(places)
                .enumerate()
                .map(|(index, (text, place))| (index, Cell { text: text.to_owned(), failed: false, place }))
                .collect(),
        );
    }
    (Table::from_rows(rows), problems)
}

fn note(decoded: &DecodedText, separator: &str, file: &str) -> Diagnostic {
    let how = if decoded.guessed { "a guess by its letters" } else { "certain" };
    let message = format!("read as {} ({how}), columns separated by {separator}", decoded.encoding);
    let note = Diagnostic::note("csv-read-as", message).with_location(Location::file(file));
    if decoded.guessed {
        note.with_hint("if accented letters come out wrong, name the encoding with `--encoding`")
    } else {
        note
    }
}

/// The separator that stands most often in the first line, outside quotation marks; Excel's `sep=;`
/// line decides where there is one, and is skipped.
fn separator(text: &str) -> (u8, &'static str, bool) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(given) = first.strip_prefix("sep=") {
        let given = SEPARATORS.iter().find(|(byte, _)| given.as_bytes().first() == Some(byte));
        if let Some((byte, name)) = given {
            return (*byte, name, true);
        }
    }
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |wanted: u8| {
        let mut quoted = false;
        header
            .bytes()
            .filter(|byte| {
                quoted ^= *byte == b'"';
                !quoted && *byte == wanted
            })
            .count()
    };
    let [comma, others @ ..] = SEPARATORS;
    let best =
        others.into_iter().fold(comma, |best, one| if count(one.0) > count(best.0) { one } else { best });
    (best.0, best.1, false)
}

/// Walks over a text record by record and notes where its cells begin.
struct Walk<'a> {
    rest: &'a str,
    line: u32,
    column: u32,
    separator: char,
}

impl Walk<'_> {
    /// Places of the next record's cells, and of a quotation mark that is never closed.
    fn record(&mut self) -> (Vec<Place>, Option<Place>) {
        while self.rest.starts_with(['\n', '\r']) {
            self.step();
        }
        let mut places = vec![self.place()];
        let (mut starts, mut quoted) = (true, None);
        while let Some(c) = self.rest.chars().next() {
            let place = self.place();
            self.step();
            match c {
                '"' if quoted.is_some() && self.rest.starts_with('"') => self.step(),
                '"' if quoted.is_some() => quoted = None,
                '"' if starts => quoted = Some(place),
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
        Place::Text { line: self.line, column: self.column }
    }

    fn step(&mut self) {
        let mut chars = self.rest.chars();
        match chars.next() {
            Some('\r') if chars.as_str().starts_with('\n') => {}
            Some('\n' | '\r') => {
                self.line += 1;
                self.column = 1;
            }
            Some(_) => self.column += 1,
            None => {}
        }
        self.rest = chars.as_str();
    }
}
