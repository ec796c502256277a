//! All recipient lists of a mailing, one recipient after the other.
//!
//! CSV files are read anew each time and never held; YAML files and workbooks, which can only be read whole, are kept.

use std::io::{self, Read as _};
use std::path::Path;

use super::cell::{Row, drop_empty};
use super::csv_file::{self, CsvFile};
use super::headings::ROWS_LOOKED_AT;
use super::model::Recipient;
use super::spreadsheet;
use super::table::Columns;
use super::text_file::unreadable;
use super::yaml_file::read_yaml;
use crate::beneath::open_regular;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::input::decode_text;
use crate::workbook::{ReadWorkbook, Workbook, WorkbookKind};

/// Largest file of recipients that can only be read whole, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// The recipient lists of a mailing.
#[derive(Debug)]
pub struct Lists(Vec<List>);

#[derive(Debug)]
enum List {
    Held(Vec<Recipient>),
    Csv(Box<CsvList>),
}

#[derive(Debug)]
struct CsvList {
    file: CsvFile,
    columns: Columns,
    /// How many filled rows are before the first recipient.
    above: usize,
}

impl Lists {
    /// Opens the files of recipients, each by its extension; their paths are below `root`, as messages name them.
    ///
    /// `encoding` overrules the detected encoding of CSV files; a note says how each was read. `reader` reads workbooks. Problems
    /// of single recipients are here for files that are held, and with the [`rows`](Self::rows) for others.
    pub fn open<'a>(
        root: &Path,
        files: impl IntoIterator<Item = &'a str>,
        encoding: Option<&str>,
        extra_fields: &[String],
        reader: &mut dyn ReadWorkbook,
    ) -> Checked<Self> {
        let (mut lists, mut problems) = (Vec::new(), Problems::new());
        for file in files {
            match open(root, file, encoding, extra_fields, reader) {
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
                List::Csv(list) => match begin(&list.file, list.above) {
                    Ok(rows) => self.now = Some(Now::Csv(Box::new(rows), &list.columns)),
                    Err(problem) => return Some(Err(self.end_with(problem))),
                },
            }
        }
    }
}

/// Begins to read a CSV file behind some filled rows.
fn begin(file: &CsvFile, above: usize) -> Result<csv_file::Rows<'_>, Diagnostic> {
    let mut rows = file.rows()?;
    for _ in 0..above {
        rows.by_ref()
            .map(|row| row.map(drop_empty))
            .find(|row| !row.as_ref().is_ok_and(Vec::is_empty))
            .transpose()?;
    }
    Ok(rows)
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
    reader: &mut dyn ReadWorkbook,
) -> Result<Checked<List>, Problems> {
    let path = root.join(file);
    let mut open_workbook = |kind| {
        let bytes = read_whole(&path, file)?;
        let book = reader.read_workbook(&bytes, kind);
        let book = book.map_err(|problem| problem.with_location(Location::file(file)))?;
        read_workbook(book, file, extra_fields)
    };
    let extension = Path::new(file).extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    match extension.as_str() {
        "csv" | "tsv" | "txt" => open_csv(&path, file, encoding, extra_fields),
        "yaml" | "yml" => Ok(read_yaml_bytes(&read_whole(&path, file)?, file, extra_fields)),
        "xlsx" => open_workbook(WorkbookKind::Xlsx),
        "ods" => open_workbook(WorkbookKind::Ods),
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
    let filled = rows.map(|row| row.map(drop_empty)).filter(|row| !row.as_ref().is_ok_and(Vec::is_empty));
    // A mistake behind the headings is told with its row.
    let first: Vec<Result<Row, Diagnostic>> = filled.take(ROWS_LOOKED_AT).collect();
    let sound: Vec<Row> = first.iter().map_while(|row| row.as_ref().ok().cloned()).collect();
    if let (true, Some(Err(problem))) = (sound.is_empty(), first.into_iter().next()) {
        return Err(failed(problem));
    }
    let mut problems = Problems::from(note.clone());
    let found = Columns::find(&sound, file, extra_fields).map_err(failed)?;
    let (columns, above) = found.report_to(&mut problems);
    Ok(Checked::new(List::Csv(Box::new(CsvList { file: csv, columns, above })), problems))
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

fn read_workbook(book: Workbook, file: &str, extra_fields: &[String]) -> Result<Checked<List>, Problems> {
    let Checked { value: sheet, mut problems } = spreadsheet::choose(book, file, extra_fields)?;
    let rows = spreadsheet::rows(&sheet);
    let (columns, above) = match Columns::find(&rows, file, extra_fields) {
        Ok(found) => found.report_to(&mut problems),
        Err(problem) => {
            problems.push(problem);
            return Err(problems);
        }
    };
    problems.extend(spreadsheet::report_unseen(&sheet, above.saturating_sub(1), file));
    let mut recipients = Vec::new();
    for row in rows.iter().skip(above) {
        recipients.extend(columns.read_row(row).report_to(&mut problems));
    }
    Ok(Checked::new(List::Held(recipients), problems))
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
