//! What a run books: intents ahead of the acts, outcomes after them, and what it intended and did not come to.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;

use super::model::{Clock, SendEvent, SentMessage};
use super::queue::{Queue, Waiting};
use super::ready::ReadyMessage;
use crate::diagnostic::Diagnostic;
use crate::ledger::{Ledger, LedgerEntry, LedgerEvent, Sent};

/// The most messages that are intended ahead.
const MOST_AHEAD: usize = 32;

/// The ledger of a run.
pub(super) struct Books<'a> {
    ledger: &'a mut Ledger,
    archive: &'a str,
    clock: &'a dyn Clock,
    events: &'a mut dyn FnMut(SendEvent),
    /// Whether more may be intended than is begun at once.
    looks_ahead: bool,
    /// When the server took messages, in milliseconds, within the last second.
    taken: VecDeque<i64>,
    /// What was booked last of each.
    outcomes: BTreeMap<Sent, LedgerEvent>,
}

impl<'a> Books<'a> {
    /// Opens them for a run; `is_paced` says that messages are to go at a pace, so that none is intended before its turn.
    pub(super) fn open(
        ledger: &'a mut Ledger,
        archive: &'a str,
        clock: &'a dyn Clock,
        events: &'a mut dyn FnMut(SendEvent),
        is_paced: bool,
    ) -> Self {
        let looks_ahead = ledger.start() && !is_paced;
        let (taken, outcomes) = (VecDeque::new(), BTreeMap::new());
        Self { ledger, archive, clock, events, looks_ahead, taken, outcomes }
    }

    /// Books that a message is intended, unless it was booked ahead.
    pub(super) fn intend(&mut self, next: &mut Waiting<'_>) -> Result<(), Diagnostic> {
        if next.intent.is_none() {
            let entry = self.entry(LedgerEvent::Intended, next.letter, self.clock.now());
            next.intent = Some(self.ledger.append_all(vec![entry])?);
        }
        Ok(())
    }

    /// Books that the next messages are intended, as many as go out within a second, and has the disk take that while others are on their way: so
    /// it is not waited for, and a power cut leaves no more in the dark than what a second brought.
    pub(super) fn intend_ahead(&mut self, queue: &mut Queue<'_>) -> Result<(), Diagnostic> {
        if !self.looks_ahead || self.ledger.is_behind() {
            return Ok(());
        }
        let now = self.clock.now();
        let most = self.within_a_second(now).clamp(1, MOST_AHEAD);
        let intended = queue.intended(most);
        // The disk is given half of them at a time, and has the other half's time for that.
        if intended * 2 > most {
            return Ok(());
        }
        let mut group: Vec<&mut Waiting<'_>> = queue.group(now, most - intended).collect();
        if group.is_empty() {
            return Ok(());
        }
        let entries = group.iter().map(|waiting| self.entry(LedgerEvent::Intended, waiting.letter, now));
        let first = self.ledger.append_behind(entries.collect())?;
        group.iter_mut().zip(first..).for_each(|(waiting, line)| waiting.intent = Some(line));
        Ok(())
    }

    /// Notes that a message is begun, once its intent is on the disk.
    pub(super) fn begin(&mut self, intent: u64) -> Result<(), Diagnostic> {
        self.ledger.begin(intent)
    }

    /// Books what came of a message, and tells it.
    pub(super) fn book(
        &mut self,
        letter: &ReadyMessage,
        event: LedgerEvent,
        said: String,
    ) -> Result<(), Diagnostic> {
        let now = self.clock.now();
        let mut entry = self.entry(event, letter, now);
        entry.number = None;
        entry.text = Some(said.clone());
        self.ledger.note_outcome(entry)?;
        if event == LedgerEvent::Accepted {
            self.taken.push_back(now.as_millisecond());
        }
        self.outcomes.insert(letter.sent.clone(), event);
        let Sent { recipient, copy, .. } = letter.sent.clone();
        (self.events)(SendEvent::Sending(SentMessage { recipient, copy, booked: event, said }));
        Ok(())
    }

    /// Waits; `false` where a person ended it. What was booked is on the disk before.
    pub(super) fn wait(&mut self, pause: std::time::Duration, why: &str) -> Result<bool, Diagnostic> {
        self.ledger.sync()?;
        (self.events)(SendEvent::Waiting { seconds: pause.as_secs(), why: why.to_owned() });
        Ok(self.clock.wait(pause))
    }

    /// Ends the run: withdraws what was intended and did not come to its turn. Returns how many messages came to what.
    pub(super) fn close(self, queue: &Queue<'_>) -> (BTreeMap<LedgerEvent, usize>, Result<(), Diagnostic>) {
        let now = self.clock.now();
        let left = queue.iter().filter(|waiting| waiting.intent.is_some());
        let withdrawn = left.map(|waiting| self.entry(LedgerEvent::Withdrawn, waiting.letter, now)).collect();
        let mut by_event: BTreeMap<LedgerEvent, usize> = BTreeMap::new();
        self.outcomes.values().for_each(|event| *by_event.entry(*event).or_default() += 1);
        let ended = self.ledger.append_all(withdrawn).and_then(|_| self.ledger.finish());
        (by_event, ended)
    }

    /// How many messages the server took within the last second.
    fn within_a_second(&mut self, now: Timestamp) -> usize {
        let now = now.as_millisecond();
        while self.taken.front().is_some_and(|taken| taken + 1000 < now) {
            self.taken.pop_front();
        }
        self.taken.len()
    }

    fn entry(&self, event: LedgerEvent, letter: &ReadyMessage, now: Timestamp) -> LedgerEntry {
        let mut entry = LedgerEntry::new(event, self.archive, now)
            .about(letter.sent.clone())
            .with_letter(Some(&letter.letter));
        entry.to = Some(letter.to.join(", "));
        entry.number = Some(letter.message_id.clone());
        entry
    }
}
