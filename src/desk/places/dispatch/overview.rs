//! Where the dispatch stands: what went out and what did not, the packs, and what to do about what failed.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::counts::by_channel;
use super::parts::{SEND, no_archive, parts};
use super::{failed, packing, packs};
use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::parts::APPROVE;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::shelf::{Listed, Shelf, approved};
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::visible;
use crate::ledger::{self, SendingState};
use crate::recipient::Channel;

pub(super) async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| {
        let shelf = Shelf::now(desk);
        let found = shelf.as_ref().and_then(|shelf| Some((shelf, shelf.newest()?)));
        let content = html! {
            (parts(words, desk, Place::Dispatch.path()))
            @match found {
                None => (no_archive(words)),
                Some((shelf, archive)) => (standing(words, shelf, archive)),
            }
        };
        page(words, Some(Place::Dispatch), &words.dispatch.title, &content)
    })
    .await
}

fn standing(words: &Words, shelf: &Shelf, archive: &Listed) -> Markup {
    let told = &words.dispatch;
    let rows = ledger::rows(&shelf.entries, archive.manifest(), archive.hash());
    let is_waiting = |row: &ledger::LedgerRow| {
        row.sent.channel == Channel::EMail && matches!(row.state, SendingState::Open | SendingState::Deferred)
    };
    html! {
        (all_shown(words, shelf.ledger_problems.iter()))
        dl.facts {
            dt { (words.make.archive) } dd { a href=(archive.path()) { bdi { (visible(&archive.name)) } } }
            dt { (words.make.approved) } dd { a href=(APPROVE) { (approved(words, archive, shelf)) } }
        }
        section {
            h2 { (told.standing) }
            (by_channel(words, &rows))
            @if rows.iter().any(is_waiting) { p { a href=(SEND) { (told.send_open) } } }
        }
        (failed::section(words, shelf, archive))
        section {
            h2 id="packs" { (told.packs) }
            (packs::list(words, shelf))
            (packing::form(words))
        }
    }
}
