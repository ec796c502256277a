//! Tries the templates that a plan calls ready: the document of one recipient is made for each, in each language, and thrown away.
//!
//! What was made without a problem or a warning is noted in the output folder, by hashes, and is not made again as long as all that
//! it was made from is the same. Nothing else is written. `plan::blame` decides whose fault a failure is.

use std::num::NonZeroUsize;

use super::order::{self, Tasks};
use crate::archive::Tried;
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
    let mut tried = Tried::read(&plan.output());
    let trials =
        Witnesses::of_templates(plan.recipients())?.into_users().map(|users| Trial::new(plan, users));
    let untried: Vec<Trial> = trials.filter(|trial| !trial.is_known(&tried)).collect();
    if untried.is_empty() {
        plan.keep_note();
        return Ok(Problems::new());
    }
    let workplace = plan.workplace(isolation)?;
    let tasks = untried.into_iter().map(|trial| Ok((trial.users.locale().to_owned(), trial)));
    let mut problems = Problems::new();
    order::run(
        tasks,
        jobs,
        |error| typeset::no_thread(error).into(),
        |tasks| work(tasks, plan, &workplace),
        |_| {},
        |done: Done| {
            let Done { key, found } = done;
            let found = found?;
            if found.is_empty() {
                key.into_iter().for_each(|key| tried.add(key));
            }
            for problem in found {
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
    tried.keep();
    if !problems.stops_build() {
        plan.keep_note();
    }
    plan.mailing().accept(&mut problems);
    Ok(problems)
}

/// A template to be tried.
struct Trial {
    users: Users,
    /// What decides how the first document turns out.
    key: Option<String>,
}

/// A template that was tried.
struct Done {
    key: Option<String>,
    found: Result<Problems, Diagnostic>,
}

impl Trial {
    fn new(plan: &Plan, users: Users) -> Self {
        let key = users.first().and_then(|(planned, document)| plan.trial_key(planned, document));
        Self { users, key }
    }

    fn is_known(&self, tried: &Tried) -> bool {
        self.key.as_ref().is_some_and(|key| tried.has(key))
    }
}

/// Tries templates until none is left: what one thread does.
fn work(tasks: Tasks<'_, Trial, Done>, plan: &Plan, workplace: &Workplace) {
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
        && let Some((number, Trial { key, .. })) = tasks.next()
    {
        tasks.done(number, Done { key, found: Err(problem) });
    }
}

fn work_through(mut tasks: Tasks<'_, Trial, Done>, plan: &Plan, mut worker: Worker) {
    while let Some((number, Trial { users, key })) = tasks.next() {
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
        tasks.done(number, Done { key, found: Ok(problems) });
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
