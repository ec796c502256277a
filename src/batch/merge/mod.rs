//! Joins the shares of a frozen plan into the archive that one machine would have made of it.
//!
//! Shares are archives from elsewhere. Each recipient of the plan is looked for in its share, in the plan's order, with the documents that the plan has
//! for it; each file is hashed as it is taken over. What is wrong is told of all shares together, and nothing takes the archive's place then.

mod joining;
mod list;
mod model;
mod share;
mod take;

use std::path::Path;

use super::event::{BuildEvent, Summary};
use super::find::{SharePlace, find_shares};
use super::options::BuildOptions;
use super::output::Output;
use super::shares::gather;
use crate::archive::layout;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, path_text};
use crate::plan::{FrozenPlan, Plan};

pub use model::{Joined, MergeReach, merge_reach};
use take::Taking;

/// Joins shares into the archive of a plan, or an index of it, which [`FrozenPlan::plan`] made. `begin` is called when all is open that is not within reach
/// ([`merge_reach`]), before a share is read; `events` receives what a build would tell.
///
/// # Errors
///
/// Shares are missing, there twice, of another plan, or not as they were made; the archive cannot be written. It is then as it was.
pub fn merge(
    frozen: &FrozenPlan,
    plan: &Plan,
    (shares, joined): (&[SharePlace], &Joined),
    options: &BuildOptions<'_>,
    begin: impl FnOnce(),
    events: &mut dyn FnMut(BuildEvent),
) -> Result<Summary, Problems> {
    super::check_seal(plan, false)?;
    let output = match joined {
        Joined::Archive => Output::open(plan, options)?,
        Joined::Index { folder, .. } => Output::open_index(plan, options, folder)?,
    };
    begin();
    let gathered = gather(frozen, &find_shares(shares)?);
    if gathered.of == 0 && gathered.problems.is_empty() {
        return Err(no_share(frozen, plan).into());
    }
    let missing = gathered.missing(frozen);
    let mut problems = gathered.problems;
    problems.extend(missing);
    events(BuildEvent::Started { recipients: plan.recipient_count(), documents: plan.document_count() });
    let mut taking = Taking { frozen, plan, options, joined, output };
    let mut recipients = plan.recipients();
    for part in plan.parts(gathered.of) {
        let Some(found) = gathered.shares.get(&part.share.number()) else {
            // What follows is looked for behind its recipients.
            recipients.by_ref().take(part.recipients).for_each(drop);
            continue;
        };
        if !taking.take(found, &part, &mut recipients, &mut problems, events)? {
            return taking.output.interrupt();
        }
    }
    // Whether the lists are as they were shows behind the last recipient.
    for rest in recipients {
        rest?;
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    taking.output.check_complete()?;
    let summary = taking.output.finish(Problems::new(), events)?;
    events(BuildEvent::Finished);
    Ok(summary)
}

fn no_share(frozen: &FrozenPlan, plan: &Plan) -> Diagnostic {
    let folder = layout::shares_folder(&plan.mailing().output, frozen.reference());
    Diagnostic::new(codes::SHARE_MISSING, "no share of the plan is there")
        .with_location(Location::file(path_text(Path::new(&folder))))
        .with_hint(format!(
            "make shares, such as: convoke build --plan {} --shard 1/8",
            path_text(frozen.path())
        ))
}
