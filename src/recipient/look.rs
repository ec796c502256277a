//! A spreadsheet looked at as a whole, before anybody knows what its columns are.

use std::path::Path;

use super::cell::drop_empty;
use super::columns::{ColumnsFile, HiddenRows, Mapping};
use super::csv_file::CsvFile;
use super::grid::{Grid, GridRow};
use super::model::Recipient;
use super::whole::{read_whole, report_format};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, did_you_mean};
use crate::names::fold_words;
use crate::workbook::{ReadWorkbook, Workbook, WorkbookKind};

/// A spreadsheet.
#[derive(Debug)]
pub struct Spreadsheet {
    /// Its path, as messages name it.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The other visible sheets.
    pub others: Vec<String>,
    pub(crate) grid: Grid,
}

impl Spreadsheet {
    /// Reads a CSV file, or a sheet of a workbook: that of the name, or the one that `score` gives most; of several the first.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or has no such sheet.
    pub(crate) fn open(
        root: &Path,
        file: &str,
        (sheet, encoding): (Option<&str>, Option<&str>),
        reader: &mut dyn ReadWorkbook,
        score: &dyn Fn(&Grid) -> usize,
    ) -> Result<Checked<Self>, Problems> {
        let path = root.join(file);
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
        let kind = match extension.as_str() {
            "csv" | "tsv" | "txt" => {
                let (csv, note) = CsvFile::open(&path, file, encoding)?;
                let rows = csv.rows()?.map(|row| row.map(drop_empty));
                let rows =
                    rows.filter(|row| !row.as_ref().is_ok_and(Vec::is_empty)).collect::<Result<_, _>>()?;
                let grid = Grid::of_rows(rows);
                return Ok(Checked::new(
                    Self { file: file.to_owned(), sheet: None, others: Vec::new(), grid },
                    note,
                ));
            }
            "xlsx" | "xlsm" => WorkbookKind::Xlsx,
            "xls" => WorkbookKind::Xls,
            "ods" => WorkbookKind::Ods,
            "yaml" | "yml" | "jsonl" | "ndjson" => return Err(report_entries(file).into()),
            _ => return Err(report_format(&extension, file).into()),
        };
        let bytes = read_whole(&path, file)?;
        let mut read = |sheet: Option<&str>| {
            let book = reader.read_workbook(&bytes, kind, sheet);
            book.map_err(|problem| problem.with_location(Location::file(file)))
        };
        let book = read(sheet)?;
        let chosen = choose(&book, sheet, file, score)?;
        let alike = if sheet.is_none() { find_alike(&book, chosen, score) } else { Vec::new() };
        let is_whole = sheet.is_some() || chosen == 0;
        let book =
            if is_whole { book } else { read(book.sheets.get(chosen).map(|sheet| sheet.name.as_str()))? };
        let name = book.sheets.get(chosen).map(|sheet| sheet.name.clone());
        let others =
            book.sheets.iter().map(|sheet| sheet.name.clone()).filter(|other| Some(other) != name.as_ref());
        let others = others.collect();
        let grid = book.sheets.get(chosen).map(Grid::of_sheet).unwrap_or_default();
        let told = report_alike(&alike, name.as_deref().unwrap_or_default(), file);
        Ok(Checked::new(Self { file: file.to_owned(), sheet: name, others, grid }, Problems::from_iter(told)))
    }

    /// How many rows behind the row of headings are hidden, as by a filter.
    pub(crate) fn count_hidden(&self, header: usize) -> usize {
        self.grid.rows.iter().skip(header + 1).filter(|row| row.is_hidden).count()
    }

    /// The rows that a columns file takes for recipients.
    pub(crate) fn recipient_rows(&self, rules: ColumnsFile) -> Vec<&GridRow> {
        let leaves_out = rules.hidden_rows == HiddenRows::LeftOut;
        let Ok(Checked { value: (mapping, at), .. }) = Mapping::find(&self.grid, rules, &self.file, "", &[])
        else {
            return Vec::new();
        };
        let rows = self.grid.rows.iter().skip(at + 1).filter(|row| !(leaves_out && row.is_hidden));
        rows.filter(|row| !mapping.is_remark(&row.cells) && !mapping.is_headings(&row.cells)).collect()
    }

