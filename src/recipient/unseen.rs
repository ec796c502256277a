//! Characters that are not seen in values where they mean nothing: ids, addresses, numbers, languages.

use crate::diagnostic::{Location, Problems};
use crate::input::{Node, Value, report_removed};

/// The keys of such values.
const KEYS: [&str; 11] = [
    "id",
    "kind",
    "iso",
    "address",
    "emails",
    "fax",
    "telephone",
    "channels",
    "languages",
    "second_language",
    "copies",
];

/// The keys of numbers.
const NUMBERS: [&str; 2] = ["fax", "telephone"];

/// A space of no width, and a hyphen that shows at the end of a line only.
const UNSEEN: [char; 2] = ['\u{200b}', '\u{ad}'];

/// Removes them with a warning each, and writes numbers with plain spaces and hyphens.
pub(super) fn remove_unseen(entry: &mut Node, file: &str) -> Problems {
    let mut problems = Problems::new();
    let Value::Map(entries) = &mut entry.value else { return problems };
    for (key, _, value) in entries.iter_mut().filter(|(key, _, _)| KEYS.contains(&key.as_str())) {
        remove(value, key, file, &mut problems);
    }
    problems
}

fn remove(node: &mut Node, key: &str, file: &str, problems: &mut Problems) {
    match &mut node.value {
        Value::Null(_) => {}
        Value::List(items) => items.iter_mut().for_each(|item| remove(item, key, file, problems)),
        Value::Map(entries) => {
            for (below, _, item) in entries {
                remove(item, if NUMBERS.contains(&below.as_str()) { below } else { key }, file, problems);
            }
        }
        Value::Scalar(text) => {
            let removed: Vec<char> = UNSEEN.into_iter().filter(|unseen| text.contains(*unseen)).collect();
            if !removed.is_empty() {
                *text = text.replace(UNSEEN, "").trim().to_owned();
            }
            if NUMBERS.contains(&key) {
                *text = text.chars().map(plain).collect();
            }
            let warning = report_removed(&removed);
            problems.extend(warning.map(|warning| {
                warning.with_location(Location::at(file, node.place.clone())).with_field(key)
            }));
        }
    }
}

/// A character of a number as keyboards have it.
fn plain(c: char) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{ff0b}' => '+',
        '\u{2044}' | '\u{2215}' | '\u{ff0f}' => '/',
        c => c,
    }
}
