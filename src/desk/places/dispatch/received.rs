//! What came back: giving messages, reading the mailbox, and what was made of each.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::parts::{LEDGER, RECEIVED, link_to_entries, no_archive, parts};
use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::moment::moment;
use crate::desk::place::Place;
use crate::desk::shelf::Shelf;
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;
use crate::ledger::LedgerEvent;
use crate::mailing::Imap;
use crate::receive::{Received, ReceivedMessage, ReceivedOutcome};

/// How many messages are listed.
const MOST: usize = 500;

pub(super) async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| {
        let read = desk.read();
        let told = &words.dispatch;
        let has_archive = Shelf::now(desk).is_some_and(|shelf| shelf.newest().is_some());
        let imap = read.mailing.as_ref().and_then(|mailing| mailing.dispatch.e_mail.imap.as_ref());
        let content = html! {
            (parts(words, desk, RECEIVED))
            p { (told.received_hint) }
            @if has_archive { (forms(words, imap)) } @else { (no_archive(words)) }
        };
        page(words, Some(Place::Dispatch), &told.received, &content)
    })
    .await
}

fn forms(words: &Words, imap: Option<&Imap>) -> Markup {
    let told = &words.dispatch;
    html! {
        section {
            h2 { (told.give_messages) }
            form.column method="post" action=(RECEIVED) enctype="multipart/form-data" {
                div {
                    label for="files" { (told.message_files) }
                    input.drop id="files" name="files" type="file" multiple required
                        accept=".eml,.msg,.mbox,message/rfc822,application/mbox,application/vnd.ms-outlook";
                }
                label.tick { input type="checkbox" name="dry" value="1"; " " (told.only_look) }
                button { (told.read_messages) }
            }
        }
        @if let Some(imap) = imap {
            section {
                h2 { (told.mailbox) }
                p {
                    bdi { @if let Some(user) = &imap.user { (visible(user)) " · " } (visible(&imap.host.value)) }
                    " · " bdi { (visible(&imap.folder)) }
                }
                p { (told.mailbox_hint) }
                form.column method="post" action={ (RECEIVED) "/mailbox" } {
                    label.tick { input type="checkbox" name="dry" value="1"; " " (told.only_look) }
                    button { (told.read_mailbox) }
                }
            }
        }
    }
}

/// What was made of the messages.
pub(super) fn shown(words: &Words, received: &Received, is_dry: bool) -> Markup {
    let told = &words.dispatch;
    let outcomes = received.by_outcome();
    let has_bounced = received.by_event().contains_key(&LedgerEvent::Bounced);
    let saved = received.messages.iter().filter(|message| message.saved.is_some()).count();
    html! {
        @if is_dry { p { strong { (told.nothing_booked) } } }
        dl.facts {
            dt { (told.messages) } dd { (received.messages.len()) }
            @for (outcome, count) in &outcomes { dt { (told.outcome(*outcome)) } dd { (count) } }
            @for (event, count) in received.by_event() { dt { (told.event(event)) } dd { (count) } }
            @if saved > 0 { dt { (told.saved) } dd { a href=(Place::Returns.path()) { (saved) } } }
        }
        @if has_bounced && !is_dry {
            p { a href={ (Place::Dispatch.path()) "#failed" } { (told.what_next) } }
        }
        @if outcomes.contains_key(&ReceivedOutcome::Unclear) {
            p { (told.unclear_hint) " " a href={ (LEDGER) "/add" } { (told.book) } }
        }
        @if !received.messages.is_empty() {
            div.sheet {
                table {
                    (head(&[
                        Text(&told.message),
                        Text(&told.taken_for_title),
                        Text(&words.recipients.recipient),
                        Text(&told.booked_as),
                        Text(&told.why),
                    ]))
                    tbody { @for message in received.messages.iter().take(MOST) { (row(words, message)) } }
                }
            }
            @if received.messages.len() > MOST {
                p { (filled(&words.make.more, &[&(received.messages.len() - MOST)])) }
            }
        }
    }
}

fn row(words: &Words, message: &ReceivedMessage) -> Markup {
    let told = &words.dispatch;
    let booked = message.event.filter(|_| message.outcome == ReceivedOutcome::Booked);
    let class = match message.outcome {
        ReceivedOutcome::Booked if booked == Some(LedgerEvent::Bounced) => Some("error"),
        ReceivedOutcome::Unclear => Some("warning"),
        _ => None,
    };
    html! {
        tr class=[class] {
            th scope="row" {
                bdi { (visible(&message.place)) }
                @if !message.from.is_empty() { br; bdi.quiet { (visible(&message.from)) } }
                @if let Some(date) = message.date { br; (moment(words, date)) }
            }
            td { (told.taken_for(message.taken_for)) }
            td { @if let Some(sent) = &message.sent { (link_to_entries(&sent.recipient)) } }
            td {
                span.state {
                    @match booked {
                        Some(event) => (told.event(event)),
                        None => (told.outcome(message.outcome)),
                    }
                }
            }
            td {
                bdi lang="en" { (visible(&message.why)) }
                @if !message.words.is_empty() { br; bdi.quiet { (visible(&message.words)) } }
                @if let Some(saved) = &message.saved { br; (told.saved) ": " bdi { (visible(saved)) } }
            }
        }
    }
}
