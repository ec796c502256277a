//! The words around a place in a template, as they are written in it.

use std::ops::Range;

use typst::syntax::LinkedNode;

use super::names::Names;
use crate::template::source::Source;

/// A template as it is written, beside its tree, in which tags are blank.
pub(super) struct View<'a> {
    pub(super) source: &'a Source,
    pub(super) names: &'a Names,
}

impl View<'_> {
    /// The character before an offset.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.source.text().get(..at)?.chars().next_back()
    }

    /// The character from an offset on.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.source.text().get(at..)?.chars().next()
    }

    /// Whether there is space before an offset, or nothing.
    pub(super) fn is_apart_before(&self, at: usize) -> bool {
        self.before(at).is_none_or(char::is_whitespace)
    }

    /// Whether there is space from an offset on, or nothing.
    pub(super) fn is_apart_after(&self, at: usize) -> bool {
        self.after(at).is_none_or(char::is_whitespace)
    }

    /// Whether nothing but space is left of the line from an offset on.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        let rest = self.source.text().get(at..).unwrap_or_default().trim_start_matches([' ', '\t', '\r']);
        rest.is_empty() || rest.starts_with('\n')
    }

    /// Whether nothing but space and a `#` is on the line before an offset.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        let before = self.source.text().get(..at).unwrap_or_default().trim_end_matches([' ', '\t', '#']);
        before.is_empty() || before.ends_with('\n')
    }

    /// The word around a range, which ends at space and at tags; of an endless one the part nearby.
    pub(super) fn word(&self, range: &Range<usize>) -> Range<usize> {
        const LONGEST: usize = 100;
        let text = self.source.text();
        let ends = |c: &char| c.is_whitespace() || matches!(c, '{' | '}');
        let length = |chars: &mut dyn Iterator<Item = char>| -> usize {
            chars.take(LONGEST).take_while(|c| !ends(c)).map(char::len_utf8).sum()
        };
        let before = length(&mut text.get(..range.start).unwrap_or_default().chars().rev());
        let after = length(&mut text.get(range.end..).unwrap_or_default().chars());
        range.start - before..range.end + after
    }

    /// The first words of a node as they are written, to recognise it by.
    pub(super) fn opening(&self, node: &LinkedNode<'_>) -> String {
        const LONGEST: usize = 30;
        let written = self.source.part(node.range());
        let line = written.lines().next().unwrap_or_default().trim_end();
        match line.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
            None if line.len() < written.trim_end().len() => format!("{line}…"),
            None => line.to_owned(),
        }
    }
}
