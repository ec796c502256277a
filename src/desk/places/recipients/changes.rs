//! A new recipient, and one less.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::entry::{Entry, count, find, is_id, is_table, is_yaml, lists};
use super::fields::{Around, fields};
use super::input::Field;
use super::one::{around, columns, missing, parts_shown};
use super::saving::{column_name, new};
use crate::desk::address;
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::frame::page;
use crate::desk::known::Read;
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, Location, codes, visible};
use crate::edit::yaml::{self, Step};
use crate::edit::{self, Version, by_hand, table};
use crate::recipient::find_table;

/// Where a new recipient is entered.
pub(super) const NEW: &str = "/new-recipient";

/// The addresses.
pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(NEW, get(ask_new).post(add))
        .route("/recipients/{id}/remove", get(ask_removal).post(remove))
}

/// Which list a new recipient is for, counted from nought.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    list: Option<usize>,
}

/// The lists that can be added to, with their numbers among all.
fn open_lists(read: &Read) -> Vec<(usize, &str)> {
    let all = read.mailing.iter().flat_map(lists).enumerate();
    all.filter(|(_, file)| is_yaml(file) || is_table(file)).collect()
}

fn chosen(read: &Read, list: Option<usize>) -> Option<(usize, &str)> {
    let open = open_lists(read);
    let found = open.iter().find(|(number, _)| Some(*number) == list).or_else(|| open.first());
    found.copied()
}

async fn ask_new(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(into): Query<Chosen>,
) -> Response {
    answered(&desk, words, move |desk| {
        let read = desk.read();
        let told = &words.recipient;
        let Some((number, file)) = chosen(&read, into.list) else {
            let content = html! { p { (told.no_list_hint) } };
            return Html(page(words, Some(Place::Recipients), &told.no_list, &content).into_string())
                .into_response();
        };
        match edit::read(&desk.root, file) {
            Ok((text, seen)) => {
                let content = new_form(words, &read, (number, file), &text, &seen);
                Html(page(words, Some(Place::Recipients), &told.new, &content).into_string()).into_response()
            }
            Err(problem) => refused(words, Place::Recipients, &[problem]),
        }
    })
    .await
}

fn new_form(words: &Words, read: &Read, (number, file): (usize, &str), text: &str, seen: &Version) -> Markup {
    let told = &words.recipient;
    let lists = open_lists(read);
    let (languages, extra) = around(read);
    html! {
        @if lists.len() > 1 {
            form method="get" action=(NEW) {
                div {
                    label for="list" { (told.into) }
                    select id="list" name="list" {
                        @for (other, name) in &lists { option value=(other) selected[*other == number] { (name) } }
                    }
                }
                button.other { (words.recipients.find) }
            }
        }
        form.sheet-form method="post" action={ (NEW) "?list=" (number) } {
            input type="hidden" name="seen" value=(seen);
            @if is_yaml(file) {
                (parts_shown(words, &fields(words, None, &Around { languages: &languages, extra: &extra }), &[]))
            } @else {
                fieldset {
                    legend { bdi { (visible(file)) } }
                    @for field in columns(&find_table(text).headings, &[]) { (field.shown(words, &[], false)) }
                }
            }
            p.buttons { button { (told.save) } a href=(Place::Recipients.path()) { (told.all) } }
        }
    }
}

async fn add(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(into): Query<Chosen>,
    Form(posted): Form<Vec<(String, String)>>,
) -> Response {
    answered(&desk, words, move |desk| match store_new(desk, words, into.list, &posted) {
        Ok(id) => Redirect::to(&format!("{}?saved=1", address::recipient(&id))).into_response(),
        Err(problems) => refused(words, Place::Recipients, &problems),
    })
    .await
}

