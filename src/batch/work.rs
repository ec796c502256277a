//! What one thread of a batch does: makes and keeps the documents of one recipient after the other.

use super::email::render_emails;
use super::firsts::Firsts;
use super::made::{Done, Kept};
use super::make::{Pages, make};
use super::options::BuildOptions;
use super::order::Tasks;
use super::place::Place;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::plan::{Plan, PlannedRecipient};
use crate::typeset;
use crate::worker::{Worker, Workplace};

/// Makes the documents of recipients until no task is left: what one thread does.
pub(super) fn work(
    tasks: Tasks<'_, PlannedRecipient, Done>,
    plan: &Plan,
    options: &BuildOptions<'_>,
    workplace: &Workplace,
    at: (&Place, &Firsts),
) {
    let worker = workplace.worker();
    if workplace.is_apart() {
        return work_through(tasks, plan, options, worker, at);
    }
    let mut tasks = Some(tasks);
    let worked = typeset::with_worker_pool(|| {
        if let Some(tasks) = tasks.take() {
            work_through(tasks, plan, options, worker, at);
        }
    });
    // Without a pool no task was taken: one is taken to report it, which stops the build.
    if let (Err(problem), Some(mut tasks)) = (worked, tasks)
        && let Some((number, planned)) = tasks.next()
    {
        tasks.done(number, (planned, Err(problem.into())));
    }
}

fn work_through(
    mut tasks: Tasks<'_, PlannedRecipient, Done>,
    plan: &Plan,
    options: &BuildOptions<'_>,
    mut worker: Worker,
    at: (&Place, &Firsts),
) {
    let mut pages = Pages::default();
    for turn in 1.. {
        if options.is_stopped() {
            return tasks.stop();
        }
        let Some((number, planned)) = tasks.next() else { return };
        let kept = guarded(plan, &planned, at, &mut worker, &mut pages);
        tasks.done(number, (planned, kept));
        // The cache is shared by all threads: together they evict about once for each recipient.
        if matches!(worker, Worker::Here(_)) && turn % options.jobs == 0 {
            typeset::evict();
        }
    }
}

/// The languages of a recipient's documents.
pub(super) fn languages(planned: &PlannedRecipient) -> Vec<String> {
    planned.documents.iter().map(|document| document.locale.clone()).collect()
}

/// Makes and keeps one recipient's documents; even a panic in a library blocks that recipient only.
fn guarded(
    plan: &Plan,
    planned: &PlannedRecipient,
    (place, firsts): (&Place, &Firsts),
    worker: &mut Worker,
    pages: &mut Pages,
) -> Result<Kept, Problems> {
    let work = std::panic::AssertUnwindSafe(|| {
        let made = make(plan, planned, (place, firsts), worker, pages)?;
        Ok((made, render_emails(plan, planned, place, worker)?))
    });
    let (made, emails) =
        std::panic::catch_unwind(work).unwrap_or_else(|_| Err(Problems::from(panicked(planned))))?;
    Ok(place.keep(planned, made, emails)?)
}

fn panicked(planned: &PlannedRecipient) -> Diagnostic {
    Diagnostic::new(codes::INTERNAL, "the documents could not be made because of a fault in the program")
        .blocking(planned.id())
        .with_hint("report it with this recipient's data")
}
