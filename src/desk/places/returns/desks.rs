//! The mailings that were begun here, and the way to their desks.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use crate::beneath::{FileKind, list_within, look_within};
use crate::desk::address::encoded;
use crate::desk::answer::{Visitor, answered, refused, told};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::visible;
use crate::follow_up::FOLLOWING;

/// What the folders of reminders begin with.
pub(super) const REMINDER: &str = "reminder";

/// What the folders of confirmations begin with.
pub(super) const CONFIRMATIONS: &str = "confirmations";

const KINDS: [&str; 2] = [REMINDER, CONFIRMATIONS];

/// The folders of the mailings that were begun here.
fn begun_here(desk: &Desk) -> Vec<String> {
    let is_one = |name: &String| {
        let is_called_so = KINDS.into_iter().any(|kind| name.starts_with(kind));
        is_called_so
            && matches!(look_within(&desk.root, &format!("{name}/{FOLLOWING}")), Ok(Some(FileKind::File)))
    };
    let mut there = list_within(&desk.root, ".").unwrap_or_default();
    there.retain(is_one);
    there
}

/// The mailings that were begun here, each with the way to its desk.
pub(super) fn there(words: &Words, desk: &Desk) -> Markup {
    let told = &words.returns;
    let folders = begun_here(desk);
    html! {
        @if !folders.is_empty() {
            section {
                h2 { (told.following) }
                ul {
                    @for folder in &folders {
                        li {
                            bdi dir="ltr" { (visible(folder)) } " · "
                            a href=(address(folder)) aria-label={ (told.open_it) ": " (visible(folder)) } { (told.open_it) }
                        }
                    }
                }
            }
        }
    }
}

/// The address that leads to the desk of a mailing that was begun here.
pub(super) fn address(folder: &str) -> String {
    format!("/desks/{}", encoded(folder))
}

/// Leads to the desk of a mailing that was begun here, and opens it first.
pub(super) async fn enter(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(folder): Path<String>,
) -> Response {
    answered(&desk, words, move |desk| {
        let Some(folder) = begun_here(desk).into_iter().find(|there| *there == folder) else {
            return told(words, StatusCode::NOT_FOUND, &words.frame.not_found, &words.frame.not_found_hint);
        };
        match desk.others.address(&desk.root, &folder) {
            Ok(Some(address)) => Redirect::to(&address).into_response(),
            Ok(None) => {
                let (title, hint) = (&words.frame.failed, &words.frame.failed_hint);
                told(words, StatusCode::INTERNAL_SERVER_ERROR, title, hint)
            }
            Err(problem) => refused(words, Place::Returns, &[problem]),
        }
    })
    .await
}
