//! The proof sheet: all recipients, each with its letter in small, looked at one by one, ticked and noted on.

mod making;
mod marking;
mod sheet;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};

use crate::batch::{self, Marks};
use crate::beneath::read_within;
use crate::desk::answer::{Visitor, answered, made};
use crate::desk::frame::page;
use crate::desk::next::next;
use crate::desk::parts::{PROOF, parts};
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::proofs::Proof;
use crate::desk::served::shown;
use crate::desk::shelf::gone;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};

use sheet::Asked;

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(PROOF, get(answer).post(making::begin))
        .route("/proof/marks", post(marking::mark))
        .route("/proof/pictures/{number}", get(picture))
        .route("/proof/files/{number}", get(file))
}

async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    made(&desk, words, move |desk| page_of(words, desk, &asked)).await
}

fn page_of(words: &Words, desk: &Desk, asked: &Asked) -> Markup {
    let told = &words.proof;
    let read = desk.read();
    let proof = desk.proofs.get();
    let marks = batch::read_marks(&desk.root);
    let content = html! {
        (parts(words, PROOF))
        @if let Err(problem) = &marks { (all_shown(words, [problem])) }
        @match &proof {
            None => p { (told.intro) },
            Some(proof) => @if !proof.is_of(&read) { p.warning role="status" { span.state { (told.changed_since) } } },
        }
        form method="post" action=(PROOF) {
            button.other[proof.is_some()] { (if proof.is_some() { &told.again } else { &told.make }) }
        }
        @if let Some(proof) = &proof { (body(words, proof, marks.as_ref().ok(), asked)) }
    };
    page(words, Some(Place::Check), &told.title, &content)
}

fn body(words: &Words, proof: &Proof, marks: Option<&Marks>, asked: &Asked) -> Markup {
    let told = &words.proof;
    html! {
        p.pages {
            @for (number, name) in proof.files.iter().enumerate() {
                @if name.ends_with(".pdf") { a href={ "/proof/files/" (number) } type="application/pdf" { (told.print) ": " bdi { (name) } } }
            }
        }
        (all_shown(words, proof.problems.iter()))
        @if let Some(marks) = marks {
            @let fine = sheet::count_fine(proof, marks);
            p role="status" { (filled(&told.count, &[&fine, &proof.rows.len()])) }
            @if fine == proof.rows.len() { (next(words, Place::Make.path(), &words.make.make)) }
            (sheet::choices(words, asked))
            (sheet::rows(words, proof, marks, asked))
        }
    }
}

/// A letter in small.
async fn picture(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(number): Path<String>,
) -> Response {
    answered(&desk, words, move |desk| {
        let proof = desk.proofs.get();
        match proof.and_then(|proof| proof.picture(number.parse().ok()?)) {
            Some(png) => ([(header::CONTENT_TYPE, "image/png")], png).into_response(),
            None => gone(words),
        }
    })
    .await
}

/// The proof as a file to be printed, by its number.
async fn file(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(number): Path<String>,
) -> Response {
    answered(&desk, words, move |desk| {
        let proof = desk.proofs.get();
        let name = proof.and_then(|proof| proof.files.get(number.parse::<usize>().ok()?).cloned());
        let read = desk.read();
        let found = name.zip(read.mailing.as_ref()).and_then(|(name, mailing)| {
            let bytes = read_within(&desk.root.join(&mailing.output), &format!("proof/{name}")).ok()?;
            Some((bytes, name))
        });
        match found {
            Some((bytes, name)) => shown(bytes, &name),
            None => gone(words),
        }
    })
    .await
}
