//! A value as text, in the manner of what stands around it.

use super::scalar::{self, Around};
use super::tree::{Kind, Node};
use super::value::YamlValue as Value;

/// Longest list or map that is written on one line, in characters.
const WIDTH: usize = 100;

/// How a text is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner<'t> {
    /// What ends its lines.
    pub(super) end: &'t str,
    /// By how many spaces what belongs to a key is indented.
    pub(super) step: usize,
    /// Whether lists and maps that are short are between brackets.
    pub(super) outer: bool,
    /// Whether those in it are.
    pub(super) inner: bool,
}

impl<'t> Manner<'t> {
    /// The manner of a text, beside these values.
    pub(super) fn of<'n>(
        text: &'t str,
        root: &Node,
        neighbours: impl Iterator<Item = &'n Node> + Clone,
    ) -> Self {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let flows = |all: &mut dyn Iterator<Item = &Node>| {
            let styles: Vec<bool> = all.filter_map(|node| node.children()).map(|(flow, _)| flow).collect();
            (!styles.is_empty()).then(|| styles.contains(&true))
        };
        let below = neighbours.clone().filter_map(Node::children).flat_map(|(_, all)| all);
        let outer = flows(&mut neighbours.clone());
        let inner = flows(&mut below.map(|child| &child.node)).or(outer).unwrap_or(true);
        Self { end, step: step(text, root).unwrap_or(2), outer: outer.unwrap_or(true), inner }
    }

    fn within(self) -> Self {
        Self { outer: self.inner, ..self }
    }
}

/// The indentation of the first map in a map.
fn step(text: &str, root: &Node) -> Option<usize> {
    let Kind::Map { is_flow: false, entries } = &root.kind else { return None };
    entries.iter().find_map(|entry| match &entry.node.kind {
        Kind::Map { is_flow: false, .. } => {
            column(text, entry.node.start).checked_sub(column(text, entry.start)).filter(|step| *step > 0)
        }
        _ => None,
    })
}

/// How many characters stand before a place in its line.
pub(super) fn column(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default().chars().count()
}

/// A value on one line.
pub(super) fn inline(value: &Value, around: Around) -> String {
    match value {
        Value::Text(text) => scalar::on_a_line(text, around, None),
        Value::Plain(text) => text.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(item, Around::Flow)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Map(entries) => {
            let entries: Vec<String> = entries.iter().map(|(key, value)| pair(key, value)).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A key with its value, between braces.
pub(super) fn pair(key: &str, value: &Value) -> String {
    format!("{}: {}", scalar::key(key, Around::Flow), inline(value, Around::Flow))
}

/// Whether a value is on one line.
pub(super) fn is_inline(value: &Value, manner: Manner<'_>) -> bool {
    let is_short = |text: &str| !text.contains('\n');
    let is_scalar = |value: &Value| match value {
        Value::Text(text) | Value::Plain(text) => is_short(text),
        _ => false,
    };
    match value {
        Value::Text(_) | Value::Plain(_) => is_scalar(value),
        Value::List(items) if items.is_empty() => true,
        Value::Map(entries) if entries.is_empty() => true,
        Value::List(items) => manner.outer && items.iter().all(is_scalar) && is_narrow(value),
        Value::Map(entries) => {
            manner.outer && entries.iter().all(|(_, value)| is_scalar(value)) && is_narrow(value)
        }
    }
}

fn is_narrow(value: &Value) -> bool {
    inline(value, Around::Flow).chars().count() <= WIDTH
}

/// A key with its value, in lines that begin at a column; the first is not indented.
pub(super) fn entry(key: &str, value: &Value, column: usize, manner: Manner<'_>) -> String {
    format!("{}:{}", scalar::key(key, Around::Block), after_key(value, column, manner))
}

/// What stands after the colon of a key at a column.
pub(super) fn after_key(value: &Value, column: usize, manner: Manner<'_>) -> String {
    if is_inline(value, manner) {
        return format!(" {}", inline(value, Around::Block));
    }
    let below = column + manner.step;
    let start = format!("{}{:below$}", manner.end, "");
    match value {
        Value::Text(text) => match scalar::in_lines(text, below, None, manner.end) {
            Some(lines) => format!(" {}{}{}", lines.head, manner.end, lines.body),
            None => format!(" {}", inline(value, Around::Block)),
        },
        Value::Plain(_) => format!(" {}", inline(value, Around::Block)),
        Value::List(items) => {
            items.iter().map(|value| format!("{start}{}", item(value, below, manner.within()))).collect()
        }
        Value::Map(entries) => {
            let entry = |(key, value): &(String, Value)| entry(key, value, below, manner.within());
            entries.iter().map(|pair| format!("{start}{}", entry(pair))).collect()
        }
    }
}

/// An item of a list whose hyphen is at a column; the first line is not indented.
pub(super) fn item(value: &Value, column: usize, manner: Manner<'_>) -> String {
    format!("-{}", after_dash(value, column, manner))
}

/// What stands after the hyphen of an item at a column.
pub(super) fn after_dash(value: &Value, column: usize, manner: Manner<'_>) -> String {
    let below = column + 2;
    match value {
        Value::Map(entries) if !is_inline(value, manner) => {
            let entry = |(key, value): &(String, Value)| entry(key, value, below, manner.within());
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!(" {}", entries.join(&format!("{}{:below$}", manner.end, "")))
        }
        Value::Text(text) if text.contains('\n') => match scalar::in_lines(text, below, None, manner.end) {
            Some(lines) => format!(" {}{}{}", lines.head, manner.end, lines.body),
            None => format!(" {}", inline(value, Around::Block)),
        },
        _ => format!(" {}", inline(value, Around::Block)),
    }
}
