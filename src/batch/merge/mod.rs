//! Joins the shares of a frozen plan into the archive that one machine would have made of it.
//!
//! Shares are archives from elsewhere. Each recipient of the plan is looked for in its share, in the plan's order, with the documents that the plan has
//! for it; each file is hashed as it is taken over. What is wrong is told of all shares together, and nothing takes the archive's place then. An index of
//! shares that are sound is written from their manifests alone (`list`).

mod joining;
mod list;
mod model;
mod share;
mod take;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc;
use std::thread::Builder;

use super::event::{BuildEvent, Summary};
use super::find::{SharePlace, find_shares};
use super::options::BuildOptions;
use super::output::Output;
use super::shares::{Gathered, Reading, gather};
use crate::archive::layout;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, path_text};
use crate::plan::{FrozenPlan, Plan, Sequence, SharePart};
use crate::typeset::no_thread;

use joining::Joining;
use list::Unlisted;
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
    let mut gathered = gather(frozen, &find_shares(shares)?, Reading::Head);
    if gathered.of == 0 && gathered.problems.is_empty() {
        return Err(no_share(frozen, plan).into());
    }
    let missing = gathered.missing(frozen);
    let mut problems = std::mem::take(&mut gathered.problems);
    problems.extend(missing);
    let mut taking = Taking { frozen, plan, options, joined, output };
    let mut is_differing = false;
    if let (Joined::Index { folder, rehash }, true) = (joined, problems.is_empty() && gathered.is_foreseen())
    {
        events(started(plan));
        match taking.take_by_manifests(&gathered, (folder, *rehash), events) {
            Ok(()) => return finish(taking.output, events),
            Err(Unlisted::Interrupted) => return taking.output.interrupt(),
            Err(Unlisted::Failed(problems)) => return Err(problems),
            Err(Unlisted::Differs) => taking.output = Output::nowhere(plan),
        }
        is_differing = true;
    }
    events(started(plan));
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
    match is_differing {
        true => Err(not_as_planned(frozen).into()),
        false => finish(taking.output, events),
    }
}

/// Opens the share of a part, if it is there and sound.
fn open<'s>(frozen: &FrozenPlan, gathered: &'s Gathered, part: &'s SharePart) -> Option<Joining<'s>> {
    Joining::open(frozen, gathered.shares.get(&part.share.number())?, part).ok()
}

fn started(plan: &Plan) -> BuildEvent {
    BuildEvent::Started { recipients: plan.recipient_count(), documents: plan.document_count() }
}

fn finish(output: Output<'_>, events: &mut dyn FnMut(BuildEvent)) -> Result<Summary, Problems> {
    let summary = output.finish(Problems::new(), events)?;
    events(BuildEvent::Finished);
    Ok(summary)
}

impl Taking<'_> {
    /// Lists the files of all shares as their manifests have them.
    fn take_by_manifests(
        &mut self,
        gathered: &Gathered,
        index: (&Path, bool),
        events: &mut dyn FnMut(BuildEvent),
    ) -> Result<(), Unlisted> {
        let (mut sequence, mut blocked) = (Sequence::new(), BTreeSet::new());
        let (frozen, parts) = (self.frozen, &self.plan.parts(gathered.of));
        std::thread::scope(|scope| {
            // While the files of one share are listed, the manifest of the next is read, and no more.
            let (hand_over, opened) = mpsc::sync_channel(0);
            let open = |part| open(frozen, gathered, part);
            let read = move || parts.iter().map(open).all(|opened| hand_over.send(opened).is_ok());
            Builder::new()
                .spawn_scoped(scope, read)
                .map_err(|error| Unlisted::Failed(no_thread(&error).into()))?;
            opened.into_iter().try_for_each(|joining| {
                let joining = joining.ok_or(Unlisted::Differs)?;
                self.list_by_manifest(&joining, index, (&mut sequence, &mut blocked), events)
            })
        })?;
        if sequence.finish() == self.frozen.sequence() { Ok(()) } else { Err(Unlisted::Differs) }
    }
}

/// Shares in which nothing is found that is wrong, and that are not what was planned all the same.
fn not_as_planned(frozen: &FrozenPlan) -> Diagnostic {
    Diagnostic::new(codes::SHARE_ALTERED, "the shares together are not what the plan says")
        .with_location(Location::file(path_text(frozen.path())))
        .with_hint("freeze the plan again, and make all shares anew")
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
