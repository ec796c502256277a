//! Values of `locale.yaml` changed in their places.

use std::collections::BTreeMap;

use super::yaml_edit::{find, replace_ranges, scalar};
use crate::diagnostic::{Diagnostic, LineIndex, Location, codes};
use crate::input::{self, Value, quoted};
use crate::translate::files::{Files, PACK};

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
        let node = target.pack.as_ref().and_then(|node| find(node, &path_of(key)));
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
        let found = find(&node, &path_of(key)).and_then(|node| match &node.value {
            Value::List(items) => items.get(*index)?.text(),
            _ => node.text(),
        });
        if found != Some(value) {
            return Err(failed(key));
        }
    }
    Ok(text)
}

fn path_of(key: &str) -> Vec<&str> {
    key.split('.').collect()
}
