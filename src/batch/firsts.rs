//! What a build leaves for `check`: it notes the first document of each template in each language that it made without a problem or
//! a warning, so that `check` does not try it again as long as all that it was made from is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::options::BuildOptions;
use crate::archive::Tried;
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};

/// The first documents of templates that `check` would try.
#[derive(Debug)]
pub(super) struct Firsts(Option<Mutex<State>>);

#[derive(Debug)]
struct State {
    tried: Tried,
    /// Documents of the mailing, templates and languages that a recipient was met for.
    met: BTreeSet<(usize, String, String)>,
    /// Hashes of the first documents that were not tried, by their paths.
    untried: BTreeMap<String, String>,
}

impl Firsts {
    /// Those of a build; none of one that leaves nothing, or drafts, or a share, beside which others are made.
    pub(super) fn of(plan: &Plan, options: &BuildOptions<'_>) -> Self {
        if options.is_trial || plan.is_draft() || plan.share().is_some() {
            return Self::none();
        }
        let tried = Tried::read(&plan.output());
        Self(Some(Mutex::new(State { tried, met: BTreeSet::new(), untried: BTreeMap::new() })))
    }

    /// None at all.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// Meets a recipient, in the plan's order.
    pub(super) fn meet(&self, plan: &Plan, planned: &PlannedRecipient) {
        let Some(mut state) = self.lock().filter(|_| !planned.is_blocked()) else { return };
        for document in &planned.documents {
            let kind = (document.index, document.template.clone(), document.locale.clone());
            if !state.met.insert(kind) {
                continue;
            }
            let key = plan.trial_key(planned, document).filter(|key| !state.tried.has(key));
            state.untried.extend(key.map(|key| (document.path.clone(), key)));
        }
    }

    /// Whether a document is one of them.
    pub(super) fn has(&self, document: &PlannedDocument) -> bool {
        self.lock().is_some_and(|state| state.untried.contains_key(&document.path))
    }

    /// Notes that a document was made without a problem or a warning.
    pub(super) fn passed(&self, document: &PlannedDocument) {
        let Some(mut state) = self.lock() else { return };
        if let Some(key) = state.untried.remove(&document.path) {
            state.tried.add(key);
        }
    }

    /// Writes the note, if there is anything new in it.
    pub(super) fn keep(self, plan: &Plan) {
        if let Some(state) = self.0 {
            plan.keep_note();
            state.into_inner().unwrap_or_else(PoisonError::into_inner).tried.keep();
        }
    }

    fn lock(&self) -> Option<MutexGuard<'_, State>> {
        Some(self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
