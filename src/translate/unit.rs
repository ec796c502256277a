//! One text of a language's files: what a translator works on, and what is compared across languages.

use std::ops::Range;

use crate::diagnostic::{Location, Place};

/// One text: a paragraph or string of a template, or a value of `locale.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its text as written in the file; of a list, its items with line breaks between them.
    pub text: String,
    /// Where it begins.
    pub location: Location,
    /// Where it is in a template, in bytes; empty for a value of `locale.yaml`.
    pub range: Range<usize>,
    /// Its key in `locale.yaml`, with dots; empty in a template.
    pub key: String,
    /// What the translator says it does without, in a comment before it: `without event.short_name`.
    pub without: Vec<String>,
}

impl Unit {
    /// The first of its lines.
    #[must_use]
    pub(super) fn line(&self) -> u32 {
        match self.location.place {
            Some(Place::Text { line, .. }) => line,
            _ => 1,
        }
    }
}

/// What comments say a text does without: the words after `without`, up to a colon.
pub(super) fn read_without<'a>(comments: impl Iterator<Item = &'a str>) -> Vec<String> {
    let after = comments.filter_map(|comment| {
        let comment = comment.trim_start_matches('#').trim_start();
        comment.strip_prefix("without ")
    });
    after
        .flat_map(|said| said.split(':').next().unwrap_or_default().split([',', ' ']))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
