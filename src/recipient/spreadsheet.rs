//! The sheet of a workbook that has the list, as the rows of a table, and what a person who looks at it does not see.
//!
//! `workbook` reads the file; `table` decides what the columns mean.

use super::cell::{Cell, Row, drop_empty};
use super::headings::is_list;
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, codes, counted, did_you_mean};
use crate::input::At;
use crate::workbook::{CellState, MergedArea, Workbook, WorkbookSheet, cell_name};

/// How many places a message names.
const MOST_NAMED: usize = 1000;

/// The first sheet; notes and warnings name the others.
///
/// # Errors
///
/// The list is on another sheet.
pub(super) fn choose(
    book: Workbook,
    file: &str,
    extra_fields: &[String],
) -> Result<Checked<WorkbookSheet>, Diagnostic> {
    let mut sheets = book.sheets.into_iter();
    let first = sheets.next().unwrap_or_default();
    let has_list = |sheet: &WorkbookSheet| is_list(&rows(sheet), extra_fields);
    let (lists, others): (Vec<WorkbookSheet>, Vec<WorkbookSheet>) = sheets.partition(has_list);
    if let Some(list) = lists.first().filter(|_| !has_list(&first)) {
        let message =
            format!("the sheet `{}` is read, and the list seems to be on `{}`", first.name, list.name);
        return Err(Diagnostic::new(codes::WORKBOOK_ORDER, message)
            .with_location(Location::file(file))
            .with_hint(format!("move the sheet `{}` to the front", list.name)));
    }
    let mut problems = Problems::new();
    if !lists.is_empty() {
        let message = format!("only the sheet `{}` is read, and {} too", first.name, headed_alike(&lists));
        let problem =
            Diagnostic::new(codes::WORKBOOK_SHEET_UNREAD, message).with_location(Location::file(file));
        problems.push(
            problem
                .with_hint("put all recipients on the first sheet, or delete the sheets that are not used"),
        );
    }
    if !others.is_empty() {
        let message = format!("only the sheet `{}` is read, not {}", first.name, names(&others));
        problems.push(Diagnostic::new(codes::WORKBOOK_SHEETS, message).with_location(Location::file(file)));
    }
    Ok(Checked::new(first, problems))
}

/// The sheet of this name, or the first.
///
/// # Errors
///
/// No visible sheet has the name.
pub(super) fn named(
    book: Workbook,
    name: Option<&At<String>>,
    file: &str,
) -> Result<WorkbookSheet, Diagnostic> {
    let Some(name) = name else { return Ok(book.sheets.into_iter().next().unwrap_or_default()) };
    let known: Vec<String> = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    book.sheets.into_iter().find(|sheet| sheet.name == name.value).ok_or_else(|| {
        Diagnostic::new(codes::COLUMNS_GONE, format!("no visible sheet is called `{}`", name.value))
            .with_location(Location::file(file))
            .with_hint(did_you_mean(name, known.iter().map(String::as_str)))
    })
}

