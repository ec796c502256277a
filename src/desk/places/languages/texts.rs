//! The texts of a language beside their source, some at a time, chosen by part and state.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};

use super::asked::Asked;
use super::editor::{Shown, Side, editor, findings};
use super::level::notice;
use super::opened::{Opened, address, own_name};
use super::page::panel;
use crate::desk::answer::{Visitor, answered};
use crate::desk::assets;
use crate::desk::frame::{page, page_with};
use crate::desk::paging::Stretch;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::state::Desk;
use crate::desk::words::{LanguageWords, Words, filled};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::locale::{find_cldr, free_font};
use crate::translate::{Text, Texts};

/// How many texts a page has.
const ON_A_PAGE: usize = 50;

pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(tag): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&desk, words, move |desk| {
        let opened = Opened::new(desk);
        match opened.and_then(|opened| whole(words, desk, &opened, &tag, &asked)) {
            Ok(page) => Html(page.into_string()).into_response(),
            Err(problems) => without_texts(words, &tag, &problems),
        }
    })
    .await
}

/// The page of a language that has no texts to translate.
pub(super) fn without_texts(words: &Words, tag: &str, problems: &Problems) -> Response {
    let told = &words.languages;
    let is_original = problems.iter().any(|problem| problem.code == codes::TRANSLATION_ORIGINAL);
    let is_unknown = problems.iter().any(|problem| problem.code == codes::LOCALE_UNKNOWN);
    let content = html! {
        @if is_original {
            p { (told.original_hint) }
            p { a.button href={ (Place::Letter.path()) "?language=" (tag) } { (words.letter.title) } }
        } @else { (all_shown(words, problems.iter())) }
        p id="left" { a href=(Place::Languages.path()) { (told.title) } }
    };
    let status = match (is_original, is_unknown) {
        (true, _) => StatusCode::OK,
        (_, true) => StatusCode::NOT_FOUND,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, Html(page(words, Some(Place::Languages), &own_name(tag), &content).into_string()))
        .into_response()
}

fn whole(words: &Words, desk: &Desk, opened: &Opened, tag: &str, asked: &Asked) -> Result<Markup, Problems> {
    let texts = opened.languages.texts(&desk.mailing, tag)?;
    let status = opened.languages.status(tag, |_| None);
    let (of_texts, others) = texts.sort_problems(&status.problems);
    let all: Vec<(usize, Text, &[Diagnostic])> = texts
        .all()
        .zip(&of_texts)
        .enumerate()
        .map(|(index, (text, found))| (index, text, found.as_slice()))
        .collect();
    let wanted: Vec<&(usize, Text, &[Diagnostic])> = all
        .iter()
        .filter(|(index, text, found)| asked.saved == Some(*index) || asked.wants(text, found))
        .collect();
    // A text that is there no more leads to all.
    if wanted.is_empty() && !asked.text.is_empty() {
        return whole(words, desk, opened, tag, &Asked { text: String::new(), ..asked.clone() });
    }
    let told = &words.languages;
    let head = html! { script type="module" src=(assets::LANGUAGES.path) {} };
    let content = html! {
        p { a href=(Place::Languages.path()) { (told.title) } " · " (filled(&told.words_left, &[&words_left(&texts)])) }
        @if let Some(hint) = font_hint(told, tag, &opened.mailing.templates) { p { (hint) } }
        (notice(words, tag, &texts.uneven()))
        (choices(words, &texts, tag, asked))
        div.translate {
            div {
                @if !others.is_empty() && asked.from == 0 {
                    details { summary { (told.others) " (" (others.len()) ")" } (all_shown(words, &others)) }
                }
                (list(words, (texts.source(), tag), &wanted, asked))
            }
            (panel(words, opened, tag, asked))
        }
    };
    Ok(page_with(words, Some(Place::Languages), &own_name(tag), &head, &content))
}

fn words_left(texts: &Texts<'_>) -> usize {
    let quotation = texts.quotation();
    quotation.to_do.words + quotation.changed.words
}

/// Which font is to be added for a script that no font of the program has.
fn font_hint(told: &LanguageWords, tag: &str, templates: &str) -> Option<String> {
    let font = free_font(find_cldr(tag)?.script)?;
    Some(filled(&told.font, &[&font.family, &format!("{templates}/fonts")]))
}

fn choices(words: &Words, texts: &Texts<'_>, tag: &str, asked: &Asked) -> Markup {
    let told = &words.languages;
    let states = [
        ("", &told.all),
        ("todo", &told.untranslated),
        ("changed", &told.changed),
        ("problems", &told.with_problems),
        ("done", &told.translated),
    ];
    html! {
        form method="get" action=(address(tag)) role="search" {
            div {
                label for="file" { (told.file) }
                select id="file" name="file" {
                    option value="" { (told.all) }
                    @for file in texts.files() {
                        option value=(file) selected[file == asked.file] { (part_name(told, file)) }
                    }
                }
            }
            div {
                label for="show" { (told.show) }
                select id="show" name="show" {
                    @for (value, name) in states { option value=(value) selected[value == asked.show] { (name) } }
                }
            }
            div {
                label for="q" { (told.search) }
                input id="q" name="q" type="search" value=(asked.q) autocomplete="off";
            }
            button { (told.find) }
        }
    }
}

/// What a file is to who translates it.
fn part_name<'a>(told: &'a LanguageWords, file: &'a str) -> &'a str {
    match file {
        "locale.yaml" => &told.labels,
        "mailing.yaml" => &told.event,
        "countries.yaml" => &told.states,
        other => other,
    }
}

fn list(
    words: &Words,
    (source, target): (&str, &str),
    wanted: &[&(usize, Text, &[Diagnostic])],
    asked: &Asked,
) -> Markup {
    let told = &words.languages;
    let stretch = Stretch::with(asked.from, wanted.len(), ON_A_PAGE);
    let shown = &wanted[stretch.range()];
    if shown.is_empty() {
        return html! { p role="status" { (told.nothing) } };
    }
    let back = asked.query(stretch.range().start, None);
    let side = Side { words, source, target, back: &back };
    let before = |index: usize| index.checked_sub(1).and_then(|before| shown.get(before));
    html! {
        div.pages {
            span role="status" { (stretch.told(&told.shown)) }
            @if let Some(from) = stretch.before() { a rel="prev" href={ "?" (asked.query(from, None)) } { (told.earlier) } }
            @if let Some(from) = stretch.after() { a rel="next" href={ "?" (asked.query(from, None)) } { (told.further) } }
            span.quiet { (told.keys) }
        }
        @for (place, (index, text, found)) in shown.iter().enumerate() {
            @if before(place).is_none_or(|(_, before, _)| before.file != text.file) {
                h2 { bdi { (part_name(told, &text.file)) } }
            }
            (editor(side, &Shown {
                index: *index,
                text,
                entered: None,
                findings: findings(words, &[], *found),
                said: (asked.saved == Some(*index)).then_some(told.saved.as_str()),
            }))
        }
        @if let Some(from) = stretch.after() {
            div.pages { a rel="next" href={ "?" (asked.query(from, None)) } { (told.further) } }
        }
    }
}
