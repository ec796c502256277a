//! The run: message after message, as fast as the server may be asked; what is put off is tried again.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lettre::Address;
use serde::Serialize;

use super::connection::{Connection, Outcome};
use super::goods::{Goods, ReadyMessage};
use super::pace::Lately;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::ledger::{LedgerEntry, LedgerEvent, Sent, token};
use crate::mailing::Account;

/// How long after each failure a message that was put off is tried again.
const PAUSES: [Duration; 3] = [Duration::from_secs(60), Duration::from_secs(300), Duration::from_secs(900)];

/// How long after each failure a connection is tried again.
const RECONNECT: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(20), Duration::from_secs(60)];

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
    /// Nothing goes out for so many seconds, because the server may not be asked faster.
    Waiting {
        /// How many.
        seconds: u64,
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
    let letters = std::mem::take(&mut goods.ready);
    let before = goods.ledger.entries().iter().filter(|entry| entry.event == LedgerEvent::Intended);
    let lately = Lately::new(goods.smtp.pace, before.map(|entry| entry.at));
    let mut run = Run {
        goods,
        account,
        clock,
        events,
        lately,
        connection: None,
        outcomes: BTreeMap::new(),
        failures: 0,
    };
    let mut queue: VecDeque<Waiting<'_>> =
        letters.iter().map(|letter| Waiting { letter, tries: 0, due: Timestamp::MIN }).collect();
    let ended = run.work(&mut queue);
    let open = queue.len();
    let mut by_event: BTreeMap<LedgerEvent, usize> = BTreeMap::new();
    run.outcomes.values().for_each(|event| *by_event.entry(*event).or_default() += 1);
    if let Some(connection) = run.connection.take() {
        connection.close();
    }
    let (interrupted, problems) = match ended {
        Ok(interrupted) => (interrupted, Problems::new()),
        Err(problem) => (false, problem.into()),
    };
    (SendTally { by_event, open, interrupted }, problems)
}

/// Sends messages to one address of the office's own, to be looked at; nothing is booked.
///
/// # Errors
///
/// The address is none, or the server does not take a message.
pub fn send_to(goods: &Goods, account: &Account, address: &str, most: usize) -> Result<usize, Problems> {
    let to = [parse(address)?];
    let refused = |cause: String| {
        Diagnostic::new(codes::SEND_SERVER, format!("the mail server did not take it ({cause})"))
            .with_hint("check `dispatch.e_mail.smtp` of mailing.yaml")
    };
    let mut connection = Connection::open(&goods.smtp, account).map_err(refused)?;
    let mut count = 0;
    for letter in goods.ready.iter().take(most) {
        let (from, bytes) = (sender(goods, letter)?, goods.read(letter)?);
        if let Some(cause) = connection.refuses(letter, &to) {
            return Err(refused(cause).into());
        }
        match connection.hand_over(letter, (&from, &to), &bytes, || Ok(())) {
            Outcome::Accepted(_) => count += 1,
            Outcome::Deferred(said)
            | Outcome::Refused(said)
            | Outcome::Unknown(said)
            | Outcome::NotBegun(said) => {
                return Err(refused(said).into());
            }
        }
    }
    connection.close();
    Ok(count)
}

/// A message that waits for its turn.
struct Waiting<'a> {
    letter: &'a ReadyMessage,
    tries: usize,
    due: Timestamp,
}

struct Run<'a> {
    goods: &'a mut Goods,
    account: &'a Account,
    clock: &'a dyn Clock,
    events: &'a mut dyn FnMut(SendEvent),
    lately: Lately,
    connection: Option<Connection>,
    /// What was booked last of each.
    outcomes: BTreeMap<Sent, LedgerEvent>,
    /// How many failed in a row.
    failures: u32,
}

