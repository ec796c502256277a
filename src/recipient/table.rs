//! Tables of recipients, from whatever file: columns named like the keys of the YAML form, with dots.
//!
//! `addressee.name`, `ministry.fr`, `copies.1.to`; a list is in one cell, split at semicolons, line
//! breaks and, where no value holds one, commas. A row becomes the same tree of nodes as a YAML entry.

use std::collections::BTreeMap;

use super::model::Recipient;
use super::read::read_entry;
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, codes, did_you_mean};
use crate::input::{Node, Value};
use crate::locale::is_language;

/// One cell.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// Its text.
    pub(super) text: String,
    /// Whether the text is the error of a formula instead of a value.
    pub(super) failed: bool,
    /// Its place.
    pub(super) place: Place,
}

/// A row's cells, each with the index of its column.
pub(super) type Row = Vec<(usize, Cell)>;

/// A row without its empty cells.
pub(super) fn drop_empty(row: Row) -> Row {
    row.into_iter().filter(|(_, cell)| !cell.text.trim().is_empty()).collect()
}

/// Says that a table has not even a header.
pub(super) fn empty(file: &str) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENTS_MISSING, "the table is empty")
        .with_location(Location::file(file))
        .with_hint("write the names of the columns in the first row")
}

const COLUMNS: [&str; 15] = [
    "id",
    "kind",
    "iso",
    "addressee.office",
    "addressee.name",
    "addressee.gender",
    "addressee.rank",
    "ministry",
    "city",
    "address",
    "emails",
    "fax",
    "channels",
    "languages",
    "second_language",
];
const REQUIRED: [&str; 6] = ["id", "kind", "addressee.office", "ministry", "channels", "languages"];
const STYLES: [&str; 6] = ["honorific", "title", "lines", "salutation", "vocative", "close"];
const COPIES: [&str; 5] = ["to", "address", "channel", "email", "fax"];

/// What the columns of a table mean.
#[derive(Debug)]
pub(super) struct Columns {
    file: String,
    extra_fields: Vec<String>,
    /// The dotted key of each column, by its index.
    paths: BTreeMap<usize, String>,
    /// Columns that must be there and are not.
    missing: Vec<&'static str>,
}

impl Columns {
    /// Reads a table's header.
    pub(super) fn read(header: &Row, file: &str, extra_fields: &[String]) -> Checked<Self> {
        let Checked { value: paths, mut problems } = read_header(header, file, extra_fields);
        let missing: Vec<&str> = REQUIRED
            .into_iter()
            .filter(|name| !paths.values().any(|path| path == name || path.starts_with(&format!("{name}."))))
            .collect();
        let place = header.first().map(|(_, cell)| cell.place.clone());
        for name in &missing {
            problems.push(
                Diagnostic::new(codes::COLUMN_MISSING, format!("the table has no column `{name}`"))
                    .with_location(Location { file: file.to_owned(), place: place.clone() })
                    .with_field(*name)
                    .with_hint(format!("add a column headed `{name}`, or correct a misspelt one")),
            );
        }
        let columns = Self { file: file.to_owned(), extra_fields: extra_fields.to_vec(), paths, missing };
        Checked::new(columns, problems)
    }

    /// Reads a row, without empty cells, as a recipient.
    pub(super) fn read_row(&self, row: &Row) -> Checked<Option<Recipient>> {
        let Checked { value: node, mut problems } = build_node(row, &self.paths, &self.file);
        let id = node.get("id").and_then(Node::text).map(str::to_owned);
        if let Some(id) = id {
            problems = problems.into_iter().map(|problem| problem.blocking(id.clone())).collect();
        }
        let recipient = read_entry(node, &self.file, &self.extra_fields).report_to(&mut problems);
        problems.retain(|problem| {
            !problem.subject.field.as_deref().is_some_and(|field| self.missing.contains(&field))
        });
        problems.iter_mut().for_each(name_the_column);
        Checked::new(recipient, problems)
    }
}

/// Rewrites a hint for YAML as one for tables.
fn name_the_column(problem: &mut Diagnostic) {
    let Some(field) = problem.subject.field.clone() else { return };
    for hint in &mut problem.hints {
        if hint.starts_with("add a line `") {
            *hint = format!("fill in the column `{field}`");
        }
    }
}

fn read_header(header: &Row, file: &str, extra_fields: &[String]) -> Checked<BTreeMap<usize, String>> {
    let mut columns: BTreeMap<usize, String> = BTreeMap::new();
    let mut problems = Problems::new();
    for (index, cell) in header {
        let name = cell.text.trim();
        let at = Location::at(file, cell.place.clone());
        let Some(path) = find_path(name, extra_fields) else {
            let known = list_candidates(name, extra_fields);
            problems.push(
                Diagnostic::new(codes::COLUMN_UNKNOWN, format!("unknown column `{name}`"))
                    .with_location(at)
                    .with_field(name)
                    .with_hint(did_you_mean(name, known.iter().map(String::as_str))),
            );
            continue;
        };
        let clash = |other: &&String| {
            let below = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with('.'));
            **other == path || below(other, &path) || below(&path, other)
        };
        if let Some(other) = columns.values().find(clash) {
            let message = if *other == path {
                format!("the column `{path}` occurs twice")
            } else {
                format!("the columns `{other}` and `{path}` exclude each other")
            };
            problems.push(
                Diagnostic::new(codes::COLUMN_TWICE, message)
                    .with_location(at)
                    .with_field(path)
                    .with_hint("remove one of them"),
            );
            continue;
        }
        columns.insert(*index, path);
    }
    Checked::new(columns, problems)
}

