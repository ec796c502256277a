//! Which of several forms from one recipient counts: the one changed last, as far as dates can be believed.
//!
//! Whatever is decided, files that do not say the same name each other, so that a person sees them side by side.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::answers::Answers;
use super::examine::Examined;
use super::model::MAX_NAMED;
use super::options::CollectOptions;
use super::status::{AnswerVersion, ReturnStatus};

/// Decides for each file that was read whether it counts. Nothing is dropped.
pub(super) fn decide(examined: &mut [Examined], options: &CollectOptions<'_>) {
    let mut groups: BTreeMap<(Option<String>, Option<String>), Vec<usize>> = BTreeMap::new();
    for (position, file) in examined.iter().enumerate() {
        if file.answers.is_some() {
            let key = (file.returned.recipient.clone(), file.returned.document.clone());
            groups.entry(key).or_default().push(position);
        }
    }
    for group in groups.into_values() {
        let files: Vec<&Examined> = group.iter().filter_map(|position| examined.get(*position)).collect();
        let decided: Vec<_> = decide_group(&files, options).into_iter().zip(find_differing(&files)).collect();
        for (position, (version, differs_from)) in group.into_iter().zip(decided) {
            if let Some(file) = examined.get_mut(position) {
                file.returned.version = Some(version);
                file.returned.differs_from = differs_from;
            }
        }
    }
}

fn decide_group(files: &[&Examined], options: &CollectOptions<'_>) -> Vec<AnswerVersion> {
    let is_verified = |file: &&Examined| file.returned.status != ReturnStatus::Unverified;
    // What is verified never gives way to what is not.
    let any_verified = files.iter().any(is_verified);
    let takes_part = |file: &&Examined| is_verified(file) || (options.accepts_unverified && !any_verified);
    let date = |file: &&Examined| file.modified.filter(|at| options.has_come(*at));
    let latest: Option<Timestamp> = files.iter().filter(|file| takes_part(file)).filter_map(&date).max();
    let is_last = |file: &&Examined| takes_part(file) && date(file) == latest;
    let said: BTreeSet<&Answers> =
        files.iter().filter(|file| is_last(file)).filter_map(|file| file.answers.as_ref()).collect();
    let says_the_same =
        |file: &&Examined| file.answers.as_ref().is_some_and(|answers| said.contains(answers));
    let first = files.iter().position(&is_last);
    let version = |(position, file): (usize, &&Examined)| {
        if !takes_part(file) {
            AnswerVersion::Unverified
        } else if !is_last(file) && date(file).is_some() {
            AnswerVersion::Earlier
        } else if !is_last(file) && !says_the_same(file) {
            AnswerVersion::Undated
        } else if said.len() > 1 && is_last(file) {
            AnswerVersion::Tie
        } else if Some(position) == first {
            AnswerVersion::Counts
        } else {
            AnswerVersion::Same
        }
    };
    files.iter().enumerate().map(version).collect()
}

/// Names, for each file, those that say something else.
fn find_differing(files: &[&Examined]) -> Vec<Vec<String>> {
    let mut kinds: BTreeMap<&Answers, usize> = BTreeMap::new();
    let kind_of: Vec<Option<usize>> = files
        .iter()
        .map(|file| {
            let next = kinds.len();
            file.answers.as_ref().map(|answers| *kinds.entry(answers).or_insert(next))
        })
        .collect();
    let others = |kind: &Option<usize>| {
        let differing = files.iter().zip(&kind_of).filter(|(_, other)| *other != kind);
        differing.map(|(file, _)| file.returned.file.clone()).take(MAX_NAMED).collect()
    };
    kind_of.iter().map(others).collect()
}
