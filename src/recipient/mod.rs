//! Recipients: whom the mailing goes to, read from files into one model.
//!
//! A problem of one recipient blocks that recipient; a file that cannot be read stops the build.

mod check;
mod csv_file;
mod entry;
mod local_text;
mod model;
mod spreadsheet;
mod table;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use check::is_email;
pub use entry::{Entry, RecipientFile};
pub use local_text::LocalText;
pub use model::*;

use crate::diagnostic::{Diagnostic, Location, did_you_mean, has_errors};
use crate::input::{Node, Value, decode_text, parse};

/// Largest file of recipients, in bytes.
const MAX_BYTES: u64 = 64 << 20;

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
    let stop = |code, message: String, hint: &str| {
        let problem = Diagnostic::error(code, message).with_location(Location::file(file)).with_hint(hint);
        (Vec::new(), vec![problem])
    };
    let extension = Path::new(file).extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    let path = root.join(file);
    let bytes = match std::fs::metadata(&path).and_then(|about| match about.len() {
        0..=MAX_BYTES => std::fs::read(&path),
        _ => Err(std::io::Error::other("it is larger than 64 MB")),
    }) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("cannot read the recipients ({error})");
            return stop(
                "recipients-unreadable",
                message,
                "check the path under `recipients:` of the mailing",
            );
        }
    };
    if !matches!(extension.as_str(), "yaml" | "yml" | "csv" | "tsv" | "txt" | "xlsx" | "ods") {
        let message = format!("cannot read recipients from `.{extension}` files");
        return stop("recipients-format", message, "save it as .yaml, .csv, .tsv, .txt, .xlsx or .ods");
    }
    let (table, mut problems) = match extension.as_str() {
        "yaml" | "yml" => {
            return match decode_text(&bytes, file, Some("utf-8")) {
                Ok(decoded) => read_yaml(&decoded.text, file, extra_fields),
                Err(problem) => {
                    (Vec::new(), vec![Diagnostic { hints: vec!["save it as UTF-8".into()], ..problem }])
                }
            };
        }
        "xlsx" | "ods" => spreadsheet::read(&bytes, file, extension == "ods"),
        _ => csv_file::read(&bytes, file, encoding),
    };
    if has_errors(&problems) && table.is_empty() {
        return (Vec::new(), problems);
    }
    let (recipients, found) = table::read(&table, file, extra_fields);
    problems.extend(found);
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
            Diagnostic::error("recipients-missing", "the file lists no recipients")
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
                Diagnostic::error("key-unknown", format!("unknown key `{key}`"))
                    .with_location(Location::at(file, place.clone()))
                    .with_hint(did_you_mean(key, KEYS)),
            );
        }
    }
    if root.get("format").and_then(Node::text) != Some("1") {
        problems.push(
            Diagnostic::error("format-unknown", "the file does not say `format: 1`")
                .with_location(Location::at(file, root.place.clone()))
                .with_hint("add `format: 1` at the top"),
        );
    }
    problems
}

/// Finds ids given twice, over all files of a mailing.
#[must_use]
pub fn repeated_ids(recipients: &[Recipient]) -> Vec<Diagnostic> {
    let mut first = std::collections::BTreeMap::new();
    let mut problems = Vec::new();
    for recipient in recipients {
        let key = recipient.id.to_lowercase();
        if let Some(earlier) = first.get(&key) {
            problems.push(
                Diagnostic::error(
                    "recipient-id-twice",
                    format!("the id `{}` is used twice", recipient.id.value),
                )
                .with_location(recipient.id.location(&recipient.location.file))
                .about(recipient.id.value.clone())
                .with_field("id")
                .with_hint(format!("it stands first at {earlier}; remove or rename one")),
            );
        } else {
            first.insert(key, recipient.location.clone());
        }
    }
    problems
}
