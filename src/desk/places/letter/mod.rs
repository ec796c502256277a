//! The letter and all that goes with it: the text beside the page of a recipient, which follows as one types.

mod choosing;
mod chosen;
mod fields;
mod inserting;
mod preview;
mod saving;
mod shown;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use self::chosen::{Asked, Chosen};
use self::shown::{Shown, page_of};
use crate::desk::answer::{Visitor, answered};
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::state::Desk;

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(Place::Letter.path(), get(answer).post(saving::save))
        .route("/letter/page", get(preview::page))
        .route("/letter/preview", post(preview::preview))
        .route("/letter/point", post(preview::point))
        .route("/letter/pictures/{name}", get(preview::picture))
        .route("/letter/mails/{name}", get(preview::mail))
}

async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    let ahead = Arc::clone(&desk);
    answered(&desk, words, move |desk| {
        let opened = Chosen::of(desk, &asked).and_then(|chosen| {
            let (text, seen) = chosen.read(desk)?;
            Ok((chosen, text, seen))
        });
        match opened {
            Ok((chosen, text, seen)) => {
                look_ahead(ahead, &chosen);
                let shown = Shown { text: &text, seen, refused: &[], asked: &asked };
                (StatusCode::OK, Html(page_of(words, &chosen, &shown).into_string())).into_response()
            }
            // There is nothing to write at yet.
            Err(problems) => {
                let content = all_shown(words, problems.iter());
                Html(page(words, Some(Place::Letter), &words.letter.title, &content).into_string())
                    .into_response()
            }
        }
    })
    .await
}

/// Makes those ready whom the person turns to next, beside all else. What takes long has the processors and the memory to itself.
fn look_ahead(desk: Arc<Desk>, chosen: &Chosen) {
    if desk.jobs.running().is_none() {
        let (recipient, language) = (chosen.recipient.clone(), chosen.language.clone());
        tokio::task::spawn_blocking(move || desk.trials.look_ahead(&recipient, &language));
    }
}