impl Run<'_> {
    /// Works until nothing waits; returns whether a person stopped it.
    fn work(&mut self, queue: &mut VecDeque<Waiting<'_>>) -> Result<bool, Diagnostic> {
        while let Some(next) = queue.iter().map(|waiting| waiting.due).min() {
            let position = queue.iter().position(|waiting| waiting.due == next).unwrap_or_default();
            let Some(waiting) = queue.get(position) else { break };
            let letter = waiting.letter;
            let domain = letter.to.first().and_then(|to| to.rsplit('@').next()).unwrap_or_default();
            let now = self.clock.now();
            let until_due = Duration::try_from(next.duration_since(now)).unwrap_or_default();
            let pause = self.lately.wait(domain, now).max(until_due);
            if !pause.is_zero() {
                (self.events)(SendEvent::Waiting { seconds: pause.as_secs() });
                if !self.clock.wait(pause) {
                    return Ok(true);
                }
                continue;
            }
            if self.clock.is_stopped() {
                return Ok(true);
            }
            if !self.connect()? {
                return Ok(true);
            }
            let bytes = self.goods.read(letter)?;
            let outcome = self.hand_over(letter, domain, &bytes)?;
            let Some(mut waiting) = queue.remove(position) else { break };
            match self.book(letter, outcome)? {
                Next::Done => {}
                Next::Again => {
                    // The connection was lost before the server knew of it: it is the same message's turn.
                    queue.push_front(waiting);
                }
                Next::Later => {
                    if let Some(pause) = PAUSES.get(waiting.tries) {
                        waiting.tries += 1;
                        let pause = SignedDuration::try_from(*pause).unwrap_or_default();
                        waiting.due = self.clock.now().saturating_add(pause).unwrap_or(Timestamp::MAX);
                        queue.push_back(waiting);
                    }
                }
            }
            if self.failures >= self.goods.smtp.stop_after.value {
                let message = format!("{} messages in a row were refused, put off or lost", self.failures);
                return Err(Diagnostic::new(codes::SEND_STOPPED, message)
                    .with_hint("look at its words with `convoke ledger`, and go on with the same command"));
            }
        }
        Ok(false)
    }

    /// Has a connection that takes a message; `false` where a person stopped it.
    fn connect(&mut self) -> Result<bool, Diagnostic> {
        let most = self.goods.smtp.pace.per_connection.unwrap_or(u32::MAX);
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
            match Connection::open(&self.goods.smtp, self.account) {
                Ok(connection) => {
                    self.connection = Some(connection);
                    return Ok(true);
                }
                Err(cause) => match pauses.next() {
                    Some(pause) => {
                        (self.events)(SendEvent::Waiting { seconds: pause.as_secs() });
                        if !self.clock.wait(*pause) {
                            return Ok(false);
                        }
                    }
                    None => {
                        let message = format!("the mail server cannot be asked ({cause})");
                        return Err(Diagnostic::new(codes::SEND_SERVER, message)
                            .with_field("dispatch.e_mail.smtp")
                            .with_hint("check the settings and the secret; what was sent is booked, and the same command goes on"));
                    }
                },
            }
        }
    }

    fn hand_over(
        &mut self,
        letter: &ReadyMessage,
        domain: &str,
        bytes: &[u8],
    ) -> Result<Outcome, Diagnostic> {
        let from = sender(self.goods, letter)?;
        let to = letter.to.iter().chain(&letter.cc).map(|address| parse(address));
        let to: Vec<Address> = to.collect::<Result<_, _>>()?;
        let Some(connection) = &mut self.connection else {
            return Ok(Outcome::NotBegun("there is no connection".to_owned()));
        };
        if let Some(cause) = connection.refuses(letter, &to) {
            return Ok(Outcome::Refused(cause));
        }
        let now = self.clock.now();
        let mut intent =
            LedgerEntry::new(LedgerEvent::Intended, &self.goods.archive, now).about(letter.sent.clone());
        intent.to = Some(letter.to.join(", "));
        intent.number = Some(letter.message_id.clone());
        let (ledger, lately) = (&mut self.goods.ledger, &mut self.lately);
        let mut unbooked = None;
        let outcome = connection.hand_over(letter, (&from, &to), bytes, || {
            lately.note(domain, now);
            ledger.append(intent).map_err(|problem| {
                let said = problem.message.clone();
                unbooked = Some(problem);
                said
            })
        });
        match unbooked {
            Some(problem) => Err(problem),
            None => Ok(outcome),
        }
    }

    /// Books what came of a message.
    fn book(&mut self, letter: &ReadyMessage, outcome: Outcome) -> Result<Next, Diagnostic> {
        let (event, said, next) = match outcome {
            Outcome::Accepted(said) => (LedgerEvent::Accepted, said, Next::Done),
            Outcome::Deferred(said) => (LedgerEvent::Deferred, said, Next::Later),
            Outcome::Refused(said) => (LedgerEvent::Refused, said, Next::Done),
            Outcome::Unknown(said) => (LedgerEvent::Unknown, said, Next::Done),
            Outcome::NotBegun(_) => {
                self.failures += 1;
                return Ok(Next::Again);
            }
        };
        self.failures = if event == LedgerEvent::Accepted { 0 } else { self.failures + 1 };
        let mut entry =
            LedgerEntry::new(event, &self.goods.archive, self.clock.now()).about(letter.sent.clone());
        entry.to = Some(letter.to.join(", "));
        entry.text = Some(said.clone());
        self.goods.ledger.append(entry)?;
        self.outcomes.insert(letter.sent.clone(), event);
        (self.events)(SendEvent::Sending(SentMessage {
            recipient: letter.sent.recipient.clone(),
            copy: letter.sent.copy,
            booked: event,
            said,
        }));
        Ok(next)
    }
}

/// What becomes of a message next.
enum Next {
    Done,
    Again,
    Later,
}

/// The sender of the envelope: with the message's token in it where the mailing asks for that (VERP).
fn sender(goods: &Goods, letter: &ReadyMessage) -> Result<Address, Diagnostic> {
    let address = goods.smtp.bounces_to.as_ref().map_or(letter.from.as_str(), |address| address.as_str());
    match address.split_once('@').filter(|_| goods.smtp.verp) {
        Some((local, domain)) => parse(&format!("{local}+{}@{domain}", token(&letter.message_id))),
        None => parse(address),
    }
}

fn parse(address: &str) -> Result<Address, Diagnostic> {
    address.parse().map_err(|_| {
        Diagnostic::new(codes::SEND_SETTINGS, format!("`{address}` is not an e-mail address"))
            .with_hint("write one address, such as name@office.example")
    })
}
