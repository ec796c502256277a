//! What a person is asked before messages leave the house: kept until it is answered, and good once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::digest::hash_bytes;
use crate::send::SendOptions;

/// The question that is open; a new one takes its place.
#[derive(Debug, Default)]
pub(super) struct Offers(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    offer: Option<Offer>,
    made: u64,
}

/// What would go out, as the person saw it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offer {
    /// By what a page names it; no two have the same.
    pub(super) id: String,
    pub(super) what: Offered,
    pub(super) options: SendOptions,
    /// A hash of all that would go out.
    pub(super) fingerprint: String,
    pub(super) messages: usize,
    pub(super) recipients: usize,
    /// The server, with its port.
    pub(super) server: String,
}

/// What would be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Offered {
    /// Messages are sent.
    #[default]
    Messages,
    /// They are put into a drafts folder.
    Drafts,
    /// The first in each language is sent to an address of the office's own.
    Sample(String),
}

impl Offers {
    /// Keeps a question, and gives it an id.
    pub(super) fn keep(&self, offer: Offer) -> String {
        let mut kept = self.kept();
        kept.made += 1;
        let id = hash_bytes(format!("{} {} {:?}", kept.made, offer.fingerprint, offer.what));
        kept.offer = Some(Offer { id: id.clone(), ..offer });
        id
    }

    /// The question of an id, if it is open.
    pub(super) fn find(&self, id: &str) -> Option<Offer> {
        self.kept().offer.clone().filter(|offer| offer.id == id)
    }

    /// Takes the question of an id: it is answered, and cannot be answered again.
    pub(super) fn take(&self, id: &str) -> Option<Offer> {
        self.kept().offer.take_if(|offer| offer.id == id)
    }

    /// Opens a question again that nothing came of, unless there is another by now.
    pub(super) fn give_back(&self, offer: Offer) {
        self.kept().offer.get_or_insert(offer);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_answered_once() {
        let offers = Offers::default();
        let first = offers.keep(Offer { messages: 2, ..Offer::default() });
        assert_eq!(offers.find(&first).map(|offer| offer.messages), Some(2));
        assert_eq!(offers.take("00"), None);
        let taken = offers.take(&first).expect("a question");
        assert_eq!((offers.take(&first), offers.find(&first)), (None, None));
        offers.give_back(taken.clone());
        assert!(offers.find(&first).is_some(), "nothing came of it");
        let second = offers.keep(Offer { messages: 2, ..Offer::default() });
        assert_ne!(first, second, "the same question asked again is another");
        assert_eq!(offers.find(&first), None);
        offers.give_back(taken);
        assert!(offers.find(&second).is_some(), "what was asked last stays");
    }
}
