//! One piece of prose that is not printed as it stands.

use std::ops::Range;

use crate::diagnostic::{Code, codes};
use crate::input::Oddity;

/// A piece of prose, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::template::check) struct Finding {
    /// Where it is, in bytes.
    pub(in crate::template::check) range: Range<usize>,
    /// Whether text is lost, looks other than it is written, or is still to be written.
    pub(in crate::template::check) code: &'static Code,
    /// What becomes of it.
    pub(in crate::template::check) message: String,
    /// What to write.
    pub(in crate::template::check) hint: String,
    /// The marks that make Typst take what follows them for something else than text.
    pub(super) marks: Vec<Range<usize>>,
    /// Whether it has to be so in all branches that show it: a mark may be closed in another block.
    pub(super) needs_all: bool,
}

impl Finding {
    fn new(code: &'static Code, range: Range<usize>, message: String, hint: String) -> Self {
        Self { range, code, message, hint, marks: Vec::new(), needs_all: false }
    }

    /// Text that is not printed.
    pub(super) fn lost(range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(codes::PROSE_LOST, range, message.into(), hint.into())
    }

    /// Text that is printed in another way than it stands.
    pub(super) fn changed(range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(codes::PROSE_CHANGED, range, message.into(), hint.into())
    }

    /// Text that is still to be written.
    pub(super) fn unfinished(
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::new(codes::PROSE_UNFINISHED, range, message.into(), hint.into())
    }

    /// A word with garbled letters or codes of HTML.
    pub(super) fn odd(range: Range<usize>, word: &str) -> Self {
        let problem = Oddity::of(word).unwrap_or(Oddity::Html).report(word);
        Self::new(problem.code, range, problem.message, problem.hints.join("; "))
    }

    /// The same with its marks.
    pub(super) fn with_marks(mut self, marks: impl IntoIterator<Item = Range<usize>>) -> Self {
        self.marks.extend(marks);
        self
    }

    /// The same, true only if it is so in all branches.
    pub(super) fn in_all_branches(mut self) -> Self {
        self.needs_all = true;
        self
    }
}
