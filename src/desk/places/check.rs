//! All problems, errors first, each with its place and what to do.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::problem::shown;
use crate::desk::reading::Read;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, Severity};

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new().route(Place::Check.path(), get(answer))
}

async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| page_of(words, &desk.read())).await
}

fn page_of(words: &Words, read: &Read) -> Markup {
    let told = &words.check;
    let groups =
        [(Severity::Error, &told.errors), (Severity::Warning, &told.warnings), (Severity::Note, &told.notes)];
    let content = html! {
        @if read.problems.is_empty() { p role="status" { (told.ready) ". " (told.nothing) } }
        @for (severity, title) in groups {
            @let problems: Vec<&Diagnostic> =
                read.problems.iter().filter(|problem| problem.severity == severity).collect();
            @if !problems.is_empty() {
                section {
                    h2 { (filled(title, &[&problems.len()])) }
                    ul.problems { @for problem in problems { (shown(words, problem)) } }
                }
            }
        }
    };
    page(words, Some(Place::Check), &told.title, &content)
}
