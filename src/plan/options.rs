//! What a plan can be asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::outline::Outline;
use super::watch::Watch;
use crate::diagnostic::Problems;
use crate::recipient::{Environment, RecipientSource};
use crate::register::KeyUse;
use crate::seal::Seal;
use crate::worker::Isolation;

/// What a plan can be asked for.
#[derive(Debug, Clone, Default)]
pub struct PlanOptions {
    /// The only recipients wanted, by ids, names or groups; empty for all.
    pub only: Vec<String>,
    /// The lists of recipients, instead of the mailing's; their paths are as seen from its folder, or absolute.
    pub lists: Option<Vec<RecipientSource>>,
    /// The folder that archives are written to, instead of the mailing's; as seen from its folder, or absolute.
    pub output: Option<String>,
    /// Encoding of CSV recipient lists, instead of the one detected.
    pub encoding: Option<String>,
    /// The one language everything is made in, whatever the recipients' are.
    pub locale: Option<String>,
    /// Whether recipients that break layouts take the place of the mailing's, in `locale` or else the default
    /// language; only errors are reported then.
    pub sample: bool,
    /// Whether everything is made in a pseudo-language, which shows what cannot be translated and what overflows.
    pub pseudo: bool,
    /// Whether documents are marked as drafts: they are made loose, take no numbers, and no form among them is accepted.
    pub draft: bool,
    /// Whether recipients are handed over one by one ([`Plan::admit`](super::Plan::admit)) instead of being read from the mailing's lists:
    /// the languages that are ready for them, all that have templates where none is named.
    pub on_demand: Option<Vec<String>>,
    /// How many threads merge texts to check them; one where it is `None`. The plan does not depend on it.
    pub jobs: Option<NonZeroUsize>,
    /// Whether the note in the output folder is read of what merged without a problem, which is not merged again to be checked;
    /// [`Plan::keep_note`](super::Plan::keep_note) writes it.
    pub notes_texts: bool,
    /// Whether a worker process is started while planning goes on, besides those that merge: for commands that make a few documents at once.
    pub worker_ahead: bool,
    /// What becomes of languages whose translation is stale or incomplete.
    pub unfinished: Unfinished,
    /// Which key forms are made with.
    pub key: KeyUse,
    /// Where files of others are read.
    pub isolation: Isolation,
    /// Where databases are that lists are in.
    pub environment: Environment,
    /// What documents are sealed with; drafts are not.
    pub seal: Option<Arc<dyn Seal>>,
    /// What was decided of all recipients when the plan was frozen; nothing is merged to find it out again.
    pub settled: Option<Arc<Settled>>,
    /// Who hears of the recipients meanwhile.
    pub watch: Option<Arc<dyn Watch>>,
}

/// What was decided of recipients before; a [`FrozenPlan`](super::FrozenPlan) has it.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// Those that get nothing, and why.
    pub(super) blocked: BTreeMap<String, Problems>,
    /// Those among them that could not even be read.
    pub(super) unread: BTreeSet<String>,
    /// How many recipients there are, and how many documents they get.
    pub(super) counts: (usize, usize),
    /// All recipients together.
    pub(super) outline: Outline,
}

impl Settled {
    /// Those that could not be read, and why.
    pub(super) fn unread(&self) -> BTreeMap<String, Problems> {
        let reasons = |id: &String| self.blocked.get(id).cloned().unwrap_or_default();
        self.unread.iter().map(|id| (id.clone(), reasons(id))).collect()
    }
}

impl PlanOptions {
    /// Whether what is planned may become the mailing's archive: it is not of some recipients only, nor to be looked at only.
    pub(super) fn is_for_archive(&self) -> bool {
        let is_of_lists = self.only.is_empty() && self.on_demand.is_none();
        is_of_lists && self.locale.is_none() && !self.sample && !self.pseudo && !self.draft
    }
}

/// What becomes of languages that are stale or incomplete: their source has changed since they were translated, or they
/// lack something of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unfinished {
    /// They stop the build.
    #[default]
    Refuse,
    /// They are made all the same, with warnings, and the manifest says so.
    Allow,
    /// They are not looked at: for previews while translating.
    Ignore,
}
