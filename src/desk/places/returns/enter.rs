//! An answer is entered or corrected, with the file beside the fields; it goes into the table of answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::entering::Entering;
use super::entry::Entry;
use super::fields;
use super::files::is_shown;
use super::parts::{DECIDE, ENTER, labels, questions, read, whole};
use crate::collect::{AskedForm, Collected, EnteredStatus, Returned, ask_form, find_answers};
use crate::desk::address::encoded;
use crate::desk::answer::{Visitor, answered, refused, told};
use crate::desk::place::Place;
use crate::desk::registrations::ReadReturns;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, visible};
use crate::edit::{self, Version};
use crate::mailing::IssuedAt;
use crate::worker::{JobLimits, ReadingRoom};

/// The table of answers, where it is made here.
const TABLE: &str = "answers.csv";

/// Whose answer is entered: of a recipient, from a file, or as a file that was read says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    recipient: String,
    file: Option<usize>,
    from: Option<usize>,
    saved: Option<String>,
}

pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&desk, words, move |desk| {
        let found = read(desk);
        let read = match found.as_deref() {
            None => return whole(words, ENTER, &html! { p { (words.returns.no_archive) } }),
            Some(Err(problem)) => return refused(words, Place::Returns, std::slice::from_ref(problem)),
            Some(Ok(read)) => read,
        };
        let entry = begin(read.collected.as_ref(), &asked);
        let note = html! {
            @if asked.saved.is_some() {
                p.saved role="status" { (words.returns.saved) }
                form method="post" action="/returns/read" { button { (words.returns.read_again) } }
            }
        };
        show(desk, words, read, entry, &note)
    })
    .await
}

/// What is entered already when the page is opened.
fn begin(collected: Option<&Collected>, asked: &Asked) -> Entry {
    let of_file = asked.from.and_then(|number| Entry::of_file(collected?, number));
    let of_scan = || {
        let file: &Returned = collected?.files.get(asked.file?)?;
        let recipient = file.recipient.clone().unwrap_or_else(|| asked.recipient.clone());
        Some(Entry { recipient, files: vec![file.place()], ..Entry::default() })
    };
    of_file
        .or_else(of_scan)
        .unwrap_or_else(|| Entry { recipient: asked.recipient.clone(), ..Entry::default() })
}

fn show(desk: &Desk, words: &'static Words, read: &ReadReturns, mut entry: Entry, note: &Markup) -> Response {
    let shown = form_of(desk, read, &entry.recipient).and_then(|form| {
        let (_, seen) = edit::read(&desk.root, TABLE)?;
        Ok((form, seen))
    });
    match shown {
        Err(problem) => refused(words, Place::Returns, &[problem]),
        Ok((form, seen)) => {
            if let Some(form) = &form {
                entry.divide(form);
            }
            let (form, today) = (form.as_ref(), desk.today());
            let (labels, questions) = (labels_of(desk, form), questions(desk, words));
            let entering =
                Entering { words, read, entry: &entry, form, problems: &[], seen, today, labels, questions };
            entering.page(desk, StatusCode::OK, note)
        }
    }
}

/// The form that a recipient was sent, read in a worker process.
fn form_of(desk: &Desk, read: &ReadReturns, recipient: &str) -> Result<Option<AskedForm>, Diagnostic> {
    if recipient.is_empty() {
        return Ok(None);
    }
    ask_form(&read.archive, recipient, &ReadingRoom::new(&desk.isolation, JobLimits::RETURNED))
}

/// The labels of a form's language: choices are called as the form calls them.
fn labels_of(desk: &Desk, form: Option<&AskedForm>) -> BTreeMap<String, String> {
    form.map(|form| labels(desk, &form.locale)).unwrap_or_default()
}

/// Saves what was entered.
pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    answered(&desk, words, move |desk| {
        let seen = pairs.iter().find(|(name, _)| name == "seen").and_then(|(_, seen)| seen.parse().ok());
        let pairs = pairs.into_iter().filter(|(name, _)| name != "seen").collect();
        let Some(entry) = Entry::of(pairs) else {
            return told(words, StatusCode::BAD_REQUEST, &words.frame.not_done, &words.frame.not_found_hint);
        };
        let found = read(desk);
        match found.as_deref() {
            Some(Ok(read)) => take(desk, words, read, entry, seen).unwrap_or_else(|problems| {
                refused(words, Place::Returns, &problems.iter().cloned().collect::<Vec<_>>())
            }),
            Some(Err(problem)) => refused(words, Place::Returns, std::slice::from_ref(problem)),
            None => told(words, StatusCode::CONFLICT, &words.frame.not_done, &words.returns.no_archive),
        }
    })
    .await
}

