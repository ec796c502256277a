//! What a mailing must hold beyond the right types.

use std::collections::BTreeSet;

use super::{Dispatch, LabelSheet, Mailing};
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::input::At;
use crate::recipient::is_email;

const PLACEHOLDERS: [&str; 4] = ["serial", "recipient", "document", "locale"];

pub(super) fn check(mailing: &Mailing, file: &str) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, place: &dyn Placed, message: String, hint: String| {
        problems.push(
            Diagnostic::new(codes::MAILING_VALUE, message)
                .with_location(place.place(file))
                .with_field(field)
                .with_hint(hint),
        );
    };
    if mailing.format.value != 1 {
        let hint = "write `format: 1`, or use a newer convoke".to_owned();
        wrong("format", &mailing.format, format!("unknown format {}", mailing.format.value), hint);
    }
    if mailing.reference.trim().is_empty() {
        let hint = "give the mailing's reference, such as DM-1132".to_owned();
        wrong("reference", &mailing.reference, "the reference is empty".to_owned(), hint);
    }
    if *mailing.event.end < *mailing.event.start {
        let message = format!("the event ends on {} before it starts", *mailing.event.end);
        wrong("event.end", &mailing.event.end, message, "check both dates".to_owned());
    }
    for (field, date) in [
        ("deadlines.contributions", &mailing.deadlines.contributions),
        ("deadlines.registration", &mailing.deadlines.registration),
    ] {
        if **date > *mailing.event.end {
            let message = format!("the deadline {} is after the event", **date);
            wrong(field, date, message, "check the year".to_owned());
        } else if **date < mailing.issued_at.date() {
            let message = format!("the deadline {} is before the date of issue", **date);
            wrong(field, date, message, "check the year".to_owned());
        }
    }
    for (field, address) in [
        ("sender.e_mail", &mailing.sender.e_mail),
        ("return_address.e_mail", &mailing.return_address.e_mail),
        ("contributions_address.e_mail", &mailing.contributions_address.e_mail),
    ]
    .into_iter()
    .chain(mailing.dispatch.e_mail.reply_to.as_ref().map(|address| ("dispatch.e_mail.reply_to", address)))
    .chain(mailing.dispatch.e_mail.cc.iter().map(|address| ("dispatch.e_mail.cc", address)))
    {
        if !is_email(address) {
            let hint = "write one address, such as name@office.example".to_owned();
            wrong(field, address, format!("`{}` is not an e-mail address", address.value), hint);
        }
    }
    if !(1..=50).contains(&mailing.participants_per_form.value) {
        let message = format!("{} participants do not fit a form", mailing.participants_per_form.value);
        let hint = "give a number from 1 to 50".to_owned();
        wrong("participants_per_form", &mailing.participants_per_form, message, hint);
    }
    dispatch(mailing, file, &mut wrong);
    let mut ids = BTreeSet::new();
    for document in &mailing.documents {
        for (field, name) in [("documents.id", &document.id), ("documents.folder", &document.folder)] {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if name.is_empty() || !name.chars().all(plain) {
                let hint = "use lower-case letters, digits and hyphens".to_owned();
                wrong(field, name, format!("`{}` cannot name a document", name.value), hint);
            }
        }
        if !ids.insert(document.id.value.as_str()) {
            let message = format!("two documents are called `{}`", document.id.value);
            wrong("documents.id", &document.id, message, "give each its own id".to_owned());
        }
    }
    for id in mailing.courtesy_documents.iter().flatten() {
        if !ids.contains(id.value.as_str()) {
            let message = format!("no document is called `{}`", id.value);
            wrong("courtesy_documents", id, message, did_you_mean(id, ids.iter().copied()));
        }
    }
    let pictures = [
        ("assets.emblem.file", &mailing.assets.emblem.file),
        ("assets.signature.file", &mailing.assets.signature.file),
    ];
    let enclosures =
        mailing.enclosures.values().flatten().map(|enclosure| ("enclosures.file", &enclosure.file));
    for (field, path) in pictures.into_iter().chain(enclosures).chain([("templates", &mailing.templates)]) {
        if leads_outside(path) {
            let hint = "put the file into the mailing's folder and name it from there".to_owned();
            wrong(field, path, format!("`{}` leads outside the mailing's folder", path.value), hint);
        }
    }
    for (name, hint) in unknown_placeholders(&mailing.file_name) {
        wrong("file_name", &mailing.file_name, format!("unknown placeholder `{{{name}}}`"), hint);
    }
    if mailing.recipients.is_empty() {
        let hint = "list the files with the recipients".to_owned();
        wrong("recipients", &mailing.reference, "the mailing has no recipients".to_owned(), hint);
    }
    for name in &mailing.extra_fields {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(plain) {
            let hint = "use lower-case letters, digits and underscores, beginning with a letter".to_owned();
            let message = format!("`{name}` cannot name a merge field");
            wrong("extra_fields", &mailing.reference, message, hint);
        }
    }
    for (key, limit, least) in
        [("limits.seconds", &mailing.limits.seconds, 1), ("limits.mebibytes", &mailing.limits.mebibytes, 128)]
    {
        if limit.value < least {
            let message = format!("{} is too little for any document", limit.value);
            wrong(key, limit, message, format!("give at least {least}"));
        }
    }
    if mailing.documents.is_empty() {
        let hint = "list at least one document".to_owned();
        wrong("documents", &mailing.reference, "the mailing has no documents".to_owned(), hint);
    }
    problems
}

