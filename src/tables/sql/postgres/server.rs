//! A server and an account at it.

use std::collections::BTreeMap;
use std::fmt;

/// Settings of a connection, by their names.
pub(super) type Settings = BTreeMap<String, String>;

/// A server and an account.
pub(super) struct Target {
    pub(super) host: Host,
    pub(super) port: u16,
    pub(super) user: String,
    pub(super) database: String,
    pub(super) password: Option<String>,
    pub(super) security: Security,
    /// How long connecting may take, in seconds.
    pub(super) seconds: Option<u32>,
}

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    /// By a name or an address; the address that is connected to, if it is given apart.
    Network { name: String, address: Option<String> },
    /// In a folder of sockets.
    Socket(String),
}

/// How a connection is secured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Security {
    /// Not at all.
    Plain,
    /// Encrypted, with a certificate that bears the name of the server; who else is trusted.
    Verified { authority: Option<String> },
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}
