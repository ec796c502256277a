//! One recipient's documents: merge, typeset, export.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Scope};
use crate::pdf;
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::typeset::{Typeset, Typesetter};

/// A document that is made.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) bytes: Vec<u8>,
    pub(super) pages: usize,
    /// Hash of the merged values, in hexadecimal.
    pub(super) data_hash: String,
    /// Name of the recipient as in a list.
    pub(super) entity: String,
    /// Address lines as printed.
    pub(super) addressee: Vec<String>,
}

/// How many pages documents had last, by document and locale: the next one is likely to have as many.
#[derive(Debug, Default)]
pub(super) struct Pages(BTreeMap<(usize, String), usize>);

/// Makes all documents of a recipient, or says all that keeps them from being made.
pub(super) fn make(
    plan: &Plan,
    planned: &PlannedRecipient,
    typesetter: &Typesetter,
    pages: &mut Pages,
) -> Result<Vec<Made>, Vec<Diagnostic>> {
    if planned.is_blocked() {
        return Err(planned.problems.clone());
    }
    let mut made = Vec::with_capacity(planned.documents.len());
    let mut problems = Vec::new();
    for document in &planned.documents {
        match one(plan, planned, document, typesetter, pages) {
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
    typesetter: &Typesetter,
    pages: &mut Pages,
) -> Result<Made, Vec<Diagnostic>> {
    let merged = plan.merge(planned, document).map_err(|problem| vec![problem])?;
    let likely = pages.0.entry((document.index, document.locale.clone())).or_insert(1);
    let typeset = typesetter.set_with(&merged.text, &plan.facts(planned, document, *likely))?;
    *likely = typeset.pages();
    let bytes = pdf::export(&typeset, &plan.pdf_settings(planned, document))?;
    Ok(Made {
        bytes,
        pages: typeset.pages(),
        data_hash: merged.data_hash(),
        entity: merged.entity().to_owned(),
        addressee: merged.addressee_lines(),
    })
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
        .map_err(|problems| narrowed(problems, planned))
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
