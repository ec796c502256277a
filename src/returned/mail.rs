//! Messages among returned files, as mail programs save them (RFC 5322, RFC 4155).

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Addr, MessageParser, MessagePart, MimeHeaders as _, PartType};

use super::package::{PackageKind, ReturnedMessage, Unpacking, bounded};
use super::winmail;

/// Fields of a message's head, two of which tell it from other text.
const FIELDS: [&str; 14] = [
    "from",
    "to",
    "subject",
    "date",
    "received",
    "return-path",
    "mime-version",
    "message-id",
    "content-type",
    "delivered-to",
    "reply-to",
    "dkim-signature",
    "x-mailer",
    "thread-topic",
];

/// Unpacks a message or a mailbox; `None` for a file that is neither.
pub(super) fn unpack(bytes: &[u8]) -> Option<Unpacking> {
    let bytes = without_byte_count(bytes);
    if bytes.starts_with(b"From ") {
        return unpack_mailbox(bytes);
    }
    if !begins_message(bytes) {
        return None;
    }
    let message = MessageParser::default().parse(bytes)?;
    let mut unpacking = Unpacking::new(PackageKind::Message);
    for part in message.attachments() {
        take(part, &mut unpacking);
    }
    let from = message.from().and_then(|from| from.first()).map(describe_sender).unwrap_or_default();
    let texts = message.text_bodies().chain(message.html_bodies());
    unpacking.package.message = Some(ReturnedMessage {
        from: bounded(&from),
        subject: bounded(message.subject().unwrap_or_default()),
        has_text: texts.into_iter().any(has_text),
    });
    Some(unpacking)
}

fn take(part: &MessagePart<'_>, unpacking: &mut Unpacking) {
    let name = part.attachment_name().unwrap_or_default();
    match &part.body {
        PartType::Message(message) => {
            let name = message.subject().map_or_else(|| name.to_owned(), |subject| format!("{subject}.eml"));
            unpacking.add(&name, message.raw_message().to_vec());
        }
        _ => match winmail::unpack(part.contents()) {
            Some(files) => files.into_iter().for_each(|(name, bytes)| unpacking.add(&name, bytes)),
            None => unpacking.add(name, part.contents().to_vec()),
        },
    }
}

fn has_text(part: &MessagePart<'_>) -> bool {
    let text = match &part.body {
        PartType::Text(text) => text.as_ref().to_owned(),
        PartType::Html(html) => mail_parser::decoders::html::html_to_text(html),
        _ => String::new(),
    };
    text.chars().any(char::is_alphanumeric)
}

fn describe_sender(sender: &Addr<'_>) -> String {
    let address = sender.address().unwrap_or_default();
    match sender.name() {
        Some(name) if !name.trim().is_empty() => format!("{name} <{address}>"),
        _ => address.to_owned(),
    }
}

/// A mailbox is unpacked into messages. A line of a text that begins like the line between two messages is not the end of one.
fn unpack_mailbox(bytes: &[u8]) -> Option<Unpacking> {
    let mut messages: Vec<Vec<u8>> = Vec::new();
    for piece in MessageIterator::new(bytes).map_while(Result::ok) {
        match messages.last_mut() {
            Some(last) if !begins_message(piece.contents()) => last.extend_from_slice(piece.contents()),
            _ => messages.push(piece.contents().to_vec()),
        }
    }
    if !messages.first().is_some_and(|first| begins_message(first)) {
        return None;
    }
    let mut unpacking = Unpacking::new(PackageKind::Mailbox);
    for (number, message) in messages.into_iter().enumerate() {
        unpacking.add(&format!("message {}", number + 1), message);
    }
    Some(unpacking)
}

/// Whether a file begins as a message does.
pub(crate) fn begins_message(bytes: &[u8]) -> bool {
    const MOST_LINES: usize = 200;
    let mut known = 0;
    for line in bytes.split(|byte| *byte == b'\n').take(MOST_LINES) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() || known >= 2 {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else { return false };
        let name = line.get(..colon).unwrap_or_default().trim_ascii_end();
        // A name is printable and has no space (RFC 5322, 2.2).
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            return false;
        }
        known += usize::from(FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field.as_bytes())));
    }
    known >= 2
}

/// A message without the line that one program writes before it: how many bytes it has.
pub(crate) fn without_byte_count(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match memchr::memchr(b'\n', bytes) {
        Some(end)
            if end > 0
                && bytes.get(..end).is_some_and(|line| line.trim_ascii().iter().all(u8::is_ascii_digit)) =>
        {
            bytes.get(end + 1..).unwrap_or_default()
        }
        _ => bytes,
    }
}
