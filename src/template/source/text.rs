//! One template: its file and its text, with an index of the places and tags in it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::kind::Kind;
use super::tags::Tags;
use crate::diagnostic::{LineIndex, Location};

/// The templates of a language by name, as partials call them.
pub(crate) type Sources = BTreeMap<String, Arc<Source>>;

/// The text of one template and the file it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    file: String,
    text: String,
    lines: LineIndex,
    tags: Tags,
}

impl Source {
    /// Takes a template's text; `file` is its path relative to the mailing's folder.
    #[must_use]
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        let (file, text) = (file.into(), text.into());
        Self { lines: LineIndex::new(&text), tags: Tags::new(&text), file, text }
    }

    /// The file, relative to the mailing's folder.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A part of the text; empty where the range does not fit it.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The location of a byte offset.
    #[must_use]
    pub fn locate(&self, offset: usize) -> Location {
        let (line, column) = self.lines.place(&self.text, offset);
        Location::text(&self.file, line, column)
    }

    /// The location of a line and column as Handlebars gives them; the file alone where it gives none.
    pub(crate) fn locate_line(&self, place: Option<(usize, usize)>) -> Location {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        match place {
            Some((line, column)) => Location::text(&self.file, number(line), number(column)),
            None => Location::file(&self.file),
        }
    }

    /// The byte offset of a line and column, both from one, columns in characters.
    pub(crate) fn offset(&self, line: usize, column: usize) -> usize {
        self.lines.offset(&self.text, line, column)
    }

    /// What the template renders to.
    pub(crate) fn kind(&self) -> Kind {
        Kind::from_file_name(&self.file)
    }

    /// The Handlebars tags of the text.
    pub(crate) fn tags(&self) -> &Tags {
        &self.tags
    }
}
