//! Tables of recipients: a header row and a row each, turned into the nodes that YAML gives too.
//!
//! Columns are named as the keys of the YAML file, with dots: `addressee.name`, `ministry.fr`,
//! `copies.1.to`. Lists stand in one cell, parted by `;` or line breaks.

use super::{Recipient, entry};
use crate::diagnostic::{Diagnostic, Location, Place, did_you_mean};
use crate::input::{Node, Value};

const PLAIN: [&str; 13] = [
    "id",
    "kind",
    "iso",
    "addressee.name",
    "addressee.gender",
    "addressee.office",
    "addressee.rank",
    "ministry",
    "city",
    "address",
    "emails",
    "channels",
    "languages",
];
const LISTS: [&str; 4] = ["address", "emails", "channels", "languages"];
const COPY: [&str; 4] = ["to", "address", "channel", "email"];
const STYLE: [&str; 6] = ["honorific", "title", "lines", "salutation", "vocative", "close"];

/// One cell: its text and its place.
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) place: Place,
}

/// Reads the rows of a table; the first holds the names of the columns.
pub(super) fn read(
    mut rows: impl Iterator<Item = Vec<Cell>>,
    file: &str,
    extra_fields: &[String],
) -> (Vec<Recipient>, Vec<Diagnostic>) {
    let Some(header) = rows.next() else {
        let problem = Diagnostic::error("recipients-missing", "the table is empty")
            .with_location(Location::file(file))
            .with_hint("write the names of the columns in the first row");
        return (Vec::new(), vec![problem]);
    };
    let mut problems = Vec::new();
    let mut columns: Vec<Option<Vec<String>>> = Vec::new();
    for cell in &header {
        let path = column(&cell.text, extra_fields);
        if path.is_some() && columns.contains(&path) {
            problems.push(
                Diagnostic::error(
                    "column-twice",
                    format!("the column `{}` is there twice", cell.text.trim()),
                )
                .with_location(Location::at(file, cell.place.clone()))
                .with_hint("remove or rename one"),
            );
        }
        if path.is_none() {
            let known = PLAIN.into_iter().chain(extra_fields.iter().map(String::as_str));
            problems.push(
                Diagnostic::error("column-unknown", format!("unknown column `{}`", cell.text.trim()))
                    .with_location(Location::at(file, cell.place.clone()))
                    .with_field(cell.text.trim())
                    .with_hint(did_you_mean(cell.text.trim(), known)),
            );
        }
        columns.push(path);
    }
    let mut recipients = Vec::new();
    for row in rows {
        let Some(first) = row.first() else { continue };
        if row.iter().all(|cell| cell.text.trim().is_empty()) {
            continue;
        }
        let mut node = Node { value: Value::Map(Vec::new()), place: first.place.clone() };
        for (index, cell) in row.iter().enumerate() {
            match columns.get(index) {
                Some(Some(path)) => insert(&mut node, path, cell),
                Some(None) => {}
                None if cell.text.trim().is_empty() => {}
                None => problems.push(
                    Diagnostic::error("cell-beyond", format!("`{}` stands outside every column", cell.text))
                        .with_location(Location::at(file, cell.place.clone()))
                        .with_hint("give the column a name, or quote a value that holds the separator"),
                ),
            }
        }
        let (recipient, found) = entry::read(&node, file, extra_fields);
        recipients.extend(recipient);
        problems.extend(found);
    }
    (recipients, problems)
}

fn column(name: &str, extra_fields: &[String]) -> Option<Vec<String>> {
    let name = name.trim();
    if extra_fields.iter().any(|field| field == name) {
        return Some(vec!["fields".into(), name.into()]);
    }
    let name = name.to_lowercase();
    let parts: Vec<String> = name.split('.').map(str::to_owned).collect();
    let words: Vec<&str> = parts.iter().map(String::as_str).collect();
    let tag =
        |s: &str| (2..=12).contains(&s.len()) && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let known = match words.as_slice() {
        ["ministry" | "city", language] => tag(language),
        ["copies", number, key] => number.parse::<u8>().is_ok() && COPY.contains(key),
        ["addressee", "styles", language, key] => tag(language) && STYLE.contains(key),
        ["fields", field] => extra_fields.iter().any(|known| known == field),
        _ => PLAIN.contains(&name.as_str()),
    };
    known.then_some(parts)
}

fn insert(node: &mut Node, path: &[String], cell: &Cell) {
    let text = cell.text.trim();
    let [key, rest @ ..] = path else { return };
    if text.is_empty() {
        return;
    }
    let Value::Map(entries) = &mut node.value else { return };
    if rest.is_empty() {
        let list = LISTS.contains(&key.as_str()) || key == "lines";
        let scalar = |text: &str| Node { value: Value::Scalar(text.to_owned()), place: cell.place.clone() };
        let value = if list {
            let items = text.split([';', '\n']).map(str::trim).filter(|item| !item.is_empty());
            Node { value: Value::List(items.map(scalar).collect()), place: cell.place.clone() }
        } else {
            scalar(text)
        };
        entries.push((key.clone(), cell.place.clone(), value));
        return;
    }
    let found =
        entries.iter().position(|(name, _, node)| name == key && !matches!(node.value, Value::Scalar(_)));
    let index = found.unwrap_or_else(|| {
        let value = if key == "copies" { Value::List(Vec::new()) } else { Value::Map(Vec::new()) };
        entries.retain(|(name, _, _)| name != key);
        entries.push((key.clone(), cell.place.clone(), Node { value, place: cell.place.clone() }));
        entries.len() - 1
    });
    let Some((_, _, child)) = entries.get_mut(index) else { return };
    match (&mut child.value, rest) {
        (Value::List(copies), [number, rest @ ..]) => {
            let wanted = number.parse::<usize>().unwrap_or(1).clamp(1, 255);
            while copies.len() < wanted {
                copies.push(Node { value: Value::Map(Vec::new()), place: cell.place.clone() });
            }
            if let Some(copy) = copies.get_mut(wanted - 1) {
                insert(copy, rest, cell);
            }
        }
        _ => insert(child, rest, cell),
    }
}
