//! All recipient lists of a mailing, one recipient after the other.
//!
//! CSV files are read anew each time and never held; YAML files and workbooks, which can only be read whole, are kept.

use std::io::{self, Read as _};
use std::path::Path;

use super::csv_file::{self, CsvFile};
use super::model::Recipient;
use super::spreadsheet;
use super::table::{self, Columns, drop_empty};
use super::text_file::unreadable;
use super::yaml_file::read_yaml;
use crate::beneath::open_regular;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::input::decode_text;

/// Largest file of recipients that can only be read whole, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// The recipient lists of a mailing.
#[derive(Debug)]
pub struct Lists(Vec<List>);

#[derive(Debug)]
enum List {
    Held(Vec<Recipient>),
    Csv(CsvFile, Columns),
}

impl Lists {
    /// Opens the files of recipients, each by its extension; their paths are below `root`, as messages name them.
    ///
    /// `encoding` overrules the detected encoding of CSV files; a note says how each was read. Problems of single recipients
    /// are here for files that are held, and with the [`rows`](Self::rows) for others.
    pub fn open<'a>(
        root: &Path,
        files: impl IntoIterator<Item = &'a str>,
        encoding: Option<&str>,
        extra_fields: &[String],
    ) -> Checked<Self> {
        let (mut lists, mut problems) = (Vec::new(), Problems::new());
        for file in files {
            match open(root, file, encoding, extra_fields) {
                Ok(list) => lists.push(list.report_to(&mut problems)),
                Err(found) => problems.extend(found),
            }
        }
        Checked::new(Self(lists), problems)
    }

    /// Lists that hold these recipients only.
    #[must_use]
    pub fn from_recipients(recipients: Vec<Recipient>) -> Self {
        Self(vec![List::Held(recipients)])
    }

    /// The recipients, in the order of the files and in the files; the same each time, or an error that the file has changed
    /// or can no longer be read, which is the last.
    #[must_use]
    pub fn rows(&self) -> Rows<'_> {
        Rows { lists: self.0.iter(), now: None }
    }
}

/// Iterates over the recipients of all lists.
#[derive(Debug)]
pub struct Rows<'a> {
    lists: std::slice::Iter<'a, List>,
    now: Option<Now<'a>>,
}

#[derive(Debug)]
enum Now<'a> {
    Held(std::slice::Iter<'a, Recipient>),
    Csv(Box<csv_file::Rows<'a>>, &'a Columns),
}

impl Iterator for Rows<'_> {
    /// A recipient with its problems, which may keep it from being read, or the error that ends the lists.
    type Item = Result<Checked<Option<Recipient>>, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match &mut self.now {
                Some(Now::Held(held)) => {
                    if let Some(recipient) = held.next() {
                        return Some(Ok(Checked::sound(Some(recipient.clone()))));
                    }
                }
                Some(Now::Csv(rows, columns)) => {
                    for row in rows {
                        match row.map(drop_empty) {
                            Ok(row) if row.is_empty() => {}
                            Ok(row) => return Some(Ok(columns.read_row(&row))),
                            Err(problem) => return Some(Err(self.end_with(problem))),
                        }
                    }
                }
                None => {}
            }
            match self.lists.next()? {
                List::Held(recipients) => self.now = Some(Now::Held(recipients.iter())),
                List::Csv(file, columns) => match file.rows() {
                    Ok(mut rows) => {
                        // The header, which is the columns' already.
                        let is_empty = |row: &Result<_, _>| row.as_ref().is_ok_and(Vec::is_empty);
                        let header = rows.by_ref().map(|row| row.map(drop_empty)).find(|row| !is_empty(row));
                        if let Some(Err(problem)) = header {
                            return Some(Err(self.end_with(problem)));
                        }
                        self.now = Some(Now::Csv(Box::new(rows), columns));
                    }
                    Err(problem) => return Some(Err(self.end_with(problem))),
                },
            }
        }
    }
}

impl Rows<'_> {
    /// Ends here, since what follows cannot be told.
    fn end_with(&mut self, problem: Diagnostic) -> Diagnostic {
        self.now = None;
        self.lists = [].iter();
        problem
    }
}

fn open(
    root: &Path,
    file: &str,
    encoding: Option<&str>,
    extra_fields: &[String],
) -> Result<Checked<List>, Problems> {
    let path = root.join(file);
    let extension = Path::new(file).extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    match extension.as_str() {
        "csv" | "tsv" | "txt" => open_csv(&path, file, encoding, extra_fields),
        "yaml" | "yml" => Ok(read_yaml_bytes(&read_whole(&path, file)?, file, extra_fields)),
        "xlsx" => Ok(read_workbook(&read_whole(&path, file)?, file, false, extra_fields)),
        "ods" => Ok(read_workbook(&read_whole(&path, file)?, file, true, extra_fields)),
        _ => {
            let message = format!("cannot read recipients from `.{extension}` files");
            Err(Diagnostic::new(codes::RECIPIENTS_FORMAT, message)
                .with_location(Location::file(file))
                .with_hint("save it as .yaml, .csv, .tsv, .txt, .xlsx or .ods")
                .into())
        }
    }
}

fn open_csv(
    path: &Path,
    file: &str,
    encoding: Option<&str>,
    extra_fields: &[String],
) -> Result<Checked<List>, Problems> {
    let (csv, note) = CsvFile::open(path, file, encoding)?;
    let failed = |problem| Problems::from_iter([note.clone(), problem]);
    let rows = csv.rows().map_err(failed)?;
    let mut header = rows.map(|row| row.map(drop_empty)).filter(|row| !row.as_ref().is_ok_and(Vec::is_empty));
    match header.next() {
        Some(Ok(header)) => {
            let mut problems = Problems::from(note);
            let columns = Columns::read(&header, file, extra_fields).report_to(&mut problems);
            Ok(Checked::new(List::Csv(csv, columns), problems))
        }
        Some(Err(problem)) => Err(failed(problem)),
        None => Err(failed(table::empty(file))),
    }
}

fn read_yaml_bytes(bytes: &[u8], file: &str, extra_fields: &[String]) -> Checked<List> {
    match decode_text(bytes, file, Some("utf-8")) {
        Ok(decoded) => read_yaml(&decoded.text, file, extra_fields).map(List::Held),
        Err(problem) => {
            let problem = Diagnostic { hints: vec!["save it as UTF-8".into()], ..problem };
            Checked::new(List::Held(Vec::new()), problem)
        }
    }
}

fn read_workbook(bytes: &[u8], file: &str, is_ods: bool, extra_fields: &[String]) -> Checked<List> {
    let Checked { value: rows, mut problems } = spreadsheet::read(bytes, file, is_ods);
    let mut recipients = Vec::new();
    let mut rows = rows.into_iter().map(drop_empty).filter(|row| !row.is_empty());
    match rows.next() {
        Some(header) => {
            let columns = Columns::read(&header, file, extra_fields).report_to(&mut problems);
            for row in rows {
                recipients.extend(columns.read_row(&row).report_to(&mut problems));
            }
        }
        None if problems.has_errors() => {}
        None => problems.push(table::empty(file)),
    }
    Checked::new(List::Held(recipients), problems)
}

/// Reads a file that can only be read whole.
fn read_whole(path: &Path, file: &str) -> Result<Vec<u8>, Diagnostic> {
    let read = open_regular(path).and_then(|(file, length)| {
        if length > MAX_BYTES {
            return Err(io::Error::other("it is larger than 64 MB; a CSV file may be larger"));
        }
        let mut bytes = Vec::new();
        file.take(MAX_BYTES).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    read.map_err(|error| unreadable(file, &error))
}
