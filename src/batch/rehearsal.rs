//! Tries the templates that a plan calls ready: the document of one recipient is made for each, in each language, and thrown away.
//!
//! Nothing is written. `plan::blame` decides whose fault a failure is.

use std::num::NonZeroUsize;

use super::order::{self, Tasks};
use crate::diagnostic::{Diagnostic, Problems};
use crate::plan::blame::{Users, Verdict, Witnesses};
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::typeset;
use crate::worker::{Isolation, Job, Worker, Workplace};

/// Makes one document with each template in each language that recipients have, `jobs` at a time. Returns what [`build`](super::build)
/// would fail on: errors of templates stop the build, errors of recipients block these.
///
/// # Errors
///
/// The recipients can no longer be read, or no thread can be started.
pub fn rehearse(plan: &Plan, isolation: &Isolation, jobs: NonZeroUsize) -> Result<Problems, Problems> {
    let workplace = plan.workplace(isolation)?;
    let witnesses = Witnesses::of_templates(plan.recipients())?;
    let tasks = witnesses.into_users().map(|users| Ok((users.locale().to_owned(), users)));
    let mut problems = Problems::new();
    order::run(
        tasks,
        jobs,
        |error| typeset::no_thread(error).into(),
        |tasks| work(tasks, plan, &workplace),
        |_| {},
        |found: Result<Problems, Diagnostic>| {
            for problem in found? {
                let is_known = |known: &Diagnostic| {
                    known.is_same(&problem) && (problem.stops_build() || known.subject == problem.subject)
                };
                if !problems.iter().any(is_known) {
                    problems.push(problem);
                }
            }
            Ok::<_, Problems>(())
        },
    )?;
    plan.mailing().accept(&mut problems);
    Ok(problems)
}

/// Tries templates until none is left: what one thread does.
fn work(tasks: Tasks<'_, Users, Result<Problems, Diagnostic>>, plan: &Plan, workplace: &Workplace) {
    let worker = workplace.worker();
    if workplace.is_apart() {
        return work_through(tasks, plan, worker);
    }
    let mut tasks = Some(tasks);
    let worked = typeset::with_worker_pool(|| {
        if let Some(tasks) = tasks.take() {
            work_through(tasks, plan, worker);
        }
    });
    // Without a pool no task was taken: one is taken to report it.
    if let (Err(problem), Some(mut tasks)) = (worked, tasks)
        && let Some((number, _)) = tasks.next()
    {
        tasks.done(number, Err(problem));
    }
}

fn work_through(mut tasks: Tasks<'_, Users, Result<Problems, Diagnostic>>, plan: &Plan, mut worker: Worker) {
    while let Some((number, users)) = tasks.next() {
        let mut warnings = Problems::new();
        let verdict = users.judge(|planned, document| {
            warnings.extend(try_document(plan, planned, document, &mut worker)?);
            Ok(())
        });
        if matches!(worker, Worker::Here(_)) {
            typeset::evict();
        }
        let mut problems = match verdict {
            Verdict::Sound => Problems::new(),
            Verdict::Template(problems) | Verdict::Recipients(problems) => problems,
        };
        problems.extend(warnings);
        tasks.done(number, Ok(problems));
    }
}

/// Makes a document; returns what Typst warns of.
fn try_document(
    plan: &Plan,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
    worker: &mut Worker,
) -> Result<Problems, Problems> {
    const PAGES: usize = 1;
    let merged = plan.merge_by(&worker.merging(plan.templates()), planned, document)?;
    let job = Job { tells_warnings: true, ..plan.job(planned, document, merged, PAGES) };
    let told = worker.make(&job).map(|printed| printed.warnings);
    let place = |problems| plan.place(planned, document, problems);
    told.map(place).map_err(place)
}
