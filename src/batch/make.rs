//! Makes one recipient's documents: merges them, then has each made that was not made before.

use std::collections::BTreeMap;

use super::firsts::Firsts;
use super::made::{About, Content, Made};
use super::place::Place;
use crate::diagnostic::Problems;
use crate::plan::blame::blame_recipient;
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::worker::{Job, Worker};

/// The page count of the last document, by document and locale: the next one probably has as many.
#[derive(Debug, Default)]
pub(super) struct Pages(BTreeMap<(usize, String), usize>);

/// Makes all documents of a recipient that the place does not have already, or returns every problem that blocks them.
pub(super) fn make(
    plan: &Plan,
    planned: &PlannedRecipient,
    at: (&Place, &Firsts),
    worker: &mut Worker,
    pages: &mut Pages,
) -> Result<Vec<Made>, Problems> {
    if planned.is_blocked() {
        return Err(planned.problems.clone());
    }
    let mut made = Vec::with_capacity(planned.documents.len());
    let mut problems = Problems::new();
    for document in &planned.documents {
        match make_document(plan, planned, document, at, worker, pages) {
            Ok(document) => made.push(document),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(made) } else { Err(blame_recipient(planned, problems)) }
}

/// Makes one document of a recipient, unless the place has it already.
pub(super) fn make_document(
    plan: &Plan,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
    (place, firsts): (&Place, &Firsts),
    worker: &mut Worker,
    pages: &mut Pages,
) -> Result<Made, Problems> {
    let merged = plan.merge_by(&worker.merging(plan.templates()), planned, document)?;
    let about = About::new(plan, planned, document, &merged);
    let key = place.key(plan, planned, document, &merged);
    if let Some(stored) = place.find(&document.path, &key) {
        return Ok(Made { content: Content::Old(stored), key, about });
    }
    let likely = pages.0.entry((document.index, document.locale.clone())).or_insert(1);
    let is_first = firsts.has(document);
    let job = Job { tells_warnings: is_first, ..plan.job(planned, document, merged, *likely) };
    let printed = worker.make(&job);
    let mut printed = printed.map_err(|problems| plan.place(planned, document, problems))?;
    *likely = printed.pages;
    if is_first && printed.warnings.is_empty() {
        firsts.passed(document);
    }
    // The key is in this process alone: what sets templates never has it.
    if let Some(seal) = plan.seal().filter(|_| plan.seal_place(document).is_some()) {
        printed.bytes = seal.seal_document(printed.bytes)?;
    }
    Ok(Made { content: Content::New(printed), key, about })
}

/// Draws the first pages of one document, `most` of them, as PNG.
pub(super) fn draw_document(
    plan: &Plan,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
    worker: &mut Worker,
    (dots_per_inch, most): (f64, usize),
) -> Result<Vec<Vec<u8>>, Problems> {
    let merged = plan.merge_by(&worker.merging(plan.templates()), planned, document)?;
    let drawn = worker.draw(&plan.job(planned, document, merged, 1), dots_per_inch, most);
    drawn.map_err(|problems| blame_recipient(planned, plan.place(planned, document, problems)))
}
