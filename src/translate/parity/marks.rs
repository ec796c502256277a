//! What a text has besides words: codes, numbers, dates and addresses.

use super::fields::{Code, find_codes};
use super::numbers::{Found, addresses, numbers};
use crate::locale::LocalePack;
use crate::template::{self, Source, Tags};
use crate::translate::unit::Unit;

/// What a text has besides words.
pub(super) struct Marks {
    pub(super) codes: Vec<Code>,
    pub(super) numbers: Found,
    pub(super) addresses: Found,
    /// In characters.
    pub(super) length: usize,
}

/// The marks of a template's texts; without `pack`, by which months are known, numbers are left out.
pub(super) fn collect_marks(source: &Source, units: &[Unit], pack: Option<&LocalePack>) -> Vec<Marks> {
    let words = template::words(source);
    let months = pack.map(LocalePack::months).unwrap_or_default();
    let mark = |unit: &Unit| {
        let first = words.partition_point(|words| words.range.start < unit.range.start);
        let inside = words.iter().skip(first).take_while(|words| words.range.start < unit.range.end);
        let prose: Vec<&str> = inside
            .filter(|words| words.range.end <= unit.range.end)
            .map(|words| source.part(words.range.clone()))
            .collect();
        let numbers = match pack {
            Some(_) => numbers(&prose.join(" \u{1} "), &months),
            None => Found::new(),
        };
        Marks {
            length: unit.text.chars().count(),
            codes: find_codes(&unit.text),
            numbers,
            addresses: addresses(&without_tags(&unit.text)),
        }
    };
    units.iter().map(mark).collect()
}

fn without_tags(text: &str) -> String {
    let tags = Tags::new(text);
    let parts = tags.outside(0..text.len()).filter_map(|part| text.get(part));
    parts.collect::<Vec<_>>().join(" ")
}
