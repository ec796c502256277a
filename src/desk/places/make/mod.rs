//! Making the letters: the batch with its progress, the archives there are, what changed between two, and what is in one.

mod archive;
mod asked;
mod batch;
mod changes;
mod files;
mod results;
mod verified;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};

use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::known::Read;
use crate::desk::parts::APPROVE;
use crate::desk::place::Place;
use crate::desk::shelf::{Shelf, approved, short};
use crate::desk::state::Desk;
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Severity, visible};

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(Place::Make.path(), get(answer).post(batch::begin))
        .route("/make/changes", post(changes::begin))
        .route("/make/{archive}", get(archive::answer))
        .route("/make/{archive}/verify", post(archive::verify))
        .route("/make/{archive}/files/{number}", get(files::document))
        .route("/make/{archive}/zip/{number}", get(files::zip))
}

async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| page_of(words, desk)).await
}

fn page_of(words: &Words, desk: &Desk) -> Markup {
    let read = desk.read();
    let told = &words.make;
    let shelf = read.mailing.as_ref().map(|mailing| Shelf::of(&desk.root, mailing));
    let content = html! {
        @if let Some(job) = desk.jobs.running() {
            p role="status" {
                span.state { (words.jobs.running) } a href={ "/jobs/" (job.id) } { bdi { (visible(&job.title)) } }
            }
        }
        section {
            h2 { (told.letters) }
            (readiness(words, &read))
            @if read.mailing.is_some() { (asked::form(words, &asked::Asked::default())) }
        }
        @if let Some(shelf) = shelf {
            section {
                h2 { (told.archives) }
                (archives(words, &shelf))
                @if shelf.archives.len() > 1 { (changes::form(words, &shelf)) }
            }
        }
    };
    page(words, Some(Place::Make), &told.title, &content)
}

fn readiness(words: &Words, read: &Read) -> Markup {
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| read.count(severity));
    html! {
        p {
            (filled(&words.make.ready, &[&read.recipients.len(), &read.documents]))
            @if errors + warnings > 0 {
                " · " a href=(Place::Check.path()) { (filled(&words.start.check, &[&errors, &warnings])) }
            }
        }
    }
}

fn archives(words: &Words, shelf: &Shelf) -> Markup {
    let told = &words.make;
    if shelf.archives.is_empty() {
        return html! { p { (told.none) } };
    }
    html! {
        div.sheet {
            table {
                (head(&[
                    Text(&told.archive),
                    Text(&told.manifest),
                    Number(&told.recipients),
                    Number(&told.documents),
                    Number(&told.held_back),
                    Text(&told.approved),
                    Number(&told.sent),
                ]))
                tbody {
                    @for archive in &shelf.archives {
                        @match archive {
                            Ok(archive) => tr {
                                th scope="row" {
                                    a href=(archive.path()) { bdi { (visible(&archive.name)) } }
                                    @if archive.is_newest { " · " (told.newest) }
                                }
                                td { code title=(archive.hash()) { (short(archive.hash())) } }
                                td.number { (archive.manifest().reconciliation.recipients.produced) }
                                td.number { (archive.documents()) }
                                td.number { (archive.manifest().reconciliation.blocked.len()) }
                                td {
                                    (approved(words, archive, shelf))
                                    @if archive.is_newest && !shelf.is_approved(archive) {
                                        " · " a href=(APPROVE) { (told.approve) }
                                    }
                                }
                                td.number { (shelf.sent(archive)) }
                            },
                            Err((name, problem)) => tr.error {
                                th scope="row" { bdi { (visible(name)) } }
                                td colspan="6" { bdi lang="en" { (visible(&problem.message)) } }
                            },
                        }
                    }
                }
            }
        }
    }
}
