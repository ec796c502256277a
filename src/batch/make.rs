//! One recipient's documents: merge, then have each made that was not made before.

use std::collections::BTreeMap;

use super::place::Place;
use crate::diagnostic::{Diagnostic, Scope};
use crate::digest::Stored;
use crate::plan::{Merged, Plan, PlannedDocument, PlannedRecipient};
use crate::typeset::{Typeset, Typesetter};
use crate::worker::{Printed, Worker};

/// A document that there is.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) content: Content,
    /// What it was made from.
    pub(super) key: String,
    pub(super) about: About,
}

/// A document's PDF.
#[derive(Debug)]
pub(super) enum Content {
    /// Made now.
    New(Printed),
    /// Made earlier, from the same.
    Old(Stored),
}

/// What is to be told of a document.
#[derive(Debug)]
pub(super) struct About {
    /// Hash of the data it was made from, in hexadecimal.
    pub(super) data_hash: String,
    /// Hash of the text, in hexadecimal.
    pub(super) content_hash: String,
    /// Name of the recipient as in a list.
    pub(super) entity: String,
    /// Address lines as printed.
    pub(super) addressee: Vec<String>,
}

impl About {
    fn of(plan: &Plan, planned: &PlannedRecipient, document: &PlannedDocument, merged: &Merged) -> Self {
        Self {
            data_hash: plan.data_hash(planned, document, merged),
            content_hash: merged.content_hash(),
            entity: merged.entity().to_owned(),
            addressee: merged.addressee_lines(),
        }
    }
}

/// How many pages documents had last, by document and locale: the next one is likely to have as many.
#[derive(Debug, Default)]
pub(super) struct Pages(BTreeMap<(usize, String), usize>);

/// Makes all documents of a recipient that the place does not have already, or says all that keeps them from being made.
pub(super) fn make(
    plan: &Plan,
    planned: &PlannedRecipient,
    place: &Place,
    worker: &mut Worker,
    pages: &mut Pages,
) -> Result<Vec<Made>, Vec<Diagnostic>> {
    if planned.is_blocked() {
        return Err(planned.problems.clone());
    }
    let mut made = Vec::with_capacity(planned.documents.len());
    let mut problems = Vec::new();
    for document in &planned.documents {
        match one(plan, planned, document, place, worker, pages) {
            Ok(document) => made.push(document),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(made) } else { Err(narrowed(problems, planned)) }
}

/// Makes one document of a recipient, or says what keeps it from being made.
pub(super) fn one(
    plan: &Plan,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
    place: &Place,
    worker: &mut Worker,
    pages: &mut Pages,
) -> Result<Made, Vec<Diagnostic>> {
    let merged = plan.merge(planned, document).map_err(|problem| vec![problem])?;
    let about = About::of(plan, planned, document, &merged);
    let key = place.key(plan, planned, document, &merged);
    if let Some(stored) = place.find(&document.path, &key) {
        return Ok(Made { content: Content::Old(stored), key, about });
    }
    let likely = pages.0.entry((document.index, document.locale.clone())).or_insert(1);
    let printed = worker.make(&plan.job(planned, document, merged, *likely)).map_err(Vec::from_iter)?;
    *likely = printed.pages;
    Ok(Made { content: Content::New(printed), key, about })
}

/// Sets one document without exporting it.
pub(super) fn set(
    plan: &Plan,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
    typesetter: &Typesetter,
) -> Result<Typeset, Vec<Diagnostic>> {
    let merged = plan.merge(planned, document).map_err(|problem| vec![problem])?;
    typesetter
        .set_with(&merged.text, &plan.facts(planned, document, 1))
        .map_err(|problems| narrowed(Vec::from_iter(problems), planned))
}

/// The problems as those of this recipient: what Typst refuses was rendered for it.
pub(super) fn narrowed(problems: Vec<Diagnostic>, planned: &PlannedRecipient) -> Vec<Diagnostic> {
    let id = &planned.recipient.id.value;
    problems
        .into_iter()
        .map(|mut problem| {
            problem.scope = Scope::Recipient;
            problem.subject.recipient.get_or_insert_with(|| id.clone());
            problem
        })
        .collect()
}
