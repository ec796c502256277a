//! The first pass over all recipients: counts them and their languages, finds repeated ids and unreadable recipients, and
//! assigns the numbers.
//!
//! It keeps a few bytes of each recipient without problems.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::Alike;
use super::blame::blocks;
use super::doubles::Doubles;
use super::fallbacks::Fallbacks;
use super::options::Settled;
use super::outline::Outline;
use super::planned::PlannedRecipient;
use super::roll::Roll;
use super::unmatched::Unmatched;
use super::watch::Watch;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::mailing::Mailing;
use crate::recipient::Recipient;
use crate::register::Register;

/// The result of the first pass over the recipients.
#[derive(Debug, Default)]
pub(super) struct Census {
    /// How many recipients are wanted.
    pub(super) recipients: usize,
    /// How many documents they get.
    pub(super) documents: usize,
    /// How many documents each of them gets, in the order of the lists: the number, and how many follow each other that get as many.
    pub(super) sizes: Vec<(usize, usize)>,
    /// How many of them have a document in each language.
    pub(super) readers: BTreeMap<String, usize>,
    /// The hash of the sequence of those that get documents, once that is known.
    pub(super) sequence: String,
    /// The problems that block recipients, so far, by id.
    pub(super) blocked: BTreeMap<String, Problems>,
    /// The blocked recipients that cannot be read.
    unread: BTreeSet<String>,
    /// What is wrong with the lists and the recipients in them.
    pub(super) problems: Problems,
    /// Notes and problems about the choice of languages.
    pub(super) languages: Problems,
    /// What conditions of the mailing name and no recipient has.
    pub(super) unmatched: Problems,
}

impl Census {
    /// Passes over the recipients of a roll, of which `watch` hears; `problems` are those found before.
    pub(super) fn take(
        roll: &Roll,
        mailing: &Mailing,
        file: &str,
        register: &mut Register,
        problems: Problems,
        watch: Option<&dyn Watch>,
    ) -> Self {
        let mut census = Self { problems, ..Self::default() };
        census.block(0);
        let mut ids = Doubles::default();
        let mut unmatched = Unmatched::of(mailing);
        let mut alike = Alike::default();
        let mut fallbacks = Fallbacks::default();
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
                alike.add(&planned.recipient);
                register.assign_one(planned.id());
                census.unread.remove(planned.id());
                unmatched.meet(&planned.recipient);
                if roll.wants(planned.id()) {
                    watch.inspect(|watch| watch.read(&planned));
                    // Its languages may be what is wrong with one that is blocked.
                    if !census.blocked.contains_key(planned.id()) {
                        fallbacks.add(&planned);
                    }
                    census.count(planned);
                }
            }
        }
        census.languages.extend(fallbacks.report());
        if ids.exist() {
            census.problems.extend(repeated_ids(roll));
        }
        census.problems.extend(alike.report(roll));
        if listed == 0 && !census.problems.has_errors() {
            census.problems.push(
                Diagnostic::new(codes::RECIPIENTS_NONE, "the mailing has no recipients")
                    .with_field("recipients")
                    .with_hint("name a file with recipients under `recipients:` of the mailing"),
            );
        }
        census.unmatched = unmatched.problems(mailing, file, |id| census.blocked.contains_key(id));
        census
    }

    /// What was found when the plan was frozen; the lists are the same, and are not read. `problems` are those found before.
    pub(super) fn settled(settled: &Settled, problems: Problems) -> Self {
        let Outline { sizes, readers, sequence } = settled.outline.clone();
        let (recipients, documents) = settled.counts;
        Self { recipients, documents, sizes, readers, sequence, problems, ..Self::default() }
    }

    /// What is kept of all recipients together.
    pub(super) fn outline(&self) -> Outline {
        let Self { sizes, readers, sequence, .. } = self;
        Outline { sizes: sizes.clone(), readers: readers.clone(), sequence: sequence.clone() }
    }

    /// Expects recipients that are not listed, in some languages.
    pub(super) fn expect<'a>(&mut self, languages: impl Iterator<Item = &'a str>) {
        self.readers = languages.map(|language| (language.to_owned(), 1)).collect();
        self.problems.retain(|problem| problem.code != codes::RECIPIENTS_NONE);
    }

    /// How many recipients have a document in a language, or in any.
    pub(super) fn readers_of(&self, language: Option<&str>) -> usize {
        language.map_or(self.recipients, |language| self.readers.get(language).copied().unwrap_or_default())
    }

    /// Removes the problems for which `is_other` holds from those that block recipients.
    pub(super) fn unblock(&mut self, is_other: impl Fn(&Diagnostic) -> bool) {
        self.blocked.retain(|_, problems| {
            problems.retain(|problem| !is_other(problem));
            !problems.is_empty()
        });
    }

    /// The unreadable recipients with the problems that still block them.
    pub(super) fn unread(&self) -> BTreeMap<String, Problems> {
        let problems = |id: &String| self.blocked.get(id).cloned().unwrap_or_default();
        self.unread.iter().map(|id| (id.clone(), problems(id))).collect()
    }

    /// The problems that block the recipients that are wanted, by id.
    pub(super) fn blocked_of(&mut self, wants: impl Fn(&str) -> bool) -> BTreeMap<String, Problems> {
        self.blocked.retain(|id, _| wants(id));
        std::mem::take(&mut self.blocked)
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

    fn count(&mut self, planned: PlannedRecipient) {
        self.recipients += 1;
        let documents = planned.documents.len();
        self.documents += documents;
        match self.sizes.last_mut() {
            Some((size, recipients)) if *size == documents => *recipients += 1,
            _ => self.sizes.push((documents, 1)),
        }
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
fn repeated_ids(roll: &Roll) -> Problems {
    let mut first = BTreeMap::new();
    let mut problems = Problems::new();
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
