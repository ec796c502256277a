//! Which of several forms from one recipient counts: the one changed last.

use std::collections::{BTreeMap, BTreeSet};

use super::examine::Examined;
use super::status::AnswerVersion;

/// Decides for each file that was read whether it counts. Nothing is dropped.
pub(super) fn decide(examined: &mut [Examined]) {
    let mut groups: BTreeMap<(Option<String>, Option<String>), Vec<usize>> = BTreeMap::new();
    for (position, file) in examined.iter().enumerate() {
        if file.answers.is_some() {
            let key = (file.returned.recipient.clone(), file.returned.document.clone());
            groups.entry(key).or_default().push(position);
        }
    }
    for group in groups.into_values() {
        let versions =
            decide_group(&group.iter().filter_map(|position| examined.get(*position)).collect::<Vec<_>>());
        for (position, version) in group.into_iter().zip(versions) {
            if let Some(file) = examined.get_mut(position) {
                file.returned.version = Some(version);
            }
        }
    }
}

fn decide_group(files: &[&Examined]) -> Vec<AnswerVersion> {
    let latest = files.iter().map(|file| file.modified).max().flatten();
    let last: Vec<usize> = (0..files.len())
        .filter(|position| files.get(*position).is_some_and(|file| file.modified == latest))
        .collect();
    let said = |position: &usize| files.get(*position).and_then(|file| file.answers.as_ref());
    let differing = last.iter().skip(1).any(|position| said(position) != last.first().and_then(said));
    let last: BTreeSet<usize> = last.into_iter().collect();
    let first = last.first().copied();
    let version = |position: usize| match (last.contains(&position), differing) {
        (false, _) => AnswerVersion::Earlier,
        (true, true) => AnswerVersion::Tie,
        (true, false) if Some(position) == first => AnswerVersion::Counts,
        (true, false) => AnswerVersion::Same,
    };
    (0..files.len()).map(version).collect()
}