fn take(
    desk: &Desk,
    words: &'static Words,
    read: &ReadReturns,
    mut entry: Entry,
    seen: Option<Version>,
) -> Result<Response, Problems> {
    let form = form_of(desk, read, &entry.recipient)?;
    let (text, now) = edit::read(&desk.root, TABLE)?;
    let seen = seen.unwrap_or(now);
    if entry.more {
        entry.participants.push(BTreeMap::new());
        let (form, today) = (form.as_ref(), desk.today());
        let (labels, questions) = (labels_of(desk, form), questions(desk, words));
        let page =
            Entering { words, read, entry: &entry, form, problems: &[], seen, today, labels, questions };
        return Ok(page.page(desk, StatusCode::OK, &Markup::default()));
    }
    check(words, &entry, form.as_ref())?;
    let new = entry.clone().into_answer(form.as_ref());
    let problems = form.as_ref().map(|form| form.check(&new.participants)).unwrap_or_default();
    if !problems.is_empty() && !entry.anyway {
        let (form, problems, today) = (form.as_ref(), problems.as_slice(), desk.today());
        let (labels, questions) = (labels_of(desk, form), questions(desk, words));
        let page = Entering { words, read, entry: &entry, form, problems, seen, today, labels, questions };
        return Ok(page.page(desk, StatusCode::UNPROCESSABLE_ENTITY, &Markup::default()));
    }
    if let Some(path) = find_answers(&desk.root).filter(|path| !path.ends_with(TABLE)) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Err(broken(&name, &filled(&words.returns.as_workbook, &[&name])).into());
    }
    let put = new.put_into(&text).ok_or_else(|| {
        broken(TABLE, "the table of answers is not one that a row can be put into")
            .with_hint("close its quotation marks in a text editor")
    })?;
    desk.save(TABLE, &seen, &put)?;
    Ok(match new.status {
        EnteredStatus::Read => Redirect::to(DECIDE).into_response(),
        _ => Redirect::to(&format!("{ENTER}?saved=1")).into_response(),
    })
}

/// Refuses what is no answer: of nobody, of whom nothing was asked, or of no day.
fn check(words: &Words, entry: &Entry, form: Option<&AskedForm>) -> Result<(), Problems> {
    let mut problems = Problems::new();
    let is_of_nobody = entry.recipient.is_empty() && entry.status == EnteredStatus::Read;
    if form.is_none() && !is_of_nobody {
        problems.push(broken(TABLE, &words.returns.no_form).with_field("recipient"));
    }
    if !entry.date.is_empty() && IssuedAt::parse_date(&entry.date).is_none() {
        let problem = Diagnostic::new(codes::TIME, format!("`{}` is not a date", entry.date));
        problems.push(problem.with_field("date").with_hint("write it as in 2004-06-05"));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn broken(file: &str, message: &str) -> Diagnostic {
    Diagnostic::new(codes::ANSWERS_UNREADABLE, message).with_location(Location::file(file))
}

impl Entering<'_> {
    fn page(&self, desk: &Desk, status: StatusCode, note: &Markup) -> Response {
        let shown = self.shown_file();
        let content = html! {
            (note)
            @if let Some(path) = find_answers(&desk.root).filter(|path| !path.ends_with(TABLE)) {
                p.stale { (filled(&self.words.returns.as_workbook, &[&path.file_name().unwrap_or_default().to_string_lossy()])) }
            }
            @if self.form.is_none() { (fields::choice_of_recipient(self)) }
            @else {
                div.sides.entering {
                    (fields::form(self))
                    @if let Some((address, title, is_picture)) = &shown {
                        section {
                            h2 { bdi { (visible(title)) } }
                            p { a href=(address) type="application/pdf" target="_blank" { (self.words.returns.own_window) } }
                            @if *is_picture { img.scan src=(address) alt=(title); }
                            @else { iframe.scan src=(address) title=(title) tabindex="-1" {} }
                        }
                    }
                }
            }
        };
        let mut response = whole(self.words, ENTER, &content);
        *response.status_mut() = status;
        response
    }

    /// What is shown beside the fields: the first of the files that are dealt with, or else the form that was sent; its address, what it
    /// is called, and whether it is a picture.
    fn shown_file(&self) -> Option<(String, String, bool)> {
        let table = self.read.collected.as_ref();
        let mut files = table.iter().flat_map(|table| &table.files);
        let came = files.find(|file| self.entry.files.contains(&file.place()) && is_shown(&file.file));
        let came = came.and_then(|file| {
            let is_picture = !file.file.to_lowercase().ends_with(".pdf");
            Some((format!("/returns/files/{}", file.sha256.as_ref()?), file.place(), is_picture))
        });
        came.or_else(|| {
            let form = self.form?;
            Some((format!("/returns/forms/{}", encoded(&self.entry.recipient)), form.serial.clone(), false))
        })
    }
}
