//! Which file a recipient is in, and what that says.

use std::path::Path;
use std::sync::Arc;

use crate::desk::known::{Read, Row};
use crate::desk::reading::Standing;
use crate::desk::state::Desk;
use crate::diagnostic::{Diagnostic, Place};
use crate::edit::{self, Version, table};
use crate::input::{Node, Value, parse};
use crate::mailing::Mailing;
use crate::recipient::{Table, find_table};

/// Where a recipient is listed.
#[derive(Debug)]
pub(super) enum Entry {
    /// An item of a YAML list.
    Yaml(YamlEntry),
    /// A row of a table in a text file.
    Table(TableEntry),
    /// A row of a workbook: its file, sheet and cell.
    Workbook { file: String, sheet: String, cell: String },
}

/// A recipient in a YAML list.
#[derive(Debug)]
pub(super) struct YamlEntry {
    pub(super) file: String,
    pub(super) text: String,
    pub(super) seen: Version,
    /// Its number in the list, from nought.
    pub(super) place: usize,
    pub(super) node: Node,
}

/// A recipient in a table.
#[derive(Debug)]
pub(super) struct TableEntry {
    pub(super) file: String,
    pub(super) text: String,
    pub(super) seen: Version,
    pub(super) table: Table,
    /// Its record, from nought.
    pub(super) row: usize,
    pub(super) cells: Vec<String>,
}

/// Finds a recipient by its id, with what was read of the mailing; `None` where there is none.
///
/// # Errors
///
/// A file cannot be read.
pub(super) fn find(desk: &Desk, id: &str) -> Result<(Arc<Read>, Option<Entry>), Diagnostic> {
    let (read, standing) = desk.read_soon();
    let is_fresh = standing != Standing::Former;
    let found = find_in(desk, &read, is_fresh, id)?;
    if found.is_some() || is_fresh {
        return Ok((read, found));
    }
    let read = desk.read();
    let found = find_in(desk, &read, true, id)?;
    Ok((read, found))
}

fn find_in(desk: &Desk, read: &Read, is_fresh: bool, id: &str) -> Result<Option<Entry>, Diagnostic> {
    let Some(mailing) = &read.mailing else { return Ok(None) };
    let row = read.recipients.iter().find(|row| row.id == id);
    for file in lists(mailing) {
        let is_here = row.is_none_or(|row| row.location.file == file);
        if is_here && is_yaml(file) {
            let (text, seen) = edit::read(&desk.root, file)?;
            if let Some((place, node)) = find_item(&text, id) {
                return Ok(Some(Entry::Yaml(YamlEntry { file: file.to_owned(), text, seen, place, node })));
            }
        }
    }
    row.map_or(Ok(None), |row| find_row(desk, row, is_fresh))
}

fn find_row(desk: &Desk, row: &Row, is_fresh: bool) -> Result<Option<Entry>, Diagnostic> {
    let file = row.location.file.clone();
    match &row.location.place {
        Some(Place::Cell { sheet, cell }) => {
            Ok(Some(Entry::Workbook { file, sheet: sheet.clone(), cell: cell.clone() }))
        }
        Some(Place::Text { line, .. }) if is_table(&file) => {
            let (text, seen) = edit::read(&desk.root, &file)?;
            let table = find_table(&text);
            let found = table::row_at_line(&text, table.marks, *line);
            let cells = found.and_then(|row| Some((row, table::row(&text, table.marks, row)?)));
            let is_it = |cells: &Vec<String>| match table.headings.iter().position(|heading| is_id(heading)) {
                Some(column) => cells.get(column).is_some_and(|cell| cell.trim() == row.id),
                // Without a column of ids, the place counts in the file as it was read.
                None => is_fresh,
            };
            let cells = cells.filter(|(_, cells)| is_it(cells));
            Ok(cells.map(|(row, cells)| Entry::Table(TableEntry { file, text, seen, table, row, cells })))
        }
        _ => Ok(None),
    }
}

/// Whether a heading is that of the codes.
pub(super) fn is_id(heading: &str) -> bool {
    crate::recipient::find_path(heading.trim(), &[]).is_some_and(|(path, _)| path == "id")
}

/// The lists of a mailing.
pub(super) fn lists(mailing: &Mailing) -> impl Iterator<Item = &str> {
    mailing.recipients.iter().map(|source| source.value.file.as_str())
}

/// Whether a list is in YAML.
pub(super) fn is_yaml(file: &str) -> bool {
    has_extension(file, &["yaml", "yml"])
}

/// Whether a list is a table in a text file.
pub(super) fn is_table(file: &str) -> bool {
    has_extension(file, &["csv", "tsv", "txt"])
}

fn has_extension(file: &str, known: &[&str]) -> bool {
    let extension = Path::new(file).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| known.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// The item of a YAML list with an id, and its number.
fn find_item(text: &str, id: &str) -> Option<(usize, Node)> {
    let Value::List(items) = items_of(text)? else { return None };
    let has_id = |node: &Node| node.get("id").and_then(Node::text).map(str::trim) == Some(id);
    items.into_iter().enumerate().find(|(_, node)| has_id(node))
}

/// How many recipients a YAML list has; `None` where it is none.
pub(super) fn count(text: &str) -> Option<usize> {
    match items_of(text)? {
        Value::List(items) => Some(items.len()),
        Value::Null(_) => Some(0),
        _ => None,
    }
}

fn items_of(text: &str) -> Option<Value> {
    let mut root = parse(text, "").ok()?;
    Some(std::mem::replace(&mut root.get_mut("recipients")?.value, Value::List(Vec::new())))
}
