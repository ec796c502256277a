//! Saves the text of a file, over nothing but what was seen of it.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use axum::response::{Html, IntoResponse, Json, Redirect, Response};
use serde::Deserialize;
use serde_json::json;

use super::chosen::{Asked, Chosen, address};
use super::preview::told;
use super::shown::{Shown, page_of};
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::diagnostic::Problems;
use crate::edit::Version;

/// A text to be saved.
#[derive(Debug, Deserialize)]
pub(super) struct Written {
    #[serde(flatten)]
    asked: Asked,
    /// What was known of the file when the text was opened.
    seen: String,
    text: String,
}

/// Saves a text: a script is told so, and without one the page comes back.
pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    headers: HeaderMap,
    Form(written): Form<Written>,
) -> Response {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let by_script = accepted.is_some_and(|accepted| accepted.starts_with("application/json"));
    answered(&desk, words, move |desk| {
        let chosen = match Chosen::of(desk, &written.asked) {
            Ok(chosen) => chosen,
            Err(problems) => return refused(words, Place::Letter, &problems),
        };
        match (write(desk, &chosen, &written), by_script) {
            (Ok(seen), true) => Json(json!({ "seen": seen.to_string() })).into_response(),
            (Ok(_), false) => Redirect::to(&address(&chosen, &[])).into_response(),
            (Err(problems), true) => {
                let now = now(desk, &chosen).to_string();
                (StatusCode::CONFLICT, Json(json!({ "problems": told(words, &problems), "now": now })))
                    .into_response()
            }
            (Err(problems), false) => {
                let seen = now(desk, &chosen);
                let shown = Shown { text: &written.text, seen, refused: &problems, asked: &written.asked };
                let page = page_of(words, &chosen, &shown);
                (StatusCode::CONFLICT, Html(page.into_string())).into_response()
            }
        }
    })
    .await
}

/// What the file is now: what was entered stays, and may be saved over that by whoever has seen it.
fn now(desk: &Desk, chosen: &Chosen) -> Version {
    chosen.read(desk).map_or(Version::None, |(_, seen)| seen)
}

fn write(desk: &Desk, chosen: &Chosen, written: &Written) -> Result<Version, Problems> {
    let text = chosen.as_in_file(desk, &written.text)?;
    // What is no version is that of no file, over which nothing is written.
    let seen = written.seen.parse().unwrap_or(Version::None);
    Ok(desk.save(&chosen.file, &seen, &text)?)
}
