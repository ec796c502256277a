//! Tells a problem of a template from one of a recipient, when Typst refuses a document.

use std::collections::BTreeMap;

use super::make::{Pages, one};
use crate::diagnostic::{Diagnostic, Scope, Severity};
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::typeset::{self, Typesetter};

/// How many recipients have to fail alike before the template is at fault, where there are as many.
const WITNESSES: usize = 2;

/// What a template makes: a document in a language, and whether as a copy or a courtesy translation.
type Kind<'a> = (usize, &'a str, bool, bool);

/// The problems of all templates that fail for the first recipients they are used for; they stop the build. The
/// result depends on the plan only.
pub(super) fn problems_of_templates(
    plan: &Plan,
    typesetter: &Typesetter,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut kinds: BTreeMap<Kind<'_>, Vec<(&PlannedRecipient, &PlannedDocument)>> = BTreeMap::new();
    for planned in plan.recipients().iter().filter(|planned| !planned.is_blocked()) {
        for document in &planned.documents {
            let kind = (document.index, document.locale.as_str(), document.copy.is_some(), document.courtesy);
            let users = kinds.entry(kind).or_default();
            if users.len() < WITNESSES {
                users.push((planned, document));
            }
        }
    }
    typeset::with_worker_pool(|| {
        let mut problems: Vec<Diagnostic> = Vec::new();
        for users in kinds.values() {
            let failures: Vec<_> = users.iter().map_while(|user| failure(plan, typesetter, *user)).collect();
            if failures.len() == users.len() {
                let new = failures.into_iter().next().unwrap_or_default();
                problems.extend(
                    new.into_iter()
                        .filter(|problem| {
                            !problems.iter().any(|known| {
                                (&known.message, &known.location) == (&problem.message, &problem.location)
                            })
                        })
                        .collect::<Vec<_>>(),
                );
            }
        }
        problems
    })
}

/// Why a document cannot be made, as problems of the build that name the recipient it was tried with.
fn failure(
    plan: &Plan,
    typesetter: &Typesetter,
    (planned, document): (&PlannedRecipient, &PlannedDocument),
) -> Option<Vec<Diagnostic>> {
    let mut problems = one(plan, planned, document, typesetter, &mut Pages::default()).err()?;
    for problem in problems.iter_mut().filter(|problem| problem.severity == Severity::Error) {
        problem.scope = Scope::Build;
        problem.subject.recipient.get_or_insert_with(|| planned.id().to_owned());
    }
    typeset::evict();
    Some(problems)
}
