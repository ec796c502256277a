//! The mail server that messages go out by, and how fast it may be asked.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Location, Problems, codes};
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

fn seconds() -> At<u32> {
    At::from(120)
}

fn failures() -> At<u32> {
    At::from(5)
}

/// How a connection is secured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// STARTTLS, without which nothing is sent (RFC 3207).
    #[default]
    Starttls,
    /// TLS from the beginning (RFC 8314).
    Tls,
    /// Not at all: for a server on this machine only.
    None,
}

/// How an account is proved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Auth {
    /// AUTH PLAIN (RFC 4616).
    #[default]
    Plain,
    /// AUTH LOGIN.
    Login,
    /// AUTH XOAUTH2, whose secret is an access token.
    XOauth2,
}

/// Where a secret is: one of the three.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Secret {
    /// The variable of the environment that holds it.
    pub env: Option<String>,
    /// The file that holds it, which nobody but its owner may read; relative to the mailing's folder.
    pub file: Option<String>,
    /// The command that prints it, with its arguments.
    pub command: Option<Vec<String>>,
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

impl Smtp {
    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.security == Security::Tls { 465 } else { 587 })
    }

    /// What is wrong with it; `at` is the place of a value in the mailing's file.
    pub(super) fn check(&self, file: &str, at: impl Fn(&str) -> Location) -> Problems {
        let mut problems = Problems::new();
        let mut wrong = |key: &str, location: Location, message: String, hint: &str| {
            let problem = Diagnostic::new(codes::MAILING_VALUE, message).with_location(location);
            problems.push(problem.with_field(format!("dispatch.e_mail.smtp.{key}")).with_hint(hint));
        };
        let host = self.host.as_str();
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/') {
            wrong(
                "host",
                self.host.location(file),
                format!("`{host}` is no name of a server"),
                "write a name such as smtp.office.example",
            );
        }
        if self.security == Security::None && !is_here(host) {
            let message = format!("messages to `{host}` would go out without encryption");
            wrong(
                "security",
                at("security"),
                message,
                "write `starttls` or `tls`; `none` is for a server on this machine",
            );
        }
        if self.user.is_some() != self.secret.is_some() {
            wrong(
                "secret",
                at("user"),
                "an account needs both `user` and `secret`".to_owned(),
                "give both, or neither",
            );
        }
        if let Some(secret) = &self.secret {
            let Secret { env, file: path, command } = &secret.value;
            let given =
                [env.is_some(), path.is_some(), command.as_ref().is_some_and(|command| !command.is_empty())];
            if given.into_iter().filter(|is_given| *is_given).count() != 1 {
                let hint = "write one of `env: NAME`, `file: PATH`, `command: [program, argument]`";
                wrong("secret", secret.location(file), "it is not said where the secret is".to_owned(), hint);
            }
        }
        if let Some(address) = self.bounces_to.as_ref().filter(|address| !is_email(address)) {
            let message = format!("`{}` is not an e-mail address", address.value);
            wrong(
                "bounces_to",
                address.location(file),
                message,
                "write one address, such as name@office.example",
            );
        }
        for (key, limit) in [
            ("per_minute", self.pace.per_minute),
            ("per_hour", self.pace.per_hour),
            ("per_day", self.pace.per_day),
            ("per_connection", self.pace.per_connection),
            ("per_domain_and_minute", self.pace.per_domain_and_minute),
        ] {
            if limit == Some(0) {
                let key = format!("pace.{key}");
                wrong(
                    &key,
                    at(&key),
                    "nothing would ever be sent".to_owned(),
                    "give 1 or more, or leave it out",
                );
            }
        }
        for (key, value) in [("seconds", &self.seconds), ("stop_after", &self.stop_after)] {
            if value.value == 0 {
                wrong(
                    key,
                    value.location(file),
                    "it must be 1 or more".to_owned(),
                    "give 1 or more, or leave it out",
                );
            }
        }
        problems
    }
}

/// Whether a server is on this machine.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
