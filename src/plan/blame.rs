//! Whose fault a failure is: the recipient's, which blocks that recipient only, or the template's, which stops the build.
//!
//! Two rules tell them apart. A problem in a template that every recipient of its language has is the template's
//! ([`SharedFaults`], used by the plan). A document that Typst refuses for the first recipients of its template is the
//! template's too ([`Witnesses`], used by the batch).

use std::collections::{BTreeMap, BTreeSet};

use super::planned::{PlannedDocument, PlannedRecipient};
use crate::diagnostic::{Code, Diagnostic, Location, Problems, Scope, Severity};

/// Whether a problem blocks its recipient's documents.
pub(super) fn blocks(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error && problem.scope == Scope::Recipient
}

/// Attributes problems to a recipient: errors block it and no other.
pub(crate) fn blame_recipient(
    planned: &PlannedRecipient,
    problems: impl IntoIterator<Item = Diagnostic>,
) -> Problems {
    let blame = |mut problem: Diagnostic| {
        if problem.severity == Severity::Error {
            problem.scope = Scope::Recipient;
        }
        problem.subject.recipient.get_or_insert_with(|| planned.id().to_owned());
        problem
    };
    problems.into_iter().map(blame).collect()
}

/// Attributes errors to the template: they stop the build, and name the recipient they were found with.
fn blame_template(planned: &PlannedRecipient, mut problems: Problems) -> Problems {
    for problem in problems.iter_mut().filter(|problem| problem.severity == Severity::Error) {
        problem.scope = Scope::Build;
        problem.subject.recipient.get_or_insert_with(|| planned.id().to_owned());
    }
    problems
}

/// The code and place of a problem: recipients whose problems agree in both share the problem.
type Key = (&'static Code, Location);

/// Problems in templates that every recipient of the template's language has.
#[derive(Debug)]
pub(super) struct SharedFaults<'a> {
    keys: BTreeSet<Key>,
    /// The folder of the templates.
    templates: &'a str,
}

impl<'a> SharedFaults<'a> {
    /// Finds the shared ones among some problems. `readers` counts the recipients of a language, or of all languages for
    /// a file that no language owns; `templates` is the folder of the templates.
    pub(super) fn find(
        problems: &[Diagnostic],
        templates: &'a str,
        readers: impl Fn(Option<&str>) -> usize,
    ) -> Self {
        let mut affected: BTreeMap<Key, BTreeSet<&str>> = BTreeMap::new();
        for problem in problems {
            if let (Some(key), Some(id)) = (key(problem, templates), &problem.subject.recipient) {
                affected.entry(key).or_default().insert(id);
            }
        }
        let everyone = |location: &Location| {
            let path = path_in(templates, &location.file);
            readers(path.and_then(|path| Some(path.split_once('/')?.0)))
        };
        let shared = affected.into_iter().filter(|((_, location), ids)| everyone(location) == ids.len());
        Self { keys: shared.map(|(key, _)| key).collect(), templates }
    }

    /// Whether a problem is one of them.
    pub(super) fn contains(&self, problem: &Diagnostic) -> bool {
        self.key(problem).is_some()
    }

    /// Reports each of them once, as a problem that stops the build; the other problems stay.
    pub(super) fn merge(&self, problems: Problems) -> Problems {
        let mut reported = BTreeSet::new();
        let merge = |mut problem: Diagnostic| match self.key(&problem) {
            Some(key) => {
                problem.scope = Scope::Build;
                reported.insert(key).then_some(problem)
            }
            None => Some(problem),
        };
        problems.into_iter().filter_map(merge).collect()
    }

    fn key(&self, problem: &Diagnostic) -> Option<Key> {
        key(problem, self.templates).filter(|key| self.keys.contains(key))
    }
}

/// The key of a problem that blocks a recipient and lies in a template; `None` for any other problem.
fn key(problem: &Diagnostic, templates: &str) -> Option<Key> {
    let location = problem.location.as_ref().filter(|_| blocks(problem))?;
    path_in(templates, &location.file)?;
    Some((problem.code, location.clone()))
}

/// The path of a file inside a folder.
fn path_in<'a>(folder: &str, file: &'a str) -> Option<&'a str> {
    file.strip_prefix(folder)?.strip_prefix('/')
}

/// How many recipients have to fail before the template is at fault; fewer if it is used for fewer.
const WITNESSES: usize = 2;

/// What a template makes: a document from a template in a language, and whether as a copy or a courtesy translation.
type Kind = (usize, String, String, bool, bool);

