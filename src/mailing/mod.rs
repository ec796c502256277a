//! The mailing: what all letters of one mass mailing share, as `mailing.yaml` describes it.
//!
//! This module knows neither recipients nor templates; it reads one file and checks it.

mod accepted;
mod add;
mod check;
mod condition;
mod conditions;
mod contact;
mod databases;
mod dispatch;
mod document;
mod empty;
mod envelope;
mod event;
mod follows;
mod form;
mod gaps;
mod genre;
mod imap;
mod issued;
mod labels;
mod look;
mod model;
mod outside;
mod paper;
mod posting;
mod seal;
mod sender;
mod server;
mod smtp;
mod trade;
mod written;

use std::collections::BTreeMap;
use std::path::Path;

pub use accepted::Accepted;
pub use add::{add_list, entry as recipients_entry, lists};
pub use condition::{Condition, Named};
pub use dispatch::{Dispatch, DispatchEmail};
pub use document::{Document, Enclosure, Enclosures, Variant};
pub use envelope::{EnvelopeFormat, Window};
pub use event::{Deadlines, Event};
pub use follows::Follows;
#[cfg(test)]
pub(crate) use form::known_labels;
pub use form::{
    AskedQuestion, AskedSection, FormChoice, FormQuestion, FormSection, FormText, Listed, Occurrence,
    Offered, QuestionKind, RegistrationForm, Required, ask,
};
pub use genre::{Addressees, Genre, Numbering, Person};
pub(crate) use genre::{FOLDER as GENRES, LETTER};
pub use imap::Imap;
pub use issued::IssuedAt;
pub use labels::LabelSheet;
pub use look::Look;
pub use model::*;
pub(crate) use outside::leads_outside;
pub use paper::Paper;
pub use seal::{SealSetting, TokenSetting};
pub use sender::{ContributionsAddress, ReturnAddress, Sender, SenderInNote, Signatory};
pub use server::{Account, Auth, Secret, Security, Server};
pub use smtp::{Pace, Smtp};

use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, codes, io_text};
use crate::input::{Node, Value, clean_node, decode_node, find_cut_texts};

/// Reads and checks `mailing.yaml`; `file` is its path below `root`, as messages name it.
///
/// The mailing is missing only if the file cannot be read as a whole.
pub fn read(root: &Path, file: &str) -> Checked<Option<Mailing>> {
    let Checked { value: mailing, problems } = read_with_gaps(root, file);
    Checked::new(mailing.filter(|mailing| mailing.gaps.is_empty()), problems)
}

