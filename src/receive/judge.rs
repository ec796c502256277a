//! What comes of a message that came back: of which sending it is booked, or why it is not.

use jiff::Timestamp;

use super::due::Due;
use super::known::{Known, KnownMessage, SKEW};
use super::matching::{Found, FoundBy, find};
use super::model::{ReceivedAs, ReceivedOutcome};
use crate::ledger::{HeardIn, LedgerEntry};
use crate::notice::{Incoming, IncomingKind, ReportedAction};

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
        ..LedgerEntry::new(event, &message.archive, now)
            .about(message.sent.clone())
            .with_letter(message.letter.as_deref())
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
