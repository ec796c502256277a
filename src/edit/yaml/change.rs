//! One change of a text: which pieces of it make way for which.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::scalar::{self, Around};
use super::splice::{Splice, begins_line, has_comment, line_end, line_start, next_line};
use super::tree::{Child, Kind, Node};
use super::value::{Step, YamlValue as Value};
use super::write::{self, Manner, column};

/// A value in its text, and what holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'n> {
    pub(super) node: &'n Node,
    /// The list or map it is in, with its place there; `None` for the root.
    pub(super) holder: Option<(&'n Node, &'n Child)>,
    /// Whether it is within brackets.
    pub(super) around: Around,
}

/// Finds the value at the end of a way.
pub(super) fn find<'n>(root: &'n Node, path: &[Step]) -> Option<Spot<'n>> {
    let mut spot = Spot { node: root, holder: None, around: Around::Block };
    for step in path {
        let place = spot.node.find(step)?;
        let (is_flow, children) = spot.node.children()?;
        let child = children.get(place)?;
        let around = if is_flow { Around::Flow } else { spot.around };
        spot = Spot { node: &child.node, holder: Some((spot.node, child)), around };
    }
    Some(spot)
}

/// The manner of what stands beside a value.
fn manner<'t>(text: &'t str, root: &Node, spot: &Spot<'_>) -> Manner<'t> {
    let siblings = spot.holder.and_then(|(holder, _)| holder.children()).map_or(&[][..], |(_, all)| all);
    // A collection that was there says most of how the next one is written.
    let itself = std::slice::from_ref(spot.node).iter().filter(|node| is_filled(node));
    let others = siblings.iter().map(|child| &child.node).filter(|node| is_filled(node));
    match is_filled(spot.node) {
        true => Manner::of(text, root, itself),
        false => Manner::of(text, root, others),
    }
}

fn is_filled(node: &Node) -> bool {
    node.children().is_some_and(|(_, children)| !children.is_empty())
}

/// Puts another value in the place of one.
pub(super) fn replace(text: &str, root: &Node, spot: &Spot<'_>, value: &Value) -> Option<Vec<Splice>> {
    let Spot { node, holder, around } = *spot;
    let manner = manner(text, root, spot);
    let column = holder.map(|(_, child)| column(text, child.start));
    // The place after the colon or hyphen, and the column of what belongs to it.
    let after = holder.filter(|_| around == Around::Block).map(|(_, child)| child.after);
    if let (Kind::Block { head }, Value::Text(new)) = (&node.kind, value)
        && let Some(splices) = replace_lines(text, node, *head, new, manner)
    {
        return Some(splices);
    }
    let (Some(after), Some(column)) = (after, column) else {
        return replace_within(text, spot, value, manner);
    };
    let is_item = holder.is_some_and(|(_, child)| child.key.is_none());
    let written = match (&node.kind, value) {
        (Kind::Scalar(style), Value::Text(new)) if !new.contains('\n') => {
            let before = text.get(node.start..node.end)?;
            return Some(vec![Splice::new(
                node.start..node.end,
                scalar::on_a_line(new, around, Some((*style, before))),
            )]);
        }
        // What is in double quotes stays there.
        (Kind::Scalar(ScalarStyle::DoubleQuoted), Value::Text(_)) => {
            format!(" {}", write::inline(value, around))
        }
        _ if is_item => write::after_dash(value, column, manner),
        _ => write::after_key(value, column, manner),
    };
    replace_after(text, node, after, &written, manner)
}

