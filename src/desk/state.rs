//! What all places share: the mailing, how work is done, and what was read last.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::account::OpenAccount;
use super::gate::Gate;
use super::jobs::Jobs;
use super::kept::KeptLanguages;
use super::known::Read;
use super::looking::Looking;
use super::offers::Offers;
use super::others::Others;
use super::pictures::Pictures;
use super::proofs::Proofs;
use super::reading::{Reading, Source, Standing};
use super::registrations::KeptReturns;
use super::upload::Uploads;
use crate::batch::Trials;
use crate::beneath::look_within;
use crate::diagnostic::{Diagnostic, Problems};
use crate::edit::{self, Version};
use crate::mailing::{Account, Server};
use crate::recipient::Environment;
use crate::seal::Seal;
use crate::worker::Isolation;

/// Opens the key that the mailing's documents are sealed with, where it has one: the command knows where secrets are, and no page does.
#[derive(Clone)]
pub struct OpenSeal(Arc<Opening>);

type Opening = dyn Fn(&Path, &str) -> Result<Option<Arc<dyn Seal>>, Problems> + Send + Sync;

impl OpenSeal {
    /// What opens it, each time that something is sealed, for the mailing in a folder that a file describes.
    pub fn new(
        open: impl Fn(&Path, &str) -> Result<Option<Arc<dyn Seal>>, Problems> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(open))
    }
}

impl fmt::Debug for OpenSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenSeal").finish_non_exhaustive()
    }
}

/// A running desk.
#[derive(Debug)]
pub(super) struct Desk {
    /// The mailing's folder.
    pub(super) root: PathBuf,
    /// The file that describes the mailing, inside its folder.
    pub(super) mailing: String,
    /// Where templates are merged and documents set.
    pub(super) isolation: Isolation,
    /// Where databases are that lists are in.
    pub(super) environment: Environment,
    /// How many threads work at a time.
    pub(super) threads: NonZeroUsize,
    /// Work that takes long.
    pub(super) jobs: Jobs,
    /// The proof that was made last.
    pub(super) proofs: Proofs,
    /// The key that documents are sealed with.
    pub(super) seal: OpenSeal,
    /// The account at a mail server.
    pub(super) account: OpenAccount,
    /// What was asked before messages leave the house.
    pub(super) offers: Offers,
    /// The clock.
    pub(super) now: fn() -> Timestamp,
    /// Who may ask.
    pub(super) gate: Arc<Gate>,
    /// The desks of other mailings that were opened from it.
    pub(super) others: Others,
    /// What was read of the mailing last.
    pub(super) reading: Reading,
    /// What tries texts that are not saved.
    pub(super) trials: Trials,
    /// Pages that were drawn lately.
    pub(super) pictures: Pictures,
    /// What is kept of the languages.
    pub(super) languages: KeptLanguages,
    /// What came back, as it was read last.
    pub(super) returns: KeptReturns,
    /// Where files are taken.
    pub(super) uploads: Uploads,
}

impl Desk {
    /// Whether a mailing can be begun in the folder: none is there.
    pub(super) fn is_free(&self) -> bool {
        !self.root.exists() || matches!(look_within(&self.root, &self.mailing), Ok(None))
    }

    /// What the mailing is now, read anew if a file of it changed.
    pub(super) fn read(&self) -> Arc<Read> {
        self.reading.get(&self.source())
    }

    /// What the mailing is now, or else, where reading it takes long, what is known of it.
    pub(super) fn read_soon(&self) -> (Arc<Read>, Standing) {
        self.reading.get_soon(&self.source())
    }

    /// Begins to read the mailing, before a page asks for it.
    pub(super) fn read_ahead(&self) {
        if !self.is_free() {
            self.reading.begin(&self.source());
        }
    }

    /// How far the mailing is looked at, if it is being read.
    pub(super) fn looking(&self) -> &Looking {
        self.reading.looking()
    }

    fn source(&self) -> Source {
        Source {
            root: self.root.clone(),
            file: self.mailing.clone(),
            threads: self.threads,
            isolation: self.isolation.clone(),
            environment: self.environment,
        }
    }

    /// Opens the key that documents are sealed with, where the mailing has one.
    pub(super) fn open_seal(&self) -> Result<Option<Arc<dyn Seal>>, Problems> {
        (self.seal.0)(&self.root, &self.mailing)
    }

    /// Proves the account at a mail server.
    pub(super) fn open_account(&self, server: Server<'_>) -> Result<Account, Diagnostic> {
        self.account.open(server, &self.root, &self.mailing)
    }

    /// The day it is, in UTC.
    pub(super) fn today(&self) -> Date {
        TimeZone::UTC.to_datetime((self.now)()).date()
    }

    /// Saves a text of the mailing over what was seen of it.
    pub(super) fn save(&self, path: &str, seen: &Version, text: &str) -> Result<Version, Diagnostic> {
        edit::save(&self.root, path, seen, text, (self.now)())
    }
}

/// Does work that waits for files or processors, out of the way of what answers others; `None` if it fell.
pub(super) async fn apart<T: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> T + Send + 'static,
) -> Option<T> {
    let desk = Arc::clone(desk);
    tokio::task::spawn_blocking(move || work(&desk)).await.ok()
}
