//! The mailbox that what comes back is read from, and that drafts are put into.

use schemars::JsonSchema;
use serde::Deserialize;

use super::server::{Auth, Secret, Security, Server, seconds};
use crate::diagnostic::{Location, Problems};
use crate::input::At;

/// The mailbox that notices and replies are read from, and that drafts are put into (RFC 3501).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Imap {
    /// Its server, such as `imap.office.example`, whose certificate must bear this name.
    pub host: At<String>,
    /// Its port; 993 where left out, 143 without `security: tls`.
    pub port: Option<u16>,
    /// How the connection is secured.
    #[serde(default = "tls")]
    pub security: Security,
    /// A file with the certificate of a further authority, in PEM, beneath the mailing's folder.
    pub authority: Option<At<String>>,
    /// The account.
    pub user: Option<String>,
    /// How the account is proved.
    #[serde(default)]
    pub auth: Auth,
    /// Where its secret is: no secret is written here.
    pub secret: Option<At<Secret>>,
    /// The folder that notices and replies are read from; it is only read.
    #[serde(default = "inbox")]
    pub folder: At<String>,
    /// The folder that drafts are put into; the one that the server says is for them where left out (RFC 6154).
    pub drafts: Option<At<String>>,
    /// How many seconds the server has for an answer; 120 where left out.
    #[serde(default = "seconds")]
    pub seconds: At<u32>,
}

fn tls() -> Security {
    Security::Tls
}

fn inbox() -> At<String> {
    At::from("INBOX".to_owned())
}

impl Imap {
    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.security == Security::Tls { 993 } else { 143 })
    }

    /// What it has in common with other servers.
    #[must_use]
    pub fn server(&self) -> Server<'_> {
        Server {
            field: "dispatch.e_mail.imap",
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
        if self.user.is_none() && self.secret.is_none() {
            let hint = "give `user`, and `secret: { env: … }`";
            problems.push(server.wrong("user", at("user"), "a mailbox has an account".to_owned(), hint));
        }
        for (key, folder) in [("folder", Some(&self.folder)), ("drafts", self.drafts.as_ref())] {
            let is_none = |name: &str| name.is_empty() || name.contains(char::is_control);
            if let Some(folder) = folder.filter(|folder| is_none(folder)) {
                let message = format!("`{}` is no name of a folder", folder.value.escape_default());
                let hint = "write its name as the server has it, such as INBOX or INBOX/Returns";
                problems.push(server.wrong(key, folder.location(file), message, hint));
            }
        }
        problems
    }
}
