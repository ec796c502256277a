//! Takes over the files of one share: threads read and hash them, and they enter the archive in the plan's order.

use super::super::event::BuildEvent;
use super::super::options::BuildOptions;
use super::super::order::{self, Tasks};
use super::super::output::Output;
use super::super::place::Place;
use super::super::shares::FoundShare;
use super::joining::Joining;
use super::model::Joined;
use super::share::Held;
use crate::archive::{Entry, Opened, Role, Shelf};
use crate::diagnostic::{Diagnostic, Problems};
use crate::digest::Stored;
use crate::plan::{FrozenPlan, Plan, PlannedRecipient, SharePart};
use crate::typeset::no_thread;

/// An archive that shares are joined to.
pub(super) struct Taking<'a> {
    pub(super) frozen: &'a FrozenPlan,
    pub(super) plan: &'a Plan,
    pub(super) options: &'a BuildOptions<'a>,
    pub(super) joined: &'a Joined,
    pub(super) output: Output<'a>,
}

/// A recipient, and its files or why there are none.
type Task = (PlannedRecipient, Result<Vec<Entry>, Problems>);

/// The same once the files are on the shelf; an outer error is that of the share.
type Taken = (PlannedRecipient, Result<Result<Vec<(Entry, Stored)>, Problems>, Diagnostic>);

impl Taking<'_> {
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
        let joining = match Joining::open(self.frozen, found, part) {
            Ok(joining) => joining,
            Err(problem) => {
                problems.push(problem);
                recipients.take(part.recipients).try_for_each(|planned| planned.map(drop))?;
                return Ok(true);
            }
        };
        match self.joined {
            Joined::Archive => self.copy(&joining, recipients, problems, events),
            Joined::Index { folder, rehash } => {
                self.list(&joining, (folder, *rehash), recipients, problems, events)
            }
        }
    }

    /// Copies the files of a share into the archive.
    fn copy(
        &mut self,
        joining: &Joining<'_>,
        recipients: &mut dyn Iterator<Item = Result<PlannedRecipient, Diagnostic>>,
        problems: &mut Problems,
        events: &mut dyn FnMut(BuildEvent),
    ) -> Result<bool, Problems> {
        let Joining { part, opened, record, .. } = joining;
        let mut held = Held::new(opened.manifest(), record);
        let Place::Shelf(shelf) = self.output.place() else { return Ok(false) };
        let plan = self.plan;
        let mut lacking = Problems::new();
        let tasks = recipients.take(part.recipients).map(|planned| {
            let planned = planned.map_err(Problems::from)?;
            let files = match held.next(plan, &planned) {
                Ok(files) => files,
                Err(cause) => {
                    lacking.push(joining.altered(&cause).about(planned.id()));
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
            |tasks| work(tasks, self.options, opened, &shelf),
            |_| {},
            |(planned, taken): Taken| {
                match taken {
                    Err(problem) => broken.push(joining.report(&problem)),
                    Ok(_) if !is_sound || !broken.is_empty() => {}
                    Ok(Ok(files)) => {
                        events(made(planned.id(), files.iter().map(|(entry, _)| entry)));
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
        problems.extend(lacking);
        problems.extend(broken);
        if is_whole && held.has_more() && problems.is_empty() {
            problems.push(joining.altered("it has more than its part of the plan"));
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

/// What is told of a recipient whose files are there.
pub(super) fn made<'e>(id: &str, files: impl Iterator<Item = &'e Entry>) -> BuildEvent {
    let documents: Vec<_> = files.filter(|entry| entry.role == Role::Document).collect();
    let pages = documents
        .iter()
        .map(|entry| entry.pages.map_or(0, |pages| usize::try_from(pages).unwrap_or_default()));
    BuildEvent::Made {
        recipient: id.to_owned(),
        documents: documents.len(),
        unchanged: 0,
        pages: pages.sum(),
    }
}
