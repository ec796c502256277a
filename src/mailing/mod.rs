//! The mailing: what all letters of one mass mailing share, as `mailing.yaml` describes it.
//!
//! This module knows neither recipients nor templates; it reads one file and checks it.

mod check;
mod dispatch;
mod envelope;
mod event;
mod issued;
mod labels;
mod model;
mod paper;
mod sender;
mod trade;

use std::collections::BTreeMap;
use std::path::Path;

pub(crate) use check::leads_outside;
pub use dispatch::{Dispatch, DispatchEmail};
pub use envelope::{EnvelopeFormat, Window};
pub use event::{Deadlines, Event};
pub use issued::IssuedAt;
pub use labels::LabelSheet;
pub use model::*;
pub use paper::Paper;
pub use sender::{ContributionsAddress, ReturnAddress, Sender, Signatory};

use crate::diagnostic::{Checked, Diagnostic, Location, Place, codes, io_text};
use crate::input::{Node, Value, clean_node, decode_node};

/// Reads and checks `mailing.yaml`; `file` is its path below `root`, as messages name it.
///
/// The mailing is missing only if the file cannot be read as a whole.
pub fn read(root: &Path, file: &str) -> Checked<Option<Mailing>> {
    match std::fs::read_to_string(root.join(file)) {
        Ok(text) => parse(&text, file),
        Err(error) => {
            let problem = Diagnostic::new(
                codes::MAILING_UNREADABLE,
                format!("cannot read the mailing ({})", io_text(&error)),
            )
            .with_location(Location::file(file))
            .with_hint("start a new mailing with `convoke init`, or name its folder with `--folder`");
            Checked::new(None, problem)
        }
    }
}

/// Reads and checks the text of a `mailing.yaml`.
pub fn parse(text: &str, file: &str) -> Checked<Option<Mailing>> {
    let mut node = match crate::input::parse(text, file) {
        Ok(node) => node,
        Err(problem) => return Checked::new(None, problem),
    };
    let mut problems = clean_node(&mut node, file);
    let mut mailing = decode_node::<Mailing>(&node, file).report_to(&mut problems);
    if let Some(mailing) = &mut mailing {
        note_places(&node, "", &mut mailing.places);
        problems.extend(check::check(mailing, file));
    }
    Checked::new(mailing, problems)
}

/// Notes the place of each value below a node, by its key.
fn note_places(node: &Node, key: &str, places: &mut BTreeMap<String, Place>) {
    let below = |name: &str| if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
    match &node.value {
        Value::Map(entries) => {
            for (name, place, value) in entries {
                places.insert(below(name), place.clone());
                note_places(value, &below(name), places);
            }
        }
        Value::List(items) => {
            for item in items {
                if let Some(id) = item.get("id").and_then(Node::text) {
                    note_places(item, &below(id), places);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../mailing.yaml");

    fn problems(from: &str, to: &str) -> Vec<String> {
        assert!(SAMPLE.contains(from), "{from}");
        parse(&SAMPLE.replacen(from, to, 1), "mailing.yaml")
            .problems
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn the_sample_is_right() {
        let Checked { value: mailing, problems } = parse(SAMPLE, "mailing.yaml");
        assert!(problems.is_empty(), "{problems:#?}");
        assert_eq!(mailing.unwrap().issued_at.date(), jiff::civil::date(2004, 5, 10));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let wrong = |from, to| problems(from, to).join("\n");
        assert!(wrong("genre: letter", "gnere: letter").contains("error[key-unknown]: unknown key `gnere`"));
        assert!(wrong("paper: a4", "paper: a5").contains("`a5` is not one of the choices (paper)"));
        assert!(wrong("end: 2004-06-26", "end: 2004-06-20").contains("ends on 2004-06-20 before it starts"));
        assert!(wrong("+02:00", "").contains("is not a date and time with its offset"));
        assert!(wrong("{recipient}", "{recipent}").contains("unknown placeholder `{recipent}`"));
        assert!(wrong("id: form", "id: letter").contains("two documents are called `letter`"));
        assert!(wrong("e_mail: wsis.gov@ties.itu.int", "e_mail: wsis.gov").contains("not an e-mail address"));
        assert!(wrong("registration: 2004", "registration: 2014").contains("is after the event"));
    }
}
