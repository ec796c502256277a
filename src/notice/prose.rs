//! Notices of failure in words, as programs wrote them before there were reports, and as some still do.
//!
//! What they say is found by what all of them have: who writes, the lines that name addresses, codes of status, the words of
//! `words.yaml`, and the head of the message that came back.

use super::address::addresses_in;
use super::head::{Head, ids_in};
use super::model::{AddressReport, ReportedAction};
use super::status::is_code;
use super::text::{LONG, bounded, fold_words_of_programs};
use super::words::words;

/// Most lines of a notice.
const MOST_LINES: usize = 2_000;

/// Most addresses that a notice tells of.
const MOST_REPORTS: usize = 50;

/// What a notice says.
pub(super) struct Prose {
    pub(super) reports: Vec<AddressReport>,
    /// The message it is about.
    pub(super) about: Vec<String>,
    /// The addresses that message went to.
    pub(super) went_to: Vec<String>,
}

/// Reads a notice in words; `None` where a message is none.
pub(super) fn read(head: &Head, sender: &str, subject: &str, text: &str) -> Option<Prose> {
    let failed: Vec<String> = head.addresses(&["x-failed-recipients"]);
    let is_mailer = words().is_mailer(sender);
    let is_named = words().begins_failed(subject) || words().begins_delayed(subject);
    let is_begun_so = is_named && !head.has("in-reply-to");
    if !is_mailer && failed.is_empty() && !is_begun_so {
        return None;
    }
    let lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
    let (said, original) = split_original(&lines);
    let original = Head::parse(original.join("\n").trim_start().as_bytes());
    let names_failed = !failed.is_empty();
    let action = judge(subject, said, names_failed);
    // A person at a mail system's address may answer, too.
    let is_answer = head.has("in-reply-to") && !head.has("auto-submitted");
    if action == ReportedAction::Untold && (!is_mailer || is_answer) {
        return None;
    }
    let mut found = find_addresses(said);
    for address in failed {
        if !found.iter().any(|(known, _)| *known == address) {
            found.push((address, None));
        }
    }
    let report = |(address, line): (Option<String>, Option<usize>)| AddressReport {
        action,
        status: find_code(reason(said, line)).or_else(|| find_code(said)),
        addresses: address.into_iter().collect(),
        words: bounded(&reason(said, line).join(" "), LONG),
    };
    let mut reports: Vec<AddressReport> =
        found.into_iter().take(MOST_REPORTS).map(|(address, line)| report((Some(address), line))).collect();
    if reports.is_empty() {
        reports.push(report((None, None)));
    }
    let mut about = original.ids("message-id");
    if about.is_empty() {
        about = lines.iter().filter_map(|line| message_id(line)).flatten().collect();
    }
    // People write about failures, too: without the message that came back, only a program is believed.
    if !is_mailer && !names_failed && about.is_empty() {
        return None;
    }
    Some(Prose { reports, about, went_to: original.addresses(&["to"]) })
}

/// What the program says, and the message that came back behind it.
fn split_original<'l, 't>(lines: &'l [&'t str]) -> (&'l [&'t str], &'l [&'t str]) {
    let marked = lines.iter().position(|line| words().begins_original(line)).map(|at| (at, at + 1));
    let fields = ["return-path:", "received:", "message-id:", "from:"];
    let begins_head = |line: &&str| {
        let line = line.trim_start_matches(['>', ' ']).to_ascii_lowercase();
        fields.iter().any(|field| line.starts_with(field))
    };
    let (end, start) = marked
        .or_else(|| lines.iter().position(begins_head).map(|at| (at, at)))
        .unwrap_or((lines.len(), lines.len()));
    (lines.get(..end).unwrap_or(lines), lines.get(start..).unwrap_or_default())
}

/// The identifier in a line that names one, however it is quoted.
fn message_id(line: &str) -> Option<Vec<String>> {
    let line = line.trim_start_matches(['>', '|', ' ', '\t']);
    let (name, rest) = line.split_once(':')?;
    name.eq_ignore_ascii_case("message-id").then(|| ids_in(rest))
}

