//! Recipients: whom the mailing goes to, read from files into one model.
//!
//! A problem of one recipient blocks that recipient; a file that cannot be read stops the build.

mod check;
mod csv_file;
mod entry;
mod lists;
mod local_text;
mod model;
mod spreadsheet;
mod table;
#[cfg(test)]
mod tests;
mod text_file;

use std::path::Path;

pub use check::{is_email, is_number};
pub use entry::{Entry, RecipientFile};
pub use lists::{Lists, Row, Rows};
pub use local_text::LocalText;
pub use model::*;

use crate::diagnostic::{Diagnostic, Location, codes, did_you_mean};
use crate::input::{Node, Value, parse};

/// Reads one file of recipients by its extension; `file` is its path below `root`, as messages name it.
///
/// `encoding` overrules what is found out about a CSV file's encoding. A note says how a CSV file was read.
#[must_use]
pub fn read(
    root: &Path,
    file: &str,
    encoding: Option<&str>,
    extra_fields: &[String],
) -> (Vec<Recipient>, Vec<Diagnostic>) {
    let (lists, mut problems) = Lists::open(root, [file], encoding, extra_fields);
    let mut recipients = Vec::new();
    for row in lists.rows() {
        match row {
            Ok(row) => {
                recipients.extend(row.recipient);
                problems.extend(row.problems);
            }
            Err(problem) => problems.push(problem),
        }
    }
    (recipients, problems)
}

/// Reads the text of a YAML file of recipients.
#[must_use]
pub fn read_yaml(text: &str, file: &str, extra_fields: &[String]) -> (Vec<Recipient>, Vec<Diagnostic>) {
    let mut root = match parse(text, file) {
        Ok(root) => root,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let mut problems = header(&root, file);
    let mut recipients = Vec::new();
    if let Some(Value::List(entries)) = take(&mut root, "recipients") {
        for node in entries {
            let (recipient, found) = entry::read(node, file, extra_fields);
            recipients.extend(recipient);
            problems.extend(found);
        }
    } else {
        problems.push(
            Diagnostic::new(codes::RECIPIENTS_MISSING, "the file lists no recipients")
                .with_location(Location::at(file, root.place.clone()))
                .with_hint("list them under `recipients:`"),
        );
    }
    (recipients, problems)
}

fn take(node: &mut Node, key: &str) -> Option<Value> {
    let Value::Map(entries) = &mut node.value else { return None };
    let (_, _, found) = entries.iter_mut().find(|(name, _, _)| name == key)?;
    Some(std::mem::replace(&mut found.value, Value::Null(String::new())))
}

fn header(root: &Node, file: &str) -> Vec<Diagnostic> {
    const KEYS: [&str; 2] = ["format", "recipients"];
    let mut problems = Vec::new();
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
