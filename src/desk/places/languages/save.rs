//! What a person entered for a text, put into the files of its language.

use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::asked::Asked;
use super::editor::{Shown, Side, editor, findings};
use super::files;
use super::opened::{Opened, address, own_name};
use super::texts::without_texts;
use crate::desk::answer::{Visitor, answered};
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::Problems;
use crate::translate::{NotTaken, Texts};

#[derive(Debug, Deserialize)]
pub(super) struct Entered {
    file: String,
    id: String,
    seen: String,
    text: String,
    #[serde(default)]
    back: String,
    /// Set where it is only put down, not finished.
    draft: Option<String>,
}

pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(tag): Path<String>,
    Form(entered): Form<Entered>,
) -> Response {
    answered(&desk, words, move |desk| {
        let opened = match Opened::new(desk) {
            Ok(opened) => opened,
            Err(problems) => return without_texts(words, &tag, &problems),
        };
        match opened.languages.texts(&desk.mailing, &tag) {
            Ok(texts) => save(words, desk, &texts, &tag, &entered),
            Err(problems) => without_texts(words, &tag, &problems),
        }
    })
    .await
}

fn save(words: &'static Words, desk: &Desk, texts: &Texts<'_>, tag: &str, entered: &Entered) -> Response {
    let found = texts.all().enumerate().find(|(_, text)| text.file == entered.file && text.id == entered.id);
    let put = || texts.put(&entered.file, &entered.id, &entered.text, entered.draft.is_none());
    let Some((index, text)) = found else {
        // What is wrong is that there is no such text.
        let problems = put().err().map(|refused| refused.problems).unwrap_or_default();
        return without_texts(words, tag, &problems);
    };
    let told = &words.languages;
    let kept = |status, said: &str, found: Markup| {
        let side = Side { words, target: tag, source: texts.source(), back: &entered.back };
        let shown =
            Shown { index, text: &text, entered: Some(&entered.text), findings: found, said: Some(said) };
        (status, Html(kept_page(side, &shown).into_string())).into_response()
    };
    if text.seen != entered.seen {
        let present = html! { p { (told.present) ": " bdi lang=(tag) { (text.entered) } } };
        return kept(StatusCode::CONFLICT, &told.meanwhile, present);
    }
    let written = put().and_then(|changes| Ok(files::write(desk, &changes).map_err(Problems::from)?));
    match written {
        Ok(()) => Redirect::to(&back(tag, &entered.back, index)).into_response(),
        Err(NotTaken { faults, problems }) => {
            let found = findings(words, &faults, problems.iter());
            kept(StatusCode::UNPROCESSABLE_ENTITY, &told.not_saved, found)
        }
    }
}

/// A page of one text that was not saved, with what was entered.
fn kept_page(side: Side<'_>, shown: &Shown<'_>) -> Markup {
    let content = html! {
        h2 lang=(side.target) { (own_name(side.target)) }
        (editor(side, shown))
        p { a href={ (address(side.target)) "?" (side.back) "#text-" (shown.index) } { (own_name(side.target)) } }
    };
    page(side.words, Some(Place::Languages), &side.words.frame.not_done, &content)
}

/// The page that the text was saved from, at that text.
fn back(tag: &str, query: &str, index: usize) -> String {
    format!("{}?{}#text-{index}", address(tag), Asked::read(query).saved(index))
}
