//! The page of a text that is not saved: drawn, and traced back to where it is written.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::chosen::{Asked, Chosen};
use crate::batch::Edited;
use crate::desk::answer::{Visitor, answered};
use crate::desk::gate::FRAMED;
use crate::desk::hint::{self, Hint};
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::{Checked, Diagnostic, Place as TextPlace, Problems, visible};
use crate::digest::hash_bytes;
use crate::worker::{PagePoint, TriedText, View};

/// How large pages are drawn: from a small window to a large one with fine pixels.
const PIXELS_PER_POINT: (f64, f64) = (0.5, 5.0);

/// What the names of e-mails begin with among the pictures.
const MAIL: &str = "mail-";

/// How large the page is drawn that needs no script.
const PLAIN: f64 = 2.0;

/// A text that is not saved, and what is looked at of it.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(flatten)]
    asked: Asked,
    /// The text; that of the file on the disk where there is none.
    text: Option<String>,
    /// How many pixels of the screen a point has.
    #[serde(default)]
    scale: f64,
    /// The name of the picture that is shown now.
    #[serde(default)]
    picture: String,
    /// A point that was clicked, in points from the top left.
    #[serde(default)]
    point: (f64, f64),
}

impl Wanted {
    fn edited(&self, chosen: &Chosen) -> Option<Edited> {
        self.text.as_ref().map(|text| Edited { path: chosen.file.clone(), text: text.replace("\r\n", "\n") })
    }

    /// The page, counted from zero.
    fn page(&self) -> usize {
        self.asked.page.saturating_sub(1)
    }

    fn scale(&self) -> f64 {
        let (least, most) = PIXELS_PER_POINT;
        if self.scale.is_finite() && self.scale > 0.0 { self.scale.clamp(least, most) } else { PLAIN }
    }
}

/// Draws the page of a text that is not saved.
pub(super) async fn preview(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Json(wanted): Json<Wanted>,
) -> Response {
    answered(&desk, words, move |desk| match Chosen::of(desk, &wanted.asked) {
        Ok(chosen) => Json(drawn(words, desk, &chosen, &wanted)).into_response(),
        Err(problems) => failed(words, &problems),
    })
    .await
}

fn drawn(words: &Words, desk: &Desk, chosen: &Chosen, wanted: &Wanted) -> Value {
    if chosen.is_email() {
        return email(words, desk, chosen, wanted);
    }
    let Some((ready, document)) = chosen.planned() else { return without_plan(words, chosen) };
    let scale = wanted.scale();
    let known = wanted.picture.split_once('-').filter(|(_, drawn)| *drawn == size_name(scale));
    let known =
        known.map(|(hash, _)| hash.to_owned()).filter(|_| desk.pictures.find(&wanted.picture).is_some());
    let view = View { page: wanted.page(), pixels_per_point: scale, known };
    let edited = wanted.edited(chosen);
    let TriedText { pages, page, problems } =
        desk.trials.draw(ready, document, edited, Some(chosen.paper), &view);
    let page = page.map(|page| {
        let name = format!("{}-{}", page.hash, size_name(scale));
        if !page.png.is_empty() {
            desk.pictures.keep(name.clone(), page.png);
        }
        json!({
            "number": page.number + 1,
            "picture": name,
            "url": format!("/letter/pictures/{name}"),
            "width": page.size.0,
            "height": page.size.1,
        })
    });
    json!({ "pages": pages, "page": page, "problems": told(words, &problems) })
}

/// The size of a picture, as its name says it.
fn size_name(scale: f64) -> String {
    format!("{scale:.3}")
}

fn email(words: &Words, desk: &Desk, chosen: &Chosen, wanted: &Wanted) -> Value {
    let Some(ready) = &chosen.ready else { return without_plan(words, chosen) };
    let Checked { value: email, problems } = desk.trials.email(ready, wanted.edited(chosen));
    let email = email.map(|email| {
        let html = email.html.map(|html| {
            let name = format!("{MAIL}{}", hash_bytes(&html));
            desk.pictures.keep(name.clone(), html.into_bytes());
            format!("/letter/mails/{name}")
        });
        json!({ "subject": email.subject, "text": email.text, "html": html })
    });
    json!({ "email": email, "problems": told(words, &problems) })
}

