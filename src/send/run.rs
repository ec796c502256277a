//! The run: message after message, as fast as the server may be asked; what is put off is tried again.

use std::time::Duration;

use super::books::Books;
use super::connection::Outcome;
use super::envelope::{addresses, sender};
use super::goods::Goods;
use super::model::{Clock, SendEvent, SendTally};
use super::outgoing::Outgoing;
use super::pace::Lately;
use super::queue::{Queue, Waiting};
use super::reach::Reach;
use super::ready::ReadyMessage;
use super::shelf::Shelf;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::ledger::{LedgerEvent, Sent};
use crate::mailing::{Account, Smtp};

/// Sends the messages that are ready.
///
/// # Errors
///
/// The ledger cannot be written, a message was altered, or the server cannot be asked, or refuses one message after another. What was
/// sent until then is booked.
pub fn send(
    goods: &mut Goods,
    account: &Account,
    clock: &dyn Clock,
    events: &mut dyn FnMut(SendEvent),
) -> (SendTally, Problems) {
    let smtp = match goods.smtp() {
        Ok(smtp) => smtp.clone(),
        Err(problem) => return (SendTally::default(), problem.into()),
    };
    let before = goods.ledger.entries().iter().filter(|entry| entry.event == LedgerEvent::Intended);
    let lately = Lately::new(smtp.pace, before.map(|entry| entry.at));
    let mut queue = Queue::new(&goods.ready);
    let books = Books::open(&mut goods.ledger, &goods.archive, clock, events, smtp.pace.is_any());
    let mut run = Run {
        smtp: &smtp,
        shelf: &goods.shelf,
        clock,
        books,
        lately,
        reach: Reach::new(&smtp, account),
        ahead: None,
        failures: 0,
    };
    let ended =
        run.prepare(&mut queue).and_then(|goes_on| if goes_on { run.work(&mut queue) } else { Ok(true) });
    run.reach.close();
    let (by_event, closed) = run.books.close(&queue);
    let mut problems: Problems = closed.err().into_iter().collect();
    let interrupted = ended.unwrap_or_else(|problem| {
        problems.push(problem);
        false
    });
    (SendTally { by_event, open: queue.len(), interrupted }, problems)
}

struct Run<'a> {
    smtp: &'a Smtp,
    shelf: &'a Shelf,
    clock: &'a dyn Clock,
    books: Books<'a>,
    lately: Lately,
    reach: Reach<'a>,
    /// The message that was read while the one before was on its way.
    ahead: Option<(Sent, Result<Outgoing, Diagnostic>)>,
    /// How many failed in a row.
    failures: u32,
}

