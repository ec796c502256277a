//! How far the mailing is looked at, told as it goes on.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use futures_util::stream;
use serde_json::json;

use crate::desk::answer::Visitor;
use crate::desk::looking::Sight;
use crate::desk::progress::{EVENTS, text};
use crate::desk::state::Desk;
use crate::desk::words::Words;

/// How long changes are gathered.
const PAUSE: Duration = Duration::from_millis(200);

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new().route(EVENTS, get(events))
}

/// Each change, until nothing is being read.
async fn events(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    let mut heard = desk.looking().listen();
    // How far it is now is told at once.
    heard.mark_changed();
    let changes = stream::unfold(Some((heard, Duration::ZERO)), move |waiting| async move {
        let (mut heard, pause) = waiting?;
        tokio::time::sleep(pause).await;
        heard.changed().await.ok()?;
        let sight = *heard.borrow_and_update();
        let event = Event::default().data(told(words, sight));
        Some((Ok::<_, Infallible>(event), sight.is_reading.then_some((heard, PAUSE))))
    });
    Sse::new(changes).keep_alive(KeepAlive::default()).into_response()
}

/// What the page's script shows.
fn told(words: &Words, sight: Sight) -> String {
    let Sight { is_reading, is_listed, done, all } = sight;
    let text = text(words, sight);
    json!({ "listed": is_listed, "done": done, "total": all, "text": text, "ended": !is_reading }).to_string()
}
