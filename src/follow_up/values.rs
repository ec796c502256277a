//! What a mailing that follows another says otherwise, as YAML: its reference, its dates, its list, and what it follows.

use jiff::civil::Date;

use super::file::Changes;
use crate::input::quoted;
use crate::mailing::{IssuedAt, Mailing};

/// The extra field with each one's serial in the first mailing.
pub(super) const FIRST_SERIAL: &str = "first_serial";

/// What every mailing that follows another says otherwise.
pub(super) fn common<'a>(
    issued_at: Date,
    reference: &str,
    list: &str,
    extra_fields: impl Iterator<Item = &'a str>,
) -> Changes {
    let extra_fields: Vec<&str> = extra_fields.collect();
    Changes::from([
        ("format", Some("format: 1\n".to_owned())),
        ("reference", Some(format!("reference: {}\n", quoted(reference)))),
        ("issued_at", Some(format!("issued_at: {issued_at}\n"))),
        ("recipients", Some(format!("recipients: [{list}]\n"))),
        ("extra_fields", Some(format!("extra_fields: [{}]\n", extra_fields.join(", ")))),
        ("genre", Some("genre: letter\n".to_owned())),
        ("enclosures", None),
    ])
}

/// The mailing that is followed, and what of it is sent again.
pub(super) fn follows(first: &Mailing, again: &[&str]) -> String {
    let again: Vec<String> = again.iter().map(|id| quoted(id)).collect();
    format!(
        "# The mailing that this one follows. `documents` are sent again: answers to them are answers to that one.\n\
         follows:\n  reference: {}\n  issued_at: {}\n  serial: {FIRST_SERIAL}\n  documents: [{}]\n",
        quoted(&first.reference.value),
        first.issued_at.date(),
        again.join(", ")
    )
}

/// The last days: that for forms, and that for contributions where it has not passed.
pub(super) fn deadlines(first: &Mailing, issued_at: Date, registration: Option<Date>) -> Option<String> {
    let contributions = first.deadlines.contributions.as_ref().map(|date| date.value);
    let contributions = contributions.filter(|date| *date >= issued_at);
    let lines: String = [("registration", registration), ("contributions", contributions)]
        .iter()
        .filter_map(|(key, date)| Some(format!("  {key}: {}\n", (*date)?)))
        .collect();
    Some(lines).filter(|lines| !lines.is_empty()).map(|lines| format!("deadlines:\n{lines}"))
}

/// The documents that get a courtesy translation: of those named, the letter and what is sent again.
pub(super) fn courtesy_documents(first: &Mailing, again: &[&str]) -> Option<String> {
    let letter = first.documents.first().map(|letter| letter.id.value.as_str());
    let named = first.courtesy_documents.as_ref()?.iter().map(|id| id.value.as_str());
    let ids: Vec<String> = named.filter(|id| Some(*id) == letter || again.contains(id)).map(quoted).collect();
    Some(format!("courtesy_documents: [{}]\n", ids.join(", ")))
}

/// The text of a mailing whose messages bear another day; `None` where their moment does not stand on a line of its own.
pub(super) fn send_on(text: &str, day: Date) -> Option<String> {
    let moment = IssuedAt::parse(&day.to_string())?;
    let is_moment = |line: &&str| line.trim_start().starts_with("sent_at:");
    let old = text.split_inclusive('\n').find(is_moment)?;
    let (indent, _) = old.split_once("sent_at:")?;
    Some(text.replacen(old, &format!("{indent}sent_at: {moment}\n"), 1))
}
