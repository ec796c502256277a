//! A file as an answer, with its name.

use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse, Response};

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

/// A name as a parameter of a header has it (RFC 8187): letters, digits and a few signs as they are, the rest in per cent.
fn encoded(name: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_for_headers() {
        assert_eq!(encoded("001_FRA_letter_fr.pdf"), "001_FRA_letter_fr.pdf");
        assert_eq!(encoded("lettre é\"\r\n.pdf"), "lettre%20%C3%A9%22%0D%0A.pdf");
    }
}
