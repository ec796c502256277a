//! A file as an answer, with its name.

use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::address::encoded;

/// An answer that is a file with a name (RFC 6266).
pub(super) fn named(mut response: Response, kind: &'static str, how: &str, name: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = format!("{how}; filename*=UTF-8''{}", encoded(name));
    match HeaderValue::from_str(&disposition) {
        Ok(value) => headers.insert(header::CONTENT_DISPOSITION, value),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    response
}

/// A document, shown in the browser where it is a PDF, and else kept.
pub(super) fn shown(bytes: Vec<u8>, name: &str) -> Response {
    let is_pdf = bytes.starts_with(b"%PDF-");
    let (kind, how) =
        if is_pdf { ("application/pdf", "inline") } else { ("application/octet-stream", "attachment") };
    named(bytes.into_response(), kind, how, name)
}
