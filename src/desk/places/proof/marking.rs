//! A tick, and a note.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::sheet::Asked;
use crate::batch::{self, Mark};
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::place::Place;
use crate::desk::shelf::gone;
use crate::desk::state::Desk;

/// What a person says of a recipient.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    recipient: String,
    /// The fingerprint of what the person saw.
    seen: String,
    #[serde(default)]
    note: String,
    /// Which button was pressed: whether all is as it should be.
    #[serde(default)]
    fine: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    from: usize,
}

/// Keeps it, if it is about a recipient of the proof.
pub(super) async fn mark(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(said): Form<Said>,
) -> Response {
    answered(&desk, words, move |desk| {
        let proof = desk.proofs.get();
        let number = proof.as_ref().and_then(|proof| {
            proof
                .rows
                .iter()
                .position(|row| row.row.recipient == said.recipient && row.fingerprint == said.seen)
        });
        // The proof was made again since: what the person saw is gone.
        let Some(number) = number else { return gone(words) };
        let mark = Mark {
            seen: said.seen,
            is_fine: said.fine == "1",
            note: said.note.trim().to_owned(),
            at: (desk.now)(),
        };
        match batch::keep_mark(&desk.root, &said.recipient, mark) {
            Ok(()) => {
                let asked = Asked { q: said.q, show: said.show, from: said.from };
                Redirect::to(&asked.address(asked.from, Some(number))).into_response()
            }
            Err(problem) => refused(words, Place::Check, &[problem]),
        }
    })
    .await
}
