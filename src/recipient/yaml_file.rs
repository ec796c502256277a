//! YAML lists of recipients.

use super::model::Recipient;
use super::read::read_entry;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, did_you_mean};
use crate::input::{Node, Value, find_cut_texts, parse};

/// Reads the text of a YAML file of recipients.
pub fn read_yaml(text: &str, file: &str, extra_fields: &[String]) -> Checked<Vec<Recipient>> {
    let mut root = match parse(text, file) {
        Ok(root) => root,
        Err(problem) => return Checked::new(Vec::new(), problem),
    };
    let mut problems = check_header(&root, file);
    problems.extend(find_cut_texts(&root, text, file));
    let mut recipients = Vec::new();
    if let Some(Value::List(entries)) = take(&mut root, "recipients") {
        for node in entries {
            recipients.extend(read_entry(node, file, extra_fields).report_to(&mut problems));
        }
    } else {
        problems.push(
            Diagnostic::new(codes::RECIPIENTS_MISSING, "the file lists no recipients")
                .with_location(Location::at(file, root.place.clone()))
                .with_hint("list them under `recipients:`"),
        );
    }
    Checked::new(recipients, problems)
}

fn take(node: &mut Node, key: &str) -> Option<Value> {
    let Value::Map(entries) = &mut node.value else { return None };
    let (_, _, found) = entries.iter_mut().find(|(name, _, _)| name == key)?;
    Some(std::mem::replace(&mut found.value, Value::Null(String::new())))
}

fn check_header(root: &Node, file: &str) -> Problems {
    const KEYS: [&str; 2] = ["format", "recipients"];
    let mut problems = Problems::new();
    if let Value::Map(entries) = &root.value {
        for (key, place, _) in entries.iter().filter(|(key, _, _)| !KEYS.contains(&key.as_str())) {
            problems.push(
                Diagnostic::new(codes::KEY_UNKNOWN, format!("unknown key `{key}`"))
                    .with_location(Location::at(file, place.clone()))
                    .with_hint(did_you_mean(key, KEYS)),
            );
        }
    }
    if root.get("format").and_then(Node::text) != Some("1") {
        problems.push(
            Diagnostic::new(codes::FORMAT_UNKNOWN, "the file does not say `format: 1`")
                .with_location(Location::at(file, root.place.clone()))
                .with_hint("add `format: 1` at the top"),
        );
    }
    problems
}
