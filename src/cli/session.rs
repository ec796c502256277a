//! How a session is opened that makes letters for programs.

use std::num::NonZeroUsize;

use super::sealing;
use super::setting::{Setting, processors};
use crate::diagnostic::Problems;
use crate::plan::Unfinished;
use crate::session::{MailingSource, Session, SessionOptions};
use crate::worker::Isolation;

/// What a session is opened with.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SessionArgs {
    /// The languages that letters are made in, separated by commas [default: all that have templates].
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    languages: Vec<String>,
    /// How many letters to make at a time [default: one for each processor].
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Make letters although a language is stale or incomplete, or they mix languages.
    #[arg(long)]
    allow_stale: bool,
    /// Make documents that are only looked at: unsealed, and without a key no form among them is accepted back.
    #[arg(long)]
    trial: bool,
}

impl SessionArgs {
    /// Opens a session; one that only checks seals nothing, and needs no key.
    pub(super) fn open(
        &self,
        setting: &Setting,
        isolation: Isolation,
        only_checks: bool,
    ) -> Result<Session, Problems> {
        let is_trial = self.trial || only_checks;
        let options = SessionOptions {
            mailing: setting.mailing.clone(),
            languages: self.languages.clone(),
            workers: self.workers(),
            isolation,
            unfinished: self.unfinished(),
            is_trial,
            seal: if is_trial { None } else { sealing::open(setting, None)? },
        };
        Session::open(MailingSource::Folder(setting.root.clone()), options)
    }

    /// How many letters are made at a time.
    pub(super) fn workers(&self) -> NonZeroUsize {
        self.jobs.unwrap_or_else(processors)
    }

    /// What becomes of languages that are stale or incomplete.
    pub(super) fn unfinished(&self) -> Unfinished {
        if self.allow_stale { Unfinished::Allow } else { Unfinished::Refuse }
    }
}
