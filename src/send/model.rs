//! What a run needs, what it tells, and what it comes to. Plain data.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::ledger::LedgerEvent;

/// The clock, which the library does not read by itself.
pub trait Clock {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Waits; `false` where the wait was ended by a wish to stop.
    fn wait(&self, time: Duration) -> bool;

    /// Whether there is a wish to stop.
    fn is_stopped(&self) -> bool;
}

/// What happens while messages are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum SendEvent {
    /// Nothing goes out for so many seconds.
    Waiting {
        /// How many.
        seconds: u64,
        /// Why: the pace that the server allows, a message that was put off, or what a server that cannot be asked said.
        why: String,
    },
    /// What came of a message.
    Sending(SentMessage),
}

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentMessage {
    /// Id of the recipient.
    pub recipient: String,
    /// Which of its copies.
    pub copy: Option<u32>,
    /// What was booked.
    pub booked: LedgerEvent,
    /// What the server said.
    pub said: String,
}

/// How many messages came to what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SendTally {
    /// By what was booked last of them.
    pub by_event: BTreeMap<LedgerEvent, usize>,
    /// How many are still to be sent.
    pub open: usize,
    /// Whether the run was stopped by a person.
    pub interrupted: bool,
}
