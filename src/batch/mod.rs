//! Makes all documents of a plan and streams them into the archive.
//!
//! Threads work across recipients, never inside a document, those of a language together, since what Typst has in its
//! cache is of use to the next document of the same language. Files are written as they are made and enter the archive
//! in plan order, so that the bytes do not depend on the number of threads. A problem of one recipient blocks that
//! recipient and no other. A document that was made before, from the same, is not made again.

mod checkpoint;
mod email;
mod event;
mod groups;
mod make;
mod order;
mod place;
mod preview;
mod probe;
mod readme;
mod release;
mod sheet;
mod write;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::archive::VolumeSize;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::{Plan, PlannedRecipient};
use crate::typeset;
use crate::worker::{Isolation, Worker, Workplace};

pub use event::{Blocked, Event, FinishedArchive, Summary};
pub use preview::{Preview, preview};
pub use release::release;
pub use sheet::{Sheet, sheet};

use email::emails;
use make::{Pages, make};
use order::Tasks;
use place::{Kept, Place};
use write::Output;

/// How a batch is made.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// How many documents are made at a time; the result does not depend on it.
    pub jobs: NonZeroUsize,
    /// How documents are kept from harming anything but themselves. Without isolation there are no limits of time and memory,
    /// and the summary says so.
    pub isolation: Isolation,
    /// Set from elsewhere, it ends the batch after the documents at hand; the next one goes on from there.
    pub stop: Option<&'a AtomicBool>,
    /// The most a ZIP file may hold; one file for all where it is `None`.
    pub volume_size: Option<VolumeSize>,
    /// Whether nothing is written and documents are thrown away, to measure what making them takes.
    pub is_trial: bool,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            jobs: NonZeroUsize::MIN,
            isolation: Isolation::None,
            stop: None,
            volume_size: None,
            is_trial: false,
        }
    }
}

impl Options<'_> {
    fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }
}

/// A recipient and what became of its documents.
type Done = (PlannedRecipient, Result<Kept, Vec<Diagnostic>>);

/// Makes every document of the plan; `events` hears of each recipient as soon as it is made or blocked.
///
/// A plan of some recipients only gives loose documents and leaves the archive alone.
///
/// # Errors
///
/// What stops the whole build: the output folder, the register or the archive cannot be written, a recipient list has changed
/// since it was planned, there is no thread to work in, or Typst refuses a template whoever it is for. Problems of a recipient
/// are in the summary instead.
pub fn build(
    plan: &Plan,
    options: &Options<'_>,
    events: &mut dyn FnMut(Event),
) -> Result<Summary, Vec<Diagnostic>> {
    let workplace = plan.workplace(&options.isolation).map_err(|problem| vec![problem])?;
    let mut output = Output::open(plan, options)?;
    events(Event::Started { recipients: plan.recipient_count(), documents: plan.document_count() });
    let place = output.place();
    let recipients = plan.recipients().map(|planned| match planned {
        Ok(planned) => Ok((languages(&planned), planned)),
        Err(problem) => Err(vec![problem]),
    });
    let mut probed = false;
    let is_whole = order::run(
        recipients,
        options.jobs,
        |tasks| work(tasks, plan, options, &workplace, &place),
        |(planned, kept)| event::of(planned, kept).into_iter().for_each(&mut *events),
        |(planned, kept): Done| {
            // What the plan could not foresee may be the template's fault, and then stops the build.
            if kept.is_err() && !planned.is_blocked() && !std::mem::replace(&mut probed, true) {
                let problems = probe::problems_of_templates(plan, &workplace)?;
                if !problems.is_empty() {
                    return Err(problems);
                }
            }
            output.take(&planned, kept)
        },
    )?;
    if !is_whole {
        return output.interrupt();
    }
    output.check_complete().map_err(|problem| vec![problem])?;
    let summary = output.finish(&workplace, events)?;
    events(Event::Finished);
    Ok(summary)
}

/// What one thread does.
fn work(
    tasks: Tasks<'_, PlannedRecipient, Done>,
    plan: &Plan,
    options: &Options<'_>,
    workplace: &Workplace,
    place: &Place,
) {
    let worker = workplace.worker();
    if workplace.is_apart() {
        return work_through(tasks, plan, options, worker, place);
    }
    let mut tasks = Some(tasks);
    let worked = typeset::with_worker_pool(|| {
        if let Some(tasks) = tasks.take() {
            work_through(tasks, plan, options, worker, place);
        }
    });
    // Without a pool no task was taken: take one to say so, which stops the build.
    if let (Err(problem), Some(mut tasks)) = (worked, tasks)
        && let Some((number, planned)) = tasks.next()
    {
        tasks.done(number, (planned, Err(vec![problem])));
    }
}

fn work_through(
    mut tasks: Tasks<'_, PlannedRecipient, Done>,
    plan: &Plan,
    options: &Options<'_>,
    mut worker: Worker,
    place: &Place,
) {
    let mut pages = Pages::default();
    for turn in 1.. {
        if options.is_stopped() {
            return tasks.stop();
        }
        let Some((number, planned)) = tasks.next() else { return };
        let kept = guarded(plan, &planned, place, &mut worker, &mut pages);
        tasks.done(number, (planned, kept));
        // The cache is everyone's: in all it is looked through once for each recipient's time.
        if matches!(worker, Worker::Here(_)) && turn % options.jobs == 0 {
            typeset::evict();
        }
    }
}

/// The languages of a recipient's documents.
fn languages(planned: &PlannedRecipient) -> Vec<String> {
    planned.documents.iter().map(|document| document.locale.clone()).collect()
}

/// Makes and keeps one recipient's documents; even a panic in a library blocks that recipient only.
fn guarded(
    plan: &Plan,
    planned: &PlannedRecipient,
    place: &Place,
    worker: &mut Worker,
    pages: &mut Pages,
) -> Result<Kept, Vec<Diagnostic>> {
    let work = std::panic::AssertUnwindSafe(|| {
        let made = make(plan, planned, place, worker, pages)?;
        Ok((made, emails(plan, planned)?))
    });
    let (made, emails) = std::panic::catch_unwind(work).unwrap_or_else(|_| Err(vec![panicked(planned)]))?;
    place.keep(planned, made, emails).map_err(|problem| vec![problem])
}

fn panicked(planned: &PlannedRecipient) -> Diagnostic {
    Diagnostic::new(codes::INTERNAL, "the documents could not be made because of a fault in the program")
        .blocking(planned.id())
        .with_hint("report it with this recipient's data")
}
