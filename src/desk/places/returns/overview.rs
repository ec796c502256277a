//! What came back, all together: where files are put in, how much was answered, and of what kinds the files are.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::desks;
use super::parts::{DECIDE, ENTER, FOLDER, PARTICIPANTS, SILENT, read, whole};
use crate::beneath::list_within;
use crate::collect::Collected;
use crate::desk::answer::{Visitor, answered};
use crate::desk::moment::day;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::state::Desk;
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;

pub(super) async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    answered(&desk, words, |desk| page_of(words, desk)).await
}

fn page_of(words: &Words, desk: &Desk) -> Response {
    let told = &words.returns;
    let there: Vec<String> = list_within(&desk.root, FOLDER).unwrap_or_default();
    let content = match read(desk).as_deref() {
        None => html! { p { (told.no_archive) } p { a href=(Place::Make.path()) { (words.make.title) } } },
        Some(Err(problem)) => all_shown(words, [problem]),
        Some(Ok(read)) => html! {
            @if let Some(job) = desk.jobs.running() {
                p role="status" {
                    span.state { (words.jobs.running) } a href={ "/jobs/" (job.id) } { bdi { (visible(&job.title)) } }
                }
            }
            @if !read.is_current { p.stale role="status" { (told.other_archive) } }
            (giving(words))
            (again(words, &there, read.collected.as_ref()))
            @match &read.collected {
                None => p { (told.none) },
                Some(collected) => (facts(words, desk, collected)),
            }
            (desks::there(words, desk))
        },
    };
    whole(words, Place::Returns.path(), &content)
}

fn giving(words: &Words) -> Markup {
    let told = &words.returns;
    html! {
        section {
            h2 { (told.give) }
            form.column method="post" action=(Place::Returns.path()) enctype="multipart/form-data" {
                div {
                    label for="files" { (told.files) }
                    input.drop id="files" name="file" type="file" multiple required aria-describedby="files-hint";
                    p.quiet id="files-hint" { (filled(&told.files_hint, &[&FOLDER])) }
                }
                button { (told.give_button) }
            }
        }
    }
}

/// What is in the folder, and reading it anew.
fn again(words: &Words, there: &[String], collected: Option<&Collected>) -> Markup {
    let told = &words.returns;
    let known: BTreeSet<&str> = collected
        .iter()
        .flat_map(|collected| &collected.files)
        .filter_map(|file| file.file.strip_prefix(FOLDER)?.strip_prefix('/')?.split('/').next())
        .collect();
    let unread = there.iter().filter(|name| !name.starts_with('.') && !known.contains(name.as_str())).count();
    html! {
        @if !there.is_empty() {
            form method="post" action="/returns/read" {
                p {
                    (filled(&told.in_folder, &[&there.len()]))
                    @if unread > 0 { " · " strong { (filled(&told.unread, &[&unread])) } }
                }
                button.other { (told.read_again) }
            }
        }
        p { a href=(ENTER) { (told.enter) } }
    }
}

fn facts(words: &Words, desk: &Desk, collected: &Collected) -> Markup {
    let told = &words.returns;
    let today = desk.today();
    let to_look_at = collected.to_look_at().count();
    html! {
        dl.facts {
            dt { (told.answered) }
            dd {
                (filled(&words.jobs.count, &[&collected.answered, &collected.asked()]))
                @if !collected.unanswered.is_empty() { " · " a href=(SILENT) { (told.silent) ": " (collected.unanswered.len()) } }
            }
            dt { (told.participants) }
            dd { a href=(PARTICIPANTS) { (collected.participants()) } }
            dt { (told.decide) }
            dd { @if to_look_at > 0 { a href=(DECIDE) { (to_look_at) } } @else { (to_look_at) } }
            @if let Some(deadline) = collected.deadline {
                dt { (told.deadline) }
                dd {
                    (day(words, deadline))
                    @if let Some(days) = collected.days_left(today) {
                        " · "
                        (filled(if days < 0 { &told.days_past } else { &told.days_left }, &[&days.abs()]))
                    }
                }
            }
        }
        div.sheet {
            table {
                (head(&[Text(&told.what), Number(&told.files)]))
                tbody {
                    @for (status, count) in collected.by_status() {
                        tr { th scope="row" { (told.status(status)) } td.number { (count) } }
                    }
                }
            }
        }
    }
}
