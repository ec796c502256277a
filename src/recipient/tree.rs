//! A row of a table as the tree of nodes that a YAML entry is.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::cells::{examine, has_no_value};
use super::values::{OwnWords, read_cell};
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, codes};
use crate::input::{Node, Value};

/// What the columns of a table are, by their index.
#[derive(Debug, Default)]
pub(super) struct Headed {
    /// The dotted key of each known column.
    pub(super) paths: BTreeMap<usize, String>,
    /// All columns that have a heading.
    pub(super) all: Vec<usize>,
}

/// Builds the tree of a row, without empty cells.
pub(super) fn build_node(row: &[(usize, Cell)], columns: &Headed, file: &str) -> Checked<Node> {
    let mut problems = Problems::new();
    let place = row.first().map_or(Place::Text { line: 1, column: 1 }, |(_, cell)| cell.place.clone());
    let mut root = Node { value: Value::Map(Vec::new()), place: place.clone() };
    insert(&mut root, &["addressee"], Node { value: Value::Map(Vec::new()), place });
    for (index, cell) in row {
        match columns.paths.get(index) {
            Some(path) => {
                problems.extend(examine(cell, path, path.starts_with("fields."), file));
                if !has_no_value(cell) {
                    let path: Vec<&str> = path.split('.').collect();
                    let key = match path[..] {
                        ["address", ..] | ["copies", _, "address", _] => "address",
                        _ => path.last().copied().unwrap_or_default(),
                    };
                    if let Some(value) = read_cell(key, cell, &OwnWords::new()) {
                        insert(&mut root, &path, value);
                    }
                }
            }
            None if columns.all.contains(index) => {}
            None => problems.push(in_no_column(cell, file)),
        }
    }
    order_copies(&mut root);
    Checked::new(root, problems)
}

/// A cell in a column without a heading.
pub(super) fn in_no_column(cell: &Cell, file: &str) -> Diagnostic {
    Diagnostic::new(codes::ROW_TOO_LONG, format!("`{}` is in no named column", cell.text.trim()))
        .with_location(Location::at(file, cell.place.clone()))
        .with_hint(
            "name its column in the row of headings, or put a value with a separator in quotation marks",
        )
}

/// Turns numbered copies into a list, in the order of their numbers.
pub(super) fn order_copies(root: &mut Node) {
    let Value::Map(entries) = &mut root.value else { return };
    for (_, _, copies) in entries.iter_mut().filter(|(key, _, _)| key == "copies") {
        if let Value::Map(numbered) = &mut copies.value {
            let mut numbered = std::mem::take(numbered);
            numbered.sort_by_key(|(number, _, _)| number.parse::<u8>().unwrap_or_default());
            copies.value = Value::List(numbered.into_iter().map(|(_, _, copy)| copy).collect());
        }
    }
}

/// Puts a value into a tree of maps, by its dotted key.
pub(super) fn insert(node: &mut Node, path: &[&str], value: Node) {
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
