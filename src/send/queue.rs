//! The messages that wait for their turn.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::ready::ReadyMessage;

/// How long after each failure a message that was put off is tried again.
const PAUSES: [Duration; 3] = [Duration::from_secs(60), Duration::from_secs(300), Duration::from_secs(900)];

/// A message that waits for its turn.
#[derive(Debug)]
pub(super) struct Waiting<'a> {
    pub(super) letter: &'a ReadyMessage,
    /// The line of the ledger that says that it is intended.
    pub(super) intent: Option<u64>,
    /// When it may go.
    pub(super) due: Timestamp,
    tries: usize,
}

/// The messages of a run, in the order in which they go.
#[derive(Debug)]
pub(super) struct Queue<'a>(VecDeque<Waiting<'a>>);

impl<'a> Queue<'a> {
    pub(super) fn new(letters: &'a [ReadyMessage]) -> Self {
        let waiting = |letter| Waiting { letter, intent: None, due: Timestamp::MIN, tries: 0 };
        Self(letters.iter().map(waiting).collect())
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// All that wait.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Waiting<'a>> {
        self.0.iter()
    }

    /// The next one: the first of those that are due first.
    pub(super) fn peek(&self) -> Option<&Waiting<'a>> {
        self.0.get(self.position()?)
    }

    /// Takes the next one.
    pub(super) fn next(&mut self) -> Option<Waiting<'a>> {
        let position = self.position()?;
        self.0.remove(position)
    }

    fn position(&self) -> Option<usize> {
        if self.0.front()?.due == Timestamp::MIN {
            return Some(0);
        }
        let due = self.0.iter().map(|waiting| waiting.due).min()?;
        self.0.iter().position(|waiting| waiting.due == due)
    }

    /// Those that may be intended together: the next ones that may go now and are not intended yet.
    pub(super) fn group(&mut self, now: Timestamp, most: usize) -> impl Iterator<Item = &mut Waiting<'a>> {
        let may_go = move |waiting: &&mut Waiting<'a>| waiting.due <= now && waiting.intent.is_none();
        self.0.iter_mut().filter(may_go).take(most)
    }

    /// How many of the next ones are intended already; no more than `most` are looked at.
    pub(super) fn intended(&self, most: usize) -> usize {
        self.0.iter().take(most).filter(|waiting| waiting.intent.is_some()).count()
    }

    /// Puts one back: it is its turn again.
    pub(super) fn again(&mut self, waiting: Waiting<'a>) {
        self.0.push_front(waiting);
    }

    /// Puts one back that was put off, unless it was put off often enough; it is to be intended anew.
    pub(super) fn later(&mut self, mut waiting: Waiting<'a>, now: Timestamp) {
        let Some(pause) = PAUSES.get(waiting.tries) else { return };
        let pause = SignedDuration::try_from(*pause).unwrap_or_default();
        waiting.due = now.saturating_add(pause).unwrap_or(Timestamp::MAX);
        waiting.tries += 1;
        waiting.intent = None;
        self.0.push_back(waiting);
    }

    /// Takes out what is not to be tried.
    pub(super) fn retain(&mut self, keep: impl FnMut(&Waiting<'a>) -> bool) {
        self.0.retain(keep);
    }
}
