//! The languages: what each lacks, a new one begun, and the texts of one beside their source.

mod asked;
mod begin;
mod check;
mod editor;
mod files;
mod level;
mod list;
mod opened;
mod page;
mod save;
mod texts;
mod tool;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::translate::xliff;

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    // A file of a translation tool is longer than what people enter.
    let longest = usize::try_from(xliff::MAX_BYTES).unwrap_or(usize::MAX);
    Router::new()
        .route(Place::Languages.path(), get(list::answer).post(begin::answer))
        .route("/languages/xliff", post(tool::look).layer(DefaultBodyLimit::max(longest)))
        .route("/languages/xliff/take", post(tool::take))
        .route("/languages/{tag}", get(texts::answer).post(save::answer))
        .route("/languages/{tag}/check", post(check::answer))
        .route("/languages/{tag}/level", post(level::answer))
        .route("/languages/{tag}/xliff", get(tool::download))
        .route("/languages/{tag}/page", get(page::answer).post(page::trial))
}
