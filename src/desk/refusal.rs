//! The page of who is not let in: why, and what to do. It has the desk's style, and leads nowhere.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use maud::html;

use super::frame::outside;
use super::words::{Words, filled};

/// The answer to a request that is refused at a port.
pub(super) fn refusal(words: &Words, status: StatusCode, port: u16) -> Response {
    let frame = &words.frame;
    let address = format!("http://127.0.0.1:{port}");
    let (title, hints) = match status {
        StatusCode::MISDIRECTED_REQUEST => {
            (&frame.elsewhere, vec![filled(&frame.elsewhere_hint, &[&address])])
        }
        StatusCode::FORBIDDEN => (&frame.foreign, vec![frame.foreign_hint.clone()]),
        StatusCode::PAYLOAD_TOO_LARGE => (&frame.too_large, vec![frame.too_large_hint.clone()]),
        _ => (&frame.refused, vec![frame.refused_hint.clone(), frame.refused_new.clone()]),
    };
    let content = html! { @for hint in &hints { p { (hint) } } };
    (status, Html(outside(words, title, &content).into_string())).into_response()
}