impl Run<'_> {
    /// Connects, and refuses what this server cannot take before anything is sent; returns whether to go on.
    fn prepare(&mut self, queue: &mut Queue<'_>) -> Result<bool, Diagnostic> {
        if queue.len() == 0 {
            return Ok(true);
        }
        if !self.reach.connect(&mut self.books)? {
            return Ok(false);
        }
        let Some(connection) = self.reach.connection() else { return Ok(true) };
        let mut refused = Vec::new();
        for waiting in queue.iter() {
            let cause = connection.refuses(waiting.letter, &addresses(waiting.letter)?);
            refused.extend(cause.map(|cause| (waiting.letter, cause)));
        }
        queue.retain(|waiting| !refused.iter().any(|(letter, _)| letter.sent == waiting.letter.sent));
        for (letter, cause) in refused {
            self.books.book(letter, LedgerEvent::Refused, cause)?;
        }
        Ok(true)
    }

    /// Works until nothing waits; returns whether a person stopped it.
    fn work<'q>(&mut self, queue: &mut Queue<'q>) -> Result<bool, Diagnostic> {
        while let Some(next) = queue.next() {
            let domain = next.letter.to.first().and_then(|to| to.rsplit('@').next()).unwrap_or_default();
            let now = self.clock.now();
            let until_due = Duration::try_from(next.due.duration_since(now)).unwrap_or_default();
            let of_pace = self.lately.wait(domain, now);
            let pause = of_pace.max(until_due);
            if !pause.is_zero() {
                queue.again(next);
                let why =
                    if of_pace >= until_due { "the pace that the server allows" } else { "what was put off" };
                if !self.books.wait(pause, why)? {
                    return Ok(true);
                }
                continue;
            }
            let goes_on =
                if self.clock.is_stopped() { Ok(false) } else { self.reach.connect(&mut self.books) };
            if !matches!(goes_on, Ok(true)) {
                queue.again(next);
                return goes_on.map(|_| true);
            }
            self.turn(next, queue, domain)?;
            if self.failures >= self.smtp.stop_after.value {
                let message = format!("{} messages in a row were refused, put off or lost", self.failures);
                return Err(Diagnostic::new(codes::SEND_STOPPED, message)
                    .with_hint("look at its words with `convoke ledger`, and go on with the same command"));
            }
        }
        Ok(false)
    }

    /// One message: its intent, the message, what came of it.
    fn turn<'q>(
        &mut self,
        mut next: Waiting<'q>,
        queue: &mut Queue<'q>,
        domain: &str,
    ) -> Result<(), Diagnostic> {
        let letter = next.letter;
        let handed = self.read(letter).and_then(|message| {
            self.books.intend(&mut next)?;
            self.books.intend_ahead(queue)?;
            self.hand_over_and_read(&next, queue, domain, &message)
        });
        let outcome = match handed {
            Ok(outcome) => outcome,
            Err(problem) => {
                queue.again(next);
                return Err(problem);
            }
        };
        let (event, said) = match outcome {
            Outcome::Accepted(said) => (LedgerEvent::Accepted, said),
            Outcome::Deferred(said) => (LedgerEvent::Deferred, said),
            Outcome::Refused(said) => (LedgerEvent::Refused, said),
            Outcome::Unknown(said) => (LedgerEvent::Unknown, said),
            Outcome::NotBegun(_) => {
                // The connection was lost before the server knew of it: it is the same message's turn.
                self.failures += 1;
                queue.again(next);
                return Ok(());
            }
        };
        self.failures = if event == LedgerEvent::Accepted { 0 } else { self.failures + 1 };
        self.books.book(letter, event, said)?;
        if event == LedgerEvent::Deferred {
            queue.later(next, self.clock.now());
        }
        Ok(())
    }

    /// A message, which may have been read already.
    fn read(&mut self, letter: &ReadyMessage) -> Result<Outgoing, Diagnostic> {
        match self.ahead.take() {
            Some((sent, read)) if sent == letter.sent => read,
            _ => read(self.shelf, letter),
        }
    }

    /// Hands a message over, and reads and hashes the next one while it is on its way.
    fn hand_over_and_read(
        &mut self,
        next: &Waiting<'_>,
        queue: &Queue<'_>,
        domain: &str,
        message: &Outgoing,
    ) -> Result<Outcome, Diagnostic> {
        let (shelf, after) = (self.shelf, queue.peek().map(|waiting| waiting.letter));
        std::thread::scope(|scope| {
            let reader = after.map(|letter| (letter, scope.spawn(move || read(shelf, letter))));
            let handed = self.hand_over(next, domain, message);
            self.ahead = reader.and_then(|(letter, reader)| Some((letter.sent.clone(), reader.join().ok()?)));
            handed
        })
    }

    fn hand_over(
        &mut self,
        next: &Waiting<'_>,
        domain: &str,
        message: &Outgoing,
    ) -> Result<Outcome, Diagnostic> {
        let letter = next.letter;
        let (from, to) = (sender(self.smtp, letter)?, addresses(letter)?);
        let (Some(connection), Some(intent)) = (self.reach.connection(), next.intent) else {
            return Ok(Outcome::NotBegun("there is no connection".to_owned()));
        };
        if let Some(cause) = connection.refuses(letter, &to) {
            return Ok(Outcome::Refused(cause));
        }
        let (books, lately, now) = (&mut self.books, &mut self.lately, self.clock.now());
        let mut unnoted = None;
        let outcome = connection.hand_over(letter, (&from, &to), message, || {
            lately.note(domain, now);
            books.begin(intent).map_err(|problem| {
                let said = problem.message.clone();
                unnoted = Some(problem);
                said
            })
        });
        match unnoted {
            Some(problem) => Err(problem),
            None => Ok(outcome),
        }
    }
}

/// Reads a message for the wire.
fn read(shelf: &Shelf, letter: &ReadyMessage) -> Result<Outgoing, Diagnostic> {
    shelf.read(letter).map(|bytes| Outgoing::of(&bytes))
}
