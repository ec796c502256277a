//! The parts of a message and how they are encoded (RFC 2045, 2046).
//!
//! Texts are quoted-printable or base64, documents base64; so no line is too long, and no boundary, which holds `=_`, can
//! occur in what it bounds.

use base64::Engine;
use email_encoding::body::Encoding;

use super::header;

/// Ends the headers of a message or part that is made of parts.
pub(super) fn multipart(out: &mut String, kind: &str, boundary: &str) {
    header::plain(out, "Content-Type", &format!("multipart/{kind}; boundary=\"{boundary}\""));
}

/// Begins a part.
pub(super) fn begin_part(out: &mut String, boundary: &str) {
    out.push_str("\r\n--");
    out.push_str(boundary);
    out.push_str("\r\n");
}

/// Ends the last part.
pub(super) fn end(out: &mut String, boundary: &str) {
    out.push_str("\r\n--");
    out.push_str(boundary);
    out.push_str("--\r\n");
}

/// Writes a text as a whole part.
pub(super) fn text(out: &mut String, kind: &str, text: &str) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
    header::plain(out, "Content-Type", &format!("text/{kind}; charset=utf-8"));
    match Encoding::choose(text.as_str(), false) {
        Encoding::Base64 => encoded(out, text.as_bytes()),
        _ => {
            header::plain(out, "Content-Transfer-Encoding", "quoted-printable");
            out.push_str("\r\n");
            out.push_str(&quoted_printable::encode_to_str(&text));
        }
    }
}

/// Writes a PDF as a whole part.
pub(super) fn pdf(out: &mut String, name: &str, bytes: &[u8]) {
    header::plain(out, "Content-Type", "application/pdf");
    header::attachment(out, name);
    encoded(out, bytes);
}

/// The alphabet of RFC 4648, section 4, with padding, by the processor's vector instructions.
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
fn base64() -> impl Engine {
    base64::engine::Simd::standard(base64::engine::general_purpose::PAD)
}

/// The alphabet of RFC 4648, section 4, with padding.
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
fn base64() -> impl Engine {
    base64::engine::general_purpose::STANDARD
}

fn encoded(out: &mut String, bytes: &[u8]) {
    /// Characters on a line (RFC 2045, 6.8).
    const LINE: usize = 76;
    header::plain(out, "Content-Transfer-Encoding", "base64");
    out.push_str("\r\n");
    let encoded = base64().encode(bytes);
    let mut rest = encoded.as_str();
    out.reserve(rest.len() + rest.len() / LINE * 2);
    while rest.len() > LINE {
        let (line, others) = rest.split_at(LINE);
        out.push_str(line);
        out.push_str("\r\n");
        rest = others;
    }
    out.push_str(rest);
}
