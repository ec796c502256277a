//! Sending the letters, and what came of it: packs to print, messages, the ledger, what comes back, and what to do next.

mod counts;
mod failed;
mod ledger;
mod overview;
mod packing;
mod packs;
mod parts;
mod received;
mod receiving;
mod sending;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use self::parts::{LEDGER, RECEIVED, SEND};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::upload;

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    let files = DefaultBodyLimit::max(upload::MOST);
    Router::new()
        .route(Place::Dispatch.path(), get(overview::answer))
        .route("/dispatch/pack", post(packing::begin))
        .route("/dispatch/packs/{archive}/{name}", get(packs::answer))
        .route("/dispatch/packs/{archive}/{name}/files/{number}", get(packs::file))
        .route(SEND, get(sending::page::answer).post(sending::run::begin))
        .route("/dispatch/send/look", post(sending::look::begin))
        .route("/dispatch/send/sample", post(sending::question::ask_for_sample))
        .route("/dispatch/send/question", get(sending::question::answer))
        .route(LEDGER, get(ledger::list::answer))
        .route("/dispatch/ledger/table/{format}", get(ledger::list::table))
        .route("/dispatch/ledger/add", get(ledger::adding::answer).post(ledger::adding::add))
        .route("/dispatch/ledger/import", post(ledger::import::book).layer(files))
        .route("/dispatch/ledger/of/{recipient}", get(ledger::one::answer))
        .route("/dispatch/ledger/of/{recipient}/proof", post(ledger::proof::make))
        .route(RECEIVED, get(received::answer).post(receiving::take).layer(files))
        .route("/dispatch/received/mailbox", post(receiving::read_mailbox))
}
