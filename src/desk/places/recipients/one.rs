//! One recipient: what is in its file as a form, its problems beside the fields, its letter's language and why.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::entry::{Entry, TableEntry, YamlEntry, find, is_id};
use super::fields::{Around, fields, label};
use super::input::{Field, Input, Part};
use super::saving::{column_name, put, put_row};
use crate::desk::address;
use crate::desk::answer::{Visitor, answered, refused, told};
use crate::desk::frame::page;
use crate::desk::known::{Read, Row};
use crate::desk::naming::{channel_name, channel_named, kind_named, language_name, why};
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, visible};
use crate::edit::Version;
use crate::locale::state_name_in;

/// The addresses.
pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/recipients/{id}", get(show).post(save))
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct After {
    saved: Option<String>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(id): Path<String>,
    Query(after): Query<After>,
) -> Response {
    answered(&desk, words, move |desk| match find(desk, &id) {
        Ok((read, Some(entry))) => {
            let page = page_of(words, &read, &id, &entry, after.saved.as_deref());
            Html(page.into_string()).into_response()
        }
        Ok((_, None)) => missing(words),
        Err(problem) => refused(words, Place::Recipients, &[problem]),
    })
    .await
}

/// The answer where there is no such recipient.
pub(super) fn missing(words: &Words) -> Response {
    let frame = &words.frame;
    told(words, axum::http::StatusCode::NOT_FOUND, &frame.not_found, &frame.not_found_hint)
}

async fn save(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(id): Path<String>,
    Form(posted): Form<Vec<(String, String)>>,
) -> Response {
    answered(&desk, words, move |desk| {
        let (read, entry) = match find(desk, &id) {
            Ok((read, Some(entry))) => (read, entry),
            Ok((_, None)) => return missing(words),
            Err(problem) => return refused(words, Place::Recipients, &[problem]),
        };
        match store(desk, words, &read, (&id, &entry), &posted) {
            Ok((now, is_changed)) => {
                let what = if is_changed { "1" } else { "0" };
                Redirect::to(&format!("{}?saved={what}", address::recipient(&now))).into_response()
            }
            Err(problems) => refused(words, Place::Recipients, &problems),
        }
    })
    .await
}

/// Saves what was entered; the id that the recipient has now, and whether anything was changed.
fn store(
    desk: &Desk,
    words: &Words,
    read: &Read,
    (id, entry): (&str, &Entry),
    posted: &[(String, String)],
) -> Result<(String, bool), Vec<Diagnostic>> {
    let value =
        |name: &str| posted.iter().find(|(posted, _)| posted == name).map(|(_, value)| value.as_str());
    let seen = value("seen").and_then(|seen| seen.parse::<Version>().ok()).unwrap_or(Version::None);
    let (file, before, text, now) = match entry {
        Entry::Yaml(yaml) => {
            let (languages, extra) = around(read);
            let parts = fields(words, Some(&yaml.node), &Around { languages: &languages, extra: &extra });
            let all: Vec<&Field> = parts.iter().flat_map(|part| &part.fields).collect();
            let id = value("id").map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned);
            (&yaml.file, &yaml.text, put(yaml, &all, posted)?, id)
        }
        Entry::Table(table) => {
            let column = table.table.headings.iter().position(|heading| is_id(heading));
            let id = column.and_then(|column| value(&column_name(column))).map(|id| id.trim().to_owned());
            (&table.file, &table.text, put_row(table, posted)?, id)
        }
        Entry::Workbook { .. } => return Ok((id.to_owned(), false)),
    };
    desk.save(file, &seen, &text).map_err(|problem| vec![problem])?;
    Ok((now.filter(|now| !now.is_empty()).unwrap_or_else(|| id.to_owned()), text != *before))
}

/// What fields depend on besides the recipient.
pub(super) fn around(read: &Read) -> (BTreeSet<String>, Vec<String>) {
    let mailing = read.mailing.as_ref();
    let default = mailing.map(|mailing| mailing.default_language.value.clone());
    let written = read.recipients.iter().filter_map(|row| row.language.clone());
    (
        written.chain(default).collect(),
        mailing.map(|mailing| mailing.extra_fields.clone()).unwrap_or_default(),
    )
}

fn page_of(words: &Words, read: &Read, id: &str, entry: &Entry, saved: Option<&str>) -> Markup {
    let told = &words.recipient;
    let place = read.recipients.iter().position(|row| row.id == id);
    let row = place.and_then(|place| read.recipients.get(place));
    let problems: Vec<&Diagnostic> = read.about.get(id).into_iter().flatten().collect();
    let content = html! {
        (ways(words, read, place))
        @match saved {
            Some("0") => { p role="status" { (told.unchanged) } }
            Some(_) => { p.saved role="status" { (told.saved) } }
            None => {}
        }
        (about(words, row, entry))
        @match entry {
            Entry::Yaml(yaml) => { (yaml_form(words, read, id, yaml, &problems)) }
            Entry::Table(table) => { (table_form(words, id, table, &problems)) }
            Entry::Workbook { .. } => {
                (all_shown(words, problems.iter().copied()))
                @if let Some(row) = row { dl.facts { @for (name, value) in &row.facts { dt { (label(words, name)) } dd { bdi { (fact(words, name, value)) } } } } }
            }
        }
    };
    let title =
        row.and_then(|row| row.state.as_deref()).and_then(|code| state_name_in(&words.frame.tag, code));
    let title = title.map_or_else(|| id.to_owned(), |name| format!("{name} ({id})"));
    page(words, Some(Place::Recipients), &visible(&title), &content)
}

