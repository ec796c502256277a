//! The page of a piece of work: how far it is, a button that stops it, and what came of it.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use futures_util::stream;
use maud::{Markup, html};
use serde_json::json;

use crate::desk::answer::{Visitor, told};
use crate::desk::assets;
use crate::desk::frame::{page, page_with};
use crate::desk::jobs::{How, Job};
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;

/// How often at most a page hears of a change.
const PAUSE: Duration = Duration::from_millis(200);

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/jobs", get(all))
        .route("/jobs/{id}", get(one))
        .route("/jobs/{id}/events", get(events))
        .route("/jobs/{id}/stop", post(stop))
}

async fn all(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    let jobs = desk.jobs.all();
    let content = html! {
        @if jobs.is_empty() { p { (words.jobs.none) } }
        ol.steps {
            @for job in &jobs {
                @let how = job.how();
                li class=(class_of(how)) {
                    span.state { (how.map_or(words.jobs.running.as_str(), |how| how_in_words(words, how))) }
                    a href={ "/jobs/" (job.id) } { bdi { (visible(&job.title)) } }
                }
            }
        }
    };
    Html(page(words, None, &words.jobs.title, &content).into_string()).into_response()
}

async fn one(State(desk): State<Arc<Desk>>, Visitor(words): Visitor, Path(id): Path<String>) -> Response {
    let Some(job) = find(&desk, &id) else { return forgotten(words) };
    // Without scripts, the page is asked for again.
    let head = html! { @if job.is_running() { noscript { meta http-equiv="refresh" content="2"; } } };
    let page = page_with(words, Some(job.here), &visible(&job.title), &head, &content(words, &job));
    Html(page.into_string()).into_response()
}

async fn stop(State(desk): State<Arc<Desk>>, Visitor(words): Visitor, Path(id): Path<String>) -> Response {
    let Some(job) = find(&desk, &id) else { return forgotten(words) };
    job.ask_to_stop();
    Redirect::to(&format!("/jobs/{}", job.id)).into_response()
}

/// Each change of a job's state, until it has ended.
async fn events(State(desk): State<Arc<Desk>>, Visitor(words): Visitor, Path(id): Path<String>) -> Response {
    let Some(job) = find(&desk, &id) else { return forgotten(words) };
    let mut heard = job.listen();
    // How far it is now is told at once.
    heard.mark_changed();
    let changes = stream::unfold(Some((job, heard, Duration::ZERO)), move |waiting| async move {
        let (job, mut heard, pause) = waiting?;
        tokio::time::sleep(pause).await;
        heard.changed().await.ok()?;
        let is_last = !job.is_running();
        let event = Event::default().data(progress_data(words, &job));
        Some((Ok::<_, Infallible>(event), (!is_last).then_some((job, heard, PAUSE))))
    });
    Sse::new(changes).keep_alive(KeepAlive::default()).into_response()
}

fn find(desk: &Desk, id: &str) -> Option<Arc<Job>> {
    desk.jobs.get(id.parse().ok()?)
}

fn forgotten(words: &Words) -> Response {
    told(words, StatusCode::NOT_FOUND, &words.frame.not_found, &words.frame.not_found_hint)
}

/// What the page's script shows of a job.
fn progress_data(words: &Words, job: &Job) -> String {
    let state = job.state();
    json!({
        "done": state.done,
        "total": state.total,
        "count": count(words, state.done, state.total),
        "text": visible(&state.text),
        "left": state.left().map(|left| left_in_words(words, left)).unwrap_or_default(),
        "ended": state.ended.is_some(),
    })
    .to_string()
}

fn content(words: &Words, job: &Job) -> Markup {
    let state = job.state();
    match &state.ended {
        Some(ended) => html! {
            div class={ "ended " (class_of(Some(ended.how))) } {
                p role="status" { span.state { (how_in_words(words, ended.how)) } }
                @if ended.how == How::Fell { p { (words.jobs.fell_hint) } }
                (ended.shown)
            }
            p { a href=(job.here.path()) { (job.here.title(words)) } }
        },
        None => html! {
            div id="job" data-events={ "/jobs/" (job.id) "/events" } {
                p role="status" { (if job.is_stopping() { &words.jobs.stopping } else { &words.jobs.running }) }
                progress aria-label=(words.jobs.progress) max=(state.total.max(1))
                    value=[(state.total > 0).then_some(state.done)] {}
                p.progress {
                    span.number data-of="count" { (count(words, state.done, state.total)) }
                    bdi.quiet data-of="text" { (visible(&state.text)) }
                    span.quiet data-of="left" { @if let Some(left) = state.left() { (left_in_words(words, left)) } }
                }
                @if !job.is_stopping() {
                    form method="post" action={ "/jobs/" (job.id) "/stop" } { button.other { (words.jobs.stop) } }
                }
            }
            script type="module" src=(assets::JOBS.path) {}
        },
    }
}

fn count(words: &Words, done: usize, total: usize) -> String {
    if total == 0 { String::new() } else { filled(&words.jobs.count, &[&done, &total]) }
}

fn left_in_words(words: &Words, left: Duration) -> String {
    let seconds = left.as_secs().max(1);
    let time = match (seconds / 60, seconds % 60) {
        (0, seconds) => filled(&words.jobs.seconds, &[&seconds]),
        (minutes, _) => filled(&words.jobs.minutes, &[&minutes]),
    };
    filled(&words.jobs.left, &[&time])
}

fn how_in_words(words: &Words, how: How) -> &str {
    match how {
        How::Done => &words.jobs.done,
        How::Stopped => &words.jobs.stopped,
        How::Refused => &words.jobs.refused,
        How::Fell => &words.jobs.fell,
    }
}

fn class_of(how: Option<How>) -> &'static str {
    match how {
        Some(How::Done) => "done",
        Some(How::Refused | How::Fell) => "error",
        Some(How::Stopped) => "warning",
        None => "next",
    }
}
