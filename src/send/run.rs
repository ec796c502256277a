//! The run: message after message, as fast as the server may be asked; what is put off is tried again.

use std::time::Duration;

use lettre::Address;

use super::books::Books;
use super::connection::{Connection, Outcome, Unreachable};
use super::goods::{Goods, ReadyMessage, Shelf};
use super::model::{Clock, SendEvent, SendTally};
use super::pace::Lately;
use super::queue::{Queue, Waiting};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::ledger::{LedgerEvent, Sent, token};
use crate::mailing::{Account, Smtp};

/// How long after each failure a connection is tried again.
const RECONNECT: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(20), Duration::from_secs(60)];

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
        account,
        clock,
        books,
        lately,
        connection: None,
        ahead: None,
        failures: 0,
    };
    let ended =
        run.prepare(&mut queue).and_then(|goes_on| if goes_on { run.work(&mut queue) } else { Ok(true) });
    if let Some(connection) = run.connection.take() {
        connection.close();
    }
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
    account: &'a Account,
    clock: &'a dyn Clock,
    books: Books<'a>,
    lately: Lately,
    connection: Option<Connection>,
    /// The message that was read while the one before was on its way.
    ahead: Option<(Sent, Result<Vec<u8>, Diagnostic>)>,
    /// How many failed in a row.
    failures: u32,
}

impl Run<'_> {
    /// Connects, and refuses what this server cannot take before anything is sent; returns whether to go on.
    fn prepare(&mut self, queue: &mut Queue<'_>) -> Result<bool, Diagnostic> {
        if queue.len() == 0 {
            return Ok(true);
        }
        if !self.connect()? {
            return Ok(false);
        }
        let Some(connection) = &self.connection else { return Ok(true) };
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
            let goes_on = if self.clock.is_stopped() { Ok(false) } else { self.connect() };
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
        let handed = self.read(letter).and_then(|bytes| {
            self.books.intend(&mut next, queue)?;
            self.hand_over_and_read(&next, queue, domain, &bytes)
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

    /// The bytes of a message, which may have been read already.
    fn read(&mut self, letter: &ReadyMessage) -> Result<Vec<u8>, Diagnostic> {
        match self.ahead.take() {
            Some((sent, read)) if sent == letter.sent => read,
            _ => self.shelf.read(letter),
        }
    }

    /// Hands a message over, and reads and hashes the next one while it is on its way.
    fn hand_over_and_read(
        &mut self,
        next: &Waiting<'_>,
        queue: &Queue<'_>,
        domain: &str,
        bytes: &[u8],
    ) -> Result<Outcome, Diagnostic> {
        let (shelf, after) = (self.shelf, queue.peek().map(|waiting| waiting.letter));
        std::thread::scope(|scope| {
            let reader = after.map(|letter| (letter, scope.spawn(move || shelf.read(letter))));
            let handed = self.hand_over(next, domain, bytes);
            self.ahead = reader.and_then(|(letter, reader)| Some((letter.sent.clone(), reader.join().ok()?)));
            handed
        })
    }

    fn hand_over(&mut self, next: &Waiting<'_>, domain: &str, bytes: &[u8]) -> Result<Outcome, Diagnostic> {
        let letter = next.letter;
        let (from, to) = (sender(self.smtp, letter)?, addresses(letter)?);
        let (Some(connection), Some(intent)) = (&mut self.connection, next.intent) else {
            return Ok(Outcome::NotBegun("there is no connection".to_owned()));
        };
        if let Some(cause) = connection.refuses(letter, &to) {
            return Ok(Outcome::Refused(cause));
        }
        let (books, lately, now) = (&mut self.books, &mut self.lately, self.clock.now());
        let mut unnoted = None;
        let outcome = connection.hand_over(letter, (&from, &to), bytes, || {
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

    /// Has a connection that takes a message; `false` where a person stopped it.
    fn connect(&mut self) -> Result<bool, Diagnostic> {
        let most = self.smtp.pace.per_connection.unwrap_or(u32::MAX);
        if let Some(connection) =
            self.connection.take_if(|connection| connection.is_gone() || connection.count >= most)
            && !connection.is_gone()
        {
            connection.close();
        }
        if self.connection.is_some() {
            return Ok(true);
        }
        let mut pauses = RECONNECT.iter();
        loop {
            let Unreachable { cause, is_for_good } = match Connection::open(self.smtp, self.account) {
                Ok(connection) => {
                    self.connection = Some(connection);
                    return Ok(true);
                }
                Err(unreachable) => unreachable,
            };
            // An account that is tried with a wrong secret again and again may be closed.
            let Some(pause) = pauses.next().filter(|_| !is_for_good) else {
                let message = format!("the mail server cannot be asked ({cause})");
                return Err(Diagnostic::new(codes::SEND_SERVER, message)
                    .with_field("dispatch.e_mail.smtp")
                    .with_hint("check the settings and the secret; what was sent is booked, and the same command goes on"));
            };
            if !self.books.wait(*pause, &cause)? {
                return Ok(false);
            }
        }
    }
}

/// The sender of the envelope: with the message's token in it where the mailing asks for that (VERP).
pub(super) fn sender(smtp: &Smtp, letter: &ReadyMessage) -> Result<Address, Diagnostic> {
    let address = smtp.bounces_to.as_ref().map_or(letter.from.as_str(), |address| address.as_str());
    match address.split_once('@').filter(|_| smtp.verp) {
        Some((local, domain)) => parse(&format!("{local}+{}@{domain}", token(&letter.message_id))),
        None => parse(address),
    }
}

/// The addresses of the envelope.
fn addresses(letter: &ReadyMessage) -> Result<Vec<Address>, Diagnostic> {
    letter.to.iter().chain(&letter.cc).map(|address| parse(address)).collect()
}

pub(super) fn parse(address: &str) -> Result<Address, Diagnostic> {
    address.parse().map_err(|_| {
        Diagnostic::new(codes::SEND_SETTINGS, format!("`{address}` is not an e-mail address"))
            .with_hint("write one address, such as name@office.example")
    })
}