/// What a workbook says of a recipient, in words.
fn fact(words: &Words, name: &str, value: &str) -> String {
    let each = |named: &dyn Fn(&str) -> String| {
        let values: Vec<String> = value.split("; ").map(named).collect();
        values.join("; ")
    };
    match name {
        "kind" => kind_named(words, value).to_owned(),
        "channels" => each(&|channel| channel_named(words, channel).to_owned()),
        "languages" => each(&|language| language_name(language).to_owned()),
        _ => value.to_owned(),
    }
}

/// The ways to the recipients before and after it, and to all.
fn ways(words: &Words, read: &Read, place: Option<usize>) -> Markup {
    let told = &words.recipient;
    let at = |place: Option<usize>| place.and_then(|place| read.recipients.get(place));
    let (before, after) =
        (at(place.and_then(|place| place.checked_sub(1))), at(place.map(|place| place + 1)));
    html! {
        div.pages {
            @if let Some(row) = before { a rel="prev" href=(address::recipient(&row.id)) { (told.previous) ": " bdi { (row.id) } } }
            @if let Some(row) = after { a rel="next" href=(address::recipient(&row.id)) { (told.next) ": " bdi { (row.id) } } }
            a href=(Place::Recipients.path()) { (told.all) }
        }
    }
}

/// Its letter's language and why, and the file it is in.
fn about(words: &Words, row: Option<&Row>, entry: &Entry) -> Markup {
    let told = &words.recipient;
    let file = match entry {
        Entry::Yaml(yaml) => &yaml.file,
        Entry::Table(table) => &table.file,
        Entry::Workbook { file, .. } => file,
    };
    html! {
        @match row.and_then(|row| Some((row, row.language.as_deref()?))) {
            Some((row, language)) => {
                p {
                    (told.letter) " " strong { bdi { (language_name(language)) } }
                    @if let Some(choice) = &row.choice { " " span.quiet { "(" (why(words, choice)) ")" } }
                }
            }
            None => { p { (told.no_letter) } }
        }
        p.quiet {
            (told.from_file) ": " bdi { (visible(file)) }
            @if let Some(channel) = row.and_then(|row| row.channel) { " · " (channel_name(words, channel)) }
        }
        @if let Entry::Workbook { sheet, cell, .. } = entry {
            p.stale { (filled(&told.from_workbook, &[sheet, cell])) }
        }
    }
}

fn yaml_form(words: &Words, read: &Read, id: &str, entry: &YamlEntry, problems: &[&Diagnostic]) -> Markup {
    let told = &words.recipient;
    let (languages, extra) = around(read);
    let parts = fields(words, Some(&entry.node), &Around { languages: &languages, extra: &extra });
    let has_styles = entry.node.get("addressee").is_some_and(|addressee| addressee.get("styles").is_some());
    html! {
        (problems_apart(words, &parts, problems))
        form.sheet-form method="post" action=(address::recipient(id)) {
            input type="hidden" name="seen" value=(entry.seen);
            (parts_shown(words, &parts, problems))
            @if has_styles { p.quiet { (told.other_parts) ": addressee.styles" } }
            p.buttons {
                button { (told.save) }
                a href=(address::removal(id)) { (told.remove) }
            }
        }
    }
}

/// The problems that are about no field.
fn problems_apart(words: &Words, parts: &[Part], problems: &[&Diagnostic]) -> Markup {
    let is_beside = |problem: &Diagnostic| {
        parts.iter().flat_map(|part| &part.fields).any(|field| field.is_meant(problem))
    };
    all_shown(words, problems.iter().copied().filter(|problem| !is_beside(problem)))
}

/// The parts of a form.
pub(super) fn parts_shown(words: &Words, parts: &[Part], problems: &[&Diagnostic]) -> Markup {
    html! {
        @for part in parts {
            fieldset {
                legend { (part.title) }
                @for field in &part.fields {
                    @let own: Vec<&Diagnostic> =
                        problems.iter().copied().filter(|problem| field.is_meant(problem)).collect();
                    (field.shown(words, &own, false))
                }
            }
        }
    }
}

fn table_form(words: &Words, id: &str, entry: &TableEntry, problems: &[&Diagnostic]) -> Markup {
    let told = &words.recipient;
    html! {
        (all_shown(words, problems.iter().copied()))
        form.sheet-form method="post" action=(address::recipient(id)) {
            input type="hidden" name="seen" value=(entry.seen);
            fieldset {
                legend { bdi { (visible(&entry.file)) } }
                @for field in columns(&entry.table.headings, &entry.cells) { (field.shown(words, &[], false)) }
            }
            p.buttons {
                button { (told.save) }
                a href=(address::removal(id)) { (told.remove) }
            }
        }
    }
}

/// A field for each column of a table, under its heading.
pub(super) fn columns(headings: &[String], cells: &[String]) -> Vec<Field> {
    let field = |(column, heading): (usize, &String)| {
        let value = cells.get(column).cloned().unwrap_or_default();
        let input = if value.contains('\n') { Input::Lines } else { Input::Text };
        let value = value.lines().map(str::to_owned).collect();
        Field { name: column_name(column), label: heading.trim().to_owned(), input, value, language: None }
    };
    headings.iter().enumerate().map(field).collect()
}
