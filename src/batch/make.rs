//! Makes one recipient's documents: merges them, then has each made that was not made before.

use std::collections::BTreeMap;

use serde_json::Value;

use super::firsts::Firsts;
use super::made::{About, Content, Made};
use super::place::Place;
use crate::archive::MadeFrom;
use crate::diagnostic::Problems;
use crate::plan::blame::blame_recipient;
use crate::plan::{Merged, Plan, PlannedDocument, PlannedRecipient};
use crate::template::MergeTemplates as _;
use crate::worker::{Job, Printed, Undone, Worker};

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
    let likely = pages.0.entry((document.index, document.locale.clone())).or_insert(1);
    let is_first = firsts.has(document);
    let task = Task { plan, planned, document, pages: *likely, tells_warnings: is_first };
    let values = plan.values(planned, document)?;
    let mut from = MadeFrom::default();
    if place.remembers() {
        from.values = plan.values_key(planned, document, &values);
        if let Some((stored, from)) = place.find_of_values(&document.path, &from.values) {
            let about = About::new(plan, planned, document, &values, from.text.clone());
            return Ok(Made { content: Content::Old(stored), from, about });
        }
    }
    let (merged, printed) = task.merge(values, place, worker)?;
    let about = About::new(plan, planned, document, &merged.context, merged.content_hash());
    if place.remembers() {
        from.key = plan.key(planned, document, &merged);
        from.text.clone_from(&about.content_hash);
    }
    let printed = match printed {
        Some(printed) => printed,
        None => {
            if let Some(stored) = place.find(&document.path, &from) {
                return Ok(Made { content: Content::Old(stored), from, about });
            }
            worker.make(&task.job(merged)).map_err(|problems| task.place(problems))?
        }
    };
    *likely = printed.pages;
    if is_first && printed.warnings.is_empty() {
        firsts.passed(document);
    }
    Ok(Made { content: Content::New(seal(plan, document, printed)?), from, about })
}

/// Makes a document of its merged text, alone, and tells what Typst warns of.
pub(super) fn print(
    plan: &Plan,
    planned: &PlannedRecipient,
    (document, merged): (&PlannedDocument, Merged),
    worker: &mut Worker,
    pages: &mut Pages,
) -> Result<Printed, Problems> {
    let likely = pages.0.entry((document.index, document.locale.clone())).or_insert(1);
    let task = Task { plan, planned, document, pages: *likely, tells_warnings: true };
    // No other document of the recipient follows.
    let job = Job { is_last: true, ..task.job(merged) };
    let printed = worker.make(&job).map_err(|problems| task.place(problems))?;
    *likely = printed.pages;
    seal(plan, document, printed)
}

/// Seals a document, where the mailing's are.
fn seal(plan: &Plan, document: &PlannedDocument, mut printed: Printed) -> Result<Printed, Problems> {
    // The key is in this process alone: what sets templates never has it.
    if let Some(seal) = plan.seal().filter(|_| plan.seal_place(document).is_some()) {
        printed.bytes = seal.seal_document(printed.bytes)?;
    }
    Ok(printed)
}

/// One document to be made.
struct Task<'a> {
    plan: &'a Plan,
    planned: &'a PlannedRecipient,
    document: &'a PlannedDocument,
    /// How many pages it probably has.
    pages: usize,
    tells_warnings: bool,
}

impl Task<'_> {
    /// Merges it; where nothing made earlier can be the same, it is made too, so that no process waits for its text.
    fn merge(
        &self,
        context: Value,
        place: &Place,
        worker: &mut Worker,
    ) -> Result<(Merged, Option<Printed>), Problems> {
        let Self { plan, document, .. } = self;
        let mut lost = None;
        if !plan.is_draft() && !place.may_have(&document.path) {
            let job = self.job(Merged { text: String::new(), context: Value::Null });
            match worker.make_merged((&document.locale, &document.template), &context, &job) {
                Ok((text, printed)) => return Ok((Merged { text, context }, Some(printed))),
                Err(Undone::Refused(problems)) => return Err(self.place(problems)),
                Err(Undone::Unmerged(loss)) => lost = loss,
            }
        }
        let merging = worker.merging(plan.templates());
        let text = merging.render(&document.locale, &document.template, &context)?;
        match lost {
            Some(lost) => Err(self.place((*lost).into())),
            None => Ok((Merged { text, context }, None)),
        }
    }

    fn job(&self, merged: Merged) -> Job {
        let job = self.plan.job(self.planned, self.document, merged, self.pages);
        Job { tells_warnings: self.tells_warnings, ..job }
    }

    /// Tells problems of the text at the places of the template.
    fn place(&self, problems: Problems) -> Problems {
        self.plan.place(self.planned, self.document, problems)
    }
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
    draw(plan, planned, (document, merged), worker, (dots_per_inch, most))
}

/// Draws the first pages of a document of its merged text, `most` of them, as PNG.
pub(super) fn draw(
    plan: &Plan,
    planned: &PlannedRecipient,
    (document, merged): (&PlannedDocument, Merged),
    worker: &mut Worker,
    (dots_per_inch, most): (f64, usize),
) -> Result<Vec<Vec<u8>>, Problems> {
    let drawn = worker.draw(&plan.job(planned, document, merged, 1), dots_per_inch, most);
    drawn.map_err(|problems| blame_recipient(planned, plan.place(planned, document, problems)))
}
