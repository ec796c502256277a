//! What can be said of a sending.

use serde::{Deserialize, Serialize};

/// What an entry of the ledger says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LedgerEvent {
    /// A person approved an archive.
    Approved,
    /// A message is about to be handed over.
    Intended,
    /// What was intended was not begun.
    Withdrawn,
    /// A message was put into a drafts folder, for a person to send.
    Drafted,
    /// A server took a message.
    Accepted,
    /// A server put a message off.
    Deferred,
    /// A server, or a service, refused it.
    Refused,
    /// Nobody can know whether it was handed over.
    Unknown,
    /// It came back: a notice that it cannot be delivered.
    Bounced,
    /// It arrived.
    Delivered,
    /// It was read.
    Read,
    /// The recipient replied.
    Replied,
    /// It was posted, handed to a pouch or a courier, or faxed.
    Posted,
    /// It was collected by the recipient.
    Collected,
    /// It was returned to the sender.
    Returned,
    /// The recipient was reminded.
    Reminded,
    /// The recipient answered.
    Answered,
    /// A person's word that it did not go out and may be sent again.
    Cleared,
    /// Something else worth remembering.
    Note,
}

impl LedgerEvent {
    /// All events, in the order of a sending's life.
    pub const ALL: [Self; 19] = [
        Self::Approved,
        Self::Intended,
        Self::Withdrawn,
        Self::Drafted,
        Self::Accepted,
        Self::Deferred,
        Self::Refused,
        Self::Unknown,
        Self::Bounced,
        Self::Delivered,
        Self::Read,
        Self::Replied,
        Self::Posted,
        Self::Collected,
        Self::Returned,
        Self::Reminded,
        Self::Answered,
        Self::Cleared,
        Self::Note,
    ];

    /// The name, as the ledger writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Intended => "intended",
            Self::Withdrawn => "withdrawn",
            Self::Drafted => "drafted",
            Self::Accepted => "accepted",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Bounced => "bounced",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Replied => "replied",
            Self::Posted => "posted",
            Self::Collected => "collected",
            Self::Returned => "returned",
            Self::Reminded => "reminded",
            Self::Answered => "answered",
            Self::Cleared => "cleared",
            Self::Note => "note",
        }
    }

    /// Whether a person may book it. An approval has a command of its own, and what a server said is booked as it is heard.
    #[must_use]
    pub const fn is_for_people(self) -> bool {
        match self {
            Self::Approved
            | Self::Intended
            | Self::Withdrawn
            | Self::Drafted
            | Self::Accepted
            | Self::Deferred
            | Self::Unknown => false,
            Self::Refused
            | Self::Bounced
            | Self::Delivered
            | Self::Read
            | Self::Replied
            | Self::Posted
            | Self::Collected
            | Self::Returned
            | Self::Reminded
            | Self::Answered
            | Self::Cleared
            | Self::Note => true,
        }
    }
}
