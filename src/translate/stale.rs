//! Staleness: the texts of a translation to be looked at again because their source changed, with the words that changed,
//! and those still to be translated.

use std::ops::Range;

use similar::{ChangeTag, TextDiff};

use super::files::{Files, PACK};
use super::parity::opening;
use super::track::{Standing, Tracked, joined};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted};

/// The most texts of one file still to be translated that are reported one by one.
const APART: usize = 3;

/// Words shown around a change.
const AROUND: usize = 4;

/// What a translation owes to its source: changed and new texts, file by file.
pub(super) fn check(tracked: &[(String, Vec<Tracked>)], target: &Files) -> Problems {
    tracked.iter().flat_map(|(_, tracked)| check_file(tracked, target)).collect()
}

fn check_file(tracked: &[Tracked], target: &Files) -> Problems {
    let mut problems: Problems = tracked.iter().filter_map(|tracked| report_stale(tracked, target)).collect();
    let to_do: Vec<&Tracked> = tracked.iter().filter(|tracked| tracked.standing == Standing::ToDo).collect();
    if to_do.len() > APART {
        let message = format!("still to be translated: {} of this file", counted(to_do.len(), "text"));
        let first = to_do.iter().find_map(|tracked| tracked.target.as_ref());
        problems.extend(first.map(|first| {
            let file = first.location.file.rsplit('/').next().unwrap_or(PACK);
            Diagnostic::new(codes::TRANSLATION_TO_DO, message)
                .with_location(first.location.clone())
                .with_hint(format!("translate them, then `convoke locale done {} {file}`", target.tag))
        }));
    } else {
        problems.extend(to_do.into_iter().filter_map(|tracked| report_to_do(tracked, target)));
    }
    problems
}

/// Reports a text still to be translated; where it has no counterpart, parity reports that it is missing.
fn report_to_do(tracked: &Tracked, target: &Files) -> Option<Diagnostic> {
    let unit = tracked.target.as_ref()?;
    let message = format!("still to be translated: “{}”", opening(&tracked.source.text));
    Some(
        Diagnostic::new(codes::TRANSLATION_TO_DO, message)
            .with_location(unit.location.clone())
            .with_hint(format!("compare {}", tracked.source.location))
            .with_hint(hint_done(tracked, target)),
    )
}

fn report_stale(tracked: &Tracked, target: &Files) -> Option<Diagnostic> {
    let Standing::Stale(old) = &tracked.standing else { return None };
    let location = tracked.target.as_ref().map_or_else(
        || {
            let file = tracked.source.location.file.rsplit('/').next().unwrap_or(PACK);
            Location::file(target.path(file))
        },
        |unit| unit.location.clone(),
    );
    let message = format!("the source of this text changed at {}", tracked.source.location);
    Some(
        Diagnostic::new(codes::TRANSLATION_STALE, message)
            .with_location(location)
            .with_excerpt(show_changes(old, &tracked.source.text))
            .with_hint(hint_done(tracked, target)),
    )
}

fn hint_done(tracked: &Tracked, target: &Files) -> String {
    format!("when the translation is right, `convoke locale done {} {}`", target.tag, tracked.id)
}

/// The words that changed from one text to another, `[-gone-]` and `{+new+}`, with a few around them.
pub(super) fn show_changes(old: &str, new: &str) -> String {
    let runs = changes(old, new);
    let last = runs.len().saturating_sub(1);
    let shown = runs.iter().enumerate().map(|(index, run)| match run {
        Run::Same(text) => shorten(text, index > 0, index < last),
        Run::Gone(text) => frame("[-", text, "-]"),
        Run::New(text) => frame("{+", text, "+}"),
    });
    shown.collect()
}

/// A run of words in two versions of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// In both.
    Same(String),
    /// In the former one alone.
    Gone(String),
    /// In the present one alone.
    New(String),
}

/// What a text says and said, word by word; of a text without spaces character by character. How lines are wrapped does not count.
#[must_use]
pub fn changes(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (joined(old), joined(new));
    let (old, new): (Vec<&str>, Vec<&str>) = (split_words(&old), split_words(&new));
    let diff = TextDiff::from_slices(&old, &new);
    let mut runs: Vec<Run> = Vec::new();
    for change in diff.iter_all_changes() {
        let value = change.value();
        match (change.tag(), runs.last_mut()) {
            (ChangeTag::Equal, Some(Run::Same(text)))
            | (ChangeTag::Delete, Some(Run::Gone(text)))
            | (ChangeTag::Insert, Some(Run::New(text))) => text.push_str(value),
            (ChangeTag::Equal, _) => runs.push(Run::Same(value.to_owned())),
            (ChangeTag::Delete, _) => runs.push(Run::Gone(value.to_owned())),
            (ChangeTag::Insert, _) => runs.push(Run::New(value.to_owned())),
        }
    }
    runs
}

/// The words of a text and the spaces between them; of a text without spaces its characters.
fn split_words(text: &str) -> Vec<&str> {
    let unspaced = |c: char| matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF);
    if text.contains(unspaced) {
        return text.char_indices().filter_map(|(at, c)| text.get(at..at + c.len_utf8())).collect();
    }
    let mut units = Vec::new();
    for part in text.split_inclusive(' ') {
        let word = part.trim_end_matches(' ');
        units.extend(
            [word, part.get(word.len()..).unwrap_or_default()].into_iter().filter(|unit| !unit.is_empty()),
        );
    }
    units
}

/// Text between marks, with the space around it outside.
fn frame(open: &str, text: &str, close: &str) -> String {
    let words = text.trim();
    let (before, after) = (text.len() - text.trim_start().len(), text.trim_end().len());
    let space = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
    space(0..before) + open + words + close + &space(after.max(before)..text.len())
}

/// Unchanged text, of which only what is near a change is shown.
fn shorten(text: &str, before: bool, after: bool) -> String {
    let units = split_words(text);
    // A word and a space each.
    let around = 2 * AROUND;
    let most = around * (usize::from(before) + usize::from(after));
    if units.len() <= most + 1 {
        return text.to_owned();
    }
    let head = if before { units.iter().take(around).copied().collect() } else { String::new() };
    let tail: Vec<&str> =
        if after { units.iter().rev().take(around).rev().copied().collect() } else { Vec::new() };
    format!(
        "{}…{}",
        head.trim_end(),
        if tail.is_empty() { String::new() } else { format!(" {}", tail.concat().trim_start()) }
    )
}

#[cfg(test)]
mod tests {
    use super::show_changes;

    #[test]
    fn changed_words_are_shown_with_those_around_them() {
        let old = "It gives me great pleasure to invite you to the meeting in December 2003 in Geneva, where we shall meet.";
        let new = old.replace("December 2003", "June 2004");
        assert_eq!(
            show_changes(old, &new),
            "… to the meeting in [-December-]{+June+} [-2003-]{+2004+} in Geneva, where we…"
        );
        assert_eq!(show_changes("Tel:", "Telephone:"), "[-Tel:-]{+Telephone:+}");
        assert_eq!(show_changes("one two", "one two three"), "one two {+three+}");
        assert_eq!(show_changes("one two three", "one three"), "one [-two-] three");
        let chinese =
            "然而，日内瓦阶段的成功仅仅是一个开端。我们现在必须把在日内瓦通过的愿景和计划转化为具体行动。";
        assert_eq!(
            show_changes(chinese, &chinese.replace("一个开端", "开端")),
            "… 阶段的成功仅仅是[-一个-]开端。我们现在必…"
        );
    }
}
