//! Takes over the files of one share: threads read and hash them, and they enter the archive in the plan's order.

use super::super::event::BuildEvent;
use super::super::options::BuildOptions;
use super::super::order::{self, Tasks};
use super::super::output::Output;
use super::super::place::Place;
use super::super::shares::{FoundShare, command};
use super::share::{Held, altered};
use crate::archive::{Entry, Opened, Role, Shelf};
use crate::diagnostic::{Diagnostic, Location, Problems, path_text};
use crate::digest::Stored;
use crate::plan::{FrozenPlan, Plan, PlannedRecipient, SharePart};
use crate::typeset::no_thread;

/// An archive that shares are joined to.
pub(super) struct Taking<'a> {
    frozen: &'a FrozenPlan,
    plan: &'a Plan,
    options: &'a BuildOptions<'a>,
    pub(super) output: Output<'a>,
}

/// A recipient, and its files or why there are none.
type Task = (PlannedRecipient, Result<Vec<Entry>, Problems>);

/// The same once the files are on the shelf; an outer error is that of the share.
type Taken = (PlannedRecipient, Result<Result<Vec<(Entry, Stored)>, Problems>, Diagnostic>);

impl<'a> Taking<'a> {
    pub(super) fn new(
        frozen: &'a FrozenPlan,
        plan: &'a Plan,
        options: &'a BuildOptions<'a>,
        output: Output<'a>,
    ) -> Self {
        Self { frozen, plan, options, output }
    }

    /// Takes over a share whose recipients are the next ones; returns whether it was not interrupted. Once there are `problems`, files are
    /// hashed to find all others, and enter no archive.
    pub(super) fn take(
        &mut self,
        found: &FoundShare,
        part: &SharePart,
        recipients: &mut dyn Iterator<Item = Result<PlannedRecipient, Diagnostic>>,
        problems: &mut Problems,
        events: &mut dyn FnMut(BuildEvent),
    ) -> Result<bool, Problems> {
        let again = command(self.frozen, part.share);
        let report = |problem: &Diagnostic| {
            let told = altered(&found.record, &problem.message, &again);
            let told = told.with_location(Location::file(path_text(&found.path)));
            match &problem.subject.recipient {
                Some(recipient) => told.about(recipient),
                None => told,
            }
        };
        let (opened, record) = match Opened::open_share(&found.path) {
            Ok((opened, record)) if opened.manifest_sha256() == found.manifest_sha256 => (opened, record),
            Ok(_) => {
                problems.push(altered(&found.record, "it was changed while it was read", &again));
                recipients.take(part.recipients).try_for_each(|planned| planned.map(drop))?;
                return Ok(true);
            }
            Err(problem) => {
                problems.push(report(&problem));
                recipients.take(part.recipients).try_for_each(|planned| planned.map(drop))?;
                return Ok(true);
            }
        };
        let mut held = Held::new(opened.manifest(), &record);
        let Place::Shelf(shelf) = self.output.place() else { return Ok(false) };
        let plan = self.plan;
        let mut lacking = Problems::new();
        let tasks = recipients.take(part.recipients).map(|planned| {
            let planned = planned.map_err(Problems::from)?;
            let files = match held.next(plan, &planned) {
                Ok(files) => files,
                Err(cause) => {
                    lacking.push(altered(&record, &cause, &again).about(planned.id()));
                    Ok(Vec::new())
                }
            };
            Ok(((), (planned, files)))
        });
        let output = &mut self.output;
        let mut broken = Problems::new();
        let is_sound = problems.is_empty();
        let is_whole = order::run(
            tasks,
            self.options.jobs,
            |error| no_thread(error).into(),
            |tasks| work(tasks, self.options, &opened, &shelf),
            |_| {},
            |(planned, taken): Taken| {
                match taken {
                    Err(problem) => broken.push(report(&problem)),
                    Ok(_) if !is_sound || !broken.is_empty() => {}
                    Ok(Ok(files)) => {
                        events(made(&planned, &files));
                        output.enter(files)?;
                    }
                    Ok(Err(reasons)) => {
                        events(super::super::event::blocked(planned.id(), &reasons));
                        output.take(&planned, Err(reasons))?;
                    }
                }
                Ok::<(), Problems>(())
            },
        )?;
        let place = |problem: Diagnostic| problem.with_location(Location::file(path_text(&found.path)));
        problems.extend(lacking.into_iter().map(place));
        problems.extend(broken);
        if is_whole && held.has_more() && problems.is_empty() {
            problems.push(place(altered(&record, "it has more than its part of the plan", &again)));
        }
        Ok(is_whole)
    }
}

/// Reads the files of recipients and puts them on the shelf: what one thread does.
fn work(mut tasks: Tasks<'_, Task, Taken>, options: &BuildOptions<'_>, opened: &Opened, shelf: &Shelf) {
    loop {
        if options.is_stopped() {
            return tasks.stop();
        }
        let Some((number, (planned, files))) = tasks.next() else { return };
        let taken = match files {
            Ok(files) => files
                .into_iter()
                .map(|entry| take_file(entry, opened, shelf))
                .collect::<Result<_, _>>()
                .map(Ok),
            Err(reasons) => Ok(Err(reasons)),
        };
        tasks.done(number, (planned, taken));
    }
}

/// Puts a file on the shelf, if it is what the share says.
fn take_file(entry: Entry, opened: &Opened, shelf: &Shelf) -> Result<(Entry, Stored), Diagnostic> {
    let bytes = opened.read(&entry)?;
    let stored = shelf.put_hashed(&entry.path, bytes, &entry.sha256)?;
    let stored = entry.pages.map_or(stored.clone(), |pages| stored.with_pages(pages));
    Ok((entry, stored))
}

fn made(planned: &PlannedRecipient, files: &[(Entry, Stored)]) -> BuildEvent {
    let documents = files.iter().filter(|(entry, _)| entry.role == Role::Document);
    let pages = documents
        .clone()
        .map(|(entry, _)| entry.pages.map_or(0, |pages| usize::try_from(pages).unwrap_or_default()));
    BuildEvent::Made {
        recipient: planned.id().to_owned(),
        documents: documents.count(),
        unchanged: 0,
        pages: pages.sum(),
    }
}