/// The first recipients that each template is used for.
#[derive(Debug)]
pub(crate) struct Witnesses(BTreeMap<Kind, Users>);

/// The first recipients of one template, and what it makes for them.
#[derive(Debug, Default)]
pub(crate) struct Users(Vec<(PlannedRecipient, PlannedDocument)>);

/// Whose fault it is that documents fail.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// None fails.
    Sound,
    /// All fail, so the template is at fault: what is wrong with it stops the build.
    Template(Problems),
    /// Not all fail: what is wrong blocks the recipients it is about.
    Recipients(Problems),
}

impl Witnesses {
    /// Finds the witnesses among the recipients of a plan, so that the verdict depends on the plan only.
    ///
    /// # Errors
    ///
    /// The recipients can no longer be read.
    pub(crate) fn find(
        recipients: impl Iterator<Item = Result<PlannedRecipient, Diagnostic>>,
    ) -> Result<Self, Diagnostic> {
        Self::find_by(recipients, |document| {
            (
                document.index,
                document.template.clone(),
                document.locale.clone(),
                document.copy.is_some(),
                document.courtesy,
            )
        })
    }

    /// Finds witnesses for each document in each language, whether as an original, a copy or a courtesy translation.
    ///
    /// # Errors
    ///
    /// The recipients can no longer be read.
    pub(crate) fn of_templates(
        recipients: impl Iterator<Item = Result<PlannedRecipient, Diagnostic>>,
    ) -> Result<Self, Diagnostic> {
        Self::find_by(recipients, |document| {
            (document.index, document.template.clone(), document.locale.clone(), false, false)
        })
    }

    fn find_by(
        recipients: impl Iterator<Item = Result<PlannedRecipient, Diagnostic>>,
        kind: impl Fn(&PlannedDocument) -> Kind,
    ) -> Result<Self, Diagnostic> {
        let mut kinds: BTreeMap<Kind, Users> = BTreeMap::new();
        for planned in recipients {
            let planned = planned?;
            for document in planned.documents.iter().filter(|_| !planned.is_blocked()) {
                let Users(users) = kinds.entry(kind(document)).or_default();
                let is_new = users.iter().all(|(user, _)| user.id() != planned.id());
                if users.len() < WITNESSES && is_new {
                    users.push((planned.clone(), document.clone()));
                }
            }
        }
        Ok(Self(kinds))
    }

    /// The witnesses of each template.
    pub(crate) fn into_users(self) -> impl Iterator<Item = Users> {
        self.0.into_values()
    }

    /// The problems of the templates that fail for all their witnesses; they stop the build. `attempt` makes a document
    /// and returns what it failed on.
    pub(crate) fn blame_templates(
        &self,
        mut attempt: impl FnMut(&PlannedRecipient, &PlannedDocument) -> Result<(), Problems>,
    ) -> Problems {
        let mut problems = Problems::new();
        for users in self.0.values() {
            if let Verdict::Template(found) = users.judge(&mut attempt) {
                let is_new = |problem: &Diagnostic| !problems.iter().any(|known| known.is_same(problem));
                let new: Vec<_> = found.into_iter().filter(is_new).collect();
                problems.extend(new);
            }
        }
        problems
    }
}

impl Users {
    /// The language of what is made for them.
    pub(crate) fn locale(&self) -> &str {
        self.0.first().map_or("", |(_, document)| document.locale.as_str())
    }

    /// The one that is tried first, and what is made for it.
    pub(crate) fn first(&self) -> Option<&(PlannedRecipient, PlannedDocument)> {
        self.0.first()
    }

    /// Tries the template with its witnesses, until one does not fail. `attempt` makes a document and returns what it failed on.
    pub(crate) fn judge(
        &self,
        mut attempt: impl FnMut(&PlannedRecipient, &PlannedDocument) -> Result<(), Problems>,
    ) -> Verdict {
        let mut failures = Vec::new();
        for (planned, document) in &self.0 {
            match attempt(planned, document) {
                Err(problems) => failures.push((planned, problems)),
                Ok(()) if failures.is_empty() => return Verdict::Sound,
                Ok(()) => {
                    let blamed =
                        failures.into_iter().flat_map(|(planned, found)| blame_recipient(planned, found));
                    return Verdict::Recipients(blamed.collect());
                }
            }
        }
        let first = failures.into_iter().next();
        first.map_or(Verdict::Sound, |(planned, problems)| {
            Verdict::Template(blame_template(planned, problems))
        })
    }
}
