//! The events that a message is due: which are booked, in which words, and what becomes of them where more is known already.

use jiff::Timestamp;

use super::by_notice::{Event, of_notice, with};
use super::known::{Known, KnownMessage};
use crate::ledger::LedgerEvent;
use crate::notice::{Incoming, IncomingKind, ReceiptKind};

/// The events a message is due, each with an address and its words.
pub(super) struct Due(pub(super) Vec<Event>);

impl Due {
    fn one(event: LedgerEvent, text: String) -> Self {
        Self(vec![(event, None, text)])
    }

    /// Those of a message about one that was sent; the error is why none is booked.
    pub(super) fn of(incoming: &Incoming, message: &KnownMessage, known: &Known) -> Result<Self, String> {
        let subject = &incoming.subject;
        match &incoming.kind {
            IncomingKind::Notice(reports) => of_notice(reports, message, known).map(Self),
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

    /// What is due where something else is known already: what is older than what was booked last, or about an earlier attempt, is
    /// worth a note and changes nothing.
    pub(super) fn after(self, message: &KnownMessage, date: Option<Timestamp>) -> Self {
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
        let demote = |(event, to, text): Event| {
            if !changes(event) {
                return (event, to, text);
            }
            (LedgerEvent::Note, to, with(&format!("{}, {why}", event.name()), &text))
        };
        Self(self.0.into_iter().map(demote).collect())
    }
}
