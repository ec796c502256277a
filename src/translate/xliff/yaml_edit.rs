//! Keys and values put into a YAML file where they belong; all else stays as it is.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{LineIndex, Place};
use crate::input::{Node, Value};

/// A text with other text in some ranges, by where each begins: its end, and what it becomes. They do not overlap.
pub(in crate::translate) fn replace_ranges(text: &str, edits: &BTreeMap<usize, (usize, String)>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut done = 0;
    for (start, (end, new)) in edits {
        replaced.push_str(text.get(done..*start).unwrap_or_default());
        replaced.push_str(new);
        done = *end;
    }
    replaced + text.get(done..).unwrap_or_default()
}

/// The node of a path of keys; an item of a list is found by its `id`, or else by its number from one.
pub(in crate::translate) fn find<'a>(node: &'a Node, path: &[&str]) -> Option<&'a Node> {
    path.iter().try_fold(node, |node, name| match &node.value {
        Value::List(items) => {
            let by_id = items.iter().find(|item| item.get("id").and_then(Node::text) == Some(name));
            by_id.or_else(|| items.get(name.parse::<usize>().ok()?.checked_sub(1)?))
        }
        _ => node.get(name),
    })
}

/// Where a key is put into a map, and what is put there: after its last entry, on a line of its own or between braces. `None` for
/// a map without entries.
pub(in crate::translate) fn insertion(
    text: &str,
    lines: &LineIndex,
    map: &Node,
    key: &str,
    value: &str,
) -> Option<(usize, String)> {
    let Value::Map(entries) = &map.value else { return None };
    let ((_, first, _), (_, last, last_value)) = (entries.first()?, entries.last()?);
    let start = offset(text, lines, first)?;
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line_start..start)?;
    if !before.chars().all(|c| c == ' ' || c == '-') {
        let end = scalar(text, lines, last_value).map(|range| range.end);
        return Some(match end {
            Some(end) => (end, format!(", {key}: {value}")),
            None => (start, format!("{key}: {value}, ")),
        });
    }
    let at = end_of_entry(text, offset(text, lines, last)?, before.len());
    let open = if text.get(..at)?.ends_with('\n') { "" } else { "\n" };
    Some((at, format!("{open}{}{key}: {value}\n", " ".repeat(before.len()))))
}

/// Where the lines of a block's entry end: those after the first that are indented deeper, or hold its list.
fn end_of_entry(text: &str, key: usize, indent: usize) -> usize {
    let mut at = key;
    let mut end = key;
    for (index, line) in text.get(key..).unwrap_or_default().split_inclusive('\n').enumerate() {
        let depth = line.len() - line.trim_start_matches(' ').len();
        let is_blank = line.trim().is_empty();
        let is_within = depth > indent || (depth == indent && line.trim_start().starts_with("- "));
        if index > 0 && !is_blank && !is_within {
            break;
        }
        at += line.len();
        if !is_blank {
            end = at;
        }
    }
    end
}

fn offset(text: &str, lines: &LineIndex, place: &Place) -> Option<usize> {
    let Place::Text { line, column } = place else { return None };
    Some(lines.offset(text, *line as usize, *column as usize))
}

/// The range of a scalar in the text of its file, quotes included; a value of several lines is none.
pub(in crate::translate) fn scalar(text: &str, lines: &LineIndex, node: &Node) -> Option<Range<usize>> {
    node.text()?;
    let start = offset(text, lines, &node.place)?;
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
        '|' | '>' => return None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{parse, quoted};

    #[test]
    fn a_key_goes_after_the_last_of_its_map() {
        for (text, path, after) in [
            ("a: { en: X, fr: Y }\n", "a", "a: { en: X, fr: Y, pt: \"Z\" }\n"),
            ("a: { en: X, fr: [Y] }\n", "a", "a: { pt: \"Z\", en: X, fr: [Y] }\n"),
            ("a:\n  en: X\n  fr: Y\nb: 1\n", "a", "a:\n  en: X\n  fr: Y\n  pt: \"Z\"\nb: 1\n"),
            (
                "a:\n  en: X\n  fr: |\n    Y\n\n    Y\n\nb: 1\n",
                "a",
                "a:\n  en: X\n  fr: |\n    Y\n\n    Y\n  pt: \"Z\"\n\nb: 1\n",
            ),
            (
                "a:\n  en:\n  - X\n  - Y\n# b\nb: 1\n",
                "a",
                "a:\n  en:\n  - X\n  - Y\n  pt: \"Z\"\n# b\nb: 1\n",
            ),
            ("a:\n- id: q\n  n:\n    en: X", "a.q.n", "a:\n- id: q\n  n:\n    en: X\n    pt: \"Z\"\n"),
        ] {
            let node = parse(text, "t.yaml").expect("YAML");
            let path: Vec<&str> = path.split('.').collect();
            let map = find(&node, &path).expect("a map");
            let (at, new) = insertion(text, &LineIndex::new(text), map, "pt", &quoted("Z")).expect("a place");
            let edited = replace_ranges(text, &BTreeMap::from([(at, (at, new))]));
            assert_eq!(edited, after);
            let node = parse(&edited, "t.yaml").expect("YAML still");
            assert_eq!(find(&node, &path).and_then(|map| map.get("pt")?.text()), Some("Z"));
        }
    }
}
