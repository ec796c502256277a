//! What a notice says of the addresses of a message, and which events it is due by that.

use super::known::{Known, KnownMessage, NOT_REACHED};
use crate::ledger::LedgerEvent;
use crate::notice::{AddressReport, ReportedAction};

/// An event that a message is due, with an address and its words.
pub(super) type Event = (LedgerEvent, Option<String>, String);

/// The events of a notice; the error is why none is booked. A message bounced if it reached none of its addresses; that a copy of the
/// office's own did not arrive says nothing.
pub(super) fn of_notice(
    reports: &[AddressReport],
    message: &KnownMessage,
    known: &Known,
) -> Result<Vec<Event>, String> {
    let mut told = Told::default();
    for report in reports {
        match whose(report, message, known) {
            Some(whose) => told.note(report, whose)?,
            None => told.unknown = Some(report.addresses.join(", ")),
        }
    }
    told.conclude(message)
}

/// What a notice told, address by address.
#[derive(Default)]
struct Told {
    /// Addresses that it did not reach, each with the reason.
    failed: Vec<(String, String)>,
    /// The first that it reached.
    arrived: Option<Event>,
    notes: Vec<Event>,
    /// Addresses that the message did not go to.
    unknown: Option<String>,
}

impl Told {
    fn note(&mut self, report: &AddressReport, whose: Whose) -> Result<(), String> {
        let words = describe(report);
        let mut note = |address, text: String| self.notes.push((LedgerEvent::Note, Some(address), text));
        match (report.action, whose) {
            (ReportedAction::Untold, _) => {
                return Err("it does not say what became of the message".to_owned());
            }
            (ReportedAction::Failed, Whose::Recipient(address)) => self.failed.push((address, words)),
            (ReportedAction::Failed, Whose::Copy(address)) => {
                note(address, format!("the copy did not arrive: {words}"));
            }
            (ReportedAction::Delivered | ReportedAction::Relayed, Whose::Recipient(address)) => {
                let how = if report.action == ReportedAction::Relayed { "relayed" } else { "delivered" };
                self.arrived.get_or_insert((LedgerEvent::Delivered, Some(address), with(how, &words)));
            }
            // Not deferred: what is deferred is sent again.
            (ReportedAction::Delayed, Whose::Recipient(address)) => {
                note(address, with("late, and still being tried", &words));
            }
            (ReportedAction::Expanded, Whose::Recipient(address)) => {
                note(address, with("passed on to several addresses", &words));
            }
            (_, Whose::Copy(_)) => {}
        }
        Ok(())
    }

    fn conclude(self, message: &KnownMessage) -> Result<Vec<Event>, String> {
        if let (Some(unknown), true) = (&self.unknown, self.failed.is_empty() && self.arrived.is_none()) {
            return Err(match unknown.as_str() {
                "" => "it does not say to which address the message went".to_owned(),
                unknown => format!("it is about {unknown}, an address that the message did not go to"),
            });
        }
        let is_reached = |to: &&String| {
            !message.not_reached.contains(*to) && !self.failed.iter().any(|(failed, _)| failed == *to)
        };
        if let Some((address, words)) =
            self.failed.first().filter(|_| !message.to.iter().any(|to| is_reached(&to)))
        {
            return Ok(vec![(LedgerEvent::Bounced, Some(address.clone()), words.clone())]);
        }
        let partly = self
            .failed
            .into_iter()
            .map(|(address, words)| (LedgerEvent::Note, Some(address), with(NOT_REACHED, &words)));
        let due: Vec<Event> = self.arrived.into_iter().chain(partly).chain(self.notes).collect();
        if due.is_empty() { Err("it is about a copy of the office's own".to_owned()) } else { Ok(due) }
    }
}

/// What happened, and the words that say so.
pub(super) fn with(what: &str, words: &str) -> String {
    if words.is_empty() { what.to_owned() } else { format!("{what}: {words}") }
}

/// The reason that a notice gives, with its status code.
fn describe(report: &AddressReport) -> String {
    let AddressReport { status, words, action, .. } = report;
    let said = match status {
        Some(status) if words.is_empty() => status.clone(),
        Some(status) if !words.contains(status.as_str()) => format!("{status}: {words}"),
        _ => words.clone(),
    };
    let is_temporary = status.as_deref().is_some_and(|status| status.starts_with('4'));
    if *action == ReportedAction::Failed && is_temporary { with("given up for now", &said) } else { said }
}

/// Whose address a notice tells of.
enum Whose {
    Recipient(String),
    /// One that gets a copy of every message.
    Copy(String),
}

fn whose(report: &AddressReport, message: &KnownMessage, known: &Known) -> Option<Whose> {
    if let Some(address) = report.addresses.iter().find(|address| message.to.contains(*address)) {
        return Some(Whose::Recipient(address.clone()));
    }
    if let Some(address) = report.addresses.iter().find(|address| known.copies.contains(*address)) {
        return Some(Whose::Copy(address.clone()));
    }
    // An address that ours was passed on to: it is told of only where it cannot be another's.
    let only = message.to.first().filter(|_| message.to.len() == 1)?;
    let domain = |address: &str| address.rsplit('@').next().unwrap_or_default().to_owned();
    let is_near = report.addresses.iter().any(|address| domain(address) == domain(only));
    (known.copies.is_empty() || is_near).then(|| Whose::Recipient(only.clone()))
}
