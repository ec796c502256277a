//! Which of several forms from one recipient counts: one that is filled in, and of those the one changed last, as far as dates are
//! known and can be believed.
//!
//! A form that a person entered an answer in the place of, by its name, counts no more.
//!
//! Whatever is decided, files that do not say the same name each other, so that a person sees them side by side.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

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
    let is_filled = |file: &&Examined| !file.returned.is_blank;
    // What is verified never gives way to what is not, nor what says something to what says nothing.
    let any_verified = files.iter().any(is_verified);
    let is_trusted = |file: &&Examined| is_verified(file) || (options.accepts_unverified && !any_verified);
    let any_filled = files.iter().any(|file| is_trusted(file) && is_filled(file));
    let is_replaced = |file: &&Examined| file.returned.is_replaced;
    let takes_part =
        |file: &&Examined| is_trusted(file) && !is_replaced(file) && (is_filled(file) || !any_filled);
    // What a person entered has a day and no time: on that day nothing is known to be later.
    let by_day = files.iter().any(|file| file.returned.status.is_entered());
    let date = |file: &&Examined| {
        let at = file.modified.filter(|at| options.has_come(*at))?;
        if by_day {
            TimeZone::UTC
                .to_datetime(at)
                .date()
                .to_zoned_datetime(TimeZone::UTC)
                .ok()
                .map(|day| day.timestamp())
        } else {
            Some(at)
        }
    };
    let latest: Option<Timestamp> = files.iter().filter(|file| takes_part(file)).filter_map(&date).max();
    // Of a date that is yet to come it is known that it is wrong; of none, nothing.
    let is_last = |file: &&Examined| {
        takes_part(file) && (date(file) == latest || (file.modified.is_none() && is_filled(file)))
    };
    let said: BTreeSet<&Answers> =
        files.iter().filter(|file| is_last(file)).filter_map(|file| file.answers.as_ref()).collect();
    let says_the_same =
        |file: &&Examined| file.answers.as_ref().is_some_and(|answers| said.contains(answers));
    let first = files.iter().position(&is_last);
    let version = |(position, file): (usize, &&Examined)| {
        if !is_trusted(file) {
            AnswerVersion::Unverified
        } else if is_replaced(file) {
            AnswerVersion::Earlier
        } else if !takes_part(file) {
            AnswerVersion::Blank
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
            // A form in which nothing is filled in says nothing else; nor does one that a person entered an answer in the place of.
            file.answers
                .as_ref()
                .filter(|_| !file.returned.is_blank && !file.returned.is_replaced)
                .map(|answers| *kinds.entry(answers).or_insert(next))
        })
        .collect();
    let others = |kind: &Option<usize>| {
        let differing = files
            .iter()
            .zip(&kind_of)
            .filter(|(_, other)| kind.is_some() && other.is_some() && *other != kind);
        differing.map(|(file, _)| file.returned.place()).take(MAX_NAMED).collect()
    };
    kind_of.iter().map(others).collect()
}
