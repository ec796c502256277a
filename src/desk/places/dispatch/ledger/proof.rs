//! The proof of dispatch of one sending, as a file to be kept.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::html;
use serde::Deserialize;

use crate::beneath::open_regular;
use crate::desk::answer::{Visitor, answered, refused, told as say};
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::places::dispatch::parts::entries_of;
use crate::desk::problem::all_shown;
use crate::desk::served::named;
use crate::desk::shelf::Shelf;
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::ledger::{self, Evidence};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk::places::dispatch) struct Asked {
    copy: Option<u32>,
    /// Set by who has seen what is to be looked at.
    seen: Option<String>,
}

/// Makes it, and gives it; what is to be looked at is shown before.
pub(in crate::desk::places::dispatch) async fn make(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Response {
    answered(&desk, words, move |desk| {
        let shelf = Shelf::now(desk);
        let Some(archive) = shelf.as_ref().and_then(Shelf::newest) else {
            return say(words, StatusCode::NOT_FOUND, &words.make.gone, &words.make.gone_hint);
        };
        let Some(book) = ledger::find(&archive.folder) else {
            return say(
                words,
                StatusCode::UNPROCESSABLE_ENTITY,
                &words.frame.not_done,
                &words.dispatch.no_entries,
            );
        };
        let Some(to) = book.parent() else {
            return say(words, StatusCode::NOT_FOUND, &words.make.gone, &words.make.gone_hint);
        };
        match ledger::prove(&archive.folder, &book, (&id, asked.copy), to) {
            Ok(evidence) if asked.seen.is_none() && evidence.problems.need_a_look() => {
                looked_at(words, &id, asked.copy, &evidence.problems)
            }
            Ok(evidence) => given(words, &evidence),
            Err(problems) => refused(words, Place::Dispatch, &problems),
        }
    })
    .await
}

fn given(words: &Words, evidence: &Evidence) -> Response {
    let Some(path) = evidence.files.first() else {
        return say(words, StatusCode::NOT_FOUND, &words.make.gone, &words.make.gone_hint);
    };
    let read = open_regular(path).and_then(|(mut file, _)| {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes)?;
        Ok(bytes)
    });
    match read {
        Ok(bytes) => {
            let name = path_text(path.file_name().unwrap_or_default().as_ref());
            named(bytes.into_response(), "application/pdf", "attachment", &name)
        }
        Err(error) => {
            let problem =
                Diagnostic::new(codes::WRITE, format!("the proof cannot be read ({})", io_text(&error)))
                    .with_location(Location::file(path_text(path)));
            refused(words, Place::Dispatch, &[problem])
        }
    }
}

fn looked_at(words: &Words, id: &str, copy: Option<u32>, problems: &Problems) -> Response {
    let content = html! {
        (all_shown(words, problems.iter()))
        form method="post" action={ (entries_of(id)) "/proof" } {
            @if let Some(copy) = copy { input type="hidden" name="copy" value=(copy); }
            input type="hidden" name="seen" value="1";
            button { (words.dispatch.make_proof) }
            a href=(entries_of(id)) { (words.approve.no) }
        }
    };
    Html(page(words, Some(Place::Dispatch), &words.dispatch.proof, &content).into_string()).into_response()
}
