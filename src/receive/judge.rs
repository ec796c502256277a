//! What a message that came back is due: which event is booked of which sending, in which words, and why.

use jiff::Timestamp;

use super::known::{Known, KnownMessage, NOT_REACHED, SKEW};
use super::matching::{Found, FoundBy, find};
use super::model::{ReceivedAs, ReceivedOutcome};
use crate::ledger::{HeardIn, LedgerEntry, LedgerEvent};
use crate::notice::{AddressReport, Incoming, IncomingKind, ReceiptKind, ReportedAction};

/// What comes of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) taken_for: ReceivedAs,
    pub(super) outcome: ReceivedOutcome,
    pub(super) why: String,
    /// The message that it is about.
    pub(super) about: Option<usize>,
    /// What is to be booked; the first says what it was taken for.
    pub(super) entries: Vec<LedgerEntry>,
}

/// Judges a message by what was sent; `now` is when it is booked.
pub(super) fn judge(incoming: &Incoming, known: &Known, now: Timestamp) -> Verdict {
    let taken_for = taken_for(&incoming.kind);
    let verdict =
        |outcome, why: String| Verdict { taken_for, outcome, why, about: None, entries: Vec::new() };
    if known.was_read(&incoming.sha256) {
        return verdict(ReceivedOutcome::Known, "it was booked before".to_owned());
    }
    let is_ours = incoming.message_id.as_deref().is_some_and(|id| known.by_id(id).is_some());
    let is_from_us = known.is_own(&incoming.sender)
        && matches!(incoming.kind, IncomingKind::Reply | IncomingKind::Automatic | IncomingKind::Other);
    if is_ours || is_from_us {
        return verdict(ReceivedOutcome::Unrelated, "it is from the office itself".to_owned());
    }
    let found = find(incoming, known);
    let (position, by) = match found {
        Found::One(position, by) => (position, by),
        other => {
            let (outcome, why) = explain(&other, incoming, known);
            return verdict(outcome, why);
        }
    };
    let Some(message) = known.message(position) else {
        return verdict(ReceivedOutcome::Unclear, "it names no message".to_owned());
    };
    let sane = sane_date(incoming.date, message, now);
    if by == FoundBy::Address && incoming.date.is_some() && sane.is_none() {
        return verdict(
            ReceivedOutcome::Unclear,
            "it was written before anything went to its address".to_owned(),
        );
    }
    let due = match Due::of(incoming, message, known) {
        Ok(due) => due,
        Err(why) => return Verdict { about: Some(position), ..verdict(ReceivedOutcome::Unclear, why) },
    };
    let due = due.after(message, sane);
    if let Some((id, (event, ..))) = incoming.message_id.as_ref().zip(due.0.first())
        && message.booked.contains(&(id.clone(), *event))
    {
        let known = verdict(ReceivedOutcome::Known, "it was booked before".to_owned());
        return Verdict { about: Some(position), ..known };
    }
    let heard = HeardIn { id: incoming.message_id.clone(), sha256: incoming.sha256.clone() };
    let entries = due.0.into_iter().map(|(event, to, text)| LedgerEntry {
        happened: sane,
        to,
        text: Some(text).filter(|text| !text.is_empty()),
        message: Some(heard.clone()),
        ..LedgerEntry::new(event, &message.archive, now).about(message.sent.clone())
    });
    let entries = entries.collect();
    Verdict { about: Some(position), entries, ..verdict(ReceivedOutcome::Booked, by.words().to_owned()) }
}

/// What a message is taken for, by itself.
fn taken_for(kind: &IncomingKind) -> ReceivedAs {
    match kind {
        IncomingKind::Notice(reports) => {
            let has = |action| reports.iter().any(|report| report.action == action);
            match () {
                () if has(ReportedAction::Failed) => ReceivedAs::Bounce,
                () if has(ReportedAction::Untold) => ReceivedAs::Notice,
                () if has(ReportedAction::Delayed) => ReceivedAs::Delay,
                () => ReceivedAs::Delivery,
            }
        }
        IncomingKind::Receipt(_) => ReceivedAs::Receipt,
        IncomingKind::Automatic => ReceivedAs::AutomaticReply,
        IncomingKind::Reply => ReceivedAs::Reply,
        IncomingKind::Complaint => ReceivedAs::Complaint,
        IncomingKind::Other => ReceivedAs::Other,
    }
}

