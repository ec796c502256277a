//! Where each sending stands: a table, searched and chosen from, a page of it at a time, or as a file.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::desk::answer::{Visitor, answered, made, refused};
use crate::desk::frame::page;
use crate::desk::moment::moment;
use crate::desk::paging::Stretch;
use crate::desk::place::Place;
use crate::desk::places::dispatch::parts::{LEDGER, link_to_sending, no_archive, parts};
use crate::desk::problem::all_shown;
use crate::desk::served::named;
use crate::desk::shelf::{Listed, Shelf, gone};
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;
use crate::export::TableFormat;
use crate::ledger::{self, LedgerFilter, LedgerRow, SendingState};
use crate::recipient::Channel;

/// How many sendings a page has.
const ON_A_PAGE: usize = 100;

/// What of the ledger is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk::places::dispatch) struct Asked {
    q: String,
    channel: String,
    state: String,
    from: usize,
    /// How many entries were booked just now.
    booked: Option<usize>,
}

impl Asked {
    /// The rows that are asked for.
    fn choose(&self, mut rows: Vec<LedgerRow>) -> Vec<LedgerRow> {
        let channel = Channel::ALL.into_iter().find(|channel| channel.name() == self.channel);
        let state = SendingState::ALL.into_iter().find(|state| state.name() == self.state);
        let filter = LedgerFilter {
            channels: channel.into_iter().collect(),
            states: state.into_iter().collect(),
            ..LedgerFilter::default()
        };
        let searched = self.q.trim().to_lowercase();
        rows.retain(|row| {
            let mut texts = [&row.sent.recipient, &row.serial, &row.name, &row.number].into_iter();
            filter.wants(row)
                && (searched.is_empty() || texts.any(|text| text.to_lowercase().contains(&searched)))
        });
        rows
    }

    fn query(&self, from: Option<usize>) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", &self.q), ("channel", &self.channel), ("state", &self.state)] {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        }
        if let Some(from) = from {
            pairs.append_pair("from", &from.to_string());
        }
        pairs.finish()
    }
}

pub(in crate::desk::places::dispatch) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    made(&desk, words, move |desk| {
        let shelf = Shelf::now(desk);
        let found = shelf.as_ref().and_then(|shelf| Some((shelf, shelf.newest()?)));
        let content = html! {
            (parts(words, desk, LEDGER))
            @match found {
                None => (no_archive(words)),
                Some((shelf, archive)) => (content(words, shelf, archive, &asked)),
            }
        };
        page(words, Some(Place::Dispatch), &words.dispatch.ledger, &content)
    })
    .await
}

/// The same as a file for spreadsheet programs.
pub(in crate::desk::places::dispatch) async fn table(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(format): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&desk, words, move |desk| {
        let (format, kind) = match format.as_str() {
            "csv" => (TableFormat::Csv, "text/csv; charset=utf-8"),
            "xlsx" => {
                (TableFormat::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            }
            _ => return gone(words),
        };
        let shelf = Shelf::now(desk);
        let Some((shelf, archive)) = shelf.as_ref().and_then(|shelf| Some((shelf, shelf.newest()?))) else {
            return gone(words);
        };
        // A table of a broken ledger would say that nothing was sent.
        if shelf.ledger_problems.has_errors() {
            return refused(words, Place::Dispatch, &shelf.ledger_problems);
        }
        let rows = asked.choose(ledger::rows(&shelf.entries, archive.manifest(), archive.hash()));
        let ending = if format == TableFormat::Csv { "csv" } else { "xlsx" };
        match ledger::write_rows(&rows, format) {
            Ok(bytes) => {
                named(bytes.into_response(), kind, "attachment", &format!("{}-ledger.{ending}", archive.name))
            }
            Err(problem) => refused(words, Place::Dispatch, &[problem]),
        }
    })
    .await
}

fn content(words: &Words, shelf: &Shelf, archive: &Listed, asked: &Asked) -> Markup {
    let told = &words.dispatch;
    let rows = asked.choose(ledger::rows(&shelf.entries, archive.manifest(), archive.hash()));
    html! {
        (all_shown(words, shelf.ledger_problems.iter()))
        @if let Some(booked) = asked.booked { p.saved role="status" { (filled(&told.booked_count, &[&booked])) } }
        (choices(words, asked))
        p.pages {
            a href={ (LEDGER) "/add" } { (told.book) }
            a href={ (LEDGER) "/table/xlsx?" (asked.query(None)) } download { (words.make.download) ": XLSX" }
            a href={ (LEDGER) "/table/csv?" (asked.query(None)) } download { "CSV" }
        }
        div id="list" { (list(words, &rows, asked)) }
    }
}

fn choices(words: &Words, asked: &Asked) -> Markup {
    let told = &words.dispatch;
    html! {
        form method="get" action=(LEDGER) role="search" data-live="list" {
            div {
                label for="q" { (told.search) }
                input id="q" name="q" type="search" value=(asked.q) autocomplete="off";
            }
            div {
                label for="channel" { (words.make.channel) }
                select id="channel" name="channel" {
                    option value="" { (words.recipients.any) }
                    @for channel in Channel::ALL {
                        option value=(channel.name()) selected[channel.name() == asked.channel] {
                            (words.recipient.channels.of(channel))
                        }
                    }
                }
            }
            div {
                label for="state" { (told.stands) }
                select id="state" name="state" {
                    option value="" { (words.recipients.any) }
                    @for state in SendingState::ALL {
                        option value=(state.name()) selected[state.name() == asked.state] { (told.state(state)) }
                    }
                }
            }
            button { (words.recipients.find) }
        }
    }
}

fn list(words: &Words, rows: &[LedgerRow], asked: &Asked) -> Markup {
    let told = &words.dispatch;
    let stretch = Stretch::with(asked.from, rows.len(), ON_A_PAGE);
    if rows.is_empty() {
        return html! { p role="status" { (words.recipients.nobody) } };
    }
    html! {
        (stretch.bar(words, |from| format!("{LEDGER}?{}", asked.query(Some(from)))))
        div.sheet {
            table {
                (head(&[
                    Text(&words.recipients.recipient),
                    Text(&words.make.serial),
                    Text(&words.make.channel),
                    Text(&told.stands),
                    Text(&told.since),
                    Text(&told.said),
                ]))
                tbody { @for row in &rows[stretch.range()] { (line(words, row)) } }
            }
        }
    }
}

fn line(words: &Words, row: &LedgerRow) -> Markup {
    let told = &words.dispatch;
    html! {
        tr class=[row.state.has_failed().then_some("error")] {
            th scope="row" {
                (link_to_sending(words, &row.sent.recipient, row.sent.copy))
                br; span.quiet { bdi { (visible(&row.name)) } }
            }
            td.serial { bdi { (visible(&row.serial)) } }
            td { (words.recipient.channels.of(row.sent.channel)) }
            td {
                span.state { (told.state(row.state)) }
                @if row.is_answered { br; (told.event(ledger::LedgerEvent::Answered)) }
                @if row.reminders > 0 { br; (filled(&told.reminders, &[&row.reminders])) }
            }
            td { @if let Some(since) = row.since { (moment(words, since)) } }
            td {
                // The identifier of a message says nothing here; the recipient's page has it.
                @if !row.number.is_empty() && !row.number.contains('@') { bdi { (visible(&row.number)) } br; }
                bdi.quiet { (visible(&row.text)) }
            }
        }
    }
}
