//! The pieces of a text that a change cuts out and puts in.

use std::ops::Range;

/// A piece of a text, and what takes its place.
#[derive(Debug)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    pub(super) fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    pub(super) fn put(at: usize, text: impl Into<String>) -> Self {
        Self::new(at..at, text)
    }

    pub(super) fn cut(range: Range<usize>) -> Self {
        Self::new(range, "")
    }
}

/// The text with pieces replaced; `None` where they are in each other's way.
pub(super) fn apply(text: &str, mut splices: Vec<Splice>) -> Option<String> {
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let mut changed = String::with_capacity(text.len());
    let mut done = 0;
    for splice in splices {
        changed.push_str(text.get(done..splice.range.start)?);
        changed.push_str(&splice.text);
        done = splice.range.end;
    }
    changed.push_str(text.get(done..)?);
    Some(changed)
}

/// The first byte of a place's line.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// The end of a place's line, before what ends it.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    at + line.strip_suffix('\r').unwrap_or(line).len()
}

/// The first byte of the line after a place's.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end + 1)
}

/// Whether nothing but spaces stands before a place in its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    text.get(line_start(text, at)..at).is_some_and(|before| before.trim().is_empty())
}

/// Whether a piece between two values has a comment.
pub(super) fn has_comment(text: &str, range: Range<usize>) -> bool {
    text.get(range).is_none_or(|piece| piece.contains('#'))
}