/// Why a message is about no one sending. A notice of a failure and a complaint are never passed over.
fn explain(found: &Found, incoming: &Incoming, known: &Known) -> (ReceivedOutcome, String) {
    let taken_for = taken_for(&incoming.kind);
    let is_grave = matches!(taken_for, ReceivedAs::Bounce | ReceivedAs::Notice | ReceivedAs::Complaint);
    let outcome = if is_grave { ReceivedOutcome::Unclear } else { ReceivedOutcome::Unrelated };
    match found {
        Found::Several(several) => {
            let of: Vec<String> = several
                .iter()
                .filter_map(|position| known.message(*position))
                .map(|message| message.sent.recipient.clone())
                .collect();
            (ReceivedOutcome::Unclear, format!("it may be about {}", of.join(" or ")))
        }
        Found::Unsent(id) => (
            ReceivedOutcome::Unclear,
            format!("it is about {id}, which this mailing's ledger does not have as sent"),
        ),
        Found::Foreign => (outcome, "it is about a message that this mailing did not send".to_owned()),
        Found::Nothing | Found::One(..) => explain_nothing(incoming, known, outcome),
    }
}

fn explain_nothing(
    incoming: &Incoming,
    known: &Known,
    outcome: ReceivedOutcome,
) -> (ReceivedOutcome, String) {
    let from = known.by_address(std::slice::from_ref(&incoming.sender));
    let from: Vec<String> = from
        .into_iter()
        .filter_map(|position| known.message(position))
        .map(|message| message.sent.recipient.clone())
        .collect();
    if from.is_empty() {
        return (outcome, "it does not say which message it is about".to_owned());
    }
    let whose = from.join(" or ");
    (
        ReceivedOutcome::Unclear,
        format!("it is from an address of {whose}, and does not say which message it is about"),
    )
}

/// The date of a message where it can be: neither before what it is about was sent nor to come.
fn sane_date(date: Option<Timestamp>, message: &KnownMessage, now: Timestamp) -> Option<Timestamp> {
    let date = date?;
    let first = message.attempts.iter().min().copied().unwrap_or(Timestamp::MIN);
    let earliest = first.saturating_sub(SKEW).unwrap_or(Timestamp::MIN);
    let latest = now.saturating_add(SKEW).unwrap_or(Timestamp::MAX);
    (earliest..=latest).contains(&date).then(|| date.min(now))
}

/// The events a message is due, each with an address and its words.
struct Due(Vec<(LedgerEvent, Option<String>, String)>);

impl Due {
    fn one(event: LedgerEvent, text: String) -> Self {
        Self(vec![(event, None, text)])
    }

    fn of(incoming: &Incoming, message: &KnownMessage, known: &Known) -> Result<Self, String> {
        let subject = &incoming.subject;
        match &incoming.kind {
            IncomingKind::Notice(reports) => Self::of_notice(reports, message, known),
            IncomingKind::Receipt(ReceiptKind::Displayed) => {
                Ok(Self::one(LedgerEvent::Read, format!("receipt of {}", incoming.from)))
            }
            IncomingKind::Receipt(ReceiptKind::Deleted) => Ok(Self::one(
                LedgerEvent::Note,
                format!("deleted, perhaps unread: receipt of {}", incoming.from),
            )),
            IncomingKind::Receipt(ReceiptKind::Processed) => {
                Ok(Self::one(LedgerEvent::Note, format!("processed, not read: receipt of {}", incoming.from)))
            }
            IncomingKind::Automatic => {
                Ok(Self::one(LedgerEvent::Note, format!("automatic reply: {subject}: {}", incoming.words)))
            }
            IncomingKind::Reply => {
                Ok(Self::one(LedgerEvent::Replied, format!("{subject}, from {}", incoming.from)))
            }
            IncomingKind::Complaint => Err("it is a complaint about it: read it".to_owned()),
            IncomingKind::Other => Err("it does not say what it is".to_owned()),
        }
    }

