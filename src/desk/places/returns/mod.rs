//! What came back: files are put in and read, what needs a person is decided, participants are looked over, and what follows is begun.

mod asked;
mod decide;
mod desks;
mod door;
mod enter;
mod entering;
mod entry;
mod fields;
mod files;
mod following;
mod overview;
mod participants;
mod parts;
mod reading;
mod silent;
mod taken;
mod taking;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::desk::place::Place;
use crate::desk::state::Desk;

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    let given = get(overview::answer).post(taking::take).layer(DefaultBodyLimit::max(taking::MOST));
    Router::new()
        .route(Place::Returns.path(), given)
        .route("/returns/read", post(reading::begin))
        .route(parts::DECIDE, get(decide::answer))
        .route(parts::PARTICIPANTS, get(participants::answer))
        .route(parts::SILENT, get(silent::answer))
        .route(parts::ENTER, get(enter::answer).post(enter::save))
        .route("/returns/files/{hash}", get(files::answer))
        .route("/returns/forms/{recipient}", get(files::form))
        .route(parts::DOOR, get(door::answer).post(door::begin))
        .route("/returns/door/{name}", get(door::file))
        .route("/returns/remind", post(following::remind))
        .route("/returns/confirm", post(following::confirm))
        .route("/desks/{folder}", get(desks::enter))
}
