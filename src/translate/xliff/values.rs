//! Values of `locale.yaml` changed in their places.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, LineIndex, Location, Place, codes};
use crate::input::{self, Node, Value, quoted};
use crate::translate::files::{Files, PACK};

/// A text with other text in some ranges, by where each begins: its end, and what it becomes. They do not overlap.
pub(super) fn replace_ranges(text: &str, edits: &BTreeMap<usize, (usize, String)>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut done = 0;
    for (start, (end, new)) in edits {
        replaced.push_str(text.get(done..*start).unwrap_or_default());
        replaced.push_str(new);
        done = *end;
    }
    replaced + text.get(done..).unwrap_or_default()
}

/// `locale.yaml` with new values in their places; all else stays as it is.
pub(super) fn write_values(
    target: &Files,
    values: &BTreeMap<(String, usize), String>,
) -> Result<String, Diagnostic> {
    let path = target.path(PACK);
    let failed = |key: &str| {
        Diagnostic::new(codes::XLIFF_VALUE, format!("the value of `{key}` cannot be put into the file"))
            .with_location(Location::file(path.clone()))
            .with_field(key)
            .with_hint("write it into the file by hand")
    };
    let mut places: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    let lines = LineIndex::new(&target.pack_text);
    for ((key, index), value) in values {
        let node = target.pack.as_ref().and_then(|node| find(node, key));
        let node = match node.map(|node| (&node.value, node)) {
            Some((Value::List(items), _)) => items.get(*index),
            Some((_, node)) if *index == 0 => Some(node),
            _ => None,
        };
        let range =
            node.and_then(|node| scalar(&target.pack_text, &lines, node)).ok_or_else(|| failed(key))?;
        places.insert(range.start, (range.end, quoted(value)));
    }
    let text = replace_ranges(&target.pack_text, &places);
    // Read again: each value is what it should be.
    let node = input::parse(&text, &path)?;
    for ((key, index), value) in values {
        let found = find(&node, key).and_then(|node| match &node.value {
            Value::List(items) => items.get(*index)?.text(),
            _ => node.text(),
        });
        if found != Some(value) {
            return Err(failed(key));
        }
    }
    Ok(text)
}

/// The node of a key with dots.
fn find<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    key.split('.').try_fold(node, |node, name| node.get(name))
}

/// The range of a scalar in the text of its file, quotes included.
fn scalar(text: &str, lines: &LineIndex, node: &Node) -> Option<Range<usize>> {
    let Place::Text { line, column } = node.place else { return None };
    let start = lines.offset(text, line as usize, column as usize);
    let rest = text.get(start..)?;
    let length = match rest.chars().next()? {
        '"' => {
            let mut escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, c)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            end?.0 + 1
        }
        '\'' => {
            let mut from = 1;
            loop {
                let at = from + rest.get(from..)?.find('\'')?;
                if rest.get(at + 1..)?.starts_with('\'') {
                    from = at + 2;
                } else {
                    break at + 1;
                }
            }
        }
        _ => {
            let line = rest.lines().next()?;
            let flow = |(at, c): (usize, char)| {
                matches!(c, ',' | '}' | ']')
                    .then_some(at)
                    .or((c == '#' && line.get(..at)?.ends_with(' ')).then_some(at))
            };
            let end = line.char_indices().find_map(flow).unwrap_or(line.len());
            line.get(..end)?.trim_end().len()
        }
    };
    (length > 0).then_some(start..start + length)
}
