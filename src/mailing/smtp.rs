//! The mail server that messages go out by, and how fast it may be asked.

use schemars::JsonSchema;
use serde::Deserialize;

use super::server::{Auth, Secret, Security, Server, seconds};
use crate::diagnostic::{Location, Problems};
use crate::input::At;
use crate::recipient::is_email;

/// The mail server that messages go out by (RFC 5321, RFC 6409).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Its name, such as `smtp.office.example`; its certificate must bear it.
    pub host: At<String>,
    /// Its port; 587 where left out, 465 with `security: tls`.
    pub port: Option<u16>,
    /// How the connection is secured.
    #[serde(default)]
    pub security: Security,
    /// A file with the certificate of a further authority, in PEM, beneath the mailing's folder.
    pub authority: Option<At<String>>,
    /// The account, where the server asks for one.
    pub user: Option<String>,
    /// How the account is proved.
    #[serde(default)]
    pub auth: Auth,
    /// Where its secret is: no secret is written here.
    pub secret: Option<At<Secret>>,
    /// The address that notices of failure go to (the envelope's sender); that of the message where left out.
    pub bounces_to: Option<At<String>>,
    /// Whether each message has its own address for notices, as `name+1f0c…@office.example`, so that what comes back says which one it
    /// is about. The mailbox must take addresses with something behind a plus sign.
    #[serde(default)]
    pub verp: bool,
    /// How fast the server may be asked.
    #[serde(default)]
    pub pace: Pace,
    /// How many seconds the server has for an answer; 120 where left out.
    #[serde(default = "seconds")]
    pub seconds: At<u32>,
    /// After how many failures in a row nothing more is tried; 5 where left out.
    #[serde(default = "failures")]
    pub stop_after: At<u32>,
}

fn failures() -> At<u32> {
    At::from(5)
}

/// How fast a server may be asked; no limit where one is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pace {
    /// Messages in any minute.
    pub per_minute: Option<u32>,
    /// Messages in any hour.
    pub per_hour: Option<u32>,
    /// Messages in any 24 hours.
    pub per_day: Option<u32>,
    /// Messages in one connection.
    pub per_connection: Option<u32>,
    /// Messages to one receiving domain in any minute.
    pub per_domain_and_minute: Option<u32>,
}

/// The longest name of an address that a plus sign and the token of a message, 20 characters, go behind: there may be 64 in all (RFC
/// 5321, 4.5.3.1.1).
const MOST_LOCAL: usize = 43;

impl Pace {
    /// Whether messages have to wait for each other.
    #[must_use]
    pub fn is_any(&self) -> bool {
        let Self { per_minute, per_hour, per_day, per_connection: _, per_domain_and_minute } = self;
        [per_minute, per_hour, per_day, per_domain_and_minute].into_iter().any(Option::is_some)
    }
}

impl Smtp {
    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.security == Security::Tls { 465 } else { 587 })
    }

    /// What it has in common with other servers.
    #[must_use]
    pub fn server(&self) -> Server<'_> {
        Server {
            field: "dispatch.e_mail.smtp",
            host: &self.host,
            port: self.port(),
            security: self.security,
            authority: self.authority.as_ref(),
            user: self.user.as_deref(),
            auth: self.auth,
            secret: self.secret.as_ref(),
            seconds: &self.seconds,
        }
    }

    /// What is wrong with it; `at` is the place of a value in the mailing's file.
    pub(super) fn check(&self, file: &str, at: impl Fn(&str) -> Location) -> Problems {
        let server = self.server();
        let mut problems = server.check(file, &at);
        if let Some(address) = self.bounces_to.as_ref().filter(|address| !is_email(address)) {
            let message = format!("`{}` is not an e-mail address", address.value);
            let hint = "write one address, such as name@office.example";
            problems.push(server.wrong("bounces_to", address.location(file), message, hint));
        }
        let is_long =
            |address: &&At<String>| address.split('@').next().is_some_and(|local| local.len() > MOST_LOCAL);
        if let Some(address) = self.bounces_to.as_ref().filter(is_long).filter(|_| self.verp) {
            let message = format!("`{}` is too long to have a message's name in it", address.value);
            let hint =
                format!("write one with at most {MOST_LOCAL} characters before the `@`, or leave out `verp`");
            problems.push(server.wrong("bounces_to", address.location(file), message, &hint));
        }
        const HINT: &str = "give 1 or more, or leave it out";
        for (key, limit) in [
            ("per_minute", self.pace.per_minute),
            ("per_hour", self.pace.per_hour),
            ("per_day", self.pace.per_day),
            ("per_connection", self.pace.per_connection),
            ("per_domain_and_minute", self.pace.per_domain_and_minute),
        ] {
            if limit == Some(0) {
                let key = format!("pace.{key}");
                problems.push(server.wrong(&key, at(&key), "nothing would ever be sent".to_owned(), HINT));
            }
        }
        if self.stop_after.value == 0 {
            let place = self.stop_after.location(file);
            problems.push(server.wrong("stop_after", place, "it must be 1 or more".to_owned(), HINT));
        }
        problems
    }
}
