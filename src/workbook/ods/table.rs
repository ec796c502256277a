//! The rows and columns of a table; what is repeated is counted, and written out only where it is filled.

use std::ops::Range;

use super::cell::read_cell;
use super::styles::Styles;
use crate::diagnostic::Diagnostic;
use crate::workbook::model::{CellState, MergedArea};
use crate::workbook::sheet::Collected;
use crate::workbook::xml::{Element, Item, Xml};

/// Most columns of a table whose style is looked at: as many as spreadsheet programs have.
const MAX_COLUMNS: u32 = 1 << 14;

/// Reads a table whose start was just read.
pub(super) fn read(
    xml: &mut Xml<'_>,
    collected: &mut Collected<'_>,
    styles: &Styles,
) -> Result<(), Diagnostic> {
    let (mut row, mut column) = (0, 0);
    let mut struck_columns = Vec::new();
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) => match element.name.as_str() {
                "table-column" => {
                    let after = column + repeated(&element, "number-columns-repeated");
                    if is_hidden(&element) {
                        collected.hide(column, after.saturating_sub(1))?;
                    }
                    if column < MAX_COLUMNS && styles.is_struck(element.get("default-cell-style-name")) {
                        struck_columns.push(column..after);
                    }
                    column = after;
                }
                "table-row" if collected.is_full() => xml.skip()?,
                "table-row" => row = read_row(xml, &element, row, (collected, styles, &struck_columns))?,
                // Groups and headers are rows and columns too; drawings and forms are not.
                "table-column-group"
                | "table-columns"
                | "table-header-columns"
                | "table-row-group"
                | "table-rows"
                | "table-header-rows" => {}
                _ => xml.skip()?,
            },
            Item::End(name) if name == "table" => break,
            Item::End(_) | Item::Text(_) => {}
        }
    }
    Ok(())
}

/// Whether a column is in one of some ranges, which are in order.
fn is_among(columns: &[Range<u32>], column: u32) -> bool {
    let at = columns.partition_point(|range| range.end <= column);
    columns.get(at).is_some_and(|range| range.contains(&column))
}

fn is_hidden(element: &Element) -> bool {
    matches!(element.get("visibility"), Some("collapse" | "filter"))
}

/// How often an element stands for itself; few enough that sums of them stay numbers.
fn repeated(element: &Element, attribute: &str) -> u32 {
    element.number(attribute).unwrap_or(1).clamp(1, 1 << 24)
}

/// A filled cell of a row: its first column, how many times it is there, its text and its state.
type Filled = (u32, u32, String, CellState);

/// Reads a row; returns the number of the one after it.
fn read_row(
    xml: &mut Xml<'_>,
    element: &Element,
    row: u32,
    (collected, styles, struck_columns): (&mut Collected<'_>, &Styles, &[Range<u32>]),
) -> Result<u32, Diagnostic> {
    let times = repeated(element, "number-rows-repeated");
    let is_hidden = is_hidden(element);
    let is_struck_row = styles.is_struck(element.get("default-cell-style-name"));
    let mut filled: Vec<Filled> = Vec::new();
    let mut column: u32 = 0;
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(cell) if matches!(cell.name.as_str(), "table-cell" | "covered-table-cell") => {
                let count = repeated(&cell, "number-columns-repeated");
                let (text, state) = read_cell(xml, &cell, styles)?;
                // A cell without a style of its own has that of its row, or of its column.
                let is_struck = match cell.get("style-name") {
                    Some(style) => styles.is_struck(Some(style)),
                    None => is_struck_row || is_among(struck_columns, column),
                };
                let state = state.struck(is_struck, &text);
                if let Some(area) = area(&cell, row, column) {
                    collected.merge(area)?;
                }
                if !text.trim().is_empty() || !state.is_sound() {
                    filled.push((column, count, text, state));
                }
                column = column.saturating_add(count);
            }
            Item::Start(_) => xml.skip()?,
            Item::End(name) if name == "table-row" => break,
            Item::End(_) | Item::Text(_) => {}
        }
    }
    let rows = if filled.is_empty() { 0 } else { times };
    for number in row..row.saturating_add(rows) {
        for (first, count, text, state) in &filled {
            for column in *first..first.saturating_add(*count) {
                collected.add(number, column, text.clone(), state.clone(), is_hidden)?;
            }
        }
    }
    Ok(row.saturating_add(times))
}

/// The cells that a cell spans.
fn area(cell: &Element, row: u32, column: u32) -> Option<MergedArea> {
    let spanned = |attribute: &str| cell.number(attribute).unwrap_or(1).max(1) - 1;
    let (rows, columns) = (spanned("number-rows-spanned"), spanned("number-columns-spanned"));
    let last = (row.saturating_add(rows), column.saturating_add(columns));
    (last != (row, column)).then_some(MergedArea { first: (row, column), last })
}
