//! What a proof says of each recipient, and its letter in small.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::batch::make::draw;
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::sheets::ProofRow;
use crate::typeset::{self, with_worker_pool};
use crate::worker::{Worker, Workplace};

/// Dots per inch of a letter in small: three hundred at the size it is printed in.
const DPI: f64 = 42.0;

/// Counts recipients that are done, on any thread, and hears when to end.
pub(super) struct Counter<'a> {
    told: Mutex<Told<'a>>,
    stop: Option<&'a AtomicBool>,
}

struct Told<'a> {
    done: usize,
    progress: &'a mut (dyn FnMut(usize) + Send),
}

impl<'a> Counter<'a> {
    pub(super) fn new(progress: &'a mut (dyn FnMut(usize) + Send), stop: Option<&'a AtomicBool>) -> Self {
        Self { told: Mutex::new(Told { done: 0, progress }), stop }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    fn count(&self) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.done += 1;
        let Told { done, progress } = &mut *told;
        progress(*done);
    }
}

/// The rows of some recipients, in their order; fewer where it was stopped.
pub(super) fn make(
    plan: &Plan,
    known: &Problems,
    recipients: &[PlannedRecipient],
    workplace: &Workplace,
    jobs: NonZeroUsize,
    counter: &Counter<'_>,
) -> Result<Vec<ProofRow>, Problems> {
    let share = recipients.len().div_ceil(jobs.get()).max(1);
    let made = std::thread::scope(|scope| {
        let start = |part| {
            let work = move || make_some(plan, known, part, workplace.worker(), counter);
            std::thread::Builder::new().spawn_scoped(scope, work)
        };
        let workers: Vec<_> = recipients.chunks(share).map(|part| (part, start(part))).collect();
        let parts = workers.into_iter().map(|(part, worker)| match worker {
            Ok(worker) => worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // Where the system gives no thread, this one does its work.
            Err(_) => make_some(plan, known, part, workplace.worker(), counter),
        });
        parts.collect::<Result<Vec<_>, Problems>>()
    })?;
    Ok(made.into_iter().flatten().collect())
}

fn make_some(
    plan: &Plan,
    known: &Problems,
    recipients: &[PlannedRecipient],
    mut worker: Worker,
    counter: &Counter<'_>,
) -> Result<Vec<ProofRow>, Problems> {
    with_worker_pool(|| {
        let rows = recipients.iter().take_while(|_| !counter.is_stopped()).map(|planned| {
            let row = make_row(plan, known, planned, &mut worker);
            typeset::evict();
            counter.count();
            row
        });
        rows.collect()
    })
    .map_err(Problems::from)
}

fn make_row(plan: &Plan, known: &Problems, planned: &PlannedRecipient, worker: &mut Worker) -> ProofRow {
    let is_about = |problem: &&Diagnostic| problem.subject.recipient.as_deref() == Some(planned.id());
    let told = known.iter().filter(is_about).filter(|problem| problem.severity >= Severity::Warning);
    let mut notes: Vec<String> = told.map(say).collect();
    for problem in planned.problems.iter().map(say) {
        if !notes.contains(&problem) {
            notes.push(problem);
        }
    }
    let name = |locale: &str| format!("{} ({locale})", plan.language_name(locale));
    let mut row = ProofRow {
        recipient: planned.id().to_owned(),
        serial: planned.serial.clone(),
        language: planned.language.iter().flat_map(|chosen| [name(&chosen.locale), chosen.why()]).collect(),
        channel: planned.recipient.channel(None),
        documents: list_documents(plan, planned),
        ..ProofRow::default()
    };
    if let Some(letter) = planned.documents.first() {
        let drawn = draw_row(plan, planned, letter, worker, &mut row);
        // What keeps a recipient from getting anything is told already.
        if let Err(problems) = drawn
            && !planned.is_blocked()
        {
            notes.extend(problems.iter().map(say));
        }
    }
    if row.lines.is_empty() {
        row.lines = vec![planned.id().to_owned()];
    }
    row.notes = notes;
    row
}

/// Says how a letter addresses its recipient, and draws it, unless nothing is made for the recipient.
fn draw_row(
    plan: &Plan,
    planned: &PlannedRecipient,
    letter: &PlannedDocument,
    worker: &mut Worker,
    row: &mut ProofRow,
) -> Result<(), Problems> {
    let merged = plan.merge_by(&worker.merging(plan.templates()), planned, letter)?;
    row.lines = merged.addressee_lines();
    let salutation = merged.context.pointer("/addressee/salutation").and_then(serde_json::Value::as_str);
    row.salutation = salutation.unwrap_or_default().to_owned();
    if !planned.is_blocked() {
        row.picture = draw(plan, planned, (letter, merged), worker, (DPI, 1))?.into_iter().next();
    }
    Ok(())
}

/// The documents of a recipient and what goes along, a line each.
fn list_documents(plan: &Plan, planned: &PlannedRecipient) -> Vec<String> {
    let mut documents: Vec<String> = Vec::new();
    for document in &planned.documents {
        let configured = plan.mailing().documents.get(document.index);
        let name = configured.map_or("", |configured| configured.name.get_or_first(&document.locale));
        let copy = document.copy.and_then(|copy| planned.recipient.copies.get(copy));
        documents.push(match copy {
            Some(copy) => {
                format!("{name} ({}) → {}", document.locale, copy.to.get_or_first(&document.locale))
            }
            None => format!("{name} ({})", document.locale),
        });
    }
    let locale = planned.language.as_ref().map_or("", |chosen| chosen.locale.as_str());
    let enclosures = plan.mailing().enclosures.of(locale);
    let enclosures = enclosures.filter(|enclosure| enclosure.is_for(&planned.recipient));
    documents.extend(enclosures.map(|enclosure| enclosure.name.get_or_first(locale).to_owned()));
    documents
}

fn say(problem: &Diagnostic) -> String {
    let field = problem.subject.field.as_ref().map(|field| format!(" ({field})")).unwrap_or_default();
    format!("{}{field}", problem.message)
}