    /// Reads the recipients through a columns file, with the extra fields it has itself.
    pub(crate) fn read(
        &self,
        rules: ColumnsFile,
        columns_file: &str,
    ) -> Result<Checked<Vec<Recipient>>, Diagnostic> {
        let fields = rules.columns.iter().filter_map(|entry| entry.is.value.strip_prefix("fields."));
        let fields: Vec<String> = fields.map(str::to_owned).collect();
        let leaves_out = rules.hidden_rows == HiddenRows::LeftOut;
        let mut problems = Problems::new();
        let found = Mapping::find(&self.grid, rules, &self.file, columns_file, &fields)?;
        let (mapping, at) = found.report_to(&mut problems);
        let mut recipients = Vec::new();
        for row in self.grid.rows.iter().skip(at + 1).filter(|row| !(leaves_out && row.is_hidden)) {
            recipients.extend(mapping.read_row(&row.cells).report_to(&mut problems));
        }
        Ok(Checked::new(recipients, problems))
    }
}

/// The other sheets that look like a list too: with half of the headings of the chosen one.
fn find_alike(book: &Workbook, chosen: usize, score: &dyn Fn(&Grid) -> usize) -> Vec<String> {
    let grids = || book.sheets.iter().map(Grid::of_sheet);
    let best = grids().nth(chosen).map_or(0, |grid| score(&grid));
    let is_alike = |grid: &Grid| {
        let found = score(grid);
        found > 1 && found * 2 >= best && grid.rows.len() > 1
    };
    let others = book.sheets.iter().zip(grids()).enumerate().filter(|(index, _)| *index != chosen);
    others.filter(|(_, (_, grid))| is_alike(grid)).map(|(_, (sheet, _))| sheet.name.clone()).collect()
}

/// A warning of sheets that look like a list and are not read.
fn report_alike(alike: &[String], chosen: &str, file: &str) -> Option<Diagnostic> {
    let first = alike.first()?;
    let have = if alike.len() == 1 { "has" } else { "have" };
    let message =
        format!("only the sheet `{chosen}` is read, and {} {have} such headings too", alike.join(", "));
    Some(
        Diagnostic::new(codes::WORKBOOK_SHEET_UNREAD, message)
            .with_location(Location::file(file))
            .with_hint(format!(
                "if its recipients are meant too, read it through a file of its own: convoke import {file:?} --sheet {first:?} --columns {:?} --add",
                format!("{}.columns.yaml", fold_words(first))
            )),
    )
}

/// The index of the sheet that is meant.
fn choose(
    book: &Workbook,
    sheet: Option<&str>,
    file: &str,
    score: &dyn Fn(&Grid) -> usize,
) -> Result<usize, Diagnostic> {
    if let Some(name) = sheet {
        return book.sheets.iter().position(|sheet| sheet.name == name).ok_or_else(|| {
            Diagnostic::new(codes::COLUMNS_GONE, format!("no visible sheet is called `{name}`"))
                .with_location(Location::file(file))
                .with_hint(did_you_mean(name, book.sheets.iter().map(|sheet| sheet.name.as_str())))
        });
    }
    let mut best = (0, 0);
    for (index, sheet) in book.sheets.iter().enumerate() {
        let found = score(&Grid::of_sheet(sheet));
        if found > best.1 {
            best = (index, found);
        }
    }
    Ok(best.0)
}

/// The problem of a list that needs no columns file.
fn report_entries(file: &str) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENTS_FORMAT, "a list in YAML or JSON is no spreadsheet")
        .with_location(Location::file(file))
        .with_hint("name it under `recipients` of the mailing as it is")
}
