//! Cleaning of values: control characters are removed at reading.

use std::fmt::Write as _;

use super::node::{Node, Value};
use crate::diagnostic::{Diagnostic, Location, Place, Problems, codes};

/// Removes control characters and bidi control characters; line breaks and tabs become spaces.
///
/// Returns the cleaned text and the removed characters, each once. The zero-width joiners U+200C and
/// U+200D stay: Persian and Indic names need them. Bidi controls are those of the Unicode
/// Bidirectional Algorithm (UAX #9, section 2).
#[must_use]
pub fn clean(text: &str) -> (String, Vec<char>) {
    let mut removed = Vec::new();
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => cleaned.push(' '),
            c if is_control(c) => {
                if !removed.contains(&c) {
                    removed.push(c);
                }
            }
            c => cleaned.push(c),
        }
    }
    (cleaned, removed)
}

/// Cleans as [`clean`] does, but keeps the lines of a text apart, each ended by a line feed.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    text.split('\n').map(|line| clean(line).0).collect::<Vec<_>>().join("\n")
}

/// Cleans every scalar of a tree as [`clean`] does and warns where characters were removed.
pub fn clean_node(node: &mut Node, file: &str) -> Problems {
    clean_below(node, file, "")
}

fn clean_below(node: &mut Node, file: &str, field: &str) -> Problems {
    match &mut node.value {
        Value::Null(_) => Problems::new(),
        Value::List(items) => items.iter_mut().flat_map(|item| clean_below(item, file, field)).collect(),
        Value::Map(entries) => {
            let dot = if field.is_empty() { "" } else { "." };
            let below = |(key, _, item): &mut (String, Place, Node)| {
                clean_below(item, file, &format!("{field}{dot}{key}"))
            };
            entries.iter_mut().flat_map(below).collect()
        }
        Value::Scalar(text) => {
            let (cleaned, removed) = clean(text);
            cleaned.trim().clone_into(text);
            let warning = report_removed(&removed).map(|warning| {
                warning.with_location(Location::at(file, node.place.clone())).with_field(field)
            });
            warning.into()
        }
    }
}

/// Warns of characters that were removed, if there are any.
pub(crate) fn report_removed(removed: &[char]) -> Option<Diagnostic> {
    if removed.is_empty() {
        return None;
    }
    let names: Vec<String> = removed.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let message = format!("removed control characters {}", names.join(", "));
    // Programs write none of these on purpose: they are letters of another encoding.
    let hint = match removed.iter().any(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        true => {
            "the file is in another encoding than it is read in, such as `macintosh`: name it, or save the file as UTF-8"
        }
        false => "delete them in the file as well",
    };
    Some(Diagnostic::new(codes::VALUE_CLEANED, message).with_hint(hint))
}

fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || (u32::from(c) & 0xfffe) == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// A double-quoted string of YAML; what does not print is escaped in a way JSON shares.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::super::node::parse;
    use super::{clean, clean_node};

    #[test]
    fn a_tree_is_cleaned_with_a_warning_at_each_value() {
        let mut node = parse("a:\n  b: [\"x\\u202Ey\", ok]\n", "t.yaml").unwrap();
        let problems = clean_node(&mut node, "t.yaml");
        assert_eq!(
            problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["t.yaml:2:7: warning[value-cleaned]: removed control characters U+202E (a.b)"]
        );
    }

    #[test]
    fn control_characters_are_removed_and_named() {
        assert_eq!(clean("a\u{202e}b\u{0}c\u{202e}"), ("abc".into(), vec!['\u{202e}', '\u{0}']));
    }

    #[test]
    fn joiners_stay_and_line_breaks_become_spaces() {
        assert_eq!(clean("a\u{200d}b\nc"), ("a\u{200d}b c".into(), vec![]));
    }
}
