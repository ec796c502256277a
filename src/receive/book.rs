//! Booking what messages are due: in the order in which they were written, each once.

use std::path::Path;

use jiff::Timestamp;

use super::judge::{Verdict, judge};
use super::known::{Known, NOT_REACHED};
use super::model::{ReceivedAs, ReceivedMessage, ReceivedOutcome};
use super::returns;
use super::spool::{Kept, Spool};
use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::ledger::{Ledger, LedgerEvent};
use crate::notice::{Incoming, fold_address};

/// A message as it was read.
pub(super) struct ReadMessage {
    pub(super) position: usize,
    pub(super) place: String,
    /// What it is, or why it is not read.
    pub(super) read: Result<Incoming, String>,
    /// Where it is kept, if it brings documents.
    pub(super) kept: Option<Kept>,
}

/// Where messages are booked.
pub(super) struct Desk<'a> {
    pub(super) root: &'a Path,
    pub(super) ledger: &'a mut Ledger,
    pub(super) known: Known,
    pub(super) spool: Spool,
    pub(super) is_dry: bool,
    pub(super) now: Timestamp,
}

impl Desk<'_> {
    /// Books all messages; returns a line for each, in the order they were found.
    ///
    /// # Errors
    ///
    /// The ledger or a saved message cannot be written; what was booked until then stays, and is known the next time.
    pub(super) fn book_all(
        &mut self,
        mut messages: Vec<ReadMessage>,
    ) -> Result<Vec<ReceivedMessage>, Diagnostic> {
        messages.sort_by_key(|message| {
            let date = message.read.as_ref().ok().and_then(|incoming| incoming.date);
            (date.unwrap_or(Timestamp::MAX), message.position)
        });
        let mut lines: Vec<(usize, ReceivedMessage)> = Vec::with_capacity(messages.len());
        for message in messages {
            lines.push((message.position, self.book(message)?));
        }
        lines.sort_by_key(|(position, _)| *position);
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    fn book(&mut self, message: ReadMessage) -> Result<ReceivedMessage, Diagnostic> {
        let ReadMessage { place, read, kept, .. } = message;
        let incoming = match read {
            Ok(incoming) => incoming,
            Err(why) => return Ok(unreadable(place, why)),
        };
        let verdict = judge(&incoming, &self.known, self.now);
        let saved = self.save(kept, &incoming, &verdict)?;
        for entry in &verdict.entries {
            if !self.is_dry {
                self.ledger.append(entry.clone())?;
            }
        }
        self.note(&incoming, &verdict);
        let first = verdict.entries.first();
        let sent = verdict.about.and_then(|about| self.known.message(about)).map(|about| about.sent.clone());
        Ok(ReceivedMessage {
            place,
            taken_for: verdict.taken_for,
            outcome: verdict.outcome,
            event: first.map(|entry| entry.event),
            sent,
            why: verdict.why,
            words: first.and_then(|entry| entry.text.clone()).unwrap_or(incoming.subject),
            from: incoming.from,
            message_id: incoming.message_id,
            date: incoming.date,
            saved,
        })
    }

    /// Saves a message that brings documents, for `collect`: a reply, or one that says nothing of what it is about, since a form
    /// says by itself whose it is.
    fn save(
        &mut self,
        kept: Option<Kept>,
        incoming: &Incoming,
        verdict: &Verdict,
    ) -> Result<Option<String>, Diagnostic> {
        let is_asked = matches!(verdict.taken_for, ReceivedAs::Reply | ReceivedAs::Other);
        let is_ours = verdict.outcome == ReceivedOutcome::Unrelated && self.known.is_own(&incoming.sender);
        let is_wanted = is_asked && !is_ours && verdict.outcome != ReceivedOutcome::Known;
        let Some(kept) = kept.filter(|_| is_wanted) else { return Ok(None) };
        let bytes = self.spool.read(kept).map_err(|error| {
            Diagnostic::new(codes::WRITE, format!("a message that was kept is gone ({})", io_text(&error)))
                .with_hint("run the command again; what was booked until then is known")
        })?;
        let recipient = verdict
            .about
            .and_then(|about| self.known.message(about))
            .map(|about| about.sent.recipient.clone());
        let whose = recipient.unwrap_or_else(|| incoming.sender.clone());
        let name = returns::name(incoming.date, &whose, &incoming.sha256, &bytes);
        if !self.is_dry {
            returns::save(self.root, &name, &bytes)?;
        }
        Ok(Some(format!("{}/{name}", returns::FOLDER)))
    }

    /// Notes what was booked, for the messages after it.
    fn note(&mut self, incoming: &Incoming, verdict: &Verdict) {
        if verdict.outcome != ReceivedOutcome::Booked {
            return;
        }
        self.known.note_read(&incoming.sha256);
        let Some(message) = verdict.about.and_then(|about| self.known.message_mut(about)) else { return };
        for entry in &verdict.entries {
            message.booked.extend(incoming.message_id.clone().map(|id| (id, entry.event)));
            let text = entry.text.as_deref().unwrap_or_default();
            match (entry.event, &entry.to) {
                (LedgerEvent::Note, Some(to)) if text.starts_with(NOT_REACHED) => {
                    message.not_reached.insert(fold_address(to));
                }
                (LedgerEvent::Bounced | LedgerEvent::Delivered | LedgerEvent::Read, _) => {
                    message.heard = message.heard.max(Some(entry.moment()));
                }
                _ => {}
            }
        }
    }
}

fn unreadable(place: String, why: String) -> ReceivedMessage {
    ReceivedMessage {
        place,
        taken_for: ReceivedAs::Unreadable,
        outcome: ReceivedOutcome::Unclear,
        event: None,
        sent: None,
        why,
        words: String::new(),
        from: String::new(),
        message_id: None,
        date: None,
        saved: None,
    }
}
