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

    /// The rest of the line from an offset on.
    pub(super) fn rest_of_line(&self, at: usize) -> &str {
        self.source.text().get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    /// The line up to an offset.
    pub(super) fn line_before(&self, at: usize) -> &str {
        let text = self.source.text().get(..at).unwrap_or_default();
        text.rsplit('\n').next().unwrap_or_default()
    }

    /// The word around a range, which ends at space and at tags.
    pub(super) fn word(&self, range: &Range<usize>) -> Range<usize> {
        let text = self.source.text();
        let ends = |c: char| c.is_whitespace() || matches!(c, '{' | '}');
        let before = text.get(..range.start).unwrap_or_default();
        let start =
            before.char_indices().rev().find(|(_, c)| ends(*c)).map_or(0, |(at, c)| at + c.len_utf8());
        let after = text.get(range.end..).unwrap_or_default();
        start..range.end + after.find(ends).unwrap_or(after.len())
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
