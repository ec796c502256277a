//! What every answer is made of: the words of who asks, a page that is made apart, a problem.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::frame::{page, page_with};
use super::jobs::Busy;
use super::place::Place;
use super::problem::all_shown;
use super::progress;
use super::reading::SOON;
use super::state::{Desk, apart};
use super::words::{LANGUAGES, Words};
use crate::diagnostic::{Diagnostic, visible};

/// The name of the cookie with the language that a person chose.
pub(super) const LANGUAGE: &str = "convoke-language";

/// Who asks: the words of the language that the person chose, or else the browser's.
#[derive(Debug)]
pub(super) struct Visitor(pub(super) &'static Words);

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(words(&parts.headers)))
    }
}

/// The words of the language that the person chose, or else the browser's.
pub(super) fn words(headers: &HeaderMap) -> &'static Words {
    let texts =
        |name: header::HeaderName| headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = texts(header::COOKIE)
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let chosen = pairs.find(|(name, _)| *name == LANGUAGE).and_then(|(_, tag)| Words::of(tag));
    let asked = || texts(header::ACCEPT_LANGUAGE).find_map(Words::asked);
    // That there is a language is tested.
    chosen.or_else(asked).unwrap_or_else(|| &LANGUAGES[0])
}

/// A page that is made apart, since it reads files.
pub(super) async fn made(
    desk: &Arc<Desk>,
    words: &'static Words,
    make: impl FnOnce(&Desk) -> Markup + Send + 'static,
) -> Response {
    let mut page = pin!(answered(desk, words, |desk| Html(make(desk).into_string()).into_response()));
    loop {
        tokio::select! {
            made = &mut page => return made,
            () = tokio::time::sleep(SOON) => if desk.looking().sight().is_long() { return waiting(words, desk) },
        }
    }
}

/// A page of which nothing can be shown before a long list is looked at: it says how far that is, and is made again at its end.
fn waiting(words: &Words, desk: &Desk) -> Response {
    let head = html! { noscript { meta http-equiv="refresh" content="2"; } };
    let content = progress::waiting(words, desk.looking());
    Html(page_with(words, None, &words.frame.reading, &head, &content).into_string()).into_response()
}

/// An answer that is made apart, since it changes files, or needs processors.
pub(super) async fn answered(
    desk: &Arc<Desk>,
    words: &'static Words,
    make: impl FnOnce(&Desk) -> Response + Send + 'static,
) -> Response {
    match apart(desk, make).await {
        Some(response) => response,
        None => told(words, StatusCode::INTERNAL_SERVER_ERROR, &words.frame.failed, &words.frame.failed_hint),
    }
}

/// A page that says one thing.
pub(super) fn told(words: &Words, status: StatusCode, title: &str, hint: &str) -> Response {
    let content = html! { p { (hint) } };
    (status, Html(page(words, None, title, &content).into_string())).into_response()
}

/// A page of what stands in the way of what a person asked for; nothing was changed.
pub(super) fn refused(words: &Words, here: Place, problems: &[Diagnostic]) -> Response {
    let content = html! {
        (all_shown(words, problems))
        p { a href=(here.path()) { (here.title(words)) } }
    };
    let page = page(words, Some(here), &words.frame.not_done, &content);
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response()
}

/// Leads to the page of the work that was begun, or says what other work is under way.
pub(super) fn begun(words: &Words, here: Place, begun: Result<u64, Busy>) -> Response {
    let Busy(job) = match begun {
        Ok(id) => return Redirect::to(&format!("/jobs/{id}")).into_response(),
        Err(busy) => busy,
    };
    let content = html! {
        p { a href={ "/jobs/" (job.id) } { bdi { (visible(&job.title)) } } }
        p { (words.jobs.busy_hint) }
    };
    let page = page(words, Some(here), &words.jobs.busy, &content);
    (StatusCode::CONFLICT, Html(page.into_string())).into_response()
}
