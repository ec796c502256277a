//! One message: its bytes in, plain data out.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Message, MessageParser};

use super::address::fold_address;
use super::automatic::is_automatic;
use super::head::Head;
use super::model::{Incoming, IncomingKind, NoMessage};
use super::parts::{has_files, is_report, original_head, text_of};
use super::text::{SHORT, bounded};
use super::words::words;
use super::{outlook, prose, receipt, status};
use crate::digest::hash_bytes;
use crate::returned::{begins_message, without_byte_count};

/// The longest head that is read: those of programs have some thousands of bytes.
const MOST_HEAD: usize = 1 << 20;

/// Most messages that may be in one another: the reader goes as deep, and its stack has an end.
const MOST_NESTED: usize = 200;

/// Finds out what a message is and what it says.
///
/// # Errors
///
/// Why it is not read.
pub fn examine(bytes: &[u8]) -> Result<Incoming, NoMessage> {
    // Third-party readers may panic on a hostile message.
    let read = catch_unwind(AssertUnwindSafe(|| outlook::read(bytes).map_or_else(|| read(bytes), Ok)));
    read.unwrap_or(Err(NoMessage::Malformed))
}

fn read(bytes: &[u8]) -> Result<Incoming, NoMessage> {
    let bytes = without_byte_count(bytes);
    if !begins_message(bytes) {
        return Err(NoMessage::NotMessage);
    }
    let body = end_of_head(bytes).ok_or(NoMessage::Head)?;
    if count_nested(bytes) > MOST_NESTED {
        return Err(NoMessage::Nested);
    }
    let head = Head::parse(bytes);
    let message = MessageParser::default().parse(bytes).ok_or(NoMessage::Malformed)?;
    let id = head.ids("message-id").into_iter().next();
    let body = bytes.get(body..).unwrap_or_default();
    let from = message.from().and_then(|from| from.first());
    let name = from.and_then(|from| from.name()).unwrap_or_default();
    let address = from.and_then(|from| from.address()).unwrap_or_default();
    let text = text_of(&message);
    let mut incoming = Incoming {
        sha256: fingerprint(id.as_deref(), body),
        message_id: id,
        from: bounded(
            &if name.is_empty() { address.to_owned() } else { format!("{name} <{address}>") },
            SHORT,
        ),
        sender: fold_address(&bounded(address, SHORT)),
        subject: bounded(message.subject().unwrap_or_default(), SHORT),
        date: head.date(),
        reached: head.reached(),
        kind: IncomingKind::Other,
        about: answered(&head),
        envelope: None,
        went_to: Vec::new(),
        words: bounded(&text, SHORT),
        has_files: false,
    };
    judge(&mut incoming, &message, &head, &text);
    Ok(incoming)
}

/// Says what a message is, and what else it says by that.
fn judge(incoming: &mut Incoming, message: &Message<'_>, head: &Head, text: &str) {
    let is_mailer = words().is_mailer(&incoming.sender);
    let original = original_head(message);
    if is_report(message, "feedback-report") && !is_report(message, "delivery-status") {
        incoming.kind = IncomingKind::Complaint;
        incoming.about = original.map(|original| original.ids("message-id")).unwrap_or_default();
        return;
    }
    if let Some(status) = status::read(message).filter(|_| is_mailer || is_report(message, "delivery-status"))
        && !status.reports.is_empty()
    {
        incoming.envelope = status.envelope;
        incoming.kind = IncomingKind::Notice(status.reports);
        return about_original(incoming, original);
    }
    if let Some(receipt) = receipt::read(message) {
        incoming.kind = IncomingKind::Receipt(receipt.kind);
        incoming.went_to = receipt.reader.into_iter().collect();
        if !receipt.about.is_empty() {
            incoming.about = receipt.about;
        }
        return;
    }
    if let Some(notice) = prose::read(head, &incoming.sender, &incoming.subject, text) {
        incoming.kind = IncomingKind::Notice(notice.reports);
        incoming.went_to = notice.went_to;
        match original {
            Some(_) => about_original(incoming, original),
            None if !notice.about.is_empty() => incoming.about = notice.about,
            None => {}
        }
        return;
    }
    incoming.has_files = has_files(message);
    if is_automatic(head, &incoming.subject) {
        incoming.kind = IncomingKind::Automatic;
    } else if !incoming.about.is_empty() && !is_of_list(head) {
        incoming.kind = IncomingKind::Reply;
    }
}

/// A notice is about the message that came back with it, and about no other.
fn about_original(incoming: &mut Incoming, original: Option<Head>) {
    let Some(original) = original else { return };
    let ids = original.ids("message-id");
    if !ids.is_empty() {
        incoming.about = ids;
    }
    incoming.went_to = original.addresses(&["to"]);
}

/// Whether a message went to many, through a list.
fn is_of_list(head: &Head) -> bool {
    head.has("list-id") || head.has("list-unsubscribe")
}

/// The messages that one answers, the surest first: the one it names, then those of its thread, the last first.
fn answered(head: &Head) -> Vec<String> {
    let mut ids = head.ids("in-reply-to");
    for id in head.ids("references").into_iter().rev() {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// Where the body begins; `None` where the head is longer than is read.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    let head = bytes.get(..MOST_HEAD).unwrap_or(bytes);
    while let Some(end) = memchr::memchr(b'\n', head.get(at..)?) {
        let line = head.get(at..at + end).unwrap_or_default();
        at += end + 1;
        if line.is_empty() || line == b"\r" {
            return Some(at);
        }
    }
    (head.len() == bytes.len()).then_some(bytes.len())
}

/// How often a message says that a part of it is a message, which is at least as often as messages are in one another.
fn count_nested(bytes: &[u8]) -> usize {
    let mut count = 0;
    for at in
        memchr::memchr3_iter(b'r', b'g', b'd', bytes).chain(memchr::memchr3_iter(b'R', b'G', b'D', bytes))
    {
        let begins = |word: &str| {
            bytes.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
        };
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or_default();
        let is_named =
            !before.is_ascii_alphanumeric() && (begins("rfc822") || begins("global") || begins("digest"));
        count += usize::from(is_named);
    }
    count
}

/// The hash of a message's identifier and body: line ends and what stores add to the head do not count.
fn fingerprint(id: Option<&str>, body: &[u8]) -> String {
    let body: Vec<u8> = body.trim_ascii_end().iter().copied().filter(|byte| *byte != b'\r').collect();
    hash_bytes([id.unwrap_or_default().as_bytes(), b"\n", &body].concat())
}
