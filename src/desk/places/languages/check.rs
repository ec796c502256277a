//! What is wrong with a text while a person writes it; nothing is saved.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::editor::findings;
use super::opened::Opened;
use crate::desk::answer::{Visitor, answered};
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::Problems;
use crate::translate::NotTaken;

#[derive(Debug, Deserialize)]
pub(super) struct Entered {
    file: String,
    id: String,
    text: String,
}

/// What was found.
#[derive(Debug, Serialize)]
struct Found {
    /// Whether it can be saved.
    ok: bool,
    /// What is wrong, as a part of the page.
    html: String,
}

pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(tag): Path<String>,
    Form(entered): Form<Entered>,
) -> Response {
    answered(&desk, words, move |desk| match check(desk, &tag, &entered) {
        Ok(problems) => found(words, true, &NotTaken::from(problems)),
        Err(refused) => found(words, false, &refused),
    })
    .await
}

fn check(desk: &Desk, tag: &str, entered: &Entered) -> Result<Problems, NotTaken> {
    let opened = Opened::new(desk)?;
    let texts = opened.languages.texts(&desk.mailing, tag)?;
    texts.check(&entered.file, &entered.id, &entered.text)
}

fn found(words: &Words, ok: bool, found: &NotTaken) -> Response {
    let html = findings(words, &found.faults, found.problems.iter()).into_string();
    (StatusCode::OK, Json(Found { ok, html })).into_response()
}