/// Reads and checks a mailing that is to be checked as a whole: where a key is empty or a date cannot be read, something stands in for
/// it, as its `gaps` say. Each of these is an error.
pub(crate) fn read_with_gaps(root: &Path, file: &str) -> Checked<Option<Mailing>> {
    match std::fs::read_to_string(root.join(file)) {
        Ok(text) => parse_within(Some(root), &text, file),
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

/// The default language of a mailing, whatever else is still to be filled in; English where there is none.
#[must_use]
pub fn language(root: &Path, file: &str) -> String {
    let mailing = read_with_gaps(root, file).value;
    let language = mailing.map(|mailing| mailing.default_language.value);
    language.filter(|language| !language.is_empty()).unwrap_or_else(|| "en".to_owned())
}

/// Reads and checks the text of a `mailing.yaml`; months in its dates are numbers.
pub fn parse(text: &str, file: &str) -> Checked<Option<Mailing>> {
    let Checked { value: mailing, problems } = parse_within(None, text, file);
    Checked::new(mailing.filter(|mailing| mailing.gaps.is_empty()), problems)
}

/// Checks the text of a mailing in a folder, as it would be if its file had it.
pub fn check_text(root: &Path, text: &str, file: &str) -> Problems {
    parse_within(Some(root), text, file).problems
}

/// Reads and checks a mailing; `root` is its folder, where the languages are.
fn parse_within(root: Option<&Path>, text: &str, file: &str) -> Checked<Option<Mailing>> {
    let mut node = match crate::input::parse(text, file) {
        Ok(node) => node,
        Err(problem) => return Checked::new(None, problem),
    };
    let mut problems = find_cut_texts(&node, text, file);
    problems.extend(clean_node(&mut node, file));
    let of_dates = written::read_dates(&mut node, root, file);
    let mut decoded = decode_node::<Mailing>(&node, file);
    let empty = empty::find(&node);
    let of_empty = empty.iter().map(|empty| empty.key.clone());
    let of_date = of_dates.iter().filter_map(|problem| problem.subject.field.clone());
    let gaps: Vec<String> = of_empty.chain(of_date).filter(|_| decoded.value.is_none()).collect();
    if let Some(filled) = gaps::fill(&node, &gaps).filter(|_| !gaps.is_empty()) {
        decoded.value = decode_node::<Mailing>(&filled, file).value;
    }
    // A date is told once, with how to write it.
    decoded.problems.retain(|problem| of_dates.iter().all(|known| known.location != problem.location));
    problems.extend(of_dates);
    empty::tell(&empty, &mut decoded.problems, file);
    let mut mailing = decoded.report_to(&mut problems);
    if let Some(mailing) = &mut mailing {
        note_places(&node, "", &mut mailing.places);
        mailing.empty = empty.into_iter().map(|empty| empty.key).collect();
        if let Some(root) = root {
            let genre = genre::read(root, &mailing.templates, &mailing.genre, file);
            mailing.rules = genre.report_to(&mut problems);
        }
        let follows = |problem: &Diagnostic| {
            problem.subject.field.as_ref().is_some_and(|field| gaps::follows(field, &gaps))
        };
        problems.extend(check::check(mailing, file).into_iter().filter(|problem| !follows(problem)));
        mailing.gaps = gaps;
    }
    Checked::new(mailing, problems)
}

/// The keys of the text of a `mailing.yaml` that are there and still need a value, in order.
pub(crate) fn list_empty(text: &str) -> Vec<String> {
    let node = crate::input::parse(text, "").ok();
    node.iter().flat_map(empty::find).map(|empty| empty.key).collect()
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
        assert!(wrong("+02:00", "x").contains("`2004-05-10T09:00:00x` has no offset from UTC in numbers"));
        assert!(wrong("{recipient}", "{recipent}").contains("unknown placeholder `{recipent}`"));
        assert!(wrong("id: form", "id: letter").contains("two documents are called `letter`"));
        assert!(wrong("e_mail: wsis.gov@ties.itu.int", "e_mail: wsis.gov").contains("not an e-mail address"));
        assert!(wrong("registration: 2004", "registration: 2014").contains("is after the event"));
    }

    #[test]
    fn only_what_every_letter_needs_is_required() {
        let without = |text: &str, keys: &[&str]| {
            let mut kept = String::new();
            let mut leaves_out = false;
            for line in text.lines() {
                if !line.starts_with([' ', '#']) {
                    leaves_out = keys.iter().any(|key| line.starts_with(&format!("{key}:")));
                }
                if !leaves_out {
                    kept.extend([line, "\n"]);
                }
            }
            kept
        };
        let optional = [
            "genre",
            "layout",
            "paper",
            "names_as_of",
            "deadlines",
            "return_address",
            "contributions_address",
            "website",
            "enclosures",
            "templates",
            "assets",
            "output",
            "file_name",
            "participants_per_form",
            "standards",
            "limits",
        ];
        let short = without(SAMPLE, &optional);
        let Checked { value: mailing, problems } = parse(&short, "mailing.yaml");
        assert!(problems.is_empty(), "{problems}");
        let (short, whole) = (mailing.expect("a mailing"), parse(SAMPLE, "").value.expect("a mailing"));
        assert_eq!((short.output, short.standards), (whole.output, whole.standards));
        assert_eq!(
            (short.templates.value, short.file_name.value),
            (whole.templates.value, whole.file_name.value)
        );
    }

    #[test]
    fn dates_are_written_in_many_ways_and_never_guessed() {
        for (written, told) in [
            ("2004-06-24", ""),
            ("24.6.2004", ""),
            ("24/06/2004", ""),
            ("2004/6/24", ""),
            ("3/4/2004", "error[date-ambiguous]: `3/4/2004` may be 2004-04-03 or 2004-03-04 (event.start)"),
            ("24 June 2004", "error[mailing-value]: `24 June 2004` is not a date (event.start)"),
            ("24.6.04", "error[mailing-value]: `24.6.04` has a year of two figures (event.start)"),
            ("5/6/04", "error[date-ambiguous]: `5/6/04` has a year of two figures (event.start)"),
            ("24-26.6.2004", "error[mailing-value]: `24-26.6.2004` is several days (event.start)"),
            ("2004-02-30", "error[mailing-value]: `2004-02-30` is not a date (event.start)"),
        ] {
            let told_now = problems("start: 2004-06-24", &format!("start: {written}"));
            let told =
                Some(told).filter(|told| !told.is_empty()).map(|told| format!("mailing.yaml:53:10: {told}"));
            assert_eq!(told_now, Vec::from_iter(told), "{written}");
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = SAMPLE
            .replace("start: 2004-06-24", "start: 24 June 2004")
            .replace("issued_at: 2004-05-10T09:00:00+02:00", "issued_at: 10 May 2004");
        let Checked { value: mailing, problems } = parse_within(Some(root), &text, "mailing.yaml");
        assert!(problems.is_empty(), "{problems}");
        let mailing = mailing.expect("a mailing");
        assert_eq!(mailing.event.start.value, jiff::civil::date(2004, 6, 24));
        assert_eq!(mailing.issued_at.to_string(), "2004-05-10T12:00:00+00:00");
    }

    #[test]
    fn all_days_of_an_event_may_stand_under_its_start() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let days = "  start: 2004-06-24\n  end: 2004-06-26\n";
        assert!(SAMPLE.contains(days), "{SAMPLE}");
        for (written, told) in [
            ("  start: 24-26 June 2004\n", ""),
            ("  start: from 24 to 26 June 2004\n  end:\n", ""),
            ("  start: 24-26 June 2004\n  end: 2004-06-26\n", "is several days"),
            ("  start: 6/7/2004 - 8/9/2004\n", "may be 2004-07-06 to 2004-09-08 or 2004-06-07 to 2004-08-09"),
            ("  start: 24-26 June\n", "has no year"),
        ] {
            let Checked { value: mailing, problems } =
                parse_within(Some(root), &SAMPLE.replace(days, written), "mailing.yaml");
            assert_eq!(problems.is_empty(), told.is_empty(), "{written}: {problems}");
            assert!(problems.to_string().contains(told), "{written}: {problems}");
            let event = mailing.filter(|_| told.is_empty()).map(|mailing| mailing.event);
            let days = event.map(|event| format!("{} {}", event.start.value, event.end.value));
            assert!(days.is_none_or(|days| days == "2004-06-24 2004-06-26"), "{written}");
        }
    }
}
