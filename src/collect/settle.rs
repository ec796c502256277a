//! Which returned files a person has dealt with: those that an entry names, and a scan whose recipient's answer was keyed in.

use std::collections::BTreeMap;

use super::entered::Entered;
use super::examine::Examined;
use super::model::FieldProblem;
use super::status::{AnswerVersion, ReturnStatus};

/// Notes which files an entry names. One that names no file is told, on the line of the entry.
pub(super) fn settle_named(lines: &mut [Examined], entered: &Entered) {
    for entry in &entered.entries {
        for name in &entry.files {
            let mut is_found = false;
            let by = format!("{}, row {}", entered.file, entry.row);
            for line in lines.iter_mut().filter(|line| !line.returned.status.is_entered()) {
                if is_named(line, name) {
                    line.returned.settled_by = Some(by.clone());
                    line.returned.is_replaced |= entry.is_answer_of(line.returned.recipient.as_deref());
                    is_found = true;
                }
            }
            let owner = lines.iter_mut().find(|line| line.returned.has_row(entry.row));
            if let (false, Some(owner)) = (is_found, owner) {
                let problem = format!("row {}: no returned file is called so", entry.row);
                owner.returned.problems.push(FieldProblem { field: "file".to_owned(), problem });
            }
        }
    }
}

/// Whether a name is that of a line: its place, its path, its file's name, or the name of the file in it.
fn is_named(line: &Examined, name: &str) -> bool {
    let returned = &line.returned;
    let file_name = returned.file.rsplit('/').next().unwrap_or_default();
    returned.place() == name || returned.file == name || file_name == name || returned.last_name() == name
}

/// Notes which scans are settled by an answer of their recipient that counts: one that is the only one, since of two, one may say more.
pub(super) fn settle_scans(lines: &mut [Examined]) {
    let mut scans: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut read: BTreeMap<String, String> = BTreeMap::new();
    for (position, line) in lines.iter().enumerate() {
        let Some(recipient) = line.returned.recipient.clone() else { continue };
        let is_scan = matches!(
            line.returned.status,
            ReturnStatus::Scanned | ReturnStatus::Flattened | ReturnStatus::WrittenOn
        );
        if is_scan && line.returned.settled_by.is_none() {
            scans.entry(recipient).or_default().push(position);
        } else if line.returned.version == Some(AnswerVersion::Counts) && !line.returned.is_blank {
            read.entry(recipient).or_insert_with(|| line.returned.place());
        }
    }
    for (recipient, positions) in scans {
        let Some(by) = read.get(&recipient) else { continue };
        for position in &positions {
            let Some(line) = lines.get_mut(*position) else { continue };
            if positions.len() == 1 {
                line.returned.settled_by = Some(by.clone());
            } else {
                line.returned.note("there is an answer that was read, and more than one on paper: name those that it was keyed in from");
            }
        }
    }
}
