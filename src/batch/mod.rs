//! Makes all documents of a plan and streams them into the archive.
//!
//! Threads work across recipients, never inside a document, those of a language together, since what Typst has in its
//! cache is of use to the next document of the same language. Files are written as they are made and enter the archive
//! in plan order, so that the bytes do not depend on the number of threads. A problem of one recipient blocks that
//! recipient and no other.

mod event;
mod groups;
mod make;
mod order;
mod place;
mod preview;
mod probe;
mod release;
mod sheet;
mod write;

use std::num::NonZeroUsize;

use crate::diagnostic::Diagnostic;
use crate::plan::{Plan, PlannedRecipient};
use crate::typeset::{self, Typesetter};

pub use event::{Blocked, Event, FinishedArchive, Summary};
pub use preview::{Preview, preview};
pub use release::release;
pub use sheet::{Sheet, sheet};

use make::{Pages, make};
use place::{Kept, Place};
use write::Output;

/// Makes every document of the plan; `events` hears of each recipient as soon as it is made or blocked.
///
/// A plan of some recipients only gives loose documents and leaves the archive alone.
///
/// # Errors
///
/// What stops the whole build: the output folder, the register or the archive cannot be written, there is no
/// thread to work in, or Typst refuses a template whoever it is for. Problems of a recipient are in the summary instead.
pub fn build(
    plan: &Plan,
    jobs: NonZeroUsize,
    events: &mut dyn FnMut(Event),
) -> Result<Summary, Vec<Diagnostic>> {
    let typesetter = plan.typesetter().map_err(|problem| vec![problem])?;
    let mut output = Output::open(plan)?;
    events(Event::Started {
        recipients: plan.recipients().len(),
        documents: plan.recipients().iter().map(|planned| planned.documents.len()).sum(),
    });
    let place = output.place();
    let worker = |mut tasks: order::Tasks<'_, Result<Vec<Kept>, Vec<Diagnostic>>>| {
        let mut taken = None;
        let worked = typeset::with_worker_pool(|| {
            let mut pages = Pages::default();
            for turn in 1.. {
                let Some(task) = tasks.next() else { break };
                taken = Some(task);
                tasks.done(task, guarded(plan, task, &typesetter, &place, &mut pages));
                // The cache is everyone's: in all it is looked through once for each recipient's time.
                if turn % jobs == 0 {
                    typeset::evict();
                }
            }
        });
        // Without a pool no task was taken: take one to say so, which stops the build.
        if let (Err(problem), None, Some(task)) = (worked, taken, tasks.next()) {
            tasks.done(task, Err(vec![problem]));
        }
    };
    let recipients = plan.recipients();
    let languages: Vec<_> = recipients.iter().map(languages).collect();
    let mut turn = recipients.iter();
    let arrived = |task: usize, kept: &Result<_, _>| {
        recipients.get(task).and_then(|planned| event::of(planned, kept)).map(&mut *events);
    };
    let mut probed = false;
    order::run(&languages, jobs, worker, arrived, |kept| {
        let Some(planned) = turn.next() else { return Ok(()) };
        // What the plan could not foresee may be the template's fault, and then stops the build.
        if kept.is_err() && !planned.is_blocked() && !std::mem::replace(&mut probed, true) {
            match probe::problems_of_templates(plan, &typesetter) {
                Ok(problems) if problems.is_empty() => {}
                Ok(problems) => return Err(problems),
                Err(problem) => return Err(vec![problem]),
            }
        }
        output.take(planned, kept)
    })?;
    let summary = output.finish(events)?;
    events(Event::Finished);
    Ok(summary)
}

/// The languages of a recipient's documents.
fn languages(planned: &PlannedRecipient) -> Vec<&str> {
    planned.documents.iter().map(|document| document.locale.as_str()).collect()
}

/// Makes and keeps one recipient's documents; even a panic in a library blocks that recipient only.
fn guarded(
    plan: &Plan,
    task: usize,
    typesetter: &Typesetter,
    place: &Place,
    pages: &mut Pages,
) -> Result<Vec<Kept>, Vec<Diagnostic>> {
    let Some(planned) = plan.recipients().get(task) else { return Ok(Vec::new()) };
    let work = std::panic::AssertUnwindSafe(|| make(plan, planned, typesetter, pages));
    let made = std::panic::catch_unwind(work).unwrap_or_else(|_| Err(vec![panicked(planned)]))?;
    place.keep(planned, made).map_err(|problem| vec![problem])
}

fn panicked(planned: &PlannedRecipient) -> Diagnostic {
    let id = planned.recipient.id.value.as_str();
    Diagnostic::error("internal", "the documents could not be made because of a fault in the program")
        .blocking(id)
        .with_hint("report it with this recipient's data")
}
