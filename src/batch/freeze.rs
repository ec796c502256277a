//! Freezes a plan, so that several machines can make shares of it: numbers are given and written, then the file is.

use std::path::Path;

use super::lock::lock;
use crate::archive::{Lock, layout};
use crate::diagnostic::{Checked, Problems};
use crate::plan::{self, FreezeOptions, FrozenPlan, Plan, PlanOptions, Unfinished};

/// What came of freezing a plan.
#[derive(Debug)]
pub struct Freezing {
    /// The file.
    pub frozen: FrozenPlan,
    /// The plan.
    pub plan: Plan,
}

impl Freezing {
    /// Whether a person has something to look at: somebody gets nothing, or there is a warning that nobody accepted.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        !self.frozen.blocked().is_empty() || self.frozen.problems().need_a_look()
    }
}

/// Plans a mailing, gives its recipients their numbers, and writes the frozen plan to a file; `planned` is told what planning found before anything is
/// written.
///
/// # Errors
///
/// Another command is at work on the mailing, its plan cannot be made, or the key, the register or the file cannot be written.
pub fn freeze_plan(
    root: &Path,
    file: &str,
    options: FreezeOptions,
    plan: &PlanOptions,
    to: &Path,
    planned: &mut dyn FnMut(&Problems),
) -> Result<Freezing, Problems> {
    let taken = lock(root, file)?;
    let planning = PlanOptions {
        unfinished: if options.allow_stale { Unfinished::Allow } else { Unfinished::Refuse },
        encoding: options.encoding.clone(),
        ..plan.clone()
    };
    let Checked { value: plan, problems } = plan::make(root, file, &planning);
    let Some(plan) = plan else { return Err(problems) };
    planned(&problems);
    plan.rest();
    let folder = layout::archive_folder(plan.output(), &plan.mailing().reference);
    let lock = match taken {
        Some(lock) => lock,
        None => Lock::take(&folder, plan.owner())?,
    };
    lock.claim(plan.owner())?;
    plan.check_register()?;
    // Before any form is made with it.
    plan.form_keys().write(plan.root())?;
    plan.write_register()?;
    let frozen = FrozenPlan::write(&plan, file, options, problems, to)?;
    Ok(Freezing { frozen, plan })
}
