//! Which sending a message is about: by what it names, and only where it names one.

use std::collections::BTreeSet;

use super::known::Known;
use crate::notice::{Incoming, IncomingKind};

/// By what a message was found to be about a sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FoundBy {
    Id,
    Token,
    Envelope,
    Address,
}

impl FoundBy {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Id => "it names our message",
            Self::Token => "it came to the address of our envelope",
            Self::Envelope => "it names our envelope",
            Self::Address => "one message alone went to its address",
        }
    }
}

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// One message that was sent.
    One(usize, FoundBy),
    /// What it names contradicts itself, or is several.
    Several(BTreeSet<usize>),
    /// A message with an identifier like ours that the ledger does not have as sent.
    Unsent(String),
    /// A message that is not this mailing's.
    Foreign,
    /// It names none.
    Nothing,
}

/// Finds the message that another one is about.
pub(super) fn find(incoming: &Incoming, known: &Known) -> Found {
    let named = incoming.about.iter().find_map(|id| known.by_id(id));
    let tokens = known.by_token(&incoming.reached);
    let envelope = incoming.envelope.as_deref().and_then(|id| known.by_id(id));
    let sure: BTreeSet<usize> = named.into_iter().chain(envelope).chain(tokens.iter().copied()).collect();
    match (sure.len(), sure.first()) {
        (1, Some(position)) => {
            let by = match (named, envelope) {
                (Some(_), _) => FoundBy::Id,
                (None, Some(_)) => FoundBy::Envelope,
                (None, None) => FoundBy::Token,
            };
            // What came to the envelope of one message and names another is about a third.
            let names_another = named.is_none() && envelope.is_none() && names_foreign(incoming);
            if names_another { Found::Foreign } else { Found::One(*position, by) }
        }
        (2.., _) => Found::Several(sure),
        _ => find_by_address(incoming, known),
    }
}

/// Whether a notice names a message that was not found.
fn names_foreign(incoming: &Incoming) -> bool {
    matches!(incoming.kind, IncomingKind::Notice(_)) && !incoming.about.is_empty()
}

/// What names a message that is not ours is about that one, whatever addresses it has.
fn find_by_address(incoming: &Incoming, known: &Known) -> Found {
    if let Some(id) = incoming.about.iter().chain(&incoming.envelope).find(|id| known.looks_own(id)) {
        return Found::Unsent(id.clone());
    }
    if !incoming.about.is_empty() || incoming.envelope.is_some() {
        return Found::Foreign;
    }
    let told: Vec<String> = match &incoming.kind {
        IncomingKind::Notice(reports) => {
            let told: Vec<String> = reports.iter().flat_map(|report| report.addresses.clone()).collect();
            if told.is_empty() { incoming.went_to.clone() } else { told }
        }
        IncomingKind::Receipt(_) => incoming.went_to.clone(),
        IncomingKind::Automatic => vec![incoming.sender.clone()],
        IncomingKind::Reply | IncomingKind::Complaint | IncomingKind::Other => return Found::Nothing,
    };
    let found = known.by_address(&told);
    match (found.len(), found.first()) {
        (1, Some(position)) => Found::One(*position, FoundBy::Address),
        (2.., _) => Found::Several(found),
        _ => Found::Nothing,
    }
}
