//! One share of a frozen plan, planned and built in one go. The mailing is not locked: other shares are built at the same time, and none writes
//! anything but itself.

use std::path::Path;

use super::build;
use super::event::{BuildEvent, Summary};
use super::options::BuildOptions;
use crate::archive::ShareNumber;
use crate::diagnostic::{Diagnostic, Problems};
use crate::plan::{FrozenPlan, PlanOptions};

/// A share that was built.
#[derive(Debug)]
pub struct BuiltShare {
    /// What was made.
    pub summary: Summary,
    /// Why recipients got nothing, where the plan did not foresee it.
    pub unforeseen: Vec<Diagnostic>,
}

impl BuiltShare {
    /// Whether a person has something to look at that was not told when the plan was frozen.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        !self.unforeseen.is_empty() || self.summary.notes.need_a_look()
    }
}

/// Builds a share of a frozen plan; `events` receives what [`build`] tells.
///
/// # Errors
///
/// The files of the mailing are not those that the plan was frozen with, another command is at work on the same share, or what stops a [`build`].
pub fn build_share(
    root: &Path,
    file: &str,
    (frozen, share): (&FrozenPlan, ShareNumber),
    plan: PlanOptions,
    options: &BuildOptions<'_>,
    events: &mut dyn FnMut(BuildEvent),
) -> Result<BuiltShare, Problems> {
    let plan = frozen.plan(root, file, Some(share), plan)?;
    let summary = build(&plan, options, events)?;
    let blocked = summary.blocked.iter().filter(|blocked| plan.foreseen(&blocked.recipient).is_none());
    let unforeseen = blocked.flat_map(|blocked| blocked.reasons.iter().cloned()).collect();
    Ok(BuiltShare { summary, unforeseen })
}