fn judge(subject: &str, said: &[&str], names_failed: bool) -> ReportedAction {
    let text = fold_words_of_programs(&said.join(" "));
    let is_delayed = words().begins_delayed(subject) || words().tells_delay(&text);
    let is_failed = words().begins_failed(subject) || words().tells_failure(&text);
    let is_final = find_code(said).is_some_and(|code| code.starts_with('5'));
    match (is_delayed, is_failed) {
        // A notice of a delay tells what could not be done until now in the same words.
        (true, _) if !is_final => ReportedAction::Delayed,
        (true, _) => ReportedAction::Untold,
        (false, true) => ReportedAction::Failed,
        (false, false) if is_final || names_failed => ReportedAction::Failed,
        (false, false) => ReportedAction::Untold,
    }
}

/// The addresses that stand at the beginning of a line, each with the number of its line; where there are none, all that are
/// named.
fn find_addresses(said: &[&str]) -> Vec<(String, Option<usize>)> {
    let mut found: Vec<(String, Option<usize>)> = Vec::new();
    for (number, line) in said.iter().enumerate() {
        let line = line.trim().trim_start_matches(['<', '*', '-', '>', ' ']);
        let first = line.split([' ', '\t']).next().unwrap_or_default();
        for address in addresses_in(first) {
            if found.len() < MOST_REPORTS && !found.iter().any(|(known, _)| *known == address) {
                found.push((address, Some(number)));
            }
        }
    }
    if found.is_empty() {
        let all = addresses_in(&said.join("\n"));
        found.extend(all.into_iter().take(MOST_REPORTS).map(|address| (address, None)));
    }
    found
}

/// The lines that give the reason: those behind an address up to an empty one, or the first with a code or with words of
/// failure.
fn reason<'l, 't>(said: &'l [&'t str], at: Option<usize>) -> &'l [&'t str] {
    const MOST: usize = 6;
    if let Some(at) = at {
        let rest = said.get(at..).unwrap_or_default();
        let end = rest.iter().position(|line| line.trim().is_empty()).unwrap_or(rest.len());
        let lines = rest.get(..end.min(MOST)).unwrap_or_default();
        let says_something =
            |lines: &[&str]| lines.len() > 1 || lines.iter().any(|line| line.trim().contains(' '));
        if says_something(lines) {
            return lines;
        }
    }
    let has_code = |line: &&str| find_code(&[line]).is_some();
    let has_words = |line: &&str| words().tells_failure(&fold_words_of_programs(line));
    match said.iter().position(has_code).or_else(|| said.iter().position(has_words)) {
        Some(at) => said.get(at..(at + 2).min(said.len())).unwrap_or_default(),
        None => said.get(..said.len().min(3)).unwrap_or_default(),
    }
}

/// The first code of status in some lines; where there is none, that which the reply of a server (RFC 5321, 4.2.3) stands for.
fn find_code(lines: &[&str]) -> Option<String> {
    let is_end = |c: char| c.is_whitespace() || "#()[]<>,;:\"：".contains(c);
    let of_words = || lines.iter().flat_map(|line| line.split(is_end)).map(|word| word.trim_end_matches('.'));
    let of_reply = |word: &str| {
        let code = word.split('-').next().unwrap_or_default();
        let is_reply = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        let class = code.chars().next().filter(|class| is_reply && matches!(class, '4' | '5'))?;
        Some(format!("{class}.0.0"))
    };
    let code = of_words().flat_map(|word| word.split('-')).find(|word| is_code(word)).map(str::to_owned);
    code.or_else(|| of_words().find_map(of_reply))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_in_the_words_of_servers() {
        for (line, code) in [
            ("550-5.1.1 The email account does not exist", Some("5.1.1")),
            ("remote said: 550 no such user (#5.1.1)", Some("5.1.1")),
            ("host mx.example [192.0.2.5] said: 552 mailbox full", Some("5.0.0")),
            ("451 try later", Some("4.0.0")),
            ("192.0.2.5 5.1.1.7 since 1998", None),
        ] {
            assert_eq!(find_code(&[line]).as_deref(), code, "{line}");
        }
    }
}
