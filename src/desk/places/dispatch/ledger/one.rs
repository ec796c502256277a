//! What is on record of one recipient: where its sendings stand, every entry, and what to do next.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};

use crate::desk::address::{self, encoded};
use crate::desk::answer::{Visitor, answered, told as say};
use crate::desk::frame::page;
use crate::desk::moment::moment;
use crate::desk::place::Place;
use crate::desk::places::dispatch::parts::{LEDGER, entries_of, parts};
use crate::desk::problem::all_shown;
use crate::desk::shelf::Shelf;
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;
use crate::ledger::{self, LedgerEntry, LedgerRow, LedgerScope, SendingState};

pub(in crate::desk::places::dispatch) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(id): Path<String>,
) -> Response {
    answered(&desk, words, move |desk| {
        let missing =
            || say(words, StatusCode::NOT_FOUND, &words.frame.not_found, &words.frame.not_found_hint);
        let shelf = Shelf::now(desk);
        let Some((shelf, archive)) = shelf.as_ref().and_then(|shelf| Some((shelf, shelf.newest()?))) else {
            return missing();
        };
        let mut rows = ledger::rows(&shelf.entries, archive.manifest(), archive.hash());
        rows.retain(|row| row.sent.recipient == id);
        let Some(first) = rows.first() else { return missing() };
        let scope = LedgerScope::new(archive.manifest(), archive.hash());
        let is_own = |entry: &&LedgerEntry| {
            scope.has(entry) && entry.sent.as_ref().is_some_and(|sent| sent.recipient == id)
        };
        let entries: Vec<&LedgerEntry> = shelf.entries.iter().filter(is_own).collect();
        let title = format!("{} · {}", first.name, first.serial);
        let content = html! {
            (parts(words, desk, LEDGER))
            (all_shown(words, shelf.ledger_problems.iter()))
            @for row in &rows { (standing(words, row)) }
            p.pages {
                a href={ (LEDGER) "/add?recipient=" (encoded(&id)) } { (words.dispatch.book) }
                a href=(address::recipient(&id)) { (words.dispatch.mend_address) }
            }
            h2 { (words.dispatch.entries) }
            (history(words, &entries))
            @if !entries.is_empty() && !shelf.ledger_problems.has_errors() { (proofs(words, &id, &rows)) }
        };
        Html(page(words, Some(Place::Dispatch), &visible(&title), &content).into_string()).into_response()
    })
    .await
}

/// Where a sending stands, and what to do about it.
fn standing(words: &Words, row: &LedgerRow) -> Markup {
    let told = &words.dispatch;
    let next = match row.state {
        SendingState::Unknown => Some(&told.next_unknown),
        SendingState::Drafted => Some(&told.next_drafted),
        SendingState::Deferred => Some(&told.next_deferred),
        state if state.has_failed() => Some(&told.next_failed),
        _ => None,
    };
    let class = match row.state {
        state if state.has_failed() => "error",
        state if state.is_out() => "done",
        SendingState::Open => "later",
        _ => "warning",
    };
    html! {
        ul.problems {
            li class=(class) {
                span.state { (told.state(row.state)) }
                (words.recipient.channels.of(row.sent.channel))
                @if let Some(copy) = row.sent.copy { " · " (filled(&words.recipient.copy, &[&copy])) }
                @if let Some(since) = row.since { " · " (moment(words, since)) }
                @if !row.number.is_empty() { p { (told.number) ": " bdi { (visible(&row.number)) } } }
                @if !row.text.is_empty() { p.quiet { bdi { (visible(&row.text)) } } }
                @if let Some(next) = next { p { (next) } }
            }
        }
    }
}

/// Every entry, in the order in which they were booked.
fn history(words: &Words, entries: &[&LedgerEntry]) -> Markup {
    let told = &words.dispatch;
    if entries.is_empty() {
        return html! { p { (told.no_entries) } };
    }
    let text =
        |text: &Option<String>| text.as_deref().map(|text| visible(text).into_owned()).unwrap_or_default();
    html! {
        div.sheet tabindex="0" role="region" aria-label=(told.entries) {
            table {
                (head(&[
                    Text(&told.when),
                    Text(&told.what),
                    Text(&words.make.channel),
                    Text(&told.by),
                    Text(&told.number),
                    Text(&told.said),
                ]))
                tbody {
                    @for entry in entries {
                        tr {
                            td { (moment(words, entry.moment())) }
                            th scope="row" { (told.event(entry.event)) }
                            td {
                                @if let Some(sent) = &entry.sent {
                                    (words.recipient.channels.of(sent.channel))
                                    @if let Some(copy) = sent.copy { br; (filled(&words.recipient.copy, &[&copy])) }
                                }
                            }
                            td { bdi { (text(&entry.by)) } }
                            td { bdi { (text(&entry.number)) } }
                            td {
                                @if entry.to.is_some() { (told.to) ": " bdi { (text(&entry.to)) } br; }
                                bdi { (text(&entry.text)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The proof of dispatch, of the letter and of each copy.
fn proofs(words: &Words, id: &str, rows: &[LedgerRow]) -> Markup {
    let mut copies: Vec<Option<u32>> = rows.iter().map(|row| row.sent.copy).collect();
    copies.dedup();
    html! {
        h2 { (words.dispatch.proof) }
        p { (words.dispatch.proof_hint) }
        @for copy in copies {
            form method="post" action={ (entries_of(id)) "/proof" } {
                @if let Some(copy) = copy { input type="hidden" name="copy" value=(copy); }
                button.other {
                    (words.dispatch.make_proof)
                    @if let Some(copy) = copy { " · " (filled(&words.recipient.copy, &[&copy])) }
                }
            }
        }
    }
}
