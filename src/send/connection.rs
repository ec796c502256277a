//! One connection to a mail server, and what its answers mean.

use std::error::Error as _;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, MailBodyParameter, MailParameter, RcptParameter};

use super::goods::ReadyMessage;
use crate::mailing::{Account, Auth, Security, Smtp};

/// How much of a server's words is kept.
const MOST_SAID: usize = 1000;

/// How a message is handed over, in pieces: as long as one is left, its end was not sent.
const PIECE: usize = 16 << 10;

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

/// A connection, with what the server offers.
pub(super) struct Connection {
    smtp: SmtpConnection,
    offers: Offers,
    /// How many messages it took.
    pub(super) count: u32,
}

/// What a server offers (RFC 5321, section 4.1.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Offers {
    /// The most bytes a message may have (RFC 1870).
    size: Option<u64>,
    utf8: bool,
    eight_bit: bool,
    /// Notices of what becomes of a message (RFC 3461).
    notices: bool,
}

impl Offers {
    fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut offers = Self::default();
        for line in lines {
            let mut words = line.split_ascii_whitespace();
            match words.next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "SIZE" => {
                    offers.size = words.next().and_then(|size| size.parse().ok()).filter(|size| *size > 0)
                }
                "SMTPUTF8" => offers.utf8 = true,
                "8BITMIME" => offers.eight_bit = true,
                "DSN" => offers.notices = true,
                _ => {}
            }
        }
        offers
    }
}

/// Why a server cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreachable {
    /// What it, or the library, said.
    pub(super) cause: String,
    /// Whether it will be so the next time: the account, the certificate or the settings are at fault.
    pub(super) is_for_good: bool,
}

impl Connection {
    /// Connects, secures the connection and proves the account.
    pub(super) fn open(server: &Smtp, account: &Account) -> Result<Self, Unreachable> {
        let hello = ClientId::default();
        let timeout = Some(Duration::from_secs(server.seconds.value.into()));
        let host = server.host.as_str();
        let tls = || {
            let mut builder = TlsParameters::builder(host.to_owned());
            if let Some(pem) = &account.authority {
                builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
            }
            builder.build_rustls()
        };
        let open = || {
            let at_once = match server.security {
                Security::Tls => Some(tls()?),
                Security::Starttls | Security::None => None,
            };
            let mut smtp =
                SmtpConnection::connect((host, server.port()), timeout, &hello, at_once.as_ref(), None)?;
            if server.security == Security::Starttls {
                smtp.starttls(&tls()?, &hello)?;
            }
            if let (Some(user), Some(secret)) = (&server.user, &account.secret) {
                let mechanism = match server.auth {
                    Auth::Plain => Mechanism::Plain,
                    Auth::Login => Mechanism::Login,
                    Auth::XOauth2 => Mechanism::Xoauth2,
                };
                smtp.auth(&[mechanism], &Credentials::new(user.clone(), secret.clone()))?;
            }
            let response = smtp.command(Ehlo::new(hello.clone()))?;
            Ok((smtp, Offers::read(response.message())))
        };
        open().map(|(smtp, offers)| Self { smtp, offers, count: 0 }).map_err(|error: Error| Unreachable {
            cause: hide(say(&error), account),
            is_for_good: error.is_permanent() || error.is_tls() || error.is_client(),
        })
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

    /// Hands a message over: `book` puts the intent into the ledger, before the server is given any of it.
    pub(super) fn hand_over(
        &mut self,
        letter: &ReadyMessage,
        (from, to): (&Address, &[Address]),
        bytes: &[u8],
        book: impl FnOnce() -> Result<(), String>,
    ) -> Outcome {
        let mut options = Vec::new();
        if self.offers.size.is_some() {
            options.push(MailParameter::Size(bytes.len()));
        }
        if to.iter().chain([from]).any(|address| !address.to_string().is_ascii()) {
            options.push(MailParameter::SmtpUtfEight);
        }
        if self.offers.eight_bit {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if self.offers.notices {
            let envelope = letter.message_id.clone();
            options.push(MailParameter::Other { keyword: "ENVID".to_owned(), value: Some(envelope) });
        }
        if let Err(error) = self.smtp.command(Mail::new(Some(from.clone()), options)) {
            return self.judge(&error);
        }
        let mut refused: Vec<Error> = Vec::new();
        for address in to {
            match self.smtp.command(Rcpt::new(address.clone(), self.notices(address))) {
                Ok(_) => {}
                Err(error) if error.status().is_some() => refused.push(error),
                Err(error) => return self.judge(&error),
            }
        }
        if refused.len() == to.len() {
            let outcome = match refused.iter().find(|error| error.is_transient()).or(refused.first()) {
                Some(error) => self.judge(error),
                None => Outcome::NotBegun("it has no address".to_owned()),
            };
            return self.reset(outcome);
        }
        if let Err(cause) = book() {
            return self.reset(Outcome::NotBegun(cause));
        }
        if let Err(error) = self.smtp.command(Data) {
            // The server was given nothing yet.
            return match self.judge(&error) {
                Outcome::NotBegun(cause) => Outcome::Deferred(cause),
                outcome => outcome,
            };
        }
        // The end of a message begins with the end of its last line.
        let bytes = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
        let mut pieces = bytes.chunks(PIECE).fuse();
        let mut is_whole = false;
        let pieces = std::iter::from_fn(|| {
            let piece = pieces.next();
            is_whole |= piece.is_none();
            piece
        });
        match self.smtp.message_iter(pieces) {
            Ok(response) => {
                self.count += 1;
                let said = response.message().collect::<Vec<_>>().join(" ");
                let refused: String =
                    refused.iter().map(|error| format!("; not for all: {}", say(error))).collect();
                Outcome::Accepted(cut(&format!("{} {said}{refused}", response.code())))
            }
            Err(error) => match self.judge(&error) {
                Outcome::NotBegun(cause) if is_whole => Outcome::Unknown(cause),
                Outcome::NotBegun(cause) => {
                    Outcome::Deferred(format!("{cause}, before the end of the message"))
                }
                outcome => outcome,
            },
        }
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

    /// What an error means: the words of a server, or a lost connection.
    fn judge(&mut self, error: &Error) -> Outcome {
        let said = say(error);
        if error.is_transient() {
            Outcome::Deferred(said)
        } else if error.is_permanent() {
            Outcome::Refused(said)
        } else {
            self.smtp.abort();
            Outcome::NotBegun(said)
        }
    }

    fn reset(&mut self, outcome: Outcome) -> Outcome {
        if self.smtp.command(Rset).is_err() {
            self.smtp.abort();
        }
        outcome
    }

    /// Whether nothing more can be said to the server.
    pub(super) fn is_gone(&self) -> bool {
        self.smtp.has_broken()
    }

    /// Takes leave.
    pub(super) fn close(mut self) {
        let _ = self.smtp.quit();
    }
}

/// An error in the words of the server, or of the library.
fn say(error: &Error) -> String {
    let words = error.source().map(ToString::to_string);
    if let (Some(code), Some(words)) = (error.status(), words) {
        return cut(&format!("{code} {words}"));
    }
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_said = cause.to_string();
        if !said.contains(&cause_said) {
            said = format!("{said}: {cause_said}");
        }
        source = cause.source();
    }
    cut(&said)
}

/// What a server said, without the secret, should it say it again.
fn hide(said: String, account: &Account) -> String {
    match account.secret.as_deref() {
        Some(secret) if !secret.is_empty() => said.replace(secret, "…"),
        _ => said,
    }
}

fn cut(said: &str) -> String {
    said.trim().chars().take(MOST_SAID).collect()
}
