//! What is told of each message that came back, and of all of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ledger::{LedgerEvent, Sent};

/// What a message was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReceivedAs {
    /// A notice that a message cannot be delivered.
    Bounce,
    /// A notice that it is late.
    Delay,
    /// A notice that it was delivered.
    Delivery,
    /// A notice of which nobody can tell what it says.
    Notice,
    /// A receipt of a reader.
    Receipt,
    /// A reply that no person wrote.
    AutomaticReply,
    /// A reply.
    Reply,
    /// A complaint that a provider passes on.
    Complaint,
    /// Another message.
    Other,
    /// None that can be read.
    Unreadable,
}

impl ReceivedAs {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Bounce => "bounce",
            Self::Delay => "delay",
            Self::Delivery => "delivery",
            Self::Notice => "notice",
            Self::Receipt => "receipt",
            Self::AutomaticReply => "automatic reply",
            Self::Reply => "reply",
            Self::Complaint => "complaint",
            Self::Other => "other message",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What came of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReceivedOutcome {
    /// It was booked.
    Booked,
    /// It was read before.
    Known,
    /// A person has to look at it.
    Unclear,
    /// It is about nothing that this mailing sent.
    Unrelated,
}

/// A message that came back, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceivedMessage {
    /// Where it is.
    pub place: String,
    /// What it was taken for.
    pub taken_for: ReceivedAs,
    /// What came of it.
    pub outcome: ReceivedOutcome,
    /// What was booked.
    pub event: Option<LedgerEvent>,
    /// The sending it is about.
    pub sent: Option<Sent>,
    /// Why it is booked to that sending, or not at all.
    pub why: String,
    /// The words that were booked, or its subject.
    pub words: String,
    /// Who claims to have sent it.
    pub from: String,
    /// Its identifier.
    pub message_id: Option<String>,
    /// When it was written.
    pub date: Option<Timestamp>,
    /// The file it was put into for `collect`, as seen from the mailing's folder.
    pub saved: Option<String>,
}

impl ReceivedMessage {
    /// Whether a person has to do something about it: look at what is unclear, or send another way what came back.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        let is_bounce = self.event == Some(LedgerEvent::Bounced);
        self.outcome == ReceivedOutcome::Unclear || self.outcome == ReceivedOutcome::Booked && is_bounce
    }
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// A line for each message, in the order they were found.
    pub messages: Vec<ReceivedMessage>,
    /// Whether a person stopped it before anything was booked.
    pub is_interrupted: bool,
}

impl Received {
    /// How many messages came to what.
    #[must_use]
    pub fn by_outcome(&self) -> BTreeMap<ReceivedOutcome, usize> {
        let mut counts = BTreeMap::new();
        self.messages.iter().for_each(|message| *counts.entry(message.outcome).or_default() += 1);
        counts
    }

    /// How many messages were booked as what.
    #[must_use]
    pub fn by_event(&self) -> BTreeMap<LedgerEvent, usize> {
        let mut counts = BTreeMap::new();
        let booked = self.messages.iter().filter(|message| message.outcome == ReceivedOutcome::Booked);
        booked.filter_map(|message| message.event).for_each(|event| *counts.entry(event).or_default() += 1);
        counts
    }
}
