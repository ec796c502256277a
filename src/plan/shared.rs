//! Problems that every recipient of a language has are those of its templates, and are told once.

use std::collections::{BTreeMap, BTreeSet};

use super::census::Census;
use super::resolve::blocks;
use crate::diagnostic::{Code, Diagnostic, Location, Scope};

/// What makes two recipients' problems the same one: code and place.
type Key = (&'static Code, Location);

/// Makes one problem, which stops the build, of each that stands in a template and that everyone has who is written to
/// with it. `templates` is the folder of the templates.
pub(super) fn told_once(problems: &mut Vec<Diagnostic>, census: &mut Census, templates: &str) {
    let mut affected: BTreeMap<Key, BTreeSet<&str>> = BTreeMap::new();
    for problem in problems.iter() {
        if let (Some(key), Some(id)) = (key(problem, templates), &problem.subject.recipient) {
            affected.entry(key).or_default().insert(id);
        }
    }
    let everyone = |location: &Location| {
        let language = rest(&location.file, templates).and_then(|rest| Some(rest.split_once('/')?.0));
        language
            .map_or(census.recipients, |language| census.readers.get(language).copied().unwrap_or_default())
    };
    let shared: BTreeSet<Key> = affected
        .into_iter()
        .filter(|((_, location), ids)| everyone(location) == ids.len())
        .map(|(key, _)| key)
        .collect();
    let shared_key = |problem: &Diagnostic| key(problem, templates).filter(|key| shared.contains(key));
    census.blocked.retain(|_, problems| {
        problems.retain(|problem| shared_key(problem).is_none());
        !problems.is_empty()
    });
    let mut told = BTreeSet::new();
    problems.retain_mut(|problem| match shared_key(problem) {
        Some(key) => {
            problem.scope = Scope::Build;
            told.insert(key)
        }
        None => true,
    });
}

/// What tells a recipient's problem in a template; `None` for any other problem.
fn key(problem: &Diagnostic, templates: &str) -> Option<Key> {
    let location = problem.location.as_ref().filter(|_| blocks(problem))?;
    rest(&location.file, templates)?;
    Some((problem.code, location.clone()))
}

/// The path of a file inside the folder of the templates.
fn rest<'a>(file: &'a str, templates: &str) -> Option<&'a str> {
    file.strip_prefix(templates)?.strip_prefix('/')
}
