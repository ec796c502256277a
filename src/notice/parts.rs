//! The parts of a message that say what it is: texts, reports, and the message that was returned with a notice.

use mail_parser::{Message, MessagePart, MimeHeaders as _, PartType};

use super::head::Head;
use super::text::{MOST_TEXT, beginning};

/// Most parts of a message that are looked at.
const MOST_PARTS: usize = 1_000;

/// A picture within a text that has at most so many bytes is the sign of an office, not a scan.
const SMALL_PICTURE: usize = 48 << 10;

/// The parts of a message; those of messages in it are not among them.
pub(super) fn parts<'m>(message: &'m Message<'m>) -> impl Iterator<Item = &'m MessagePart<'m>> {
    message.parts.iter().take(MOST_PARTS)
}

/// Whether a part is of a type, such as `message/delivery-status`.
pub(super) fn is_type(part: &MessagePart<'_>, main: &str, subs: &[&str]) -> bool {
    part.content_type().is_some_and(|content| {
        let sub = content.subtype().unwrap_or_default();
        content.ctype().eq_ignore_ascii_case(main) && subs.iter().any(|known| sub.eq_ignore_ascii_case(known))
    })
}

/// Whether a message is a report of this type (RFC 6522), whoever signed it.
pub(super) fn is_report(message: &Message<'_>, kind: &str) -> bool {
    parts(message).any(|part| {
        let named = part.content_type().and_then(|content| content.attribute("report-type"));
        is_type(part, "multipart", &["report"]) && named.is_none_or(|named| named.eq_ignore_ascii_case(kind))
    })
}

/// The text of a message, in the plain form where it has one.
pub(super) fn text_of(message: &Message<'_>) -> String {
    let mut text = String::new();
    for number in 0..message.text_body_count().min(MOST_PARTS) {
        if text.len() >= MOST_TEXT {
            break;
        }
        let Some(part) = message.text_part(u32::try_from(number).unwrap_or(u32::MAX)) else { break };
        match &part.body {
            PartType::Text(body) => text.push_str(beginning(body, MOST_TEXT)),
            PartType::Html(html) => {
                text.push_str(&mail_parser::decoders::html::html_to_text(beginning(html, MOST_TEXT)));
            }
            _ => {}
        }
        text.push('\n');
    }
    text
}

/// The head of the message that came back with a notice: a message of its own, or its head alone.
pub(super) fn original_head(message: &Message<'_>) -> Option<Head> {
    let heads = ["rfc822-headers", "global-headers"];
    let found = parts(message).skip(1).find_map(|part| match &part.body {
        PartType::Message(original) => {
            let start = original.parts.first().map_or(0, |part| part.offset_header as usize);
            Some(Head::parse(original.raw_message.get(start..).unwrap_or_default()))
        }
        _ if is_type(part, "text", &heads) || is_type(part, "message", &heads) => {
            Some(Head::parse(part.contents()))
        }
        // A message whose end was cut off is none to its reader.
        _ if is_type(part, "message", &["rfc822", "global"]) => Some(Head::parse(part.contents())),
        _ => None,
    });
    found.filter(|head| !head.is_empty())
}

/// Whether a document, a picture or an archive is attached.
pub(super) fn has_files(message: &Message<'_>) -> bool {
    parts(message).any(|part| {
        let is_signature =
            is_type(part, "application", &["pgp-signature", "pkcs7-signature", "x-pkcs7-signature"]);
        let is_file = match &part.body {
            PartType::Binary(_) | PartType::InlineBinary(_) => true,
            PartType::Text(_) | PartType::Html(_) => is_pdf(part.contents()),
            PartType::Message(_) => true,
            PartType::Multipart(_) => false,
        };
        let is_sign = part.content_id().is_some()
            && part.content_type().is_some_and(|content| content.ctype().eq_ignore_ascii_case("image"))
            && part.contents().len() <= SMALL_PICTURE;
        is_file && !is_signature && !is_sign
    })
}

fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}
