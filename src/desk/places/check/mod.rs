//! All problems, errors first, each with what to do and a way to where it is mended; and the approval.

mod accept;
mod approve;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};

use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::known::Read;
use crate::desk::next::next;
use crate::desk::parts::{APPROVE, PROOF, parts};
use crate::desk::place::Place;
use crate::desk::problem::{shown, shown_with};
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit;

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(Place::Check.path(), get(answer))
        .route(accept::PATH, post(accept::accept))
        .route(APPROVE, get(approve::answer).post(approve::approve))
        .route(approve::QUESTION, get(approve::question))
}

async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| page_of(words, desk, &desk.read())).await
}

fn page_of(words: &Words, desk: &Desk, read: &Read) -> Markup {
    let told = &words.check;
    let seen = edit::read(&desk.root, &desk.mailing).ok().map(|(_, version)| version);
    let groups =
        [(Severity::Error, &told.errors), (Severity::Warning, &told.warnings), (Severity::Note, &told.notes)];
    let item = |number: usize, problem: &Diagnostic| match &seen {
        Some(seen) if problem.severity == Severity::Warning && problem.needs_a_look() => {
            shown_with(words, problem, &accept::form(words, number, problem, seen))
        }
        _ => shown(words, problem),
    };
    let content = html! {
        (parts(words, Place::Check.path()))
        @if read.problems.is_empty() { p role="status" { (told.ready) ". " (told.nothing) } }
        @if read.is_ready() && read.count(Severity::Warning) == 0 { (next(words, PROOF, &words.proof.title)) }
        @for (severity, title) in groups {
            @let problems: Vec<&Diagnostic> =
                read.problems.iter().filter(|problem| problem.severity == severity).collect();
            @if !problems.is_empty() {
                section {
                    h2 { (filled(title, &[&problems.len()])) }
                    ul.problems { @for (number, problem) in problems.iter().enumerate() { (item(number, problem)) } }
                }
            }
        }
    };
    page(words, Some(Place::Check), &told.title, &content)
}