fn names(sheets: &[WorkbookSheet]) -> String {
    sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn headed_alike(lists: &[WorkbookSheet]) -> String {
    let have = if lists.len() == 1 { "has" } else { "have" };
    format!("{} {have} such headings", names(lists))
}

/// The filled rows of a sheet.
pub(super) fn rows(sheet: &WorkbookSheet) -> Vec<Row> {
    let to_row = |row: &crate::workbook::SheetRow| {
        let cells = row.cells.iter().map(|cell| {
            let name = cell_name(row.number, cell.column);
            let place = Place::Cell { sheet: sheet.name.clone(), cell: name };
            (cell.column as usize, Cell { text: cell.text.clone(), state: cell.state.clone(), place })
        });
        drop_empty(cells.collect())
    };
    sheet.rows.iter().map(to_row).filter(|row| !row.is_empty()).collect()
}

/// What is not seen of the rows from the headings on, which are the filled row number `header`.
pub(super) fn report_unseen(sheet: &WorkbookSheet, header: usize, file: &str) -> Problems {
    let mut problems = Problems::from_iter(report_hidden(sheet, header, file));
    problems.extend(report_struck(sheet, header, file));
    problems.extend(report_merged(sheet, header, file));
    problems
}

/// A warning of cells behind the headings that are struck out, by their rows.
pub(super) fn report_struck(sheet: &WorkbookSheet, header: usize, file: &str) -> Option<Diagnostic> {
    let is_struck =
        |row: &&crate::workbook::SheetRow| row.cells.iter().any(|cell| cell.state == CellState::Struck);
    let rows = sheet.rows.iter().skip(header + 1).filter(is_struck).map(|row| {
        let first = row.cells.first().map_or("", |cell| cell.text.trim());
        format!("{} ({first})", u64::from(row.number) + 1)
    });
    let rows: Vec<String> = rows.collect();
    (!rows.is_empty()).then(|| {
        let message = format!(
            "cells that are struck out are read: {} {}",
            if rows.len() == 1 { "row" } else { "rows" },
            enumerate(&rows)
        );
        Diagnostic::new(codes::WORKBOOK_STRUCK, message)
            .with_location(Location::file(file))
            .with_hint("delete what is not to be used, or take the line through it away")
    })
}

/// A warning of hidden rows behind the headings, which are the filled row number `header`.
pub(super) fn report_hidden_rows(sheet: &WorkbookSheet, header: usize, file: &str) -> Option<Diagnostic> {
    report_hidden(&WorkbookSheet { hidden_columns: Vec::new(), ..sheet.clone() }, header, file)
}

fn report_hidden(sheet: &WorkbookSheet, header: usize, file: &str) -> Option<Diagnostic> {
    let filled = || sheet.rows.iter().skip(header);
    let named = |what: String, cell: Option<&crate::workbook::SheetCell>| match cell {
        Some(cell) => format!("{what} ({})", cell.text.trim()),
        None => what,
    };
    let hidden = filled().skip(1).filter(|row| row.is_hidden);
    let rows: Vec<String> =
        hidden.map(|row| named((u64::from(row.number) + 1).to_string(), row.cells.first())).collect();
    let is_hidden =
        |column: u32| sheet.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column));
    let headings = filled().next();
    let headings = headings.iter().flat_map(|row| &row.cells).filter(|cell| is_hidden(cell.column));
    let letters = |column: u32| cell_name(0, column).trim_end_matches('1').to_owned();
    let columns: Vec<String> = headings.map(|cell| named(letters(cell.column), Some(cell))).collect();
    if rows.is_empty() && columns.is_empty() {
        return None;
    }
    let part = |list: &[String], one: &str| {
        (!list.is_empty()).then(|| format!("{}: {}", counted(list.len(), one), enumerate(list)))
    };
    let parts = [part(&rows, "hidden row"), part(&columns, "hidden column")];
    let message =
        format!("hidden cells are read: {}", parts.into_iter().flatten().collect::<Vec<_>>().join("; "));
    Some(
        Diagnostic::new(codes::WORKBOOK_HIDDEN, message)
            .with_location(Location::file(file))
            .with_hint("delete the rows and columns that are not to be used, or show them"),
    )
}

fn report_merged(sheet: &WorkbookSheet, header: usize, file: &str) -> Option<Diagnostic> {
    let first = sheet.rows.get(header)?.number;
    let areas: Vec<&MergedArea> = sheet.merged.iter().filter(|area| area.last.0 >= first).collect();
    if areas.is_empty() {
        return None;
    }
    let covered = find_covered(sheet, &areas);
    let list: Vec<String> = areas.iter().map(ToString::to_string).collect();
    let mut message = format!("of merged cells only the first has a value: {}", enumerate(&list));
    if !covered.is_empty() {
        message += &format!("; they cover values that are read: {}", enumerate(&covered));
    }
    Some(
        Diagnostic::new(codes::WORKBOOK_MERGED, message)
            .with_location(Location::file(file))
            .with_hint("split the cells, and write the value into each that is to have it"),
    )
}

/// Values in merged cells other than the first of each.
fn find_covered(sheet: &WorkbookSheet, areas: &[&MergedArea]) -> Vec<String> {
    let mut covered = Vec::new();
    // Beyond so many areas the list is no list, and each cell would be looked for in all of them.
    for row in sheet.rows.iter().filter(|_| areas.len() <= MOST_NAMED) {
        for cell in &row.cells {
            let place = (row.number, cell.column);
            if areas.iter().any(|area| area.contains(place.0, place.1) && area.first != place) {
                covered.push(format!("`{}` in {}", cell.text.trim(), cell_name(place.0, place.1)));
            }
        }
    }
    covered
}

fn enumerate(list: &[String]) -> String {
    let named = list.get(..MOST_NAMED.min(list.len())).unwrap_or_default().join(", ");
    match list.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
