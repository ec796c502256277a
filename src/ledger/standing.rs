//! Where each sending stands, by what was booked of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::entry::{LedgerEntry, Sent};
use super::event::LedgerEvent;
use super::scope::LedgerScope;

/// Where a sending stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendingState {
    /// Nothing was done.
    #[default]
    Open,
    /// A server put it off: it is tried again.
    Deferred,
    /// It is in a drafts folder, for a person to send.
    Drafted,
    /// Nobody can know whether it was handed over. It is never sent again without a person's word.
    Unknown,
    /// It was handed over: a server took it, or it was posted.
    Sent,
    /// It was refused.
    Refused,
    /// It came back.
    Bounced,
    /// It was returned to the sender.
    Returned,
    /// It arrived.
    Delivered,
    /// It was read.
    Read,
}

impl SendingState {
    /// All states.
    pub const ALL: [Self; 10] = [
        Self::Open,
        Self::Deferred,
        Self::Drafted,
        Self::Unknown,
        Self::Sent,
        Self::Refused,
        Self::Bounced,
        Self::Returned,
        Self::Delivered,
        Self::Read,
    ];

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Deferred => "deferred",
            Self::Drafted => "drafted",
            Self::Unknown => "unknown",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Bounced => "bounced",
            Self::Returned => "returned",
            Self::Delivered => "delivered",
            Self::Read => "read",
        }
    }

    /// Whether it may be sent now, without a person's word.
    #[must_use]
    pub const fn may_be_sent(self) -> bool {
        matches!(self, Self::Open | Self::Deferred)
    }

    /// Whether it went out and is not known to have failed.
    #[must_use]
    pub const fn is_out(self) -> bool {
        matches!(self, Self::Sent | Self::Delivered | Self::Read)
    }

    /// Whether something was done with it, and it is not known to have failed.
    pub(super) const fn is_under_way(self) -> bool {
        self.is_out() || matches!(self, Self::Unknown | Self::Drafted | Self::Deferred)
    }

    /// Whether it failed, so that another channel has to be tried.
    #[must_use]
    pub const fn has_failed(self) -> bool {
        matches!(self, Self::Refused | Self::Bounced | Self::Returned)
    }

    /// The state that an event leads to; `None` where it changes nothing.
    pub(super) fn after(event: LedgerEvent) -> Option<Self> {
        match event {
            // What is intended and has no outcome is unknown: the command that intended it is gone.
            LedgerEvent::Intended | LedgerEvent::Unknown => Some(Self::Unknown),
            LedgerEvent::Accepted | LedgerEvent::Posted => Some(Self::Sent),
            LedgerEvent::Deferred => Some(Self::Deferred),
            LedgerEvent::Refused => Some(Self::Refused),
            LedgerEvent::Bounced => Some(Self::Bounced),
            LedgerEvent::Returned => Some(Self::Returned),
            LedgerEvent::Delivered | LedgerEvent::Collected => Some(Self::Delivered),
            LedgerEvent::Read => Some(Self::Read),
            LedgerEvent::Drafted => Some(Self::Drafted),
            LedgerEvent::Cleared | LedgerEvent::Withdrawn => Some(Self::Open),
            LedgerEvent::Approved
            | LedgerEvent::Replied
            | LedgerEvent::Reminded
            | LedgerEvent::Answered
            | LedgerEvent::Note => None,
        }
    }
}

/// Where a sending stands, and what it is known by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Where it stands.
    pub state: SendingState,
    /// The entry that says so.
    pub by: Option<&'a LedgerEntry>,
    /// The last entry by which it went out: what the server said, or the number that the post gave it.
    pub out: Option<&'a LedgerEntry>,
    /// Its number: the last that was booked of it.
    pub number: Option<&'a str>,
    /// Whether the recipient replied or answered.
    pub is_answered: bool,
    /// How often the recipient was reminded.
    pub reminders: u32,
}

/// Where each sending of an archive stands that something is booked of.
#[must_use]
pub fn standings<'a>(
    entries: &'a [LedgerEntry],
    scope: &LedgerScope<'_>,
) -> BTreeMap<&'a Sent, Standing<'a>> {
    let mut found: BTreeMap<&Sent, Standing<'_>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| scope.has(entry)) {
        let Some(sent) = &entry.sent else { continue };
        let standing = found.entry(sent).or_default();
        if let Some(state) = SendingState::after(entry.event) {
            standing.state = state;
            standing.by = Some(entry);
        }
        if matches!(entry.event, LedgerEvent::Accepted | LedgerEvent::Posted) {
            standing.out = Some(entry);
        }
        // A reminder's number is that of another letter.
        if entry.event != LedgerEvent::Reminded {
            standing.number = entry.number.as_deref().or(standing.number);
        }
        standing.is_answered |= matches!(entry.event, LedgerEvent::Replied | LedgerEvent::Answered);
        standing.reminders += u32::from(entry.event == LedgerEvent::Reminded);
    }
    found
}

/// Where a message stands that a sending of an archive brings: what was booked of the sending, and of the same message with other archives.
#[must_use]
pub fn state_of(
    entries: &[LedgerEntry],
    scope: &LedgerScope<'_>,
    sent: &Sent,
    message_id: &str,
) -> SendingState {
    let mut state = SendingState::default();
    let mut is_same = false;
    for entry in entries.iter().filter(|entry| entry.sent.as_ref() == Some(sent)) {
        if entry.event == LedgerEvent::Intended {
            is_same = entry.number.as_deref() == Some(message_id);
        }
        if is_same || scope.has(entry) {
            state = SendingState::after(entry.event).unwrap_or(state);
        }
    }
    state
}

/// The intents of a run that it did not begin: those after a line of the ledger that have no outcome, and are not among those begun.
pub(super) fn never_begun<'a>(
    entries: &'a [LedgerEntry],
    after: u64,
    begun: &BTreeSet<u64>,
) -> Vec<&'a LedgerEntry> {
    let mut last: BTreeMap<&Sent, (u64, &LedgerEntry)> = BTreeMap::new();
    for (entry, number) in entries.iter().zip(1..) {
        if let Some(sent) = entry.sent.as_ref().filter(|_| SendingState::after(entry.event).is_some()) {
            last.insert(sent, (number, entry));
        }
    }
    let mut found: Vec<_> = last
        .into_values()
        .filter(|(number, entry)| {
            entry.event == LedgerEvent::Intended && *number > after && !begun.contains(number)
        })
        .collect();
    found.sort_unstable_by_key(|(number, _)| *number);
    found.into_iter().map(|(_, entry)| entry).collect()
}
