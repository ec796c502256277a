//! The first look through all recipients: how many there are and in which languages, whose ids are doubled, who cannot be
//! read. It gives out the numbers.
//!
//! What it keeps of a recipient without problems is a few bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use super::PlannedRecipient;
use super::resolve::blocks;
use super::roll::Roll;
use crate::diagnostic::{self, Diagnostic, codes};
use crate::mailing::Mailing;
use crate::recipient::Recipient;
use crate::register::Register;

/// What a look through the recipients found.
#[derive(Debug, Default)]
pub(super) struct Census {
    /// How many recipients are wanted.
    pub(super) recipients: usize,
    /// How many documents they get.
    pub(super) documents: usize,
    /// How many of them have a document in each language.
    pub(super) readers: BTreeMap<String, usize>,
    /// What keeps recipients from being made, so far, by id.
    pub(super) blocked: BTreeMap<String, Vec<Diagnostic>>,
    /// Those of the blocked that could not even be read.
    pub(super) unread: BTreeSet<String>,
    /// What is wrong with the lists and the recipients in them.
    pub(super) problems: Vec<Diagnostic>,
    /// What is to be told of the recipients' languages.
    pub(super) languages: Vec<Diagnostic>,
}

impl Census {
    /// Looks through the recipients of a roll; `problems` is what opening its lists found.
    pub(super) fn take(
        roll: &Roll,
        mailing: &Mailing,
        register: &mut Register,
        problems: Vec<Diagnostic>,
    ) -> Self {
        let mut census = Self { problems, ..Self::default() };
        census.block(0);
        let mut ids = Doubles::default();
        let mut listed = 0;
        for called in roll.call(mailing) {
            let called = match called {
                Ok(called) => called,
                Err(problem) => {
                    census.problems.push(problem);
                    break;
                }
            };
            let before = census.problems.len();
            census.problems.extend(called.unread);
            census.block(before);
            census.languages.extend(called.languages);
            if let Some(planned) = called.planned {
                listed += 1;
                ids.add(&planned.id().to_lowercase());
                register.assign_one(planned.id());
                census.unread.remove(planned.id());
                census.count(roll, planned);
            }
        }
        if ids.are_there() {
            census.problems.extend(repeated_ids(roll));
        }
        if listed == 0 && !diagnostic::has_errors(&census.problems) {
            census.problems.push(
                Diagnostic::new(codes::RECIPIENTS_NONE, "the mailing has no recipients")
                    .with_field("recipients")
                    .with_hint("name a file with recipients under `recipients:` of the mailing"),
            );
        }
        census
    }

    /// Notes whom the problems from this one on block.
    fn block(&mut self, from: usize) {
        for problem in self.problems.iter().skip(from).filter(|problem| blocks(problem)) {
            if let Some(id) = &problem.subject.recipient {
                self.blocked.entry(id.clone()).or_default().push(problem.clone());
                self.unread.insert(id.clone());
            }
        }
    }

    fn count(&mut self, roll: &Roll, planned: PlannedRecipient) {
        if !roll.wants(planned.id()) {
            return;
        }
        self.recipients += 1;
        self.documents += planned.documents.len();
        let languages: BTreeSet<&str> =
            planned.documents.iter().map(|document| document.locale.as_str()).collect();
        for language in languages {
            match self.readers.get_mut(language) {
                Some(readers) => *readers += 1,
                None => {
                    self.readers.insert(language.to_owned(), 1);
                }
            }
        }
        if !planned.problems.is_empty() {
            self.blocked.entry(planned.recipient.id.value).or_default().extend(planned.problems);
        }
    }
}

/// Finds ids given twice, over all lists of a mailing.
fn repeated_ids(roll: &Roll) -> Vec<Diagnostic> {
    let mut first = BTreeMap::new();
    let mut problems = Vec::new();
    let recipients = roll.lists().rows().filter_map(|row| row.ok()?.value);
    for Recipient { id, location, .. } in recipients {
        let key = id.to_lowercase();
        if let Some(earlier) = first.get(&key) {
            problems.push(
                Diagnostic::new(codes::RECIPIENT_ID_TWICE, format!("the id `{}` is used twice", id.value))
                    .with_location(id.location(&location.file))
                    .about(id.value)
                    .with_field("id")
                    .with_hint(format!("it stands first at {earlier}; remove or rename one")),
            );
        } else {
            first.insert(key, location);
        }
    }
    problems
}

/// Finds out whether any of very many texts are alike, holding eight bytes for each. Two that are not may be taken for
/// alike, though hardly ever: whoever hears so looks again.
#[derive(Debug, Default)]
pub(super) struct Doubles {
    hashes: Vec<u64>,
    hasher: BuildHasherDefault<DefaultHasher>,
}

impl Doubles {
    pub(super) fn add(&mut self, text: &str) {
        self.hashes.push(self.hasher.hash_one(text));
    }

    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    pub(super) fn are_there(mut self) -> bool {
        self.hashes.sort_unstable();
        self.hashes.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_found_wherever_they_stand() {
        let found = |texts: &[&str]| {
            let mut doubles = Doubles::default();
            texts.iter().for_each(|text| doubles.add(text));
            doubles.are_there()
        };
        assert!(!found(&["FRA", "GMB", "KEN"]) && !found(&[]));
        assert!(found(&["FRA", "GMB", "KEN", "FRA"]));
    }
}
