//! The cells of a sheet, one after the other.

use super::context::Context;
use super::strings::{RichText, read_text, unescape};
use crate::diagnostic::Diagnostic;
use crate::workbook::decimal::general;
use crate::workbook::model::{CellState, MergedArea};
use crate::workbook::package::Package;
use crate::workbook::problem::damaged;
use crate::workbook::sheet::Collected;
use crate::workbook::xml::{Element, Item, Xml};

/// Columns of a sheet.
const COLUMNS: u32 = 16_384;

/// Rows of a sheet.
const ROWS: u32 = 1 << 20;

/// Reads a sheet.
pub(super) fn read(
    package: &mut Package<'_>,
    part: &str,
    context: &Context,
    collected: &mut Collected<'_>,
) -> Result<(), Diagnostic> {
    let mut xml = package.xml(part)?;
    let mut at = Position::default();
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) => match element.name.as_str() {
                "col" => hide_columns(&element, collected)?,
                "row" => at.begin_row(&element)?,
                "c" => {
                    let (row, column) = at.begin_cell(&element)?;
                    let (text, state) = read_cell(&mut xml, &element, context)?;
                    if !collected.is_full() {
                        collected.add(row, column, text, state, at.is_hidden)?;
                    }
                }
                "mergeCell" => {
                    let area = element.get("ref").and_then(area);
                    area.map_or(Ok(()), |area| collected.merge(area))?;
                }
                _ => {}
            },
            Item::End(name) if name == "row" => at.row += 1,
            Item::End(_) | Item::Text(_) => {}
        }
    }
    Ok(())
}

fn hide_columns(element: &Element, collected: &mut Collected<'_>) -> Result<(), Diagnostic> {
    let is_flat = element.get("width").is_some_and(is_nothing);
    match (element.number("min"), element.number("max")) {
        (Some(first @ 1..=COLUMNS), Some(last @ 1..)) if element.is("hidden") || is_flat => {
            collected.hide(first - 1, last.min(COLUMNS) - 1)
        }
        _ => Ok(()),
    }
}

/// Whether a width or height is nought.
fn is_nothing(length: &str) -> bool {
    length.parse() == Ok(0.0)
}

/// Where the next cell is if it does not say so.
#[derive(Debug, Default)]
struct Position {
    row: u32,
    column: u32,
    is_hidden: bool,
}

impl Position {
    fn begin_row(&mut self, row: &Element) -> Result<(), Diagnostic> {
        if let Some(number) = row.get("r") {
            let number: u32 = number.parse().map_err(|_| damaged(format!("it has a row `{number}`")))?;
            self.row = number.checked_sub(1).ok_or_else(|| damaged("it has a row `0`"))?;
        }
        if self.row >= ROWS {
            return Err(damaged(format!("it has a row {}", u64::from(self.row) + 1)));
        }
        self.column = 0;
        self.is_hidden = row.is("hidden") || row.get("ht").is_some_and(is_nothing);
        Ok(())
    }

    fn begin_cell(&mut self, cell: &Element) -> Result<(u32, u32), Diagnostic> {
        let place = match cell.get("r") {
            Some(name) => place(name).ok_or_else(|| damaged(format!("it has a cell `{name}`")))?,
            None if self.column >= COLUMNS => return Err(damaged("a row has too many cells")),
            None => (self.row, self.column),
        };
        self.column = place.1 + 1;
        Ok(place)
    }
}

/// Row and column of a cell's name, from zero.
fn place(name: &str) -> Option<(u32, u32)> {
    let letters = name.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, number) =
        name.split_at_checked(letters).filter(|(letters, _)| (1..=3).contains(&letters.len()))?;
    let digit = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, |column, letter| column * 26 + digit(letter)) - 1;
    let row = number.parse::<u32>().ok()?.checked_sub(1)?;
    (row < ROWS && column < COLUMNS).then_some((row, column))
}

fn area(text: &str) -> Option<MergedArea> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (place(first)?, place(last)?);
    Some(MergedArea { first, last })
}

/// What a cell holds.
#[derive(Debug, Default)]
struct Content {
    has_formula: bool,
    value: Option<String>,
    inline: Option<RichText>,
}

impl Content {
    /// Whether a part of the text is struck out.
    fn has_struck(&self, cell: &Element, context: &Context) -> bool {
        let shared = || {
            let index = self.value.as_deref().filter(|_| cell.get("t") == Some("s"))?.trim().parse().ok();
            context.strings.get(index.unwrap_or(usize::MAX))
        };
        self.inline.as_ref().or_else(shared).is_some_and(|rich| rich.is_struck)
    }
}

fn read_cell(
    xml: &mut Xml<'_>,
    cell: &Element,
    context: &Context,
) -> Result<(String, CellState), Diagnostic> {
    let mut content = Content::default();
    let mut is_value = false;
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) => match element.name.as_str() {
                "v" => {
                    is_value = true;
                    content.value.get_or_insert_default();
                }
                "f" => content.has_formula = true,
                "is" => content.inline = Some(read_text(xml, "is")?),
                _ => xml.skip()?,
            },
            Item::Text(text) if is_value => content.value.get_or_insert_default().push_str(&text),
            Item::Text(_) => {}
            Item::End(name) if name == "c" => break,
            Item::End(_) => is_value = false,
        }
    }
    let has_struck = content.has_struck(cell, context);
    let (text, state) = show(content, cell, context)?;
    let state = state.struck(context.styles.is_struck(cell.number("s")) || has_struck, &text);
    Ok((text, state))
}

fn show(content: Content, cell: &Element, context: &Context) -> Result<(String, CellState), Diagnostic> {
    let format = context.styles.format(cell.number("s"));
    let show_text = |text: &str| match format {
        Some(format) if !text.is_empty() => format.show_text(text),
        _ => text.to_owned(),
    };
    let kind = cell.get("t").unwrap_or("n");
    let value = content.value.unwrap_or_default();
    if content.has_formula && kind != "str" && value.trim().is_empty() {
        return Ok((String::new(), CellState::NoResult));
    }
    Ok(match kind {
        _ if content.inline.is_some() => {
            (show_text(&content.inline.unwrap_or_default().text), CellState::Sound)
        }
        "s" if value.trim().is_empty() => (String::new(), CellState::Sound),
        "s" => {
            let text = value.trim().parse().ok().and_then(|index: usize| context.strings.get(index));
            let missing = || damaged(format!("the shared text {} is missing", value.trim()));
            (show_text(&text.ok_or_else(missing)?.text), CellState::Sound)
        }
        "str" => (show_text(&unescape(&value)), CellState::Sound),
        "e" => (value, CellState::Error),
        "b" => (if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(), CellState::Sound),
        "d" => (show_date(&value), CellState::Sound),
        _ => match (value.trim().parse::<f64>(), format) {
            (Ok(number), Some(format)) => format.show(number, context.is_1904),
            (Ok(number), None) => match general(number) {
                Some(text) => (text, CellState::Sound),
                None => (number.to_string(), CellState::Unlike("General".into())),
            },
            (Err(_), _) => (value, CellState::Sound),
        },
    })
}

/// A date of ISO 8601, as strict files have it.
fn show_date(value: &str) -> String {
    crate::workbook::moment::show_iso(value.trim_end_matches('Z'), true).unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_are_places_within_a_sheet() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("xfd1048576"), Some((1_048_575, 16_383)));
        for wrong in ["", "A", "1", "A0", "XFE1", "A1048577", "ABCD1", "A-1", "é1", "$A$1"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}
