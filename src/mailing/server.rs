//! What the settings of mail servers have in common: where one is, how the connection is secured, and how the account is proved.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::input::At;

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

/// What an account is proved by, and whom else to trust. It is never shown.
#[derive(Clone, Default)]
pub struct Account {
    /// The secret of the account.
    pub secret: Option<String>,
    /// The certificate of a further authority, in PEM.
    pub authority: Option<Vec<u8>>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let secret = self.secret.as_ref().map(|_| "…");
        f.debug_struct("Account").field("secret", &secret).finish_non_exhaustive()
    }
}

/// The settings that all servers have.
#[derive(Debug, Clone, Copy)]
pub struct Server<'a> {
    /// The key of `mailing.yaml` that they are under.
    pub field: &'static str,
    /// Its name, which its certificate bears.
    pub host: &'a At<String>,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// A file with the certificate of a further authority.
    pub authority: Option<&'a At<String>>,
    /// The account.
    pub user: Option<&'a str>,
    /// How it is proved.
    pub auth: Auth,
    /// Where its secret is.
    pub secret: Option<&'a At<Secret>>,
    /// How many seconds the server has for an answer.
    pub seconds: &'a At<u32>,
}

impl Server<'_> {
    /// A value of it that is wrong.
    pub(super) fn wrong(&self, key: &str, location: Location, message: String, hint: &str) -> Diagnostic {
        let problem = Diagnostic::new(codes::MAILING_VALUE, message).with_location(location);
        problem.with_field(format!("{}.{key}", self.field)).with_hint(hint)
    }

    /// What is wrong with it; `at` is the place of a value in the mailing's file.
    pub(super) fn check(&self, file: &str, at: impl Fn(&str) -> Location) -> Problems {
        let mut problems = Problems::new();
        let host = self.host.as_str();
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/') {
            let message = format!("`{host}` is no name of a server");
            let hint = "write a name such as mail.office.example";
            problems.push(self.wrong("host", self.host.location(file), message, hint));
        }
        if self.security == Security::None && !is_here(host) {
            let message = format!("messages would pass between here and `{host}` without encryption");
            let hint = "write `starttls` or `tls`; `none` is for a server on this machine";
            problems.push(self.wrong("security", at("security"), message, hint));
        }
        if self.user.is_some() != self.secret.is_some() {
            let message = "an account needs both `user` and `secret`".to_owned();
            let key = if self.user.is_some() { "user" } else { "secret" };
            problems.push(self.wrong("secret", at(key), message, "give both, or neither"));
        }
        if let Some(secret) = self.secret.filter(|secret| !secret.is_said()) {
            let hint = "write one of `env: NAME`, `file: PATH`, `command: [program, argument]`";
            let message = "it is not said where the secret is".to_owned();
            problems.push(self.wrong("secret", secret.location(file), message, hint));
        }
        if self.seconds.value == 0 {
            let (place, message) = (self.seconds.location(file), "it must be 1 or more".to_owned());
            problems.push(self.wrong("seconds", place, message, "give 1 or more, or leave it out"));
        }
        problems
    }
}

impl Secret {
    /// Whether one place is named.
    pub(super) fn is_said(&self) -> bool {
        let Self { env, file, command } = self;
        let is_command = command.as_ref().is_some_and(|command| !command.is_empty());
        [env.is_some(), file.is_some(), is_command].into_iter().filter(|is_given| *is_given).count() == 1
    }
}

/// How long a server has for an answer, where nothing is said.
pub(super) fn seconds() -> At<u32> {
    At::from(120)
}

/// Whether a server is on this machine.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
