//! What was changed from pages, file by file, and the way back.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use crate::desk::address::HISTORY;
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::frame::page;
use crate::desk::moment::moment;
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, visible};
use crate::edit::{self, Former, Version};

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(HISTORY, get(show))
        .route("/history/undo", post(undo))
        .route("/history/restore", post(restore))
}

/// Which file is asked for, and what was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    file: Option<usize>,
    undone: Option<String>,
}

/// What is to be taken back.
#[derive(Debug, Deserialize)]
struct Back {
    file: String,
    seen: String,
    #[serde(default)]
    number: u32,
}

/// The files that were changed, by name: an address names one by its place among them.
fn files(desk: &Desk) -> Result<Vec<(String, Former)>, Diagnostic> {
    let mut files = edit::changed_files(&desk.root)?;
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(files)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&desk, words, move |desk| match content(desk, words, &asked) {
        Ok(content) => Html(page(words, None, &words.history.title, &content).into_string()).into_response(),
        Err(problem) => refused(words, Place::Start, &[problem]),
    })
    .await
}

fn content(desk: &Desk, words: &Words, asked: &Asked) -> Result<Markup, Diagnostic> {
    let told = &words.history;
    let files = files(desk)?;
    let one = asked.file.and_then(|file| files.get(file));
    let body = match one {
        Some((file, _)) => of_file(desk, words, file)?,
        None => all(desk, words, &files)?,
    };
    Ok(html! {
        @if asked.undone.is_some() { p role="status" { (told.undone) } }
        (body)
        @if one.is_some() { p { a href=(HISTORY) { (told.all) } } }
    })
}

fn all(desk: &Desk, words: &Words, files: &[(String, Former)]) -> Result<Markup, Diagnostic> {
    let told = &words.history;
    if files.is_empty() {
        return Ok(html! { p role="status" { (told.none) } p { (told.none_hint) } });
    }
    let mut rows = Vec::new();
    for (place, (file, newest)) in files.iter().enumerate() {
        let (_, seen) = edit::read_bytes(&desk.root, file)?;
        let can_go_back = edit::undoable(&desk.root, file)?.is_some();
        rows.push(html! {
            tr {
                th scope="row" { a href={ (HISTORY) "?file=" (place) } { bdi { (visible(file)) } } }
                td { (moment(words, newest.at)) }
                td { @if can_go_back { (form("/history/undo", file, &seen, None, &told.undo)) } }
            }
        });
    }
    Ok(html! {
        p { (told.none_hint) }
        div.sheet {
            table {
                (head(&[Text(&told.file), Text(&told.last), Text(&told.undo)]))
                tbody { @for row in &rows { (row) } }
            }
        }
    })
}

fn of_file(desk: &Desk, words: &Words, file: &str) -> Result<Markup, Diagnostic> {
    let told = &words.history;
    let (now, seen) = edit::read_bytes(&desk.root, file)?;
    let mut parts = Vec::new();
    for former in edit::history(&desk.root, file)?.iter().rev() {
        let bytes = edit::former(&desk.root, file, former.number)?;
        let differences =
            edit::compare(bytes.as_deref().unwrap_or_default(), now.as_deref().unwrap_or_default());
        parts.push(html! {
            li {
                p { (filled_with(&told.until, &moment(words, former.at))) }
                @match &differences {
                    _ if former.is_none => { p.quiet { (told.was_not_there) } }
                    Some(lines) if !lines.is_empty() => {
                        p.quiet { (told.differs) }
                        pre { @for line in lines.lines() { (visible(line)) "\n" } }
                    }
                    _ => { p.quiet { (filled(&told.bytes, &[&former.bytes])) } }
                }
                (form("/history/restore", file, &seen, Some(former.number), &told.restore))
            }
        });
    }
    Ok(html! {
        h2 { bdi { (visible(file)) } }
        ul.problems { @for part in &parts { (part) } }
    })
}

/// A button that takes something back.
fn form(action: &str, file: &str, seen: &Version, number: Option<u32>, label: &str) -> Markup {
    html! {
        form.inline method="post" action=(action) {
            input type="hidden" name="file" value=(file);
            input type="hidden" name="seen" value=(seen);
            @if let Some(number) = number { input type="hidden" name="number" value=(number); }
            button.other { (label) }
        }
    }
}

/// A text with a piece of a page put in.
fn filled_with(text: &str, piece: &Markup) -> Markup {
    let (before, after) = text.split_once("{}").unwrap_or((text, ""));
    html! { (before) (piece) (after) }
}

async fn undo(State(desk): State<Arc<Desk>>, Visitor(words): Visitor, Form(back): Form<Back>) -> Response {
    take_back(&desk, words, back, |desk, back, seen| edit::undo(&desk.root, &back.file, seen, (desk.now)()))
        .await
}

async fn restore(State(desk): State<Arc<Desk>>, Visitor(words): Visitor, Form(back): Form<Back>) -> Response {
    take_back(&desk, words, back, |desk, back, seen| {
        edit::restore(&desk.root, &back.file, back.number, seen, (desk.now)())
    })
    .await
}

async fn take_back(
    desk: &Arc<Desk>,
    words: &'static Words,
    back: Back,
    take: fn(&Desk, &Back, &Version) -> Result<Version, Diagnostic>,
) -> Response {
    answered(desk, words, move |desk| {
        let taken = files(desk).and_then(|files| {
            // A path never comes from a browser: it is one of those that were changed here.
            let place = files.iter().position(|(file, _)| *file == back.file);
            let place = place.ok_or_else(|| edit::nothing_former(&back.file))?;
            let seen = back.seen.parse().unwrap_or(Version::None);
            take(desk, &back, &seen).map(|_| place)
        });
        match taken {
            Ok(place) => Redirect::to(&format!("{HISTORY}?file={place}&undone=1")).into_response(),
            Err(problem) => refused(words, Place::Start, &[problem]),
        }
    })
    .await
}
