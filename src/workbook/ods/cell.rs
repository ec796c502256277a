//! A cell of an OpenDocument table: its paragraphs are what it shows.

use super::styles::Styles;
use crate::diagnostic::Diagnostic;
use crate::workbook::model::CellState;
use crate::workbook::moment::{show_duration, show_iso, with_zone};
use crate::workbook::sheet::check_length;
use crate::workbook::xml::{Element, Item, Xml};

/// Reads a cell whose start was just read.
pub(super) fn read_cell(
    xml: &mut Xml<'_>,
    cell: &Element,
    styles: &Styles,
) -> Result<(String, CellState), Diagnostic> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut has_struck = false;
    while let Some(item) = xml.next()? {
        match item {
            Item::Start(element) if element.name == "p" => {
                let (text, is_struck) = read_paragraph(xml, styles)?;
                has_struck |= is_struck;
                check_length(&text, || "a cell".to_owned())?;
                paragraphs.push(text);
            }
            // Comments, drawings and tables within the cell are not what it holds.
            Item::Start(_) => xml.skip()?,
            Item::End(name) if matches!(name.as_str(), "table-cell" | "covered-table-cell") => break,
            Item::End(_) | Item::Text(_) => {}
        }
    }
    let (text, state) = show(cell, paragraphs.join("\n"));
    let state = state.struck(has_struck, &text);
    Ok((text, state))
}

/// The text of a paragraph, with its spaces and line breaks, and whether some of it is struck out.
fn read_paragraph(xml: &mut Xml<'_>, styles: &Styles) -> Result<(String, bool), Diagnostic> {
    let (mut text, mut is_struck) = (String::new(), false);
    // Whether each span that is open strikes its text out.
    let mut spans: Vec<bool> = Vec::new();
    while let Some(item) = xml.next()? {
        match item {
            Item::Text(part) => {
                push_collapsed(&mut text, &part);
                is_struck |= spans.contains(&true) && !part.trim().is_empty();
            }
            Item::Start(element) => match element.name.as_str() {
                "span" => spans.push(styles.is_struck(element.get("style-name"))),
                "s" => {
                    let count = element.number("c").unwrap_or(1).min(1 << 16);
                    text.extend(std::iter::repeat_n(' ', usize::try_from(count).unwrap_or_default()));
                }
                "tab" => text.push('\t'),
                "line-break" => text.push('\n'),
                "annotation" | "ruby-text" | "note" | "frame" => xml.skip()?,
                _ => {}
            },
            Item::End(name) if name == "p" => break,
            Item::End(name) if name == "span" => _ = spans.pop(),
            Item::End(_) => {}
        }
        check_length(&text, || "a cell".to_owned())?;
    }
    Ok((text, is_struck))
}

/// Adds text whose runs of white space are one space each, as OpenDocument has it.
fn push_collapsed(text: &mut String, part: &str) {
    for c in part.chars() {
        match c {
            ' ' | '\t' | '\r' | '\n' if text.ends_with(' ') => {}
            ' ' | '\t' | '\r' | '\n' => text.push(' '),
            c => text.push(c),
        }
    }
}

/// What errors of formulas look like where the file does not mark them.
fn is_error_text(text: &str) -> bool {
    text.starts_with("Err:") || text.starts_with('#') && text.ends_with(['!', '?', 'A'])
}

fn show(cell: &Element, shown: String) -> (String, CellState) {
    // `calcext:value-type` comes behind `office:value-type`, and says of errors what they are.
    let kinds = [cell.get("value-type"), cell.get_prefixed("calcext", "value-type")];
    let has_formula = cell.get("formula").is_some();
    if kinds.contains(&Some("error")) || has_formula && is_error_text(&shown) {
        return (shown, CellState::Error);
    }
    let kind = kinds.into_iter().flatten().find(|kind| *kind != "error");
    let stored = |name: &str| cell.get(name).map(str::to_owned);
    let zoned = |moment: String| with_zone(moment, &shown);
    let text = match kind {
        None if has_formula && shown.is_empty() => return (shown, CellState::NoResult),
        Some("date") => {
            cell.get("date-value").and_then(|date| show_iso(date, shown.contains(':'))).map(zoned)
        }
        Some("time") => cell.get("time-value").and_then(|time| show_duration(time, &shown)).map(zoned),
        Some("boolean") if shown.is_empty() => stored("boolean-value"),
        Some("string") if shown.is_empty() => stored("string-value"),
        Some("float" | "percentage" | "currency") if shown.is_empty() => stored("value"),
        _ => None,
    };
    (text.unwrap_or(shown), CellState::Sound)
}
