//! Booking what was done by hand: posted, handed over, faxed, returned, answered, or a note.

use std::sync::Arc;

use axum::extract::{Query, RawForm, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::entered::Entered;
use crate::desk::answer::{Visitor, answered, made, told as say};
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::places::dispatch::parts::{LEDGER, entries_of, parts};
use crate::desk::problem::all_shown;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::Problems;
use crate::ledger::{self, Booking, LedgerEvent};
use crate::recipient::Channel;

/// The form, for one recipient where one is named.
pub(in crate::desk::places::dispatch) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(entered): Query<Entered>,
) -> Response {
    made(&desk, words, move |desk| page_of(words, desk, &entered, &Problems::new())).await
}

/// Books it.
pub(in crate::desk::places::dispatch) async fn add(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    RawForm(form): RawForm,
) -> Response {
    let Some(entered) = Entered::read(&form) else {
        return say(words, StatusCode::BAD_REQUEST, &words.frame.not_done, &words.frame.failed_hint);
    };
    answered(&desk, words, move |desk| {
        let booked = entered.bookings().and_then(|bookings| book(desk, &bookings));
        match booked {
            Ok(booked) => done(words, &booked),
            Err(problems) => {
                let page = page_of(words, desk, &entered, &problems);
                (StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response()
            }
        }
    })
    .await
}

/// What was booked, and what could not be booked elsewhere.
#[derive(Debug)]
pub(super) struct Done {
    count: usize,
    /// The one recipient that it is about.
    recipient: Option<String>,
    elsewhere: Problems,
}

/// Books all of them, or none.
pub(super) fn book(desk: &Desk, bookings: &[Booking]) -> Result<Done, Problems> {
    let now = (desk.now)();
    let (mut ledger, archive) = ledger::open(&desk.root, &desk.mailing, now)?;
    let booked = ledger::book(&mut ledger, archive.manifest(), archive.manifest_sha256(), bookings, now)?;
    drop(ledger);
    // Where these are reminders, the mailing that they remind of is told.
    let elsewhere = ledger::book_reminders(&desk.root, &desk.mailing, now).err().unwrap_or_default();
    let recipient = match &booked.entries[..] {
        [entry] => entry.sent.as_ref().map(|sent| sent.recipient.clone()),
        _ => None,
    };
    Ok(Done { count: booked.entries.len(), recipient, elsewhere })
}

/// Leads to what was booked.
pub(super) fn done(words: &Words, done: &Done) -> Response {
    if !done.elsewhere.is_empty() {
        let content = html! {
            p.saved role="status" { (filled(&words.dispatch.booked_count, &[&done.count])) }
            (all_shown(words, done.elsewhere.iter()))
            p { a href=(LEDGER) { (words.dispatch.ledger) } }
        };
        let page = page(words, Some(Place::Dispatch), &words.dispatch.ledger, &content);
        return Html(page.into_string()).into_response();
    }
    match &done.recipient {
        Some(recipient) => Redirect::to(&entries_of(recipient)).into_response(),
        None => Redirect::to(&format!("{LEDGER}?booked={}", done.count)).into_response(),
    }
}

fn page_of(words: &Words, desk: &Desk, entered: &Entered, problems: &Problems) -> Markup {
    let told = &words.dispatch;
    let content = html! {
        (parts(words, desk, ""))
        @if !problems.is_empty() { div role="alert" { (all_shown(words, problems.iter())) } }
        (form(words, entered))
        section {
            h2 { (told.many) }
            p { (told.many_hint) }
            form.column method="post" action={ (LEDGER) "/import" } enctype="multipart/form-data" {
                div {
                    label for="file" { (told.table_file) }
                    input.drop id="file" name="file" type="file" accept=".csv,.xlsx,.xlsm,.xls,.ods" required;
                }
                div {
                    label for="many-by" { (told.by) }
                    input id="many-by" name="by" autocomplete="name" value=(entered.by);
                }
                button { (told.book_all) }
            }
        }
    };
    page(words, Some(Place::Dispatch), &told.book, &content)
}

fn form(words: &Words, entered: &Entered) -> Markup {
    let told = &words.dispatch;
    let events = LedgerEvent::ALL.into_iter().filter(|event| event.is_for_people());
    // What offices book most stands first.
    let first = [LedgerEvent::Posted, LedgerEvent::Collected, LedgerEvent::Returned, LedgerEvent::Note];
    let rest = events.filter(|event| !first.contains(event));
    let asked = if entered.event.is_empty() { LedgerEvent::Posted.name() } else { entered.event.as_str() };
    let field = |name: &str, label: &str, value: &str, kind: &str| {
        html! {
            div {
                label for=(name) { (label) }
                input id=(name) name=(name) type=(kind) value=(value) autocomplete="off";
            }
        }
    };
    html! {
        form.column method="post" action={ (LEDGER) "/add" } {
            div {
                label for="event" { (told.what) }
                select id="event" name="event" {
                    @for event in first.into_iter().chain(rest) {
                        option value=(event.name()) selected[event.name() == asked] { (told.event(event)) }
                    }
                }
            }
            div {
                label for="recipient" { (words.make.recipients) }
                textarea id="recipient" name="recipient" rows="2" required aria-describedby="recipient-hint" { (entered.recipient) }
                p.quiet id="recipient-hint" { (told.recipient_hint) }
            }
            div {
                label for="channel" { (words.make.channel) }
                select id="channel" name="channel" {
                    option value="" { (told.as_archive) }
                    @for channel in Channel::ALL {
                        option value=(channel.name()) selected[channel.name() == entered.channel] {
                            (words.recipient.channels.of(channel))
                        }
                    }
                }
            }
            (field("happened", &told.happened, &entered.happened, "date"))
            (field("number", &told.post_number, &entered.number, "text"))
            (field("to", &told.to_whom, &entered.to, "text"))
            (field("text", &words.approve.note, &entered.text, "text"))
            (field("by", &told.by, &entered.by, "text"))
            (field("copy", &told.copy_number, &entered.copy, "text"))
            button { (told.book) }
        }
    }
}
