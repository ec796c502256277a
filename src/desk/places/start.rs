//! Where the mailing stands, and what comes next.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use crate::archive;
use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::reading::Read;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Severity, path_text};

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new().route(Place::Start.path(), get(answer))
}

async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| page_of(words, desk)).await
}

/// A step of the way from a list to letters that were sent.
struct Step {
    text: String,
    path: Option<&'static str>,
    is_done: bool,
}

fn page_of(words: &Words, desk: &Desk) -> Markup {
    let read = desk.read();
    let mailing = read.mailing.as_ref();
    let title = mailing.map_or(words.start.title.as_str(), |mailing| mailing.reference.as_str());
    let newest = mailing
        .and_then(|mailing| archive::find_newest(&desk.root.join(&mailing.output), &mailing.reference));
    let name = newest.as_deref().and_then(|folder| folder.file_name());
    let name = name.map(|name| path_text(name.as_ref()).to_string());
    page(words, Some(Place::Start), title, &content(words, &read, name.as_deref()))
}

fn content(words: &Words, read: &Read, archive: Option<&str>) -> Markup {
    let start = &words.start;
    if read.mailing.is_none() && read.problems.is_empty() {
        return html! { p { (start.none) ". " (start.none_hint) } };
    }
    let steps = steps(words, read, archive);
    let next = steps.iter().position(|step| !step.is_done);
    html! {
        ol.steps {
            @for (number, step) in steps.iter().enumerate() {
                @let (class, state) = match next {
                    _ if step.is_done => ("done", &start.done),
                    Some(next) if next == number => ("next", &start.next),
                    _ => ("later", &start.later),
                };
                li class=(class) {
                    span.state { (state) }
                    @if let Some(path) = step.path { a href=(path) { (step.text) } } @else { (step.text) }
                }
            }
        }
    }
}

fn steps(words: &Words, read: &Read, archive: Option<&str>) -> Vec<Step> {
    let start = &words.start;
    let languages = std::collections::BTreeSet::from_iter(
        read.recipients.iter().filter_map(|row| row.language.as_deref()),
    );
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| read.count(severity));
    let has_list = !read.recipients.is_empty();
    vec![
        Step { text: start.mailing.clone(), path: None, is_done: read.mailing.is_some() },
        Step {
            text: filled(&start.list, &[&read.recipients.len()]),
            path: Some(Place::Recipients.path()),
            is_done: has_list,
        },
        Step {
            text: filled(&start.letters, &[&languages.len(), &read.documents]),
            path: None,
            is_done: has_list && !languages.is_empty(),
        },
        Step {
            text: filled(&start.check, &[&errors, &warnings]),
            path: Some(Place::Check.path()),
            is_done: read.is_ready() && warnings == 0,
        },
        Step {
            text: archive.map_or_else(|| start.make.clone(), |folder| format!("{} ({folder})", start.make)),
            path: None,
            is_done: archive.is_some(),
        },
        Step { text: start.approve.clone(), path: None, is_done: false },
        Step { text: start.send.clone(), path: None, is_done: false },
    ]
}
