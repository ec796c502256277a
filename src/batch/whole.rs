//! A mailing planned and built in one go, under its lock, so that nothing is changed by others in between.

use std::path::Path;

use super::build;
use super::event::{BuildEvent, Summary};
use super::lock::lock_in;
use super::options::BuildOptions;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::plan::{self, PlanOptions};

/// What came of planning and building.
#[derive(Debug)]
pub struct Built {
    /// What was made.
    pub summary: Summary,
    /// What planning found.
    pub planned: Problems,
}

impl Built {
    /// Why recipients got nothing, where planning did not foresee it.
    #[must_use]
    pub fn unforeseen(&self) -> Vec<Diagnostic> {
        let reasons = self.summary.blocked.iter().flat_map(|blocked| blocked.reasons.iter());
        reasons.filter(|reason| !self.planned.contains(reason)).cloned().collect()
    }

    /// Whether a person has something to look at: somebody got nothing, or there is a warning that nobody accepted.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        !self.summary.blocked.is_empty() || self.planned.need_a_look() || self.summary.notes.need_a_look()
    }
}

/// Plans a mailing and builds it; `planned` is told what planning found before anything is made, `events` what [`build`] tells. What a
/// worker process could not give up is a note that only those want who ask for everything (`tells_all`).
///
/// # Errors
///
/// Another command is at work on the mailing, its plan cannot be made, or what stops a [`build`].
pub fn build_mailing(
    root: &Path,
    file: &str,
    plan: &PlanOptions,
    options: BuildOptions<'_>,
    tells_all: bool,
    planned: &mut dyn FnMut(&Problems),
    events: &mut dyn FnMut(BuildEvent),
) -> Result<Built, Problems> {
    let lock = lock_in(root, file, plan.output.as_deref())?;
    let Checked { value: plan, problems } = plan::make(root, file, plan);
    let Some(plan) = plan else { return Err(problems) };
    planned(&problems);
    let mut summary = build(&plan, &BuildOptions { lock, ..options }, events)?;
    summary.notes.retain(|note| tells_all || note.code != codes::WORKER_CONFINEMENT);
    Ok(Built { summary, planned: problems })
}
