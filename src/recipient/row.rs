//! One row of a table that is in no file: the names of its columns and what its cells show, as programs have them.

use super::cell::{Cell, Row};
use super::model::Recipient;
use super::table::Columns;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::input::{Node, Value};
use crate::workbook::CellState;

/// Reads a recipient from a map of headings and cells, by the rules for tables: usual names of columns and usual words are understood, and
/// a list is in one cell, or is a list of its own.
pub fn read_row(node: &Node, file: &str, extra_fields: &[String]) -> Checked<Option<Recipient>> {
    let Value::Map(entries) = &node.value else {
        return Checked::new(None, wrong(node, file).with_field("row"));
    };
    let mut problems = Problems::new();
    let (mut headings, mut cells) = (Row::new(), Row::new());
    for (index, (heading, place, value)) in entries.iter().enumerate() {
        let cell = |text: String| Cell { text, state: CellState::default(), place: place.clone() };
        match text_of(value) {
            Some(text) => cells.push((index, cell(text))),
            None => problems.push(wrong(value, file).with_field(heading)),
        }
        headings.push((index, cell(heading.clone())));
    }
    cells.retain(|(_, cell)| !cell.text.trim().is_empty());
    let columns = match Columns::find(&[headings], file, extra_fields) {
        Ok(found) => found.report_to(&mut problems).0,
        Err(problem) => {
            problems.push(problem);
            return Checked::new(None, problems);
        }
    };
    let recipient = columns.read_row(&cells).report_to(&mut problems);
    Checked::new(recipient, problems)
}

/// What a cell shows; nothing where there is no value.
fn text_of(value: &Node) -> Option<String> {
    match &value.value {
        Value::Null(_) => Some(String::new()),
        Value::Scalar(text) => Some(text.clone()),
        Value::List(items) => {
            let texts = items.iter().map(|item| match &item.value {
                Value::Scalar(text) => Some(text.clone()),
                _ => None,
            });
            Some(texts.collect::<Option<Vec<String>>>()?.join("\n"))
        }
        Value::Map(_) => None,
    }
}

fn wrong(node: &Node, file: &str) -> Diagnostic {
    Diagnostic::new(codes::VALUE_INVALID, "this is no cell of a table")
        .with_location(Location::at(file, node.place.clone()))
        .with_hint("give texts, numbers or lists of them under the names of columns, or a `recipient` instead of a `row`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::parse_json;

    fn read(json: &str) -> Checked<Option<Recipient>> {
        read_row(&parse_json(json, "request", 1).unwrap(), "request", &[])
    }

    #[test]
    fn a_row_is_read_as_one_of_a_table() {
        let read = read(
            r#"{"id": "FRA", "kind": "State", "iso": "France", "addressee.office": "foreign-minister", "Ministry (FR)": "Ministère", "City": "Paris",
                "E-mail": ["a@b.example", "c@d.example"], "channels": "post; email", "Language": "French", "fax": null, "telephone": ""}"#,
        );
        let recipient = read.value.unwrap_or_else(|| panic!("{:?}", read.problems));
        assert_eq!(recipient.iso.unwrap().value, "FRA");
        assert_eq!(recipient.emails, ["a@b.example", "c@d.example"]);
        assert_eq!(recipient.channels.len(), 2);
        assert_eq!(recipient.languages[0].value, "fr");
    }

    #[test]
    fn what_is_wrong_with_a_row_is_told_together() {
        let read = read(
            r#"{"id": "FRA", "kind": "state", "iso": "Congo", "ministry": {"fr": "M"}, "channels": "pigeon", "langs": "fr"}"#,
        );
        assert!(read.value.is_none());
        let codes: Vec<&str> = read.problems.iter().map(|problem| problem.code.name).collect();
        for code in ["value-invalid", "column-missing", "column-unknown"] {
            assert!(codes.contains(&code), "{codes:?}");
        }
    }
}
