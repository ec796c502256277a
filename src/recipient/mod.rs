//! Recipients: whom the mailing goes to, read from files into one model.
//!
//! A problem of one recipient blocks that recipient; a file that cannot be read stops the build.

mod check;
mod csv_file;
mod entry;
mod local_text;
mod model;
mod sheet;
mod table;

use std::path::Path;

pub use check::is_email;
pub use entry::{Entry, RecipientFile};
pub use local_text::LocalText;
pub use model::*;

use crate::diagnostic::{Diagnostic, Location, did_you_mean};
use crate::input::{Node, Value, parse};

/// Reads one file of recipients: YAML, CSV, XLSX or ODS, by its ending.
///
/// `file` is its path below `root`, as messages name it; `encoding` overrules what a CSV file's
/// encoding is taken for; `extra_fields` are those the mailing declares.
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
    let bytes = match std::fs::read(root.join(file)) {
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
    let extension = Path::new(file).extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    match extension.as_str() {
        "yaml" | "yml" => match String::from_utf8(bytes) {
            Ok(text) => read_yaml(&text, file, extra_fields),
            Err(error) => {
                let message = format!("the file is not UTF-8 ({})", error.utf8_error());
                stop("recipients-encoding", message, "save it as UTF-8")
            }
        },
        "csv" | "tsv" | "txt" => csv_file::read(&bytes, file, encoding, extra_fields),
        "xlsx" => sheet::read(bytes, file, false, extra_fields),
        "ods" => sheet::read(bytes, file, true, extra_fields),
        _ => {
            let message = format!("cannot read recipients from `.{extension}` files");
            stop("recipients-format", message, "use YAML, CSV, XLSX or ODS")
        }
    }
}

/// Reads the text of a YAML file of recipients.
#[must_use]
pub fn read_yaml(text: &str, file: &str, extra_fields: &[String]) -> (Vec<Recipient>, Vec<Diagnostic>) {
    let root = match parse(text, file) {
        Ok(root) => root,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let mut problems = header(&root, file);
    let mut recipients = Vec::new();
    if let Some(Node { value: Value::List(entries), .. }) = root.get("recipients") {
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

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../recipients/ministries.yaml");

    #[test]
    fn the_sample_holds_195_recipients() {
        let (recipients, problems) = read_yaml(SAMPLE, "ministries.yaml", &[]);
        assert!(problems.is_empty(), "{problems:#?}");
        assert_eq!(recipients.len(), 195);
        assert!(repeated_ids(&recipients).is_empty());
    }

    #[test]
    fn a_problem_blocks_its_recipient_only() {
        let text = SAMPLE.replacen("kind: state", "kind: sate", 1);
        let (recipients, problems) = read_yaml(&text, "m.yaml", &[]);
        assert_eq!(recipients.len(), 194);
        assert_eq!(problems[0].subject.recipient.as_deref(), Some("AFG"));
        assert!(!problems[0].stops_build());
        assert_eq!(problems[0].hints, ["did you mean `state`?"]);
    }
}