    /// A message bounced if it reached none of its addresses; that a copy of the office's own did not arrive says nothing.
    fn of_notice(reports: &[AddressReport], message: &KnownMessage, known: &Known) -> Result<Self, String> {
        let mut failed: Vec<(String, String)> = Vec::new();
        let (mut arrived, mut notes) = (None, Vec::new());
        let mut unknown = None;
        for report in reports {
            let words = describe(report);
            let Some(whose) = whose(report, message, known) else {
                unknown = Some(report.addresses.join(", "));
                continue;
            };
            match (report.action, whose) {
                (ReportedAction::Untold, _) => {
                    return Err("it does not say what became of the message".to_owned());
                }
                (ReportedAction::Failed, Whose::Recipient(address)) => failed.push((address, words)),
                (ReportedAction::Failed, Whose::Copy(address)) => {
                    notes.push((
                        LedgerEvent::Note,
                        Some(address),
                        format!("the copy did not arrive: {words}"),
                    ));
                }
                (ReportedAction::Delivered | ReportedAction::Relayed, Whose::Recipient(address)) => {
                    let how = if report.action == ReportedAction::Relayed { "relayed" } else { "delivered" };
                    arrived.get_or_insert((LedgerEvent::Delivered, Some(address), with(how, &words)));
                }
                (ReportedAction::Delayed, Whose::Recipient(address)) => {
                    // Not deferred: what is deferred is sent again.
                    notes.push((
                        LedgerEvent::Note,
                        Some(address),
                        with("late, and still being tried", &words),
                    ));
                }
                (ReportedAction::Expanded, Whose::Recipient(address)) => {
                    notes.push((
                        LedgerEvent::Note,
                        Some(address),
                        with("passed on to several addresses", &words),
                    ));
                }
                (_, Whose::Copy(_)) => {}
            }
        }
        if let (Some(unknown), true) = (unknown, failed.is_empty() && arrived.is_none()) {
            return Err(match unknown.as_str() {
                "" => "it does not say to which address the message went".to_owned(),
                unknown => format!("it is about {unknown}, an address that the message did not go to"),
            });
        }
        let reached_none = |failed: &[(String, String)]| {
            message
                .to
                .iter()
                .all(|to| message.not_reached.contains(to) || failed.iter().any(|(it, _)| it == to))
        };
        if let Some((address, words)) = failed.first().filter(|_| reached_none(&failed)) {
            return Ok(Self(vec![(LedgerEvent::Bounced, Some(address.clone()), words.clone())]));
        }
        let partly = failed
            .into_iter()
            .map(|(address, words)| (LedgerEvent::Note, Some(address), with(NOT_REACHED, &words)));
        let due: Vec<_> = arrived.into_iter().chain(partly).chain(notes).collect();
        if due.is_empty() { Err("it is about a copy of the office's own".to_owned()) } else { Ok(Self(due)) }
    }

    /// What is due where something else is known already: what is older than what was booked last, or about an earlier attempt, is
    /// worth a note and changes nothing.
    fn after(self, message: &KnownMessage, date: Option<Timestamp>) -> Self {
        let changes = |event: LedgerEvent| {
            matches!(event, LedgerEvent::Bounced | LedgerEvent::Delivered | LedgerEvent::Read)
        };
        let is_older = date.zip(message.heard).is_some_and(|(date, heard)| date < heard);
        let last = message.attempts.iter().max().copied().filter(|_| message.attempts.len() > 1);
        let is_of_earlier = date.zip(last).is_some_and(|(date, last)| date < last);
        if !is_older && !is_of_earlier {
            return self;
        }
        let why = if is_of_earlier { "of an earlier attempt" } else { "older than what is known" };
        let demote = |(event, to, text): (LedgerEvent, Option<String>, String)| {
            if !changes(event) {
                return (event, to, text);
            }
            (LedgerEvent::Note, to, with(&format!("{}, {why}", event.name()), &text))
        };
        Self(self.0.into_iter().map(demote).collect())
    }
}

fn with(what: &str, words: &str) -> String {
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