/// The dotted key that a column name means, if any.
fn find_path(name: &str, extra_fields: &[String]) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    if COLUMNS.contains(&lower.as_str()) {
        return Some(lower);
    }
    let declared = |field: &str| extra_fields.iter().any(|extra| extra == field);
    if declared(name) {
        return Some(format!("fields.{name}"));
    }
    let known = match name.split('.').collect::<Vec<_>>()[..] {
        ["ministry" | "city", language] => is_language(language),
        ["addressee", "styles", language, part] => is_language(language) && STYLES.contains(&part),
        ["copies", number, part] => number.parse().is_ok_and(|n: u8| n > 0) && COPIES.contains(&part),
        ["fields", field] => declared(field),
        _ => false,
    };
    known.then(|| name.to_owned())
}

/// Names that a misspelt one may mean, with its own language or number.
fn list_candidates(name: &str, extra_fields: &[String]) -> Vec<String> {
    let parts: Vec<&str> = name.split('.').collect();
    let mut known: Vec<String> = COLUMNS.iter().map(|&column| column.to_owned()).collect();
    match parts[..] {
        [_, language] if is_language(language) => {
            known.extend(["ministry", "city"].map(|key| format!("{key}.{language}")));
        }
        [_, _, language, _] => known.extend(STYLES.map(|part| format!("addressee.styles.{language}.{part}"))),
        [_, number, _] => known.extend(COPIES.map(|part| format!("copies.{number}.{part}"))),
        _ => {}
    }
    known.extend(extra_fields.iter().cloned());
    known
}

fn build_node(row: &[(usize, Cell)], columns: &BTreeMap<usize, String>, file: &str) -> Checked<Node> {
    let mut problems = Problems::new();
    let place = row.first().map_or(Place::Text { line: 1, column: 1 }, |(_, cell)| cell.place.clone());
    let last = columns.keys().next_back().copied().unwrap_or_default();
    let mut root = Node { value: Value::Map(Vec::new()), place: place.clone() };
    insert(&mut root, &["addressee"], Node { value: Value::Map(Vec::new()), place: place.clone() });
    for (index, cell) in row {
        match columns.get(index) {
            Some(path) => {
                if cell.failed {
                    problems.push(
                        Diagnostic::new(
                            codes::CELL_ERROR,
                            format!("the cell holds the error {}", cell.text.trim()),
                        )
                        .with_location(Location::at(file, cell.place.clone()))
                        .with_field(path)
                        .with_hint("correct its formula, or write the value itself"),
                    );
                }
                let path: Vec<&str> = path.split('.').collect();
                insert(&mut root, &path, read_cell(path.last().copied().unwrap_or_default(), cell));
            }
            None if *index > last => problems.push(
                Diagnostic::new(
                    codes::ROW_TOO_LONG,
                    format!("`{}` is in no named column", cell.text.trim()),
                )
                .with_location(Location::at(file, cell.place.clone()))
                .with_hint(
                    "name its column in the first row, or put a value with a separator in quotation marks",
                ),
            ),
            None => {}
        }
    }
    if let Value::Map(entries) = &mut root.value {
        for (_, _, copies) in entries.iter_mut().filter(|(key, _, _)| key == "copies") {
            if let Value::Map(numbered) = &mut copies.value {
                let mut numbered = std::mem::take(numbered);
                numbered.sort_by_key(|(number, _, _)| number.parse::<u8>().unwrap_or_default());
                copies.value = Value::List(numbered.into_iter().map(|(_, _, copy)| copy).collect());
            }
        }
    }
    Checked::new(root, problems)
}

fn insert(node: &mut Node, path: &[&str], value: Node) {
    let ([key, rest @ ..], Value::Map(entries)) = (path, &mut node.value) else { return };
    let place = value.place.clone();
    let at = entries.iter().position(|(name, _, _)| name == key).unwrap_or_else(|| {
        let below = Node { value: Value::Map(Vec::new()), place: place.clone() };
        entries.push(((*key).to_owned(), place, below));
        entries.len() - 1
    });
    if let Some((_, _, below)) = entries.get_mut(at) {
        if rest.is_empty() {
            *below = value;
        } else {
            insert(below, rest, value);
        }
    }
}

fn read_cell(key: &str, cell: &Cell) -> Node {
    let splits: &[char] = match key {
        "emails" | "channels" | "languages" => &[';', ',', '\n', '\r'],
        "address" | "lines" => &[';', '\n', '\r'],
        _ => &[],
    };
    let scalar =
        |text: &str| Node { value: Value::Scalar(text.trim().to_owned()), place: cell.place.clone() };
    if splits.is_empty() {
        return scalar(&cell.text);
    }
    let items = cell.text.split(splits).map(str::trim).filter(|item| !item.is_empty()).map(scalar).collect();
    Node { value: Value::List(items), place: cell.place.clone() }
}
