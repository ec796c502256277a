//! Words left to be replaced and garbled letters in a template of plain text, such as that of e-mails.

use std::collections::BTreeMap;

use super::finding::Finding;
use super::unfinished::find_odd;
use crate::input::find_leftover;
use crate::template::source::{Branches, Source};

/// What of a text is still to be written or garbled, in order.
pub(in crate::template::check) fn find_in_plain(source: &Source) -> Vec<Finding> {
    let mut found: BTreeMap<usize, Finding> = BTreeMap::new();
    for branch in Branches::new(source.text(), source.tags()).shown() {
        let mut at = 0;
        for line in branch.text.split_inclusive('\n') {
            if let Some((start, word)) = find_odd(line) {
                let range = at + start..at + start + word.len();
                found.entry(range.start).or_insert_with(|| Finding::odd(range, word));
            } else if let Some((start, word)) = find_leftover(line) {
                let range = at + start..at + start + word.len();
                let message = format!("`{word}` seems to be left for somebody to replace");
                let finding = || Finding::unfinished(range, message, "write what is meant");
                found.entry(at + start).or_insert_with(finding);
            }
            at += line.len();
        }
    }
    found.into_values().collect()
}