/// Replaces all that stands after a colon or hyphen; a comment there stays where it is.
fn replace_after(
    text: &str,
    node: &Node,
    after: usize,
    written: &str,
    manner: Manner<'_>,
) -> Option<Vec<Splice>> {
    let (first, rest) = match written.find(['\r', '\n']) {
        Some(end) => written.split_at(end),
        None => (written, ""),
    };
    let start = match node.kind {
        Kind::Block { head } => head,
        _ => node.start,
    };
    if text.get(after..start)?.contains('\n') {
        // The value begins below: its lines go, and what stands above them stays.
        let from = line_start(text, start);
        let to = next_line(text, node.end);
        let below = match rest.is_empty() {
            true => String::new(),
            false => format!("{}{}", rest.trim_start_matches(['\r', '\n']), manner.end),
        };
        return Some(vec![Splice::put(after, first), Splice::new(from..to, below)]);
    }
    let head_end = match node.kind {
        // The lines of a text go with their head; a comment beside the head stays.
        Kind::Block { head } => {
            let sign = text.get(head..)?.find([' ', '\t', '\r', '\n']).map_or(text.len(), |end| head + end);
            let lines = Splice::cut(line_end(text, sign)..node.end);
            let put = Splice::put(line_end(text, sign), rest);
            return Some(vec![Splice::new(after..sign, first), put, lines]);
        }
        _ => node.end,
    };
    let is_one_line = !text.get(start..node.end)?.contains('\n');
    if !is_one_line || rest.is_empty() {
        return Some(vec![Splice::new(after..head_end, written)]);
    }
    Some(vec![Splice::new(after..head_end, first), Splice::put(line_end(text, node.end), rest)])
}

/// Replaces a value between brackets, or the root.
fn replace_within(text: &str, spot: &Spot<'_>, value: &Value, manner: Manner<'_>) -> Option<Vec<Splice>> {
    let Spot { node, holder, around } = *spot;
    if holder.is_none() {
        return replace_root(text, node, value, manner);
    }
    let written = match (&node.kind, value) {
        (Kind::Scalar(style), Value::Text(new)) => {
            scalar::on_a_line(new, around, Some((*style, text.get(node.start..node.end)?)))
        }
        _ => write::inline(value, around),
    };
    if !node.is_nothing() {
        return Some(vec![Splice::new(node.start..node.end, written)]);
    }
    let (_, child) = holder?;
    let rest = text.get(node.start..)?;
    let blank = rest.len() - rest.trim_start_matches(' ').len();
    // A space before the next comma is the one before the value.
    let end = if rest.trim_start_matches(' ').starts_with(',') { node.start + blank } else { node.start };
    let colon = if text.get(..node.start)?.ends_with(':') { "" } else { ":" };
    let before = if child.key.is_some() { format!("{colon} ") } else { String::new() };
    Some(vec![Splice::new(node.start..end, format!("{before}{written}"))])
}

fn replace_root(text: &str, node: &Node, value: &Value, manner: Manner<'_>) -> Option<Vec<Splice>> {
    let end = manner.end;
    let written = match value {
        Value::Map(entries) if !entries.is_empty() => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| write::entry(key, value, 0, manner)).collect();
            entries.join(end)
        }
        Value::List(items) if !items.is_empty() => {
            let items: Vec<String> = items.iter().map(|value| write::item(value, 0, manner)).collect();
            items.join(end)
        }
        _ => write::inline(value, Around::Block),
    };
    if !node.is_nothing() {
        return Some(vec![Splice::new(node.start..node.end, written)]);
    }
    let start = if text.is_empty() || text.ends_with('\n') { "" } else { end };
    Some(vec![Splice::put(text.len(), format!("{start}{written}{end}"))])
}

/// Puts another text in the lines of one.
fn replace_lines(text: &str, node: &Node, head: usize, new: &str, manner: Manner<'_>) -> Option<Vec<Splice>> {
    let sign_end = text.get(head..)?.find([' ', '\t', '\r', '\n']).map(|end| head + end)?;
    let sign = text.get(head..sign_end)?;
    let indent = column(text, node.start);
    let before = text.get(node.start..node.end)?;
    let folded = sign.starts_with('>').then(|| {
        let widths = before.lines().map(|line| line.trim().chars().count());
        widths.max().unwrap_or_default().max(80)
    });
    let lines = scalar::in_lines(new, indent, folded, manner.end)?;
    // How far lines are indented may be said, where the first begins with spaces.
    let is_plain = sign.len() <= 2 && !sign.contains(|c: char| c.is_ascii_digit());
    let body = node.start - indent..node.end;
    is_plain.then(|| vec![Splice::new(head..sign_end, lines.head), Splice::new(body, lines.body)])
}

