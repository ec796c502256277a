//! What `mailing.yaml` leaves empty although every mailing needs it: one problem names all such keys, each with its line.
//!
//! `convoke init` writes a key without a value where nothing was answered.

use crate::diagnostic::{Diagnostic, Location, Place, Problems, codes, counted};
use crate::input::{Node, Value};

/// Keys that have to say something, and in each language that is given.
const NEEDED: [&str; 20] = [
    "reference",
    "issued_at",
    "place",
    "default_language",
    "event.name",
    "event.meeting",
    "event.place",
    "event.start",
    "event.end",
    "sender.organisation",
    "sender.office",
    "sender.e_mail",
    "sender.signatory.name",
    "sender.signatory.titles",
    "sender.note.name",
    "recipients",
    "assets.emblem.file",
    "assets.emblem.alt",
    "assets.signature.file",
    "assets.signature.alt",
];

/// Keys above those needed.
const ABOVE: [&str; 4] = ["event", "sender", "sender.signatory", "sender.note"];

/// A key without a value.
pub(super) struct Empty {
    /// The key, with those above it.
    pub(super) key: String,
    place: Place,
    /// Where its value would be.
    value: Place,
}

/// The keys of a mailing that are there and have no value, in the order of the file.
pub(super) fn find(node: &Node) -> Vec<Empty> {
    let mut found = Vec::new();
    collect(node, "", &mut found);
    found
}

fn collect(node: &Node, key: &str, found: &mut Vec<Empty>) {
    let Value::Map(entries) = &node.value else { return };
    for (name, place, value) in entries {
        let below = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
        if is_needed(&below) && says_nothing(value) {
            found.push(Empty { key: below, place: place.clone(), value: value.place.clone() });
        } else {
            collect(value, &below, found);
        }
    }
}

fn is_needed(key: &str) -> bool {
    let is_within =
        |needed: &str| key.strip_prefix(needed).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    ABOVE.contains(&key) || NEEDED.into_iter().any(is_within)
}

fn says_nothing(node: &Node) -> bool {
    match &node.value {
        // Other ways to write nothing in YAML, such as `Null`, are names of persons too, and read as text.
        Value::Null(text) => matches!(text.as_str(), "" | "~" | "null"),
        Value::Scalar(text) => text.trim().is_empty(),
        Value::List(items) => items.iter().all(says_nothing),
        Value::Map(entries) => entries.is_empty(),
    }
}

/// Tells all empty keys as one problem, in place of those that reading the file found in each.
pub(super) fn tell(empty: &[Empty], problems: &mut Problems, file: &str) {
    let Some(first) = empty.first() else { return };
    let is_of_empty = |problem: &Diagnostic| {
        let place = problem.location.as_ref().and_then(|location| location.place.as_ref());
        empty.iter().any(|empty| place == Some(&empty.value))
    };
    problems.retain(|problem| !is_of_empty(problem));
    let named: Vec<String> = empty.iter().map(name).collect();
    let are = if empty.len() == 1 { "is" } else { "are" };
    let message = format!("{} {are} still empty: {}", counted(empty.len(), "key"), named.join(", "));
    problems.push(
        Diagnostic::new(codes::MAILING_EMPTY, message)
            .with_location(Location::at(file, first.place.clone()))
            .with_hint("write the value of each after its colon"),
    );
}

fn name(empty: &Empty) -> String {
    match &empty.place {
        Place::Text { line, .. } => format!("`{}` (line {line})", empty.key),
        Place::Cell { .. } | Place::Row { .. } => format!("`{}`", empty.key),
    }
}
