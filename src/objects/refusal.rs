//! Why a store refused something, in one message for each cause, with what to do.

use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Location, codes};

/// What a store refused, and why. It travels as an [`io::Error`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreRefusal {
    /// Why.
    pub reason: RefusalReason,
    /// What it was about.
    pub address: String,
    /// What a person has to look at.
    pub settings: String,
}

/// Why a store refused something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefusalReason {
    /// There is no such object.
    Nothing,
    /// There is no such bucket.
    NoBucket,
    /// Nobody is known by the credentials, or there are none.
    Unknown,
    /// The credentials are known and not permitted to do it.
    Denied,
    /// The bucket is in another region, or at another endpoint.
    Region,
    /// The clock of this machine is wrong.
    Clock,
    /// Too many requests, or the service is down; it was tried again.
    Busy,
    /// No connection, or one that was cut; it was tried again.
    Cut,
    /// The object was changed while it was read.
    Changed,
    /// Anything else, in the words of the service.
    Other(String),
}

impl fmt::Display for StoreRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.reason {
            RefusalReason::Nothing => "there is no such object",
            RefusalReason::NoBucket => "there is no such bucket",
            RefusalReason::Unknown => "the store does not know who asks",
            RefusalReason::Denied => "the store does not permit it",
            RefusalReason::Region => "the bucket is in another region or at another endpoint",
            RefusalReason::Clock => "the clock of this machine and that of the store differ too much",
            RefusalReason::Busy => "the store was too busy, however often it was asked",
            RefusalReason::Cut => {
                "the connection to the store was cut or refused, however often it was tried"
            }
            RefusalReason::Changed => "the object was changed while it was read",
            RefusalReason::Other(words) => words,
        })
    }
}

impl std::error::Error for StoreRefusal {}

impl From<StoreRefusal> for io::Error {
    fn from(refusal: StoreRefusal) -> Self {
        let kind = match refusal.reason {
            RefusalReason::Nothing => io::ErrorKind::NotFound,
            _ => io::ErrorKind::Other,
        };
        Self::new(kind, refusal)
    }
}

impl StoreRefusal {
    /// The refusal that an error is.
    #[must_use]
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// The diagnostic of an error that a refusal is; `None` of others.
    #[must_use]
    pub fn report(error: &io::Error) -> Option<Diagnostic> {
        let refusal = Self::of(error)?;
        let (code, hint) = refusal.advise();
        Some(
            Diagnostic::new(code, refusal.to_string())
                .with_location(Location::file(refusal.address.clone()))
                .with_hint(hint),
        )
    }

    fn advise(&self) -> (&'static Code, String) {
        let settings = &self.settings;
        match self.reason {
            RefusalReason::Nothing => {
                (codes::STORE_ACCESS, "look whether it was written, and under which name".to_owned())
            }
            RefusalReason::NoBucket => {
                (codes::STORE_ACCESS, format!("make the bucket, or look at its name and at {settings}"))
            }
            RefusalReason::Unknown => (codes::STORE_ACCESS, format!("look at {settings}")),
            RefusalReason::Denied => (
                codes::STORE_ACCESS,
                "give whoever asks the right to read and write there, and to list unfinished uploads"
                    .to_owned(),
            ),
            RefusalReason::Region => (codes::STORE_ACCESS, format!("look at {settings}")),
            RefusalReason::Clock => {
                (codes::STORE_ACCESS, "set the clock of this machine, as by NTP".to_owned())
            }
            RefusalReason::Busy => {
                (codes::STORE_UNREACHABLE, "run the command again later, or with fewer at a time".to_owned())
            }
            RefusalReason::Cut => (
                codes::STORE_UNREACHABLE,
                format!("look at the network and at {settings}, and run the command again"),
            ),
            RefusalReason::Changed => {
                (codes::STORE_CHANGED, "run the command again once nobody writes to it".to_owned())
            }
            RefusalReason::Other(_) => (
                codes::STORE_UNREACHABLE,
                "run the command again; if it stays, ask whoever runs the store".to_owned(),
            ),
        }
    }
}

/// Whether a problem is one of a store, behind which nothing else can be read.
#[must_use]
pub fn is_of_store(problem: &Diagnostic) -> bool {
    [codes::STORE_ACCESS, codes::STORE_UNREACHABLE, codes::STORE_CHANGED].contains(&problem.code)
}
