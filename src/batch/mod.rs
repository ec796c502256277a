//! Makes all documents of a plan and streams them into the archive.
//!
//! Threads work across recipients, never inside a document, and a thread stays with one language as long as possible, since
//! the contents of Typst's cache help the next document of the same language. Files are written as they are made and enter
//! the archive in plan order, so that the bytes do not depend on the number of threads. A problem of one recipient blocks
//! that recipient and no other. A document that was made before, from the same data, is not made again.
//!
//! | question | file |
//! | --- | --- |
//! | what a thread does, and what happens if a letter fails | `work`, `plan::blame` |
//! | how one document is made | `make` |
//! | how templates are tried before anything is made | `rehearsal` |
//! | which of them a build has tried | `firsts` |
//! | what is known of a document once it is made | `made` |
//! | how texts that are not saved are tried | `trials` |
//! | whose documents they are tried in | `ready`, `readied` |
//! | in which order threads take recipients | `order`, `groups` |
//! | where finished files go | `place`, `output` |
//! | what the manifest says of a file | `entry` |
//! | what the caller is told | `event` |
//! | what programs ask for, one at a time | `single` |
//! | a mailing planned and built in one go | `whole` |
//! | what is looked at before anything goes out | `proof` |
//! | how a plan is frozen for several machines | `freeze` |
//! | how a share of it is made, which ones are there, how they are joined | `share`, `find`, `shares`, `merge` |

mod checkpoint;
mod email;
mod entry;
mod event;
mod find;
mod firsts;
mod freeze;
mod groups;
mod lock;
mod made;
mod make;
mod merge;
mod options;
mod order;
mod output;
mod place;
mod preview;
mod probe;
mod proof;
mod readied;
mod readme;
mod ready;
mod rehearsal;
mod release;
mod share;
mod shares;
mod sheet;
mod single;
mod trials;
mod whole;
mod work;

use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::plan::Plan;
use crate::typeset;
use crate::worker::Workplace;

pub use event::{Blocked, BuildEvent, FinishedArchive, Summary};
pub use find::{SharePlace, find_shares};
pub use freeze::{Freezing, freeze_plan};
pub use lock::lock;
pub use merge::{Joined, MergeReach, merge, merge_reach};
pub use options::BuildOptions;
pub use preview::{Preview, preview, write_preview};
pub use proof::{
    Mark, Marks, ProofOptions, Proofed, fingerprint, keep_mark, proof, proof_folder, read_marks,
};
pub use ready::Ready;
pub use rehearsal::rehearse;
pub use release::Frozen;
pub(crate) use release::{find_archive, freeze, open_archive};
pub use share::{BuiltShare, build_share};
pub use shares::{FoundShare, ShareStanding, ShareState, ShareStates, share_states};
pub use sheet::{Sheet, sheet};
pub(crate) use single::{Maker, Making};
pub use trials::{Edited, Trials};
pub use whole::{Built, build_mailing};

use firsts::Firsts;
use made::Done;
use output::Output;
use work::{languages, work};

/// Makes every document of the plan; `events` receives each recipient as soon as it is made or blocked.
///
/// A plan of some recipients only makes loose documents and leaves the archive as it is.
///
/// # Errors
///
/// What stops the whole build: the output folder, the register or the archive cannot be written, a recipient list has changed
/// since it was planned, no thread can be started, or Typst refuses a template for every recipient it is tried with. Problems
/// of a recipient are in the summary instead.
pub fn build(
    plan: &Plan,
    options: &BuildOptions<'_>,
    events: &mut dyn FnMut(BuildEvent),
) -> Result<Summary, Problems> {
    check_seal(plan, options.is_trial)?;
    let workplace = plan.workplace(&options.isolation)?;
    let mut output = Output::open(plan, options)?;
    events(BuildEvent::Started { recipients: plan.recipient_count(), documents: plan.document_count() });
    let place = output.place();
    let firsts = Firsts::of(plan, options);
    let recipients = plan.recipients().map(|planned| {
        let planned = planned?;
        firsts.meet(plan, &planned);
        Ok((languages(&planned), planned))
    });
    let mut probed = false;
    let is_whole = order::run(
        recipients,
        options.jobs,
        |error| typeset::no_thread(error).into(),
        |tasks| work(tasks, plan, options, &workplace, (&place, &firsts)),
        |(planned, kept)| event::tell(planned, kept).into_iter().for_each(&mut *events),
        |(planned, kept): Done| {
            // A failure that the plan did not predict may be the template's fault, which stops the build.
            if kept.is_err() && !planned.is_blocked() && !std::mem::replace(&mut probed, true) {
                let problems = probe::find_template_faults(plan, &workplace)?;
                if !problems.is_empty() {
                    return Err(problems);
                }
            }
            // A server of time stamps that gives none gives none for the others either.
            let of_stamps = kept.as_ref().err().and_then(|problems| {
                problems.iter().find(|problem| problem.code == codes::SEAL_TIMESTAMP.name).cloned()
            });
            if let Some(mut problem) = of_stamps {
                problem.subject.recipient = None;
                return Err(problem.into());
            }
            output.take(&planned, kept)
        },
    )?;
    firsts.keep(plan);
    if !is_whole {
        return output.interrupt();
    }
    output.check_complete()?;
    let summary = output.finish(notes_of(&workplace), events)?;
    events(BuildEvent::Finished);
    Ok(summary)
}

/// What there is to say of the place that documents were made in.
fn notes_of(workplace: &Workplace) -> Problems {
    let is_off = !workplace.is_apart();
    let limits = is_off.then(|| {
        Diagnostic::new(codes::LIMITS_OFF, "documents were made without limits of time and memory")
            .with_hint("name a worker command: limits are for processes")
    });
    limits.into_iter().chain(workplace.missing_protection()).collect()
}

/// Refuses to make documents unsealed that are to be sealed.
pub(crate) fn check_seal(plan: &Plan, is_trial: bool) -> Result<(), Diagnostic> {
    let is_to_be = plan.mailing().seal.is_some() && !plan.is_draft() && !is_trial;
    if !is_to_be || plan.seal().is_some() {
        return Ok(());
    }
    let problem =
        Diagnostic::new(codes::SEAL_KEY, "the mailing is to be sealed, and there is no key to seal it with");
    Err(problem.with_field("seal").with_hint("hand the key over, or leave `seal` out of mailing.yaml"))
}
