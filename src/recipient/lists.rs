//! All recipient lists of a mailing, one recipient after the other.
//!
//! CSV files, JSON lines and Parquet files are read anew each time and never held; YAML files and workbooks, which can only be read whole, are
//! kept. A database is asked when the lists are opened, and its answer is kept in a file; so is what lies in an object store.

use std::collections::BTreeMap;
use std::path::Path;

use super::cell::{Row, drop_empty};
use super::columns::{ColumnsFile, HiddenRows, Mapping, read_columns};
use super::csv_file::{self, CsvFile};
use super::grid::Grid;
use super::headings::ROWS_LOOKED_AT;
use super::json_file::{self, JsonFile};
use super::model::Recipient;
use super::reading::Reading;
use super::source::RecipientSource;
use super::spreadsheet;
use super::stored::StoredList;
use super::table::Columns;
use super::table_list::{TableList, TableRows};
use super::whole::{read_whole, report_format};
use super::yaml_file::read_yaml;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::input::decode_text;
use crate::tables::{self, Environment, Query, Table};
use crate::workbook::{ReadWorkbook, Workbook, WorkbookKind};

/// The recipient lists of a mailing.
#[derive(Debug)]
pub struct Lists {
    lists: Vec<List>,
    /// Those of them that lie in stores, for as long as they are read.
    stored: Vec<StoredList>,
}

#[derive(Debug)]
enum List {
    Held(Vec<Recipient>),
    Csv(Box<CsvList>),
    Json(Box<JsonFile>),
    Table(Box<TableList>),
}

#[derive(Debug)]
struct CsvList {
    file: CsvFile,
    columns: Reading,
    /// How many filled rows are before the first recipient.
    above: usize,
}

/// How a list is opened.
struct Opening<'a> {
    root: &'a Path,
    /// The folder that the path of the list is seen from: the mailing's, unless it was fetched.
    lists_root: &'a Path,
    file: &'a str,
    query: Option<&'a Query>,
    columns: Option<&'a str>,
    encoding: Option<&'a str>,
    extra_fields: &'a [String],
    environment: Environment,
}

impl Lists {
    /// Opens the files of recipients, each by its extension; their paths are below `root`, as messages name them.
    ///
    /// `encoding` overrules the detected encoding of CSV files; a note says how each was read. `reader` reads workbooks; where databases
    /// are, `environment` has. Problems of single recipients are here for files that are held, and with the [`rows`](Self::rows) for others.
    pub fn open<'a>(
        root: &Path,
        sources: impl IntoIterator<Item = &'a RecipientSource>,
        encoding: Option<&str>,
        extra_fields: &[String],
        reader: &mut dyn ReadWorkbook,
        environment: Environment,
    ) -> Checked<Self> {
        let (mut lists, mut stored, mut problems) = (Vec::new(), Vec::new(), Problems::new());
        for source in sources {
            let RecipientSource { file, columns, query } = source;
            let (columns, query) = (columns.as_deref(), query.as_ref());
            let fetched = match StoredList::fetch(file, environment).transpose() {
                Ok(fetched) => fetched,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            let lists_root = fetched.as_ref().map_or(root, StoredList::root);
            let opening =
                Opening { root, lists_root, file, query, columns, encoding, extra_fields, environment };
            match opening.open(reader) {
                Ok(list) => lists.push(list.report_to(&mut problems)),
                Err(found) => problems.extend(found),
            }
            stored.extend(fetched);
        }
        Checked::new(Self { lists, stored }, problems)
    }

    /// Lists that hold these recipients only.
    #[must_use]
    pub fn from_recipients(recipients: Vec<Recipient>) -> Self {
        Self { lists: vec![List::Held(recipients)], stored: Vec::new() }
    }

    /// The hash of the rows of each list that is in no file of the mailing, with the name of its database, and of the bytes of each that lies in a
    /// store, with its address; several of one have numbers.
    #[must_use]
    pub fn hashes(&self) -> BTreeMap<String, String> {
        let mut hashes = BTreeMap::new();
        let tables = self.lists.iter().filter_map(|list| match list {
            List::Table(table) => table.hash(),
            _ => None,
        });
        let stored = self.stored.iter().map(|stored| (stored.name.as_str(), stored.hash.as_str()));
        for (name, hash) in tables.chain(stored) {
            let numbered = |number| if number == 1 { name.to_owned() } else { format!("{name} ({number})") };
            let free = (1..).map(numbered).find(|name| !hashes.contains_key(name));
            hashes.extend(free.map(|name| (name, hash.to_owned())));
        }
        hashes
    }

    /// The folders of this machine that lists in stores were fetched into.
    pub(crate) fn fetched(&self) -> impl Iterator<Item = &Path> {
        self.stored.iter().map(StoredList::root)
    }

    /// The recipients, in the order of the files and in the files; the same each time, or an error that the file has changed
    /// or can no longer be read, which is the last.
    #[must_use]
    pub fn rows(&self) -> Rows<'_> {
        Rows { lists: self.lists.iter(), now: None }
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
    Csv(Box<csv_file::Rows<'a>>, &'a Reading),
    Json(Box<json_file::Lines<'a>>),
    Table(TableRows<'a>),
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
                Some(Now::Json(lines)) => match lines.next() {
                    Some(Ok(line)) => return Some(Ok(lines.of.read(&line))),
                    Some(Err(problem)) => return Some(Err(self.end_with(problem))),
                    None => {}
                },
                Some(Now::Table(rows)) => match rows.next() {
                    Some(Ok(row)) => return Some(Ok(row)),
                    Some(Err(problem)) => return Some(Err(self.end_with(problem))),
                    None => {}
                },
                None => {}
            }
            match self.lists.next()?.begin() {
                Ok(now) => self.now = Some(now),
                Err(problem) => return Some(Err(self.end_with(problem))),
            }
        }
    }
}

