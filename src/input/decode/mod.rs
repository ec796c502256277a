//! From nodes to plain types through serde, reporting every problem of a file in one run.
//!
//! Unknown keys are reported and skipped. A value of the wrong type is reported and taken out of the tree, and
//! decoding starts again until nothing is left to report, so that one mistake never hides another.

mod access;
mod deserializer;
mod error;
#[cfg(test)]
mod tests;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess};

use self::deserializer::{NodeDeserializer, State, spot};
use super::node::{Node, parse};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};

/// Reads YAML into a type and reports every problem with its place.
///
/// The value is missing only if the file as a whole cannot be read; the problems decide whether it
/// may be used.
pub fn decode<T: DeserializeOwned>(text: &str, file: &str) -> Checked<Option<T>> {
    match parse(text, file) {
        Ok(node) => decode_node(&node, file),
        Err(problem) => Checked::new(None, problem),
    }
}

/// Decodes one node as [`decode`] does a file; problems name the last key only.
pub fn decode_node<T: DeserializeOwned>(node: &Node, file: &str) -> Checked<Option<T>> {
    let mut found = decode_with_paths(node, file);
    for field in found.problems.iter_mut().filter_map(|problem| problem.subject.field.as_mut()) {
        if let Some((_, last)) = field.rsplit_once('.') {
            *field = last.to_owned();
        }
    }
    found
}

/// Decodes one node; problems name their keys with all those above, joined by dots.
pub(crate) fn decode_with_paths<T: DeserializeOwned>(node: &Node, file: &str) -> Checked<Option<T>> {
    let state = State::default();
    let mut problems = Problems::new();
    let value = loop {
        match T::deserialize(NodeDeserializer { node, state: &state }) {
            Ok(value) => break Some(value),
            Err(error) => {
                let place = error.place.clone().unwrap_or_else(|| node.place.clone());
                if !error.follows {
                    let mut problem = Diagnostic::new(error.code, error.message)
                        .with_location(Location::at(file, place.clone()));
                    problem.subject.field = error.key;
                    problem.hints.extend(error.hint);
                    problems.push(problem);
                }
                let found = error.spot.unwrap_or(spot(node));
                if found == spot(node) || !state.dropped.borrow_mut().insert(found) {
                    break None;
                }
            }
        }
    };
    for (place, key, hint) in state.unknown.into_inner() {
        problems.push(
            Diagnostic::new(codes::KEY_UNKNOWN, format!("unknown key `{key}`"))
                .with_location(Location::at(file, place))
                .with_field(key)
                .with_hint(hint),
        );
    }
    problems.sort_by(|a, b| (&a.location, &a.code).cmp(&(&b.location, &b.code)));
    Checked::new(value, problems)
}

/// Lets visitors of types that take either a text or a map hand a map on to a derived type.
///
/// # Errors
/// Where the map does not fit the type.
pub fn from_map<'de, T: serde::Deserialize<'de>, A: MapAccess<'de>>(map: A) -> Result<T, A::Error> {
    T::deserialize(MapAccessDeserializer::new(map))
}
