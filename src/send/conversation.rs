//! What is said to a mail server and heard of it: commands and answers, encryption, the account. What an answer means for a message, it
//! does not know.

use std::fmt::Display;
use std::io::{self, BufReader, Write as _};

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::commands::{Auth as AuthCommand, Ehlo, Quit, Starttls};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};

use super::answer::{io_words, read_answer, words};
use super::offers::Offers;
use crate::mailing::{Account, Auth, Security, Server};
use crate::wire::Wire;

/// How often a server may ask for more of an account.
const MOST_CHALLENGES: usize = 10;

/// A conversation with a mail server.
pub(super) struct Conversation {
    wire: BufReader<Wire>,
    is_lost: bool,
}

/// Why there is no answer, or none that says yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The server says no.
    No(Response),
    /// The connection is lost, or what the server says is no answer.
    Lost(String),
}

/// Why a server cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreachable {
    /// What it, or the system, said.
    pub(super) cause: String,
    /// Whether it will be so the next time: the account, the certificate or the settings are at fault.
    pub(super) is_for_good: bool,
}

impl From<Failure> for Unreachable {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::No(answer) => {
                let is_for_good = answer.code().severity == Severity::PermanentNegativeCompletion;
                Self { cause: words(&answer), is_for_good }
            }
            Failure::Lost(cause) => Self { cause, is_for_good: false },
        }
    }
}

impl Conversation {
    /// Connects, secures the connection and proves the account; returns what the server offers then.
    pub(super) fn open(server: Server<'_>, account: &Account) -> Result<(Self, Offers), Unreachable> {
        Self::begin(server, account)
            .map_err(|unreachable| Unreachable { cause: hide(unreachable.cause, account), ..unreachable })
    }

    fn begin(server: Server<'_>, account: &Account) -> Result<(Self, Offers), Unreachable> {
        let wire = Wire::connect(server).map_err(|error| Failure::Lost(io_words(&error)))?;
        let wire = match server.security {
            Security::Tls => secure(wire, server, account)?,
            Security::Starttls | Security::None => wire,
        };
        let mut conversation = Self { wire: BufReader::new(wire), is_lost: false };
        conversation.hear_yes()?;
        let mut offers = conversation.greet()?;
        if server.security == Security::Starttls {
            if !offers.starttls {
                return Err(for_good("the server offers no encryption (STARTTLS)"));
            }
            conversation.ask(Starttls)?;
            // What was said without encryption must not be taken for said with it.
            if !conversation.wire.buffer().is_empty() {
                return Err(for_good("the server says more than it was asked for, before the encryption"));
            }
            conversation.wire = BufReader::new(secure(conversation.wire.into_inner(), server, account)?);
            offers = conversation.greet()?;
        }
        if let (Some(user), Some(secret)) = (server.user, &account.secret) {
            conversation.prove(server.auth, Credentials::new(user.to_owned(), secret.clone()), &offers)?;
            offers = conversation.greet()?;
        }
        Ok((conversation, offers))
    }

    /// Says who asks; returns what the server offers.
    fn greet(&mut self) -> Result<Offers, Failure> {
        let answer = self.ask(Ehlo::new(ClientId::default()))?;
        Ok(Offers::read(answer.message().skip(1)))
    }

    /// Proves the account.
    fn prove(&mut self, auth: Auth, credentials: Credentials, offers: &Offers) -> Result<(), Unreachable> {
        let mechanism = match auth {
            Auth::Plain => Mechanism::Plain,
            Auth::Login => Mechanism::Login,
            Auth::XOauth2 => Mechanism::Xoauth2,
        };
        let name = mechanism.to_string();
        if !offers.mechanisms.contains(&name) {
            let offered = offers.mechanisms.join(", ");
            return Err(for_good(&format!("the server takes no account by {name}, but by: {offered}")));
        }
        let unusable = |error: lettre::transport::smtp::Error| for_good(&error.to_string());
        let first = AuthCommand::new(mechanism, credentials.clone(), None).map_err(unusable)?;
        let mut answer = self.ask(first)?;
        for _ in 0..MOST_CHALLENGES {
            if !answer.has_code(334) {
                return Ok(());
            }
            answer = match mechanism {
                Mechanism::Login => {
                    let next = AuthCommand::new_from_response(mechanism, credentials.clone(), &answer);
                    self.ask(next.map_err(unusable)?)?
                }
                // All was said: an empty line has the server say what is wrong with it.
                Mechanism::Plain | Mechanism::Xoauth2 => self.ask("\r\n")?,
            };
        }
        Err(for_good("the server asks for more and more of the account"))
    }

    /// Says a command and hears an answer that says yes.
    pub(super) fn ask(&mut self, command: impl Display) -> Result<Response, Failure> {
        self.say(command.to_string().as_bytes())?;
        self.hear_yes()
    }

    /// Says commands and hears an answer to each, together where the server takes that; else it goes no further than a no to the first. The
    /// last answer may be that the connection is lost.
    pub(super) fn ask_all(
        &mut self,
        commands: &[String],
        is_together: bool,
    ) -> Vec<Result<Response, String>> {
        let mut answers = Vec::with_capacity(commands.len());
        if is_together && let Err(Failure::Lost(cause)) = self.say(commands.concat().as_bytes()) {
            return vec![Err(cause)];
        }
        for command in commands {
            let said = if is_together { Ok(()) } else { self.say(command.as_bytes()) };
            let answer = said.and_then(|()| self.hear()).map_err(|failure| failure.words());
            let is_first = answers.is_empty();
            let ends =
                answer.as_ref().map_or(true, |answer| !answer.is_positive() && is_first && !is_together);
            answers.push(answer);
            if ends {
                break;
            }
        }
        answers
    }

    /// Sends bytes.
    pub(super) fn say(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let wire = self.wire.get_mut();
        let said = wire.write_all(bytes).and_then(|()| wire.flush());
        said.map_err(|error| self.lose(&error))
    }

    /// Hears an answer that says yes.
    pub(super) fn hear_yes(&mut self) -> Result<Response, Failure> {
        self.hear()
            .and_then(|answer| if answer.is_positive() { Ok(answer) } else { Err(Failure::No(answer)) })
    }

    /// Hears an answer.
    fn hear(&mut self) -> Result<Response, Failure> {
        read_answer(&mut self.wire).map_err(|error| self.lose(&error))
    }

    fn lose(&mut self, error: &io::Error) -> Failure {
        self.is_lost = true;
        Failure::Lost(io_words(error))
    }

    /// Whether nothing more can be said.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Takes leave.
    pub(super) fn close(mut self) {
        let _ = self.ask(Quit);
    }
}

impl Failure {
    /// What it says.
    fn words(&self) -> String {
        match self {
            Self::No(answer) => words(answer),
            Self::Lost(cause) => cause.clone(),
        }
    }
}

/// Encrypts a connection; a certificate that does not fit will not fit the next time.
fn secure(wire: Wire, server: Server<'_>, account: &Account) -> Result<Wire, Unreachable> {
    wire.secure(server, account).map_err(|error| Unreachable {
        cause: io_words(&error),
        is_for_good: matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::Other),
    })
}

fn for_good(cause: &str) -> Unreachable {
    Unreachable { cause: cause.to_owned(), is_for_good: true }
}

/// What a server said, without the secret, should it say it again.
fn hide(said: String, account: &Account) -> String {
    match account.secret.as_deref() {
        Some(secret) if !secret.is_empty() => said.replace(secret, "…"),
        _ => said,
    }
}
