//! Dates of `mailing.yaml` as people write them, made those that the rest of the program reads.

use std::path::Path;

use jiff::civil::Date;

use super::issued::IssuedAt;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::input::{Node, Value};
use crate::locale::{self, DateFault, read_date, read_written_days};

/// The key that may be a moment.
const ISSUED_AT: &[&str] = &["issued_at"];

/// The keys that are dates.
const DATES: [&[&str]; 7] = [
    ISSUED_AT,
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
        DATES.into_iter().filter(|keys| at(node, keys).is_some_and(|node| is_unread(node, keys))).collect();
    if unread.is_empty() {
        return Problems::new();
    }
    let months = root.map(|root| find_months(node, root)).unwrap_or_default();
    share_days(node, &months);
    let mut problems = Problems::new();
    for keys in unread {
        let Some(date) = at_mut(node, keys).filter(|node| is_unread(node, keys)) else { continue };
        let written = date.text().unwrap_or_default().to_owned();
        match far_offset(&written).map_or_else(|| read_date(&written, &months, keys == ISSUED_AT), Err) {
            Ok(day) => date.value = Value::Scalar(day.to_string()),
            Err(fault) => {
                let code = if fault.is_ambiguous { codes::DATE_AMBIGUOUS } else { codes::MAILING_VALUE };
                problems.push(
                    Diagnostic::new(code, fault.message)
                        .with_hint(fault.hint)
                        .with_location(Location::at(file, date.place.clone()))
                        .with_field(keys.join(".")),
                );
            }
        }
    }
    problems
}

/// Gives the first and the last day of an event their keys, where all its days stand under `start` and nothing under `end`.
fn share_days(node: &mut Node, months: &[Vec<String>]) {
    let Some(event) = node.get_mut("event") else { return };
    let Some(start) = event.get("start") else { return };
    let days = start.text().map(|text| read_written_days(text, months)).unwrap_or_default();
    let [(first, last)] = days[..] else { return };
    let end = Node { value: Value::Scalar(last.to_string()), place: start.place.clone() };
    let Value::Map(entries) = &mut event.value else { return };
    match entries.iter_mut().find(|(key, ..)| key == "end") {
        Some((.., known)) if matches!(known.value, Value::Null(_)) => *known = end,
        Some(_) => return,
        None => entries.push(("end".to_owned(), end.place.clone(), end)),
    }
    if let Some(start) = event.get_mut("start") {
        start.value = Value::Scalar(first.to_string());
    }
}

/// Offsets from UTC that places have, in seconds: those of Baker Island and of Kiritimati.
const OFFSETS: std::ops::RangeInclusive<i32> = -12 * 3600..=14 * 3600;

/// What is wrong with a moment whose offset from UTC no place has.
fn far_offset(written: &str) -> Option<DateFault> {
    let offset = IssuedAt::parse(written)?.offset;
    (!OFFSETS.contains(&offset.seconds())).then(|| DateFault {
        is_ambiguous: false,
        message: format!("no place is as far from UTC as `{written}`"),
        hint: "check the offset: it is between -12:00 and +14:00".to_owned(),
    })
}

/// Whether a value has another form than the rest of the program reads: a day, and of the date of issue a moment too.
fn is_unread(node: &Node, keys: &[&str]) -> bool {
    let is_day = |text: &str| text.len() == "2004-05-10".len() && text.parse::<Date>().is_ok();
    // The zone in brackets may say another offset than the numbers.
    let is_moment = |text: &str| {
        keys == ISSUED_AT
            && !text.contains('[')
            && IssuedAt::parse(text).is_some()
            && far_offset(text).is_none()
    };
    node.text().is_some_and(|text| !text.is_empty() && !is_day(text) && !is_moment(text))
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
