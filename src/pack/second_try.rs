//! Second tries: which way a sending goes that failed, by what the archive holds of it, and the list of them.

use std::collections::BTreeSet;

use super::desk::{Desk, Item};
use super::print::Printed;
use super::sending::Sending;
use crate::archive::table::escape_cell;
use crate::archive::{PackKind, SecondTry};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes, counted};
use crate::recipient::{Carrier, Channel};

/// The list of what is sent again and of what cannot be, in a pack.
const LIST: &str = "undelivered.csv";

/// Columns of that list.
const COLUMNS: [&str; 10] =
    ["number", "recipient", "copy", "name", "failed_by", "state", "since", "said", "next", "why_not"];

/// Fewest lines of an address that post can deliver: whom it goes to, and where that is.
const LINES_OF_ADDRESS: usize = 2;

/// A sending that failed, and how it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// Number of its letter.
    pub serial: String,
    /// Id of the recipient.
    pub recipient: String,
    /// Which of its copies it is, from one.
    pub copy: Option<u32>,
    /// The recipient as in the office's lists.
    pub name: String,
    /// The way that failed last.
    pub failed_by: Channel,
    /// How it failed: refused, bounced or returned.
    pub state: String,
    /// When that was, in RFC 3339.
    pub since: String,
    /// What was said of it, such as a server's words.
    pub said: String,
    /// The way it goes next, or why there is none.
    pub next: Result<Channel, String>,
}

/// The way a sending goes after others failed: the first of those that the list named, then e-mail in reserve, then post, that was not
/// tried and for which the archive has what it takes.
///
/// # Errors
///
/// Why there is none.
pub fn next_channel(sending: &Sending<'_>, tried: &BTreeSet<Channel>) -> Result<Channel, String> {
    let named = sending.own_channel().into_iter().chain(sending.delivery.in_reserve.iter().copied());
    let mut wanted: Vec<Channel> = named.filter(|channel| !tried.contains(channel)).collect();
    let message = (!tried.contains(&Channel::EMail)).then_some(Channel::EMail);
    // What came back from an address by post is not posted to the same address again.
    let post = (!tried.iter().any(|channel| channel.is_posted())).then_some(Channel::Post);
    for other in message.into_iter().chain(post) {
        if !wanted.contains(&other) {
            wanted.push(other);
        }
    }
    let mut causes = Vec::new();
    for channel in wanted {
        match lacks(sending, channel) {
            None => return Ok(channel),
            Some(what) => causes.push(format!("{}: {what}", channel.name())),
        }
    }
    if causes.is_empty() { Err("every way was tried".to_owned()) } else { Err(causes.join("; ")) }
}

/// What the archive lacks to send something by a channel.
fn lacks(sending: &Sending<'_>, channel: Channel) -> Option<&'static str> {
    let delivery = sending.delivery;
    match channel.carrier() {
        Carrier::EMail if delivery.emails.is_empty() => Some("no address"),
        Carrier::EMail => sending.email.is_none().then_some("the archive has no text of a message"),
        Carrier::Fax => delivery.fax.is_none().then_some("no number"),
        Carrier::Paper => (delivery.lines.len() < LINES_OF_ADDRESS).then_some("no address"),
    }
}

/// Takes the sendings that can go another way, each with that way, in their order; returns what the list of a pack says of them.
pub(super) fn turn<'a>(sendings: &mut Vec<Sending<'a>>, failed: &[Undelivered]) -> Vec<SecondTry> {
    let next = |sending: &Sending<'a>| {
        let own = failed
            .iter()
            .find(|one| one.recipient == sending.recipient() && one.copy == sending.copy_number());
        own.and_then(|one| one.next.as_ref().ok().copied())
    };
    for sending in sendings.iter_mut() {
        sending.again_by = next(sending);
    }
    sendings.retain(|sending| sending.again_by.is_some());
    let again = sendings.iter().filter_map(|sending| {
        let recipient = sending.recipient().to_owned();
        Some(SecondTry { recipient, copy: sending.copy_number(), channel: sending.again_by? })
    });
    again.collect()
}

/// Writes the list of what failed: how it goes on, and what cannot.
pub(super) fn list(desk: &Desk<'_>, failed: &[Undelivered]) -> Printed {
    let written =
        |cause: String| Diagnostic::new(codes::PACK_WRITE, format!("a list cannot be written ({cause})"));
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    out.write_record(COLUMNS).map_err(|error| written(error.to_string()))?;
    for one in failed {
        let copy = one.copy.map(|copy| copy.to_string()).unwrap_or_default();
        let (next, why_not) = match &one.next {
            Ok(channel) => (channel.name(), ""),
            Err(cause) => ("", cause.as_str()),
        };
        let row = [
            &*one.serial,
            &one.recipient,
            &copy,
            &one.name,
            one.failed_by.name(),
            &one.state,
            &one.since,
            &one.said,
            next,
            why_not,
        ];
        out.write_record(row.map(escape_cell)).map_err(|error| written(error.to_string()))?;
    }
    let csv = out.into_inner().map_err(|error| written(error.to_string()))?;
    let item = Item {
        path: LIST.to_owned(),
        kind: PackKind::List,
        channel: None,
        language: None,
        recipients: failed.len(),
    };
    Ok(Checked::sound(vec![desk.write(item, &csv, None)?]))
}

/// What an office has to look at: what cannot go another way, and addresses that were not made for the post.
pub fn look_over(failed: &[Undelivered]) -> Problems {
    let mut problems = Problems::new();
    let name = |one: &Undelivered| {
        let copy = one.copy.map_or_else(String::new, |copy| format!(" copy {copy}"));
        format!("{}{copy}", one.recipient)
    };
    let left: Vec<String> = failed
        .iter()
        .filter_map(|one| Some(format!("{} ({})", name(one), one.next.as_ref().err()?)))
        .collect();
    if !left.is_empty() {
        let message =
            format!("{} cannot be sent another way: {}", counted(left.len(), "sending"), left.join(", "));
        problems.push(Diagnostic::new(codes::UNDELIVERED_LEFT, message).with_hint(
            "find another address, put it into the list and build again; or book what becomes of it with `convoke ledger add`",
        ));
    }
    let is_posted = |one: &&Undelivered| {
        one.next.as_ref().is_ok_and(|channel| channel.is_posted()) && !one.failed_by.is_posted()
    };
    let unposted: Vec<String> = failed.iter().filter(is_posted).map(name).collect();
    if !unposted.is_empty() {
        let message = format!(
            "{} as letters print them, not as post reads them: {}",
            counted(unposted.len(), "address"),
            unposted.join(", ")
        );
        problems.push(Diagnostic::new(codes::UNDELIVERED_ADDRESS, message).with_hint(
            "look at the last line of each before it is posted: the country, in a language that post reads",
        ));
    }
    problems
}