impl List {
    fn begin(&self) -> Result<Now<'_>, Diagnostic> {
        Ok(match self {
            Self::Held(recipients) => Now::Held(recipients.iter()),
            Self::Csv(list) => Now::Csv(Box::new(begin(&list.file, list.above)?), &list.columns),
            Self::Json(file) => Now::Json(Box::new(file.lines()?)),
            Self::Table(list) => Now::Table(list.rows()?),
        })
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
    /// Passes over what is left without taking it for recipients.
    ///
    /// # Errors
    ///
    /// A list has changed since it was opened, or can no longer be read.
    pub fn pass(mut self) -> Result<(), Diagnostic> {
        loop {
            match self.now.take() {
                Some(Now::Csv(mut rows, _)) => rows.try_for_each(|row| row.map(drop))?,
                Some(Now::Json(mut lines)) => lines.try_for_each(|line| line.map(drop))?,
                Some(Now::Table(rows)) => rows.pass()?,
                Some(Now::Held(_)) | None => {}
            }
            let Some(list) = self.lists.next() else { return Ok(()) };
            self.now = Some(list.begin()?);
        }
    }

    /// Ends here, since what follows cannot be told.
    fn end_with(&mut self, problem: Diagnostic) -> Diagnostic {
        self.now = None;
        self.lists = [].iter();
        problem
    }
}