fn store_new(
    desk: &Desk,
    words: &Words,
    list: Option<usize>,
    posted: &[(String, String)],
) -> Result<String, Vec<Diagnostic>> {
    let read = desk.read();
    let told = &words.recipient;
    let (_, file) = chosen(&read, list).ok_or_else(|| vec![wrong("", &told.no_list)])?;
    let value = |name: &str| posted.iter().find(|(posted, _)| posted == name).map(|(_, value)| value.trim());
    let seen = value("seen").and_then(|seen| seen.parse::<Version>().ok()).unwrap_or(Version::None);
    let (text, _) = edit::read(&desk.root, file).map_err(|problem| vec![problem])?;
    let found = find_table(&text);
    let column = found.headings.iter().position(|heading| is_id(heading));
    let id = match is_yaml(file) {
        true => value("id"),
        false => column.and_then(|column| value(&column_name(column))),
    };
    let id = id.filter(|id| !id.is_empty()).ok_or_else(|| vec![wrong(file, &told.needs_id)])?;
    if find(desk, id).is_ok_and(|(_, found)| found.is_some()) {
        return Err(vec![wrong(file, &filled(&told.id_taken, &[&id]))]);
    }
    let changed = if is_yaml(file) {
        let (languages, extra) = around(&read);
        let parts = fields(words, None, &Around { languages: &languages, extra: &extra });
        let all: Vec<&Field> = parts.iter().flat_map(|part| &part.fields).collect();
        let path = [Step::from("recipients"), Step::from(count(&text).unwrap_or_default())];
        yaml::set(&text, &path, &new(&all, posted))
    } else {
        let cells: Vec<&str> =
            (0..found.headings.len()).map(|column| value(&column_name(column)).unwrap_or_default()).collect();
        Some(table::append(&text, found.marks, &cells))
    };
    let changed = changed.ok_or_else(|| vec![by_hand(file, "recipients")])?;
    desk.save(file, &seen, &changed).map_err(|problem| vec![problem])?;
    Ok(id.to_owned())
}

fn wrong(file: &str, message: &str) -> Diagnostic {
    let problem = Diagnostic::new(codes::RECIPIENT_VALUE, message).with_field("id");
    if file.is_empty() { problem } else { problem.with_location(Location::file(file)) }
}

async fn ask_removal(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(id): Path<String>,
) -> Response {
    answered(&desk, words, move |desk| {
        let told = &words.recipient;
        let seen = match find(desk, &id) {
            Ok((_, Some(Entry::Yaml(entry)))) => entry.seen,
            Ok((_, Some(Entry::Table(entry)))) => entry.seen,
            Ok(_) => return missing(words),
            Err(problem) => return refused(words, Place::Recipients, &[problem]),
        };
        let content = html! {
            p { (told.remove_hint) }
            form method="post" action=(address::removal(&id)) {
                input type="hidden" name="seen" value=(seen);
                button { (told.remove_yes) }
                a href=(address::recipient(&id)) { (told.keep) }
            }
        };
        let title = filled(&told.remove_title, &[&visible(&id)]);
        Html(page(words, Some(Place::Recipients), &title, &content).into_string()).into_response()
    })
    .await
}

async fn remove(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(id): Path<String>,
    Form(posted): Form<Vec<(String, String)>>,
) -> Response {
    answered(&desk, words, move |desk| {
        let seen = posted.iter().find(|(name, _)| name == "seen").and_then(|(_, seen)| seen.parse().ok());
        let (file, changed) = match find(desk, &id) {
            Ok((_, Some(Entry::Yaml(entry)))) => {
                let path = [Step::from("recipients"), Step::from(entry.place)];
                (entry.file, yaml::remove(&entry.text, &path))
            }
            Ok((_, Some(Entry::Table(entry)))) => {
                (entry.file, table::remove(&entry.text, entry.table.marks, entry.row))
            }
            Ok(_) => return missing(words),
            Err(problem) => return refused(words, Place::Recipients, &[problem]),
        };
        let saved = match changed {
            Some(text) => desk.save(&file, &seen.unwrap_or(Version::None), &text),
            None => Err(by_hand(&file, "recipients")),
        };
        match saved {
            Ok(_) => Redirect::to(Place::Recipients.path()).into_response(),
            Err(problem) => refused(words, Place::Recipients, &[problem]),
        }
    })
    .await
}