/// Puts a new child among others, before that with the number `place`.
pub(super) fn insert(
    text: &str,
    root: &Node,
    spot: &Spot<'_>,
    place: usize,
    key: Option<&str>,
    value: &Value,
) -> Option<Vec<Splice>> {
    let (is_flow, children) = spot.node.children()?;
    let first = children.first()?;
    let before = place.checked_sub(1).map(|place| children.get(place));
    let manner = Manner::of(text, root, children.iter().map(|child| &child.node));
    if is_flow {
        let written = key.map_or_else(|| write::inline(value, Around::Flow), |key| write::pair(key, value));
        return Some(vec![insert_within(text, children, place, &written, manner)]);
    }
    let column = column(text, first.start);
    let written = match key {
        Some(key) => write::entry(key, value, column, manner),
        None => write::item(value, column, manner),
    };
    let break_ = format!("{}{:column$}", manner.end, "");
    Some(vec![match before {
        Some(before) => Splice::put(line_end(text, before?.node.end), format!("{break_}{written}")),
        None => Splice::put(first.start, format!("{written}{break_}")),
    }])
}

fn insert_within(text: &str, children: &[Child], place: usize, written: &str, manner: Manner<'_>) -> Splice {
    let stands_alone = |child: &Child| begins_line(text, child.start);
    match (children.get(place), place.checked_sub(1).and_then(|place| children.get(place))) {
        (_, Some(before)) if stands_alone(before) => {
            let column = column(text, before.start);
            Splice::put(before.node.end, format!(",{}{:column$}{written}", manner.end, ""))
        }
        (_, Some(before)) => Splice::put(before.node.end, format!(", {written}")),
        (Some(next), None) => Splice::put(next.start, format!("{written}, ")),
        (None, None) => Splice::put(0, ""),
    }
}

/// Takes a child out from among others.
pub(super) fn remove(text: &str, holder: &Node, place: usize) -> Option<Vec<Splice>> {
    let (is_flow, children) = holder.children()?;
    let child = children.get(place)?;
    let next = children.get(place + 1);
    let before = place.checked_sub(1).and_then(|place| children.get(place));
    if is_flow {
        return remove_within(text, child, before, next).map(|piece| vec![Splice::cut(piece)]);
    }
    if begins_line(text, child.start) {
        return Some(vec![Splice::cut(line_start(text, child.start)..next_line(text, child.node.end))]);
    }
    let next = next?;
    if !has_comment(text, next_line(text, child.node.end)..next.start) {
        // The next one goes up into the line of what holds them.
        return Some(vec![Splice::cut(child.start..next.start)]);
    }
    let from = text.get(..child.start)?.trim_end_matches(' ').len();
    Some(vec![Splice::cut(from..line_end(text, child.node.end))])
}

/// The piece between brackets that goes with a child: the comma on one side of it, and no comment.
fn remove_within(
    text: &str,
    child: &Child,
    before: Option<&Child>,
    next: Option<&Child>,
) -> Option<Range<usize>> {
    match (before, next) {
        (_, Some(next)) if !has_comment(text, child.node.end..next.start) => Some(child.start..next.start),
        (Some(before), _) if !has_comment(text, before.node.end..child.start) => {
            Some(before.node.end..child.node.end)
        }
        (_, Some(_)) => {
            let comma = text.get(child.node.end..)?.starts_with(',');
            comma.then(|| child.start..child.node.end + 1)
        }
        // A comma may stand before the end.
        (Some(_), None) => Some(child.start..child.node.end),
        (None, None) => None,
    }
}
