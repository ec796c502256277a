//! Dates of `mailing.yaml` as people write them, made those that the rest of the program reads.

use std::path::Path;

use jiff::civil::DateTime;

use super::issued::IssuedAt;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::input::{Node, Value};
use crate::locale::{self, WrittenDate, read_written_date};

/// The keys that are dates.
const DATES: [&[&str]; 7] = [
    &["issued_at"],
    &["names_as_of"],
    &["event", "start"],
    &["event", "end"],
    &["deadlines", "contributions"],
    &["deadlines", "registration"],
    &["form", "data_kept_until"],
];

/// Puts dates into the form `2027-03-09`. `root` is where the locale pack of the mailing's language is, which knows the names of
/// months; without it there are only numbers.
///
/// Dates that cannot be read stay as they are; the problems say how to write them.
pub(super) fn read_dates(node: &mut Node, root: Option<&Path>, file: &str) -> Problems {
    let unread: Vec<&[&str]> =
        DATES.into_iter().filter(|keys| at(node, keys).is_some_and(is_unread)).collect();
    if unread.is_empty() {
        return Problems::new();
    }
    let months = root.map(|root| find_months(node, root)).unwrap_or_default();
    let mut problems = Problems::new();
    for keys in unread {
        let Some(date) = at_mut(node, keys) else { continue };
        let written = date.text().unwrap_or_default().to_owned();
        match read_written_date(&written, &months) {
            Some(WrittenDate::One(day)) => date.value = Value::Scalar(day.to_string()),
            found => {
                problems.push(
                    report(&written, found)
                        .with_location(Location::at(file, date.place.clone()))
                        .with_field(keys.join(".")),
                );
            }
        }
    }
    problems
}

fn report(written: &str, found: Option<WrittenDate>) -> Diagnostic {
    match found {
        Some(WrittenDate::Either(one, other)) => {
            Diagnostic::new(codes::DATE_AMBIGUOUS, format!("`{written}` may be {one} or {other}"))
                .with_hint(format!("write the year first: {one} or {other}"))
        }
        _ if written.parse::<DateTime>().is_ok() => {
            Diagnostic::new(codes::MAILING_VALUE, format!("`{written}` has no offset from UTC"))
                .with_hint("add it, as in 2004-05-10T09:00:00+02:00, or leave out the time")
        }
        _ => Diagnostic::new(codes::MAILING_VALUE, format!("`{written}` is not a date")).with_hint(
            "write it as 2027-03-09, or with the name of the month in the mailing's default language",
        ),
    }
}

fn is_unread(node: &Node) -> bool {
    node.text().is_some_and(|text| !text.is_empty() && IssuedAt::parse_date(text).is_none())
}

/// The names of the months in the default language; none where its pack cannot be read, which is told elsewhere.
fn find_months(node: &Node, root: &Path) -> Vec<Vec<String>> {
    let text = |key| node.get(key).and_then(Node::text);
    let templates = text("templates").unwrap_or("templates");
    let Some(language) = text("default_language").filter(|tag| locale::is_language(tag)) else {
        return Vec::new();
    };
    locale::read(root, templates, language).value.map(|pack| pack.months()).unwrap_or_default()
}

fn at<'a>(node: &'a Node, keys: &[&str]) -> Option<&'a Node> {
    keys.iter().try_fold(node, |node, key| node.get(key))
}

fn at_mut<'a>(node: &'a mut Node, keys: &[&str]) -> Option<&'a mut Node> {
    keys.iter().try_fold(node, |node, key| node.get_mut(key))
}
