//! The settings of the mailing as a form: what was changed is edited in its file, and nothing else of it.

mod fields;
mod page;
mod reading;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;

use self::fields::{Field, Kind, Said};
use self::reading::{Settings, is_about, problems, read};
use crate::desk::address::SETTINGS;
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit;
use crate::edit::yaml::{self, Step, Value};

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new().route(SETTINGS, get(show).post(save))
}

async fn show(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    answered(&desk, words, move |desk| match read(desk) {
        Ok((_, settings)) => {
            Html(page::of(words, &desk.read_soon().0, &settings).into_string()).into_response()
        }
        Err(problem) => refused(words, Place::Start, &[problem]),
    })
    .await
}

async fn save(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(posted): Form<BTreeMap<String, String>>,
) -> Response {
    answered(&desk, words, move |desk| {
        let (text, mut settings) = match read(desk) {
            Ok(read) => read,
            Err(problem) => return refused(words, Place::Start, &[problem]),
        };
        let changes = take(&mut settings, &posted);
        let changed = match change(desk, text.clone(), &changes) {
            Ok(changed) => changed,
            Err(problem) => return refused(words, Place::Start, &[problem]),
        };
        settings.problems = problems(desk, &changed);
        let is_of_change = |problem: &&Diagnostic| {
            let field = problem.subject.field.as_deref().unwrap_or_default();
            problem.severity == Severity::Error
                && changes.iter().any(|(_, said)| !said.text.is_empty() && is_about(field, &said.key))
        };
        if settings.problems.iter().any(|problem| is_of_change(&problem)) {
            let page = page::of(words, &desk.read_soon().0, &settings);
            return (StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response();
        }
        if changed == text {
            return Redirect::to(SETTINGS).into_response();
        }
        let seen = posted.get("seen").and_then(|seen| seen.parse().ok()).unwrap_or(settings.seen);
        match desk.save(&desk.mailing, &seen, &changed) {
            Ok(_) => Redirect::to(SETTINGS).into_response(),
            Err(problem) => refused(words, Place::Start, &[problem]),
        }
    })
    .await
}

/// Takes over what was posted; what differs from the file.
fn take(settings: &mut Settings, posted: &BTreeMap<String, String>) -> Vec<(&'static Field, Said)> {
    let mut changes = Vec::new();
    for (field, said) in
        settings.said.iter_mut().flat_map(|(field, all)| all.iter_mut().map(|said| (*field, said)))
    {
        let Some(text) = posted.get(&said.key) else { continue };
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let text = match field.kind {
            Kind::Lines => lines.collect::<Vec<_>>().join("\n"),
            _ => lines.collect::<Vec<_>>().join(" "),
        };
        if text != said.text {
            said.text = text;
            changes.push((field, said.clone()));
        }
    }
    changes
}

/// The text with the changes.
fn change(desk: &Desk, text: String, changes: &[(&Field, Said)]) -> Result<String, Diagnostic> {
    changes.iter().try_fold(text, |text, (field, said)| {
        let path: Vec<Step> = said.key.split('.').map(Step::from).collect();
        let changed = match said.text.is_empty() && field.is_optional {
            true => yaml::remove(&text, &path),
            false => yaml::set(&text, &path, &value(field, &said.text)),
        };
        changed.ok_or_else(|| edit::by_hand(&desk.mailing, &said.key))
    })
}

/// What was entered as a value of the file.
fn value(field: &Field, text: &str) -> Value {
    let is_day = text.parse::<jiff::civil::Date>().is_ok();
    let is_number = !text.is_empty() && text.len() < 10 && text.chars().all(|c| c.is_ascii_digit());
    let is_count = is_number && matches!(field.asked_as, "participants" | "approvals" | "mail-port");
    match field.kind {
        Kind::Lines if !text.is_empty() => text.lines().collect::<Vec<_>>().into(),
        Kind::Day | Kind::Value if is_day || is_count => Value::Plain(text.to_owned()),
        _ => text.into(),
    }
}
