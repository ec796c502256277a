//! A workbook as an office keeps it: given to the mailing, its columns looked over and corrected, and from then on read as it is.
//!
//! All that was chosen is in the address until it is saved, so that it can be kept, gone back to, and survives a reload.

mod choice;
mod found;
mod page;
mod view;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Form, Multipart, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Router, http::StatusCode};

use self::choice::{Choice, Pairs};
use self::found::find;
use crate::desk::address::{COLUMNS, IMPORT, columns};
use crate::desk::answer::{Visitor, answered, made, refused, told};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::upload::{self, put_list};

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    let given = get(choose).post(take).layer(DefaultBodyLimit::max(upload::MOST));
    Router::new().route(IMPORT, given).route(COLUMNS, get(show).post(save))
}

async fn choose(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| page::choice_of(words, &find(desk))).await
}

async fn take(State(desk): State<Arc<Desk>>, Visitor(words): Visitor, parts: Multipart) -> Response {
    let posted = match upload::read(&desk.uploads, parts).await {
        Ok(posted) => posted,
        Err(untaken) => return told(words, untaken.status(), &words.frame.not_done, untaken.told(words)),
    };
    answered(&desk, words, move |desk| {
        let mut kept = Vec::new();
        let mut problems = Vec::new();
        for (_, file) in &posted.files {
            match put_list(&desk.root, file) {
                Ok(path) => kept.push(path),
                Err(problem) => problems.push(problem),
            }
        }
        match kept.as_slice() {
            _ if !problems.is_empty() => refused(words, Place::Recipients, &problems),
            [file] => Redirect::to(&columns(file)).into_response(),
            _ => Redirect::to(IMPORT).into_response(),
        }
    })
    .await
}

async fn show(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(pairs): Query<Pairs>,
) -> Response {
    answered(&desk, words, move |desk| {
        let choice = Choice::of(pairs);
        if !find(desk).iter().any(|found| found.file == choice.file) {
            return told(words, StatusCode::NOT_FOUND, &words.frame.not_found, &words.frame.not_found_hint);
        }
        match view::look(desk, &choice) {
            Ok(view) => Html(page::columns_of(words, &view).into_string()).into_response(),
            Err(problems) => Html(page::unread(words, &choice, &problems).into_string()).into_response(),
        }
    })
    .await
}

async fn save(State(desk): State<Arc<Desk>>, Visitor(words): Visitor, Form(pairs): Form<Pairs>) -> Response {
    answered(&desk, words, move |desk| {
        let choice = Choice::of(pairs);
        if !find(desk).iter().any(|found| found.file == choice.file) {
            return told(words, StatusCode::NOT_FOUND, &words.frame.not_found, &words.frame.not_found_hint);
        }
        let view = match view::look(desk, &choice) {
            Ok(view) => view,
            Err(problems) => {
                let page = page::unread(words, &choice, &problems);
                return (StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response();
            }
        };
        if !view.can_be_saved() {
            let page = page::columns_of(words, &view);
            return (StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response();
        }
        match view.save(desk, &choice) {
            Ok(()) => Redirect::to(Place::Recipients.path()).into_response(),
            Err(problem) => refused(words, Place::Recipients, &[problem]),
        }
    })
    .await
}
