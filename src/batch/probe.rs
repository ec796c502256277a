//! Tells a problem of a template from one of a recipient, when Typst refuses a document.

use std::collections::BTreeMap;

use super::make::{Pages, one};
use super::place::Place;
use crate::diagnostic::{Diagnostic, Scope, Severity};
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::typeset;
use crate::worker::{Worker, Workplace};

/// How many recipients have to fail alike before the template is at fault, where there are as many.
const WITNESSES: usize = 2;

/// What a template makes: a document in a language, and whether as a copy or a courtesy translation.
type Kind = (usize, String, bool, bool);

/// The problems of all templates that fail for the first recipients they are used for; they stop the build. The
/// result depends on the plan only.
pub(super) fn problems_of_templates(
    plan: &Plan,
    workplace: &Workplace,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let mut kinds: BTreeMap<Kind, Vec<(PlannedRecipient, PlannedDocument)>> = BTreeMap::new();
    for planned in plan.recipients() {
        let planned = planned.map_err(|problem| vec![problem])?;
        if planned.is_blocked() {
            continue;
        }
        for document in &planned.documents {
            let kind = (document.index, document.locale.clone(), document.copy.is_some(), document.courtesy);
            let users = kinds.entry(kind).or_default();
            if users.len() < WITNESSES {
                users.push((planned.clone(), document.clone()));
            }
        }
    }
    let mut worker = workplace.worker();
    let mut try_all = move || problems(plan, &mut worker, &kinds);
    if workplace.is_apart() {
        return Ok(try_all());
    }
    typeset::with_worker_pool(try_all).map_err(|problem| vec![problem])
}

fn problems(
    plan: &Plan,
    worker: &mut Worker,
    kinds: &BTreeMap<Kind, Vec<(PlannedRecipient, PlannedDocument)>>,
) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    for users in kinds.values() {
        let failures: Vec<_> = users.iter().map_while(|user| failure(plan, worker, user)).collect();
        if failures.len() == users.len() {
            let new = failures.into_iter().next().unwrap_or_default();
            let is_known = |problem: &Diagnostic| {
                problems
                    .iter()
                    .any(|known| (&known.message, &known.location) == (&problem.message, &problem.location))
            };
            let new: Vec<_> = new.into_iter().filter(|problem| !is_known(problem)).collect();
            problems.extend(new);
        }
    }
    problems
}

/// Why a document cannot be made, as problems of the build that name the recipient it was tried with.
fn failure(
    plan: &Plan,
    worker: &mut Worker,
    (planned, document): &(PlannedRecipient, PlannedDocument),
) -> Option<Vec<Diagnostic>> {
    let made = one(plan, planned, document, &Place::Nowhere, worker, &mut Pages::default());
    typeset::evict();
    let mut problems = made.err()?;
    for problem in problems.iter_mut().filter(|problem| problem.severity == Severity::Error) {
        problem.scope = Scope::Build;
        problem.subject.recipient.get_or_insert_with(|| planned.id().to_owned());
    }
    Some(problems)
}
