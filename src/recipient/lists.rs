//! All recipient lists of a mailing, one recipient after the other.
//!
//! CSV files are read anew each time and never held; YAML files and workbooks, which can only be read whole, are kept.

use std::path::Path;

use super::csv_file::{self, CsvFile};
use super::table::{self, Columns, filled};
use super::{Recipient, read_yaml, spreadsheet};
use crate::diagnostic::{Diagnostic, Location, codes, has_errors};
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

/// One recipient of a list, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The recipient, unless its problems keep it from being read.
    pub recipient: Option<Recipient>,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

impl Lists {
    /// Opens the files of recipients, each by its extension; their paths are below `root`, as messages name them.
    ///
    /// `encoding` overrules what is found out about the encoding of CSV files; a note says how each was read. Problems of
    /// single recipients are here for files that are held, and with the [`rows`](Self::rows) for others.
    #[must_use]
    pub fn open<'a>(
        root: &Path,
        files: impl IntoIterator<Item = &'a str>,
        encoding: Option<&str>,
        extra_fields: &[String],
    ) -> (Self, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let lists =
            files.into_iter().filter_map(|file| open(root, file, encoding, extra_fields, &mut problems));
        let lists = lists.collect();
        (Self(lists), problems)
    }

    /// Lists that hold these recipients only.
    #[must_use]
    pub fn of(recipients: Vec<Recipient>) -> Self {
        Self(vec![List::Held(recipients)])
    }

    /// The recipients, in the order of the files and in the files; the same each time, or an error that the file has changed
    /// or can no longer be read, which is the last.
    #[must_use]
    pub fn rows(&self) -> Rows<'_> {
        Rows { lists: self.0.iter(), now: None }
    }
}

/// The recipients of all lists on their way.
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
    type Item = Result<Row, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match &mut self.now {
                Some(Now::Held(held)) => {
                    if let Some(recipient) = held.next() {
                        return Some(Ok(Row { recipient: Some(recipient.clone()), problems: Vec::new() }));
                    }
                }
                Some(Now::Csv(rows, columns)) => {
                    for row in rows {
                        match row.map(filled) {
                            Ok(row) if row.is_empty() => {}
                            Ok(row) => {
                                let (recipient, problems) = columns.read(&row);
                                return Some(Ok(Row { recipient, problems }));
                            }
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
                        let header = rows.by_ref().map(|row| row.map(filled)).find(|row| !is_empty(row));
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
    problems: &mut Vec<Diagnostic>,
) -> Option<List> {
    let extension = Path::new(file).extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    let opened = match extension.as_str() {
        "csv" | "tsv" | "txt" => open_csv(&root.join(file), file, encoding, extra_fields),
        "yaml" | "yml" | "xlsx" | "ods" => {
            whole(&root.join(file), file).map(|bytes| read_bytes(&bytes, file, &extension, extra_fields))
        }
        _ => {
            let message = format!("cannot read recipients from `.{extension}` files");
            Err(vec![
                Diagnostic::new(codes::RECIPIENTS_FORMAT, message)
                    .with_location(Location::file(file))
                    .with_hint("save it as .yaml, .csv, .tsv, .txt, .xlsx or .ods"),
            ])
        }
    };
    match opened {
        Ok((list, found)) => {
            problems.extend(found);
            Some(list)
        }
        Err(found) => {
            problems.extend(found);
            None
        }
    }
}

type Opened = (List, Vec<Diagnostic>);

fn open_csv(
    path: &Path,
    file: &str,
    encoding: Option<&str>,
    extra_fields: &[String],
) -> Result<Opened, Vec<Diagnostic>> {
    let (csv, note) = CsvFile::open(path, file, encoding).map_err(|problem| vec![problem])?;
    let rows = csv.rows().map_err(|problem| vec![note.clone(), problem])?;
    let mut header = rows.map(|row| row.map(filled)).filter(|row| !row.as_ref().is_ok_and(Vec::is_empty));
    match header.next() {
        Some(Ok(header)) => {
            let (columns, mut problems) = Columns::new(&header, file, extra_fields);
            problems.insert(0, note);
            Ok((List::Csv(csv, columns), problems))
        }
        Some(Err(problem)) => Err(vec![note, problem]),
        None => Err(vec![note, table::empty(file)]),
    }
}

/// Reads the bytes of a list that can only be read whole.
fn read_bytes(bytes: &[u8], file: &str, extension: &str, extra_fields: &[String]) -> Opened {
    if matches!(extension, "yaml" | "yml") {
        let (recipients, problems) = match decode_text(bytes, file, Some("utf-8")) {
            Ok(decoded) => read_yaml(&decoded.text, file, extra_fields),
            Err(problem) => {
                (Vec::new(), vec![Diagnostic { hints: vec!["save it as UTF-8".into()], ..problem }])
            }
        };
        return (List::Held(recipients), problems);
    }
    let (rows, mut problems) = spreadsheet::read(bytes, file, extension == "ods");
    let mut recipients = Vec::new();
    let mut rows = rows.into_iter().map(filled).filter(|row| !row.is_empty());
    match rows.next() {
        Some(header) => {
            let (columns, found) = Columns::new(&header, file, extra_fields);
            problems.extend(found);
            for row in rows {
                let (recipient, found) = columns.read(&row);
                recipients.extend(recipient);
                problems.extend(found);
            }
        }
        None if has_errors(&problems) => {}
        None => problems.push(table::empty(file)),
    }
    (List::Held(recipients), problems)
}

fn whole(path: &Path, file: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let read = std::fs::metadata(path).and_then(|about| match about.len() {
        0..=MAX_BYTES => std::fs::read(path),
        _ => Err(std::io::Error::other("it is larger than 64 MB; a CSV file may be larger")),
    });
    read.map_err(|error| {
        vec![
            Diagnostic::new(codes::RECIPIENTS_UNREADABLE, format!("cannot read the recipients ({error})"))
                .with_location(Location::file(file))
                .with_hint("check the path under `recipients:` of the mailing"),
        ]
    })
}
