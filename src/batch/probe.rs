//! Tries templates again when Typst has refused a document, to find out whether the template is at fault.
//!
//! `plan::blame` decides; the documents are made here.

use super::firsts::Firsts;
use super::make::{Pages, make_document};
use super::place::Place;
use crate::diagnostic::Problems;
use crate::plan::blame::Witnesses;
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::typeset;
use crate::worker::Workplace;

/// The problems of all templates that fail for the first recipients they are used for; they stop the build.
///
/// # Errors
///
/// The recipients can no longer be read, or no thread can be started.
pub(super) fn find_template_faults(plan: &Plan, workplace: &Workplace) -> Result<Problems, Problems> {
    let witnesses = Witnesses::find(plan.all_recipients())?;
    let mut worker = workplace.worker();
    let none = Firsts::none();
    let mut try_all = move || {
        witnesses.blame_templates(|planned: &PlannedRecipient, document: &PlannedDocument| {
            let mut pages = Pages::default();
            let made =
                make_document(plan, planned, document, (&Place::Nowhere, &none), &mut worker, &mut pages);
            typeset::evict();
            made.map(drop)
        })
    };
    if workplace.is_apart() { Ok(try_all()) } else { Ok(typeset::with_worker_pool(try_all)?) }
}
