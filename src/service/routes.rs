//! What is asked where, and what is answered.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request as Asked, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use tokio::time::timeout;

use super::answers::{json, later, told};
use super::batch_routes;
use super::metrics::{self as counted, Fate};
use super::openapi::openapi;
use super::state::Service;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::schema::Described;
use crate::session::{Answer, MadeDocument, Request, Session, Status};

/// Most bytes of a request.
const MOST: usize = 1 << 20;

/// How long a request may take to come.
const COMING: Duration = Duration::from_secs(30);

/// The answer that a document is, without its problems.
const ANSWER: HeaderName = HeaderName::from_static("convoke-answer");

/// How many problems a document has.
const PROBLEMS: HeaderName = HeaderName::from_static("convoke-problems");

/// What programs may ask without a token.
const OPEN: [&str; 2] = ["/health", "/openapi.json"];

pub(super) fn app(service: Arc<Service>) -> Router {
    Router::new()
        .route("/letter", post(letter))
        .route("/check", post(check))
        .route("/schema/request", get(|| async { schema(Described::Request) }))
        .route("/schema/answer", get(|| async { schema(Described::Answer) }))
        .route("/openapi.json", get(|| async { json(StatusCode::OK, &openapi()) }))
        .route("/health", get(|| async { json(StatusCode::OK, &serde_json::json!({ "status": "ok" })) }))
        .route("/metrics", get(metrics))
        .merge(batch_routes::app())
        .layer(middleware::from_fn_with_state(Arc::clone(&service), guard))
        .with_state(service)
}

/// Lets in whoever has a token.
async fn guard(State(service): State<Arc<Service>>, asked: Asked, next: Next) -> Response {
    let is_open = OPEN.contains(&asked.uri().path());
    let mut response = if is_open || service.tokens.allow(asked.headers()) {
        next.run(asked).await
    } else {
        let mut response = told(StatusCode::UNAUTHORIZED, "a token is needed");
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        response
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn letter(State(service): State<Arc<Service>>, asked: Asked) -> Response {
    let start = now();
    let counting = Arc::clone(&service);
    let made = work(service, asked, |session, request, id| match session.answer(request) {
        Ok(Checked { value: Some(document), .. }) => (Fate::Made, brought(id, document)),
        Ok(Checked { value: None, problems }) => {
            (Fate::Made, json(StatusCode::OK, &Answer::told(id, Status::Sound, problems)))
        }
        Err(problems) => (Fate::Refused, refused(id, problems)),
    });
    let (fate, response) = made.await;
    let took = start.elapsed();
    counting.metrics.count(fate, (fate != Fate::Deferred).then_some(took));
    response
}

async fn check(State(service): State<Arc<Service>>, asked: Asked) -> Response {
    let checked = work(service, asked, |session, request, id| {
        let problems = session.check(request);
        let status = if problems.has_errors() { Status::Refused } else { Status::Sound };
        (Fate::Made, json(StatusCode::OK, &Answer::told(id, status, problems)))
    });
    checked.await.1
}

async fn metrics(State(service): State<Arc<Service>>) -> Response {
    let under_way = service.most.saturating_sub(service.room.available_permits());
    let mut text = service.metrics.text(under_way, service.most);
    if let Some(batches) = &service.batches {
        text.push_str(&counted::of_batches(&batches.counts()));
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

fn schema(described: Described) -> Response {
    ([(CONTENT_TYPE, "application/schema+json")], described.json()).into_response()
}

/// Reads a request and has it met apart from the connections, if there is room for one more. It is met also where nobody waits for the
/// answer any more, and holds its room as long.
async fn work(
    service: Arc<Service>,
    asked: Asked,
    meet: impl FnOnce(&Session, &Request, String) -> (Fate, Response) + Send + 'static,
) -> (Fate, Response) {
    let Ok(room) = Arc::clone(&service.room).try_acquire_owned() else {
        return (Fate::Deferred, later("there is no room for another request now"));
    };
    let body = match timeout(COMING, to_bytes(asked.into_body(), MOST)).await {
        Ok(Ok(body)) => body,
        // It is longer, or it broke off and nobody reads the answer.
        Ok(Err(_)) => {
            return (Fate::Refused, told(StatusCode::PAYLOAD_TOO_LARGE, "a request has at most 1 MiB"));
        }
        Err(_) => {
            return (Fate::Refused, told(StatusCode::REQUEST_TIMEOUT, "the request did not come in time"));
        }
    };
    let met = tokio::task::spawn_blocking(move || {
        let _room = room;
        match read(&body) {
            Ok(request) => {
                let id = request.id().unwrap_or("1").to_owned();
                match service.warm.session() {
                    Ok(session) => meet(&session, &request, id),
                    Err(problems) => {
                        let answer = Answer::told(id, Status::Refused, problems);
                        (Fate::Refused, json(StatusCode::INTERNAL_SERVER_ERROR, &answer))
                    }
                }
            }
            Err(problems) => {
                let answer = Answer::told("1".to_owned(), Status::Refused, problems);
                (Fate::Refused, json(StatusCode::BAD_REQUEST, &answer))
            }
        }
    });
    let failed = || told(StatusCode::INTERNAL_SERVER_ERROR, "a fault in the program");
    met.await.unwrap_or_else(|_| (Fate::Refused, failed()))
}

fn read(body: &Bytes) -> Result<Request, Problems> {
    let text = std::str::from_utf8(body).map_err(|_| {
        Diagnostic::new(codes::REQUEST_SYNTAX, "the request is not UTF-8 text")
            .with_hint("write JSON in UTF-8 (RFC 8259, 8.1)")
    })?;
    Request::from_json(text)
}

/// A document as an answer.
fn brought(id: String, document: MadeDocument) -> Response {
    let answer = Answer {
        bytes: Some(document.bytes.len()),
        problems: Problems::new(),
        ..Answer::made(id, &document)
    };
    let MadeDocument { bytes, about, problems, .. } = document;
    let kind = match about.media_type {
        "application/pdf" => "application/pdf",
        "text/html" => "text/html; charset=utf-8",
        "image/png" => "image/png",
        _ => "text/plain; charset=utf-8",
    };
    let mut response = ([(CONTENT_TYPE, kind)], bytes).into_response();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&ascii(&answer)) {
        headers.insert(ANSWER, value);
    }
    headers.insert(PROBLEMS, HeaderValue::from(problems.len()));
    response
}

/// The answer to a request that cannot be met.
fn refused(id: String, problems: Problems) -> Response {
    let has = |known: &[&str]| problems.iter().any(|problem| known.contains(&problem.code.name));
    if has(&[codes::SESSION_STOPPED.name]) {
        return later("the service is about to end");
    }
    let is_ours = has(&[codes::WORKER_START.name, codes::NO_THREAD.name, codes::INTERNAL.name]);
    let status = if is_ours { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::UNPROCESSABLE_ENTITY };
    json(status, &Answer::told(id, Status::Refused, problems))
}

/// A value as JSON in ASCII, as a header holds it.
fn ascii(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            ' '..='~' => text.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    text
}

#[expect(clippy::disallowed_methods, reason = "how long an answer took is told, and nothing is made of it")]
fn now() -> Instant {
    Instant::now()
}
