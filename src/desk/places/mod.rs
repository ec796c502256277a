//! What a person sees where. Each place is an address that can be kept.

mod begin;
mod check;
mod dispatch;
mod history;
mod import;
mod jobs;
mod languages;
mod letter;
mod make;
mod proof;
mod reading;
mod recipients;
mod returns;
mod settings;
mod start;

use std::sync::Arc;

use axum::Router;

use super::state::Desk;

/// The addresses of all places.
pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .merge(start::routes())
        .merge(begin::routes())
        .merge(import::routes())
        .merge(settings::routes())
        .merge(recipients::routes())
        .merge(letter::routes())
        .merge(languages::routes())
        .merge(check::routes())
        .merge(history::routes())
        .merge(jobs::routes())
        .merge(make::routes())
        .merge(dispatch::routes())
        .merge(proof::routes())
        .merge(reading::routes())
        .merge(returns::routes())
}
