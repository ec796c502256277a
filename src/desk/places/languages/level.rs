//! Files that do not have the texts of their source, brought level with it.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::files;
use super::opened::{Opened, address};
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::Problems;
use crate::translate::Uneven;

#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    file: String,
}

/// What is said of such files, with what can be done.
pub(super) fn notice(words: &Words, tag: &str, uneven: &[Uneven]) -> Markup {
    let told = &words.languages;
    html! {
        @for Uneven { file, source, target, changes } in uneven {
            div.level {
                p { (filled(&told.uneven, &[file, source, target])) }
                @if changes.is_some() {
                    form method="post" action={ (address(tag)) "/level" } {
                        input type="hidden" name="file" value=(file);
                        button { (told.level) }
                        span.quiet { (told.level_hint) }
                    }
                } @else { p.quiet { (told.level_by_hand) } }
            }
        }
    }
}

pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(tag): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Response {
    answered(&desk, words, move |desk| match level(desk, &tag, &chosen.file) {
        Ok(()) => Redirect::to(&format!("{}?show=todo", address(&tag))).into_response(),
        Err(problems) => refused(words, Place::Languages, &problems),
    })
    .await
}

/// Brings a file level; one that is so already stays.
fn level(desk: &Desk, tag: &str, file: &str) -> Result<(), Problems> {
    let opened = Opened::plain(desk)?;
    let texts = opened.languages.texts(&desk.mailing, tag)?;
    let uneven = texts.uneven().into_iter().find(|uneven| uneven.file == file);
    match uneven.and_then(|uneven| uneven.changes) {
        Some(changes) => Ok(files::write(desk, &changes)?),
        None => Ok(()),
    }
}