fn without_plan(words: &Words, chosen: &Chosen) -> Value {
    json!({ "pages": 0, "page": null, "problems": told(words, &chosen.problems) })
}

/// Where the text at a point of the page is written.
pub(super) async fn point(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Json(wanted): Json<Wanted>,
) -> Response {
    answered(&desk, words, move |desk| {
        let chosen = match Chosen::of(desk, &wanted.asked) {
            Ok(chosen) => chosen,
            Err(problems) => return failed(words, &problems),
        };
        let Some((ready, document)) = chosen.planned() else { return Json(json!({})).into_response() };
        let point = PagePoint { page: wanted.page(), x: wanted.point.0, y: wanted.point.1 };
        let edited = wanted.edited(&chosen);
        match desk.trials.find(ready, document, edited, Some(chosen.paper), point) {
            Ok(None) => Json(json!({})).into_response(),
            Ok(Some(written)) => {
                let (line, column) = line_of(written.location.place.as_ref());
                let file = written.location.file;
                Json(json!({ "file": file, "line": line, "column": column, "field": written.field }))
                    .into_response()
            }
            Err(problems) => failed(words, &problems),
        }
    })
    .await
}

/// The page of the text that is saved, as a picture, for pages without scripts.
pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&desk, words, move |desk| {
        let Ok(chosen) = Chosen::of(desk, &asked) else { return StatusCode::NOT_FOUND.into_response() };
        let Some((ready, document)) = chosen.planned() else { return StatusCode::NOT_FOUND.into_response() };
        let view = View { page: asked.page.saturating_sub(1), pixels_per_point: PLAIN, known: None };
        let tried = desk.trials.draw(ready, document, None, Some(chosen.paper), &view);
        match tried.page {
            Some(page) => as_png(page.png),
            None => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        }
    })
    .await
}

/// A picture that was drawn.
pub(super) async fn picture(State(desk): State<Arc<Desk>>, Path(name): Path<String>) -> Response {
    match desk.pictures.find(&name) {
        Some(png) => as_png(Vec::clone(&png)),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// An e-mail as HTML, which may load and run nothing, and is shown within the page of the letter alone.
pub(super) async fn mail(State(desk): State<Arc<Desk>>, Path(name): Path<String>) -> Response {
    let found = if name.starts_with(MAIL) { desk.pictures.find(&name) } else { None };
    match found {
        Some(html) => {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CONTENT_SECURITY_POLICY, FRAMED),
            ];
            (headers, Vec::clone(&html)).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn as_png(png: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "image/png")], png).into_response()
}

fn failed(words: &Words, problems: &Problems) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "problems": told(words, problems) }))).into_response()
}

/// Problems for a script: what it writes is text.
pub(super) fn told(words: &Words, problems: &[Diagnostic]) -> Vec<Value> {
    problems.iter().map(|problem| one_told(words, problem)).collect()
}

fn one_told(words: &Words, problem: &Diagnostic) -> Value {
    let location = problem.location.as_ref();
    let (line, column) = line_of(location.and_then(|location| location.place.as_ref()));
    json!({
        "severity": problem.severity.to_string(),
        "code": problem.code.name,
        "message": visible(&problem.message),
        "hints": problem.hints.iter().map(|hint| hint_told(words, hint)).collect::<Vec<_>>(),
        "excerpt": problem.excerpt.as_deref().map(|lines| lines.lines().map(visible).collect::<Vec<_>>()),
        "file": location.map(|location| &location.file),
        "line": line,
        "column": column,
        "field": problem.subject.field.as_deref().map(visible),
    })
}

fn hint_told(words: &Words, text: &str) -> Value {
    let Hint { text, at } = hint::of(words, text);
    json!({ "text": text, "at": at.map(|(title, path)| json!({ "title": title, "path": path })) })
}

fn line_of(place: Option<&TextPlace>) -> (Option<u32>, Option<u32>) {
    match place {
        Some(TextPlace::Text { line, column }) => (Some(*line), Some(*column)),
        _ => (None, None),
    }
}
