//! Which row of a spreadsheet has the headings of the list, and what is told where none has.

use std::collections::BTreeSet;

use super::headings;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::recipient::grid::{Grid, Heading};
use crate::recipient::{Spreadsheet, find_path};

/// Rows among which the headings may be.
const ROWS_LOOKED_AT: usize = 30;

/// How many headings the best row of the first ones has.
pub(super) fn score(grid: &Grid) -> usize {
    (0..grid.rows.len().min(ROWS_LOOKED_AT)).map(|at| known(grid, at)).max().unwrap_or_default()
}

/// The row of headings: that with the most known ones, or else the first that has several texts and no e-mail address.
pub(super) fn find_header(grid: &Grid) -> Option<usize> {
    let looked_at = 0..grid.rows.len().min(ROWS_LOOKED_AT);
    let most = score(grid);
    if most >= 2 {
        return looked_at.clone().find(|at| known(grid, *at) == most);
    }
    let is_texts = |at: &usize| {
        let headings = grid.headings(*at);
        let distinct: BTreeSet<&str> = headings.iter().map(|heading| heading.text.as_str()).collect();
        let is_word = |text: &&str| text.chars().any(char::is_alphabetic) && !text.contains('@');
        distinct.len() >= 3 && distinct.len() == headings.len() && distinct.iter().all(is_word)
    };
    looked_at.clone().find(is_texts)
}

/// The filled row of a number, if it has headings.
pub(super) fn find_row(grid: &Grid, number: u32) -> Option<usize> {
    let at = grid.rows.iter().position(|row| row.number == number)?;
    (!grid.headings(at).is_empty()).then_some(at)
}

/// Whether the first column has the headings in place of a row: more of them than any row.
pub(super) fn lies_on_its_side(grid: &Grid) -> bool {
    let first = grid.rows.iter().filter_map(|row| row.cells.first());
    let is_heading = |text: &str| documented(text).is_some() || headings::find(text).is_some();
    let texts = first.filter(|(column, _)| *column == 0).map(|(_, cell)| cell.text.trim());
    let found: BTreeSet<&str> = texts.filter(|text| is_heading(text)).collect();
    found.len() >= 3 && found.len() > score(grid)
}

fn known(grid: &Grid, at: usize) -> usize {
    let headings = grid.headings(at);
    let is_known =
        |heading: &&Heading| documented(&heading.text).is_some() || headings::find(&heading.text).is_some();
    // A sentence above the table may hold a word that is a heading.
    let distinct: BTreeSet<&str> =
        headings.iter().filter(is_known).map(|heading| heading.text.as_str()).collect();
    distinct.len()
}

/// A documented column, as `ministry.fr` and `Ministry (FR)` are.
pub(super) fn documented(heading: &str) -> Option<String> {
    let (path, is_exact) = find_path(heading, &[])?;
    (is_exact && heading.contains(['.', '_']) || path.contains('.') && !path.starts_with("addressee."))
        .then_some(path)
}

/// The problem of a spreadsheet that has no headings, or none in the row that was named.
pub(super) fn report_none(file: &str, row: Option<u32>) -> Diagnostic {
    let message = match row {
        Some(row) => format!("row {row} has no names of columns"),
        None => "no row of the table has the names of columns".to_owned(),
    };
    Diagnostic::new(codes::HEADINGS_MISSING, message)
        .with_location(Location::file(file))
        .with_hint("write above each column what is in it, such as Country, Name, Address, E-mail, Language")
}

/// The problem of a table that lies on its side, or has nothing below its headings.
pub(super) fn report_empty(spreadsheet: &Spreadsheet, header: usize) -> Option<Diagnostic> {
    let grid = &spreadsheet.grid;
    let told = |message: String, hint: &str| {
        Diagnostic::new(codes::IMPORT_EMPTY, message)
            .with_location(Location::file(&spreadsheet.file))
            .with_hint(hint)
    };
    if lies_on_its_side(grid) {
        let hint = "copy the table, and paste it transposed, a row for each recipient";
        return Some(told("the headings are in the first column".to_owned(), hint));
    }
    let row = grid.rows.get(header).map_or(1, |row| row.number);
    let message = format!("nothing is below the headings in row {row}");
    (grid.rows.len() <= header + 1).then(|| told(message, "write the recipients below them, a row for each"))
}
