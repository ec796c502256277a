//! Notices that programs read: delivery status notifications (RFC 3464), also of addresses beyond ASCII (RFC 6533).

use mail_parser::Message;

use super::address::typed_address;
use super::head::Head;
use super::model::{AddressReport, ReportedAction};
use super::parts::{is_type, parts};
use super::text::{LONG, SHORT, bounded};

/// Most addresses that a notice tells of.
const MOST_REPORTS: usize = 200;

/// Most bytes of the status of a message.
const MOST_BYTES: usize = 1 << 20;

/// What a notice says for programs.
pub(super) struct Status {
    pub(super) reports: Vec<AddressReport>,
    pub(super) envelope: Option<String>,
}

/// Reads the status in a message; `None` where it has none.
pub(super) fn read(message: &Message<'_>) -> Option<Status> {
    let is_status = |part: &&_| is_type(part, "message", &["delivery-status", "global-delivery-status"]);
    let part = parts(message).find(is_status)?;
    let bytes = part.contents();
    let blocks = split_blocks(bytes.get(..MOST_BYTES).unwrap_or(bytes));
    let envelope = blocks.iter().find_map(|head| head.first("original-envelope-id"));
    let of_addresses = blocks.iter().filter(|head| {
        ["action", "status", "final-recipient", "original-recipient"].iter().any(|name| head.has(name))
    });
    let reports = of_addresses.take(MOST_REPORTS).map(read_report).collect();
    Some(Status { reports, envelope: envelope.map(|id| bounded(id.trim_matches(['<', '>']), SHORT)) })
}

/// The blocks of fields that empty lines part.
fn split_blocks(bytes: &[u8]) -> Vec<Head> {
    let mut blocks = Vec::new();
    let mut block: Vec<u8> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            blocks.push(Head::parse(&std::mem::take(&mut block)));
        } else {
            block.extend_from_slice(line);
        }
        if blocks.len() > MOST_REPORTS {
            break;
        }
    }
    blocks.push(Head::parse(&block));
    blocks
}

fn read_report(head: &Head) -> AddressReport {
    let status = head.first("status").and_then(read_code);
    let mut addresses: Vec<String> = Vec::new();
    for name in ["original-recipient", "final-recipient"] {
        addresses.extend(head.first(name).and_then(typed_address).filter(|it| !addresses.contains(it)));
    }
    let diagnostic = head.first("diagnostic-code").map(without_type);
    let words = diagnostic.or_else(|| head.first("status")).unwrap_or_default();
    let action = judge(head.first("action").unwrap_or_default(), status.as_deref());
    AddressReport { action, status, addresses, words: bounded(words, LONG) }
}

/// The words of a diagnostic code such as `smtp; 550 5.1.1 …`.
fn without_type(code: &str) -> &str {
    match code.split_once(';') {
        Some((kind, words)) if !kind.trim().contains(' ') => words,
        _ => code,
    }
}

/// The status code at the beginning of a field; some programs write words behind it.
fn read_code(field: &str) -> Option<String> {
    let code = field.trim().split(|c: char| !(c.is_ascii_digit() || c == '.')).next().unwrap_or_default();
    is_code(code).then(|| code.to_owned())
}

/// Whether a word is a status code (RFC 3463, 2).
pub(super) fn is_code(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let is_number =
        |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], ["2" | "4" | "5", ..]) && parts.len() == 3 && parts.iter().all(is_number)
}

/// What became of a message, by the action and the class of the status: a notice that contradicts itself says nothing.
fn judge(action: &str, status: Option<&str>) -> ReportedAction {
    let class = status.and_then(|status| status.chars().next());
    let action = action.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    match (action.to_ascii_lowercase().as_str(), class) {
        ("failed", Some('4' | '5') | None) | ("", Some('5')) => ReportedAction::Failed,
        ("delayed", _) | ("", Some('4')) => ReportedAction::Delayed,
        ("delivered", Some('2') | None) | ("", Some('2')) => ReportedAction::Delivered,
        ("relayed", Some('2') | None) => ReportedAction::Relayed,
        ("expanded", Some('2') | None) => ReportedAction::Expanded,
        _ => ReportedAction::Untold,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_addresses_of_machines() {
        assert!(is_code("5.1.1") && is_code("4.4.7") && is_code("2.0.0") && is_code("5.7.133"));
        assert!(!["5.1.1.7", "5.1", "6.1.1", "5..1", "", "5.1.1000"].iter().any(|code| is_code(code)));
        assert_eq!(read_code("5.0.0 (permanent failure)").as_deref(), Some("5.0.0"));
    }

    #[test]
    fn a_notice_that_contradicts_itself_says_nothing() {
        assert_eq!(judge("failed", Some("4.4.7")), ReportedAction::Failed);
        assert_eq!(judge("FAILED", None), ReportedAction::Failed);
        assert_eq!(judge("failed", Some("2.0.0")), ReportedAction::Untold);
        assert_eq!(judge("delivered", Some("5.1.1")), ReportedAction::Untold);
        assert_eq!(judge("delayed", Some("5.0.0")), ReportedAction::Delayed);
        assert_eq!(judge("", Some("5.1.1")), ReportedAction::Failed);
        assert_eq!(judge("", None), ReportedAction::Untold);
    }
}
