//! What a person entered on a recipient's page, put into the file it is from: the smallest edit.

use super::entry::{TableEntry, YamlEntry};
use super::fields::{ORDER, find, steps};
use super::input::{Field, Input};
use crate::diagnostic::Diagnostic;
use crate::edit::yaml::{self, Step, Value};
use crate::edit::{by_hand, table};
use crate::input::{Node, Value as Found};

/// The text of a YAML list with what was entered of one of its recipients.
///
/// # Errors
///
/// The fields that cannot be changed for sure.
pub(super) fn put(
    entry: &YamlEntry,
    fields: &[&Field],
    posted: &[(String, String)],
) -> Result<String, Vec<Diagnostic>> {
    let above = [Step::from("recipients"), Step::from(entry.place)];
    let mut text = entry.text.clone();
    let mut problems = Vec::new();
    for field in fields {
        let Some(lines) = field.entered(posted).filter(|lines| *lines != known(field)) else { continue };
        let below = steps(&field.name);
        let path: Vec<Step> = above.iter().cloned().chain(below).collect();
        let changed = match value(field, &lines, find(&entry.node, &field.name)) {
            None if find(&entry.node, &field.name).is_none() => continue,
            None => yaml::remove(&text, &path),
            Some(value) => yaml::set_in_order(&text, &path, &value, &ORDER),
        };
        match changed {
            Some(changed) => text = changed,
            None => problems.push(by_hand(&entry.file, &field.name)),
        }
    }
    if problems.is_empty() { Ok(text) } else { Err(problems) }
}

/// What is in the file, as it would be entered.
fn known(field: &Field) -> Vec<String> {
    let lines = field.value.iter().map(|line| line.trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The value of lines that were entered, in the manner of what was there; `None` of nothing.
fn value(field: &Field, lines: &[String], before: Option<&Node>) -> Option<Value> {
    let first = lines.first()?;
    let was_text = matches!(before.map(|node| &node.value), Some(Found::Scalar(_)));
    let is_alone = lines.len() == 1;
    Some(match field.input {
        Input::Text | Input::Choice(_) => Value::from(first.as_str()),
        Input::Words if is_alone => Value::from(first.as_str()),
        Input::Lines if was_text => Value::from(lines.join("\n")),
        _ => Value::from(lines.to_vec()),
    })
}

/// A new recipient as it is written into a YAML list.
pub(super) fn new(fields: &[&Field], posted: &[(String, String)]) -> Value {
    let mut entry = Value::Map(Vec::new());
    let mut filled: Vec<(&&Field, Value)> = fields
        .iter()
        .filter_map(|field| Some((field, value(field, &field.entered(posted)?, None)?)))
        .collect();
    let rank = |field: &Field| ORDER.iter().position(|key| field.name.split('.').next() == Some(*key));
    filled.sort_by_key(|(field, _)| rank(field));
    for (field, value) in filled {
        put_below(&mut entry, &steps(&field.name), value);
    }
    entry
}

fn put_below(holder: &mut Value, way: &[Step], value: Value) {
    let Some((Step::Key(key), below)) = way.split_first() else { return };
    let Value::Map(entries) = holder else { return };
    if below.is_empty() {
        entries.push((key.clone(), value));
        return;
    }
    if !entries.iter().any(|(name, _)| name == key) {
        entries.push((key.clone(), Value::Map(Vec::new())));
    }
    if let Some((_, next)) = entries.iter_mut().find(|(name, _)| name == key) {
        put_below(next, below, value);
    }
}

/// The text of a table with what was entered of one of its rows.
///
/// # Errors
///
/// The columns that cannot be changed for sure.
pub(super) fn put_row(entry: &TableEntry, posted: &[(String, String)]) -> Result<String, Vec<Diagnostic>> {
    let mut text = entry.text.clone();
    let mut problems = Vec::new();
    for (column, heading) in entry.table.headings.iter().enumerate() {
        let before = entry.cells.get(column).map_or("", String::as_str);
        let name = column_name(column);
        let Some((_, value)) = posted.iter().find(|(posted, _)| *posted == name) else { continue };
        let value = value.replace("\r\n", "\n");
        if value.trim() == before.replace("\r\n", "\n").trim() {
            continue;
        }
        match table::set(&text, entry.table.marks, entry.row, column, value.trim()) {
            Some(changed) => text = changed,
            None => problems.push(by_hand(&entry.file, heading)),
        }
    }
    if problems.is_empty() { Ok(text) } else { Err(problems) }
}

/// The name of a column's field.
pub(super) fn column_name(column: usize) -> String {
    format!("column-{column}")
}
