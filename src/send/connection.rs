//! Handing messages over: what is said of one to a server, and what its answers mean.

use lettre::Address;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{MailBodyParameter, MailParameter, RcptParameter};
use lettre::transport::smtp::response::{Response, Severity};

use super::answer::{cut, words};
use super::conversation::{Conversation, Failure, Unreachable};
use super::offers::Offers;
use super::outgoing::Outgoing;
use super::ready::ReadyMessage;
use crate::mailing::{Account, Smtp};

/// What came of handing a message over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The server took it, with these words.
    Accepted(String),
    /// The server will not have it now.
    Deferred(String),
    /// The server will not have it.
    Refused(String),
    /// The connection was lost where the server may have taken it.
    Unknown(String),
    /// It was not begun: the connection is gone, or nothing could be booked.
    NotBegun(String),
}

impl Outcome {
    /// What a server's no means.
    fn of(no: &Response) -> Self {
        match no.code().severity {
            Severity::PermanentNegativeCompletion => Self::Refused(words(no)),
            _ => Self::Deferred(words(no)),
        }
    }
}

/// A connection, with what the server offers.
pub(super) struct Connection {
    conversation: Conversation,
    offers: Offers,
    /// How many messages it took.
    pub(super) count: u32,
}

impl Connection {
    /// Connects, secures the connection and proves the account.
    pub(super) fn open(server: &Smtp, account: &Account) -> Result<Self, Unreachable> {
        let (conversation, offers) = Conversation::open(server.server(), account)?;
        Ok(Self { conversation, offers, count: 0 })
    }

    /// Why a message cannot be handed to this server, before anything is said of it.
    pub(super) fn refuses(&self, letter: &ReadyMessage, envelope: &[Address]) -> Option<String> {
        if let Some(size) = self.offers.size.filter(|size| letter.bytes > *size) {
            return Some(format!("it has {} bytes, and the server takes {size}", letter.bytes));
        }
        let beyond = envelope.iter().find(|address| !address.to_string().is_ascii());
        let beyond = beyond.filter(|_| !self.offers.utf8)?;
        Some(format!(
            "the server takes no address beyond ASCII such as {beyond} (it does not offer SMTPUTF8)"
        ))
    }

    /// Hands a message over: `begin` notes that it is begun, before the server is given any of it.
    pub(super) fn hand_over(
        &mut self,
        letter: &ReadyMessage,
        envelope: (&Address, &[Address]),
        message: &Outgoing,
        begin: impl FnOnce() -> Result<(), String>,
    ) -> Outcome {
        let refused = match self.address(letter, envelope) {
            Ok(refused) => refused,
            Err(outcome) => return self.reset(outcome),
        };
        if let Err(cause) = begin() {
            return self.reset(Outcome::NotBegun(cause));
        }
        match self.conversation.ask(Data) {
            Ok(_) => {}
            Err(Failure::No(answer)) => return Outcome::of(&answer),
            // The server was given nothing yet.
            Err(Failure::Lost(cause)) => return Outcome::Deferred(cause),
        }
        let (first, last) = message.parts();
        if let Err(Failure::Lost(cause)) = self.conversation.say(first) {
            return Outcome::Deferred(format!("{cause}, before the end of the message"));
        }
        match self.conversation.say(last).and_then(|()| self.conversation.hear_yes()) {
            Ok(answer) => {
                self.count += 1;
                let refused = refused.iter().map(|answer| format!("; not for all: {}", words(answer)));
                Outcome::Accepted(cut(&format!("{}{}", words(&answer), refused.collect::<String>())))
            }
            Err(Failure::No(answer)) => Outcome::of(&answer),
            Err(Failure::Lost(cause)) => Outcome::Unknown(cause),
        }
    }

    /// Says from whom and to whom a message is. Returns the answers about addresses that are not taken, if others are; the error is what comes
    /// of a message that none is taken of.
    fn address(
        &mut self,
        letter: &ReadyMessage,
        (from, to): (&Address, &[Address]),
    ) -> Result<Vec<Response>, Outcome> {
        let mail = Mail::new(Some(from.clone()), self.parameters(letter, (from, to)));
        let recipients =
            to.iter().map(|address| Rcpt::new(address.clone(), self.notices(address)).to_string());
        let commands: Vec<String> = std::iter::once(mail.to_string()).chain(recipients).collect();
        let answers = self.conversation.ask_all(&commands, self.offers.pipelining);
        let mut refused = Vec::new();
        for (number, answer) in answers.into_iter().enumerate() {
            let answer = answer.map_err(Outcome::NotBegun)?;
            match (number, answer.is_positive()) {
                (_, true) => {}
                (0, false) => return Err(Outcome::of(&answer)),
                (_, false) => refused.push(answer),
            }
        }
        if refused.len() < to.len() {
            return Ok(refused);
        }
        let is_for_now = |answer: &&Response| answer.code().severity != Severity::PermanentNegativeCompletion;
        Err(match refused.iter().find(is_for_now).or(refused.first()) {
            Some(answer) => Outcome::of(answer),
            None => Outcome::NotBegun("it has no address".to_owned()),
        })
    }

    fn parameters(&self, letter: &ReadyMessage, (from, to): (&Address, &[Address])) -> Vec<MailParameter> {
        let mut parameters = Vec::new();
        if self.offers.size.is_some() {
            parameters.push(MailParameter::Size(usize::try_from(letter.bytes).unwrap_or(usize::MAX)));
        }
        if to.iter().chain([from]).any(|address| !address.to_string().is_ascii()) {
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if self.offers.eight_bit {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if self.offers.notices {
            let envelope = letter.message_id.clone();
            parameters.push(MailParameter::Other { keyword: "ENVID".to_owned(), value: Some(envelope) });
        }
        parameters
    }

    fn notices(&self, address: &Address) -> Vec<RcptParameter> {
        if !self.offers.notices {
            return Vec::new();
        }
        let other = |keyword: &str, value: String| RcptParameter::Other {
            keyword: keyword.to_owned(),
            value: Some(value),
        };
        // The comma is no xtext, and the server would be given `+2C`: one kind of notice is asked for.
        vec![other("NOTIFY", "FAILURE".to_owned()), other("ORCPT", format!("rfc822;{address}"))]
    }

    /// Has the server forget an envelope.
    fn reset(&mut self, outcome: Outcome) -> Outcome {
        if !self.conversation.is_lost() {
            // Where it is lost now, the next message finds that.
            let _ = self.conversation.ask(Rset);
        }
        outcome
    }

    /// Whether nothing more can be said to the server.
    pub(super) fn is_gone(&self) -> bool {
        self.conversation.is_lost()
    }

    /// Takes leave.
    pub(super) fn close(self) {
        self.conversation.close();
    }
}
