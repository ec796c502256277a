//! A proposal as the text of a columns file.

use std::fmt::Write as _;

use super::model::Proposal;
use crate::input::quoted;
use crate::recipient::{HiddenRows, NameOrder};

/// Writes the columns file of the spreadsheet `name`.
pub(super) fn write(proposal: &Proposal, name: &str) -> String {
    let mut text = format!(
        "# How {} is read as a list of recipients: made by `convoke import`, yours to change.\n\
         # Columns are found by their headings; `is: left-out` leaves one out. docs/recipients.md has all that a column can be.\n\
         format: 1\n",
        quoted(name)
    );
    if let Some(sheet) = &proposal.sheet {
        let _ = writeln!(text, "sheet: {}", quoted(sheet));
    }
    let _ = writeln!(text, "header_row: {}\ncolumns:", proposal.header_row);
    for column in &proposal.columns {
        let language =
            column.language.as_ref().map(|tag| format!(", language: {}", quoted(tag))).unwrap_or_default();
        let order = match column.order {
            NameOrder::FamilyFirst if column.is == "addressee.name" => ", order: family-first",
            _ => "",
        };
        let (heading, is) = (quoted(&column.heading), &column.is);
        let _ = writeln!(text, "  - {{ heading: {heading}, is: {is}{language}{order} }}");
    }
    let _ = writeln!(text, "ids: {}", proposal.ids.name());
    write_rest(proposal, &mut text);
    text
}

fn write_rest(proposal: &Proposal, text: &mut String) {
    let otherwise: Vec<(&str, &str)> = proposal
        .otherwise
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    if !otherwise.is_empty() {
        text.push_str("otherwise:\n");
    }
    for (key, value) in otherwise {
        let value = if matches!(key, "channels" | "languages") {
            format!("[{}]", quoted(value))
        } else {
            quoted(value)
        };
        let _ = writeln!(text, "  {key}: {value}");
    }
    let ends: Vec<&str> = [("city", "city"), ("country", "country")]
        .into_iter()
        .filter(|(is, _)| proposal.has(is))
        .map(|(_, end)| end)
        .collect();
    if proposal.has("address") && !ends.is_empty() {
        let _ = writeln!(text, "address_ends_with: [{}]", ends.join(", "));
    }
    if proposal.hidden_rows != HiddenRows::Read {
        let _ = writeln!(text, "hidden_rows: {}", proposal.hidden_rows.name());
    }
    if proposal.words.values().any(|words| !words.is_empty()) {
        text.push_str("words:\n");
    }
    for (column, words) in proposal.words.iter().filter(|(_, words)| !words.is_empty()) {
        let _ = writeln!(text, "  {column}:");
        for (word, value) in words {
            let _ = writeln!(text, "    {}: {}", quoted(word), quoted(value));
        }
    }
    if let Some((by, ids)) = &proposal.given {
        let by: Vec<String> = by.iter().map(|heading| quoted(heading)).collect();
        let _ = writeln!(text, "given_ids:\n  by: [{}]\n  ids:", by.join(", "));
        for (key, id) in ids {
            let _ = writeln!(text, "    {}: {}", quoted(key), quoted(id));
        }
    }
}
