//! A new language, begun with a copy of another one and what Unicode CLDR knows of it.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::opened::{Opened, address};
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::translate;

#[derive(Deserialize)]
pub(super) struct Chosen {
    tag: String,
    from: String,
}

pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(chosen): Form<Chosen>,
) -> Response {
    answered(&desk, words, move |desk| {
        let opened = match Opened::plain(desk) {
            Ok(opened) => opened,
            Err(problems) => return refused(words, Place::Languages, &problems),
        };
        match translate::new(&desk.root, &opened.mailing.templates, &chosen.tag, &chosen.from) {
            Ok(_) => Redirect::to(&address(&chosen.tag)).into_response(),
            Err(problem) => refused(words, Place::Languages, &[*problem]),
        }
    })
    .await
}