/// What the dispatch office prints and sends.
fn dispatch(mailing: &Mailing, file: &str, wrong: &mut dyn FnMut(&str, &dyn Placed, String, String)) {
    let Dispatch { labels, label_sheet, window, e_mail, .. } = &mailing.dispatch;
    if let Some(number) = labels.as_ref().filter(|number| LabelSheet::of_trade(number).is_none()) {
        let message = format!("no sheet of labels has the number `{}`", number.value);
        wrong("dispatch.labels", number, message, did_you_mean(number, LabelSheet::trade_numbers()));
    }
    let of_sheet =
        label_sheet.iter().flat_map(LabelSheet::problems).map(|found| ("dispatch.label_sheet", found));
    let of_window = window.iter().flat_map(|window| window.problems(mailing.paper));
    for (field, found) in of_sheet.chain(of_window.map(|found| ("dispatch.window", found))) {
        let key = found.subject.field.as_ref().map_or(field.to_owned(), |key| format!("{field}.{key}"));
        let hint = found.hints.into_iter().next().unwrap_or_default();
        wrong(&key, &mailing.location(&key, file), found.message, hint);
    }
    if e_mail.max_megabytes.value == 0 {
        let message = "no message has 0 megabytes".to_owned();
        wrong("dispatch.e_mail.max_megabytes", &e_mail.max_megabytes, message, "give at least 1".to_owned());
    }
}

/// Whether a path is anything but one below the folder it is taken from, on any system.
fn leads_outside(path: &str) -> bool {
    path.starts_with(['/', '\\', '~'])
        || path.contains(':')
        || path.split(['/', '\\']).any(|part| part == "..")
}

fn unknown_placeholders(pattern: &str) -> Vec<(String, String)> {
    pattern
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .filter(|name| !PLACEHOLDERS.contains(name))
        .map(|name| (name.to_owned(), did_you_mean(name, PLACEHOLDERS)))
        .collect()
}

trait Placed {
    fn place(&self, file: &str) -> crate::diagnostic::Location;
}

impl Placed for crate::diagnostic::Location {
    fn place(&self, _: &str) -> Self {
        self.clone()
    }
}

impl<T> Placed for At<T> {
    fn place(&self, file: &str) -> crate::diagnostic::Location {
        self.location(file)
    }
}
