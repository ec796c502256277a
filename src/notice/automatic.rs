//! Replies that no person wrote, such as that somebody is out of office (RFC 3834, and what programs did before it).

use super::head::Head;
use super::words::words;

/// Fields that only automatic replies have.
const FIELDS: [&str; 6] = [
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-auto-response-suppress",
    "x-ms-exchange-generated-message-source",
];

/// Whether a message is an automatic reply.
pub(super) fn is_automatic(head: &Head, subject: &str) -> bool {
    let is_declared = head.first("auto-submitted").is_some_and(|value| {
        let keyword = value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next();
        !keyword.unwrap_or_default().eq_ignore_ascii_case("no")
    });
    let precedence = head.first("precedence").unwrap_or_default().to_ascii_lowercase();
    is_declared
        || FIELDS.iter().any(|name| head.has(name))
        || matches!(precedence.as_str(), "auto_reply" | "auto-reply")
        || words().begins_automatic(subject)
}