impl Opening<'_> {
    fn open(&self, reader: &mut dyn ReadWorkbook) -> Result<Checked<List>, Problems> {
        if let Some(query) = self.query {
            return self.open_table(|| tables::ask(self.root, query, self.environment));
        }
        let extension =
            Path::new(self.file).extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
        match extension.as_str() {
            "csv" | "tsv" | "txt" => self.open_csv(),
            "jsonl" | "ndjson" => self.open_json(),
            "parquet" | "parq" => {
                self.open_table(|| tables::open_parquet(&self.lists_root.join(self.file), self.file))
            }
            "yaml" | "yml" => Ok(read_yaml_bytes(&self.read_whole()?, self.file, self.extra_fields)),
            "xlsx" | "xlsm" => self.open_workbook(WorkbookKind::Xlsx, reader),
            "xls" => self.open_workbook(WorkbookKind::Xls, reader),
            "ods" => self.open_workbook(WorkbookKind::Ods, reader),
            _ => Err(report_format(&extension, self.file).into()),
        }
    }

    /// The columns file, if there is one.
    fn read_rules(&self, problems: &mut Problems) -> Result<Option<(ColumnsFile, &str)>, Problems> {
        let Some(columns) = self.columns else { return Ok(None) };
        let read = read_columns(self.root, columns);
        let stops = read.problems.has_errors();
        problems.extend(read.problems);
        match read.value.filter(|_| !stops) {
            Some(rules) => Ok(Some((rules, columns))),
            None => Err(std::mem::take(problems)),
        }
    }

    fn open_csv(&self) -> Result<Checked<List>, Problems> {
        let mut problems = Problems::new();
        let rules = self.read_rules(&mut problems)?;
        let (csv, note) = CsvFile::open(&self.lists_root.join(self.file), self.file, self.encoding)?;
        problems.push(note);
        let first = first_rows(&csv).map_err(|problem| with(&problems, problem))?;
        let found = match rules {
            None => Columns::find(&first, self.file, self.extra_fields)
                .map(|found| found.map(|(columns, above)| (Reading::Named(columns), above))),
            Some((rules, columns)) => {
                let grid = Grid::of_rows(first);
                Mapping::find(&grid, rules, self.file, columns, self.extra_fields)
                    .map(|found| found.map(|(mapping, at)| (Reading::Mapped(Box::new(mapping)), at + 1)))
            }
        };
        let found = found.map_err(|problem| with(&problems, problem))?;
        let (columns, above) = found.report_to(&mut problems);
        Ok(Checked::new(List::Csv(Box::new(CsvList { file: csv, columns, above })), problems))
    }

    /// Opens a table whose columns have names.
    fn open_table(
        &self,
        open: impl FnOnce() -> Result<Table, Diagnostic>,
    ) -> Result<Checked<List>, Problems> {
        let mut problems = Problems::new();
        let rules = self.read_rules(&mut problems)?;
        let table = open().map_err(|problem| with(&problems, problem))?;
        let opened = TableList::open(table, self.file, rules, self.extra_fields)?;
        let list = opened.report_to(&mut problems);
        Ok(Checked::new(List::Table(Box::new(list)), problems))
    }

    /// Opens JSON lines, whose keys are named already.
    fn open_json(&self) -> Result<Checked<List>, Problems> {
        if self.columns.is_some() {
            return Err(Diagnostic::new(
                codes::RECIPIENTS_FORMAT,
                "JSON lines have no columns to be read through a columns file",
            )
            .with_location(Location::file(self.file))
            .with_hint("leave `columns` out")
            .into());
        }
        let opened = JsonFile::open(&self.lists_root.join(self.file), self.file, self.extra_fields)?;
        Ok(Checked::sound(List::Json(Box::new(opened))))
    }

    fn open_workbook(
        &self,
        kind: WorkbookKind,
        reader: &mut dyn ReadWorkbook,
    ) -> Result<Checked<List>, Problems> {
        let mut problems = Problems::new();
        let rules = self.read_rules(&mut problems)?;
        let bytes = self.read_whole()?;
        let sheet =
            rules.as_ref().and_then(|(rules, _)| rules.sheet.as_ref()).map(|sheet| sheet.value.clone());
        let book = reader.read_workbook(&bytes, kind, sheet.as_deref());
        let book = book.map_err(|problem| problem.with_location(Location::file(self.file)))?;
        let read = match rules {
            None => read_workbook(book, self.file, self.extra_fields),
            Some((rules, columns)) => self.read_mapped(book, rules, columns),
        }?;
        Ok(Checked::new(read.report_to(&mut problems), problems))
    }

    /// Reads a workbook through its columns file.
    fn read_mapped(
        &self,
        book: Workbook,
        rules: ColumnsFile,
        columns: &str,
    ) -> Result<Checked<List>, Problems> {
        let sheet = spreadsheet::named(book, rules.sheet.as_ref(), self.file)?;
        let hidden = rules.hidden_rows;
        let grid = Grid::of_sheet(&sheet);
        let found = Mapping::find(&grid, rules, self.file, columns, self.extra_fields)?;
        let mut problems = Problems::new();
        let (mapping, at) = found.report_to(&mut problems);
        if hidden == HiddenRows::Read {
            problems.extend(spreadsheet::report_hidden_rows(&sheet, at, self.file));
        }
        problems.extend(spreadsheet::report_struck(&sheet, at, self.file));
        let rows = grid.rows.iter().skip(at + 1).filter(|row| !row.is_hidden || hidden == HiddenRows::Read);
        let mut recipients = Vec::new();
        for row in rows {
            recipients.extend(mapping.read_row(&row.cells).report_to(&mut problems));
        }
        Ok(Checked::new(List::Held(recipients), problems))
    }

    /// Reads a file that can only be read whole.
    fn read_whole(&self) -> Result<Vec<u8>, Diagnostic> {
        read_whole(&self.lists_root.join(self.file), self.file)
    }
}

/// The first filled rows of a CSV file, up to a mistake behind the first: that is told with its row.
fn first_rows(csv: &CsvFile) -> Result<Vec<Row>, Diagnostic> {
    let filled =
        csv.rows()?.map(|row| row.map(drop_empty)).filter(|row| !row.as_ref().is_ok_and(Vec::is_empty));
    let first: Vec<Result<Row, Diagnostic>> = filled.take(ROWS_LOOKED_AT).collect();
    let sound: Vec<Row> = first.iter().map_while(|row| row.as_ref().ok().cloned()).collect();
    match first.into_iter().next() {
        Some(Err(problem)) => Err(problem),
        _ => Ok(sound),
    }
}

/// The problems so far and the one that ends the list.
fn with(problems: &Problems, last: Diagnostic) -> Problems {
    problems.iter().cloned().chain([last]).collect()
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
