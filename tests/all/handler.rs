//! The handler of a web server that docs/programs.md shows, as it stands there.
#![cfg(feature = "desk")]

use std::fs;
use std::num::NonZeroUsize;
use std::sync::Arc;

use axum::body::to_bytes;
use convoke::session::{MailingSource, SessionOptions};
use convoke::worker::Isolation;
use serde_json::json;

use crate::session::{BUILT, stranger};

// What the document shows begins here.
use axum::extract::State;
use axum::http::{StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing::post};
use convoke::session::{Request, Session};

#[derive(serde::Deserialize)]
struct Order {
    number: u32,
    recipient: serde_json::Value,
}

async fn letter(State(session): State<Arc<Session>>, Json(order): Json<Order>) -> Response {
    // A letter takes a processor for some milliseconds, away from what answers others.
    let made = tokio::task::spawn_blocking(move || {
        session.letter(&Request::new(&order.recipient)?.number(order.number))
    });
    match made.await {
        Ok(Ok(letter)) => ([(CONTENT_TYPE, letter.about.media_type)], letter.bytes).into_response(),
        Ok(Err(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, Json(problems)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn app(session: Session) -> Router {
    Router::new().route("/letter", post(letter)).with_state(Arc::new(session))
}
// And ends here.

fn open() -> Session {
    let options = SessionOptions {
        languages: vec!["en".to_owned()],
        workers: NonZeroUsize::MIN,
        isolation: Isolation::None,
        ..SessionOptions::default()
    };
    Session::open(MailingSource::Folder(BUILT.root().to_owned()), options).expect("a session")
}

/// What is answered to an order, by its status and the beginning of its body.
fn answered(session: &Arc<Session>, channel: &str) -> (StatusCode, String) {
    let mut recipient = stranger("4711");
    recipient["channels"] = json!([channel]);
    let order = Order { number: 950, recipient };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("a runtime");
    runtime.block_on(async {
        let response = letter(State(Arc::clone(session)), Json(order)).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        (status, String::from_utf8_lossy(&body).chars().take(300).collect())
    })
}

#[test]
fn an_order_is_answered_with_a_letter_or_with_what_is_wrong() {
    let session = Arc::new(open());
    let (status, body) = answered(&session, "post");
    assert!(status == StatusCode::OK && body.starts_with("%PDF-"), "{status} {body}");
    let (status, body) = answered(&session, "pigeon");
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("value-invalid"), "{status} {body}");
}

#[test]
fn the_document_shows_it_as_it_is() {
    let _: fn(Session) -> Router = app;
    let source = include_str!("handler.rs");
    let (_, shown) = source.split_once("begins here.\n").expect("the beginning");
    let (shown, _) = shown.split_once("// And ends here.").expect("the end");
    let document =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/programs.md")).expect("the document");
    assert!(document.contains(shown.trim()), "docs/programs.md is to show\n{shown}");
}
