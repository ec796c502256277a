//! Where each part of a merged text comes from: a place in a template, or a merge field.
//!
//! Only asked when something is wrong with a text: the document is then merged once more, with a mark before all that writes.
//! Marks write nothing, so the text is the same, and documents that are sound cost nothing.

mod hint;
mod marks;
mod words;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use handlebars::{Context, Handlebars, Output, RenderContext, Renderable as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::hint::guess;
use self::marks::{Mark, Marker};
use super::source::{Source, Sources};
use crate::diagnostic::{Diagnostic, LineIndex, Location, Place, cut_excerpt};

/// A merged text with the origin of each of its parts.
#[derive(Debug)]
pub struct Trace {
    text: String,
    lines: LineIndex,
    marks: Vec<Mark>,
    /// Where each part begins, and which mark was before it.
    parts: Vec<(usize, usize)>,
}

/// Where a part of a merged text is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextOrigin {
    /// The place in a template.
    pub location: Location,
    /// The merge field whose value it is, where it is one.
    pub field: Option<String>,
}

/// The origin of a place in a merged text.
struct Origin<'a> {
    source: &'a Source,
    offset: usize,
    /// The merge field whose value is there.
    field: Option<&'a str>,
    is_value: bool,
}

impl Trace {
    /// Merges a template of a registry once more; `None` where it cannot be merged.
    ///
    /// `prepare` gives a registry what templates are rendered with: helpers, escaper and strictness.
    pub(super) fn new(
        registry: &Handlebars<'static>,
        sources: &Sources,
        prepare: impl FnOnce(&mut Handlebars<'static>),
        name: &str,
        context: &Value,
    ) -> Option<Self> {
        let mut marking = Handlebars::new();
        prepare(&mut marking);
        let mut marker = Marker::register(&mut marking)?;
        for (name, template) in registry.get_templates() {
            let mut template = template.clone();
            if let Some(source) = sources.get(name) {
                marker.mark(&mut template, source);
            }
            marking.register_template(name, template);
        }
        let (marks, last) = marker.finish();
        let mut written = Noting { text: String::new(), parts: Vec::new(), last };
        let context = Context::wraps(context).ok()?;
        let template = marking.get_template(name)?;
        let mut state = RenderContext::new(template.name.as_ref());
        template.render(&marking, &context, &mut state, &mut written).ok()?;
        let Noting { text, parts, .. } = written;
        Some(Self { lines: LineIndex::new(&text), text, marks, parts })
    }

    /// The merged text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Tells a problem of the merged text, whose file name in its places is `merged`, at the template's place.
    pub fn tell(&self, problem: &mut Diagnostic, merged: &str) {
        let place = |location: &Option<Location>| match location {
            Some(Location { file, place: Some(Place::Text { line, column }) }) if file == merged => {
                Some(self.offset(*line, *column))
            }
            _ => None,
        };
        if let Some(at) = place(&problem.location) {
            self.tell_at(problem, at);
        }
        if let Some(origin) = place(&problem.call).and_then(|at| self.origin(at)) {
            let call = origin.source.locate(origin.offset);
            problem.excerpt = cut_excerpt(origin.source.text(), &call);
            problem.call = Some(call);
        }
    }

    /// Tells a problem with the line of the template, the merge field whose value is to blame, and what to write where that can be
    /// guessed.
    fn tell_at(&self, problem: &mut Diagnostic, at: usize) {
        let Some(origin) = self.origin(at) else { return };
        let location = origin.source.locate(origin.offset);
        problem.excerpt = cut_excerpt(origin.source.text(), &location);
        problem.location = Some(location);
        if let Some(field) = origin.field.or_else(|| self.only_field_of_string(at)) {
            problem.subject.field.get_or_insert_with(|| field.to_owned());
        }
        // What is wrong with a value is not to be put right in the template.
        if let Some(hint) = guess(&self.text, at, &problem.message).filter(|_| !origin.is_value) {
            problem.hints.insert(0, hint);
        }
    }

    /// Where a place of the merged text, in bytes, is written.
    #[must_use]
    pub fn find(&self, at: usize) -> Option<TextOrigin> {
        let origin = self.origin(at)?;
        let field = origin.field.map(str::to_owned);
        Some(TextOrigin { location: origin.source.locate(origin.offset), field })
    }

    /// Where words are written that a layout printed: those of the merged text, as a reader sees them, that are the same but for space.
    #[must_use]
    pub fn find_words(&self, words: &str) -> Option<TextOrigin> {
        self.find(words::find(&self.text, words)?)
    }

    fn offset(&self, line: u32, column: u32) -> usize {
        let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        self.lines.offset(&self.text, number(line), number(column))
    }

    /// The origin of a place; the end of the text is taken for its last character.
    fn origin(&self, at: usize) -> Option<Origin<'_>> {
        let last = self.text.char_indices().next_back()?.0;
        let at = at.min(last);
        let index = self.parts.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, mark) = *self.parts.get(index)?;
        let Mark { source, offset, value } = self.marks.get(mark)?;
        let offset = match value {
            Some(_) => *offset,
            None => {
                let character = self.text.get(at..)?.chars().next()?;
                align(source, *offset, self.text.get(start..at)?, character).unwrap_or(*offset)
            }
        };
        let field = value.as_ref().and_then(|value| value.field.as_deref());
        Some(Origin { source, offset, field, is_value: value.is_some() })
    }

    /// The merge field whose value is in the string that begins here, if there is one and no other.
    fn only_field_of_string(&self, at: usize) -> Option<&str> {
        let inside = self.text.get(at..)?.strip_prefix('"')?;
        // Values have no quotation mark: they are escaped.
        let end = at + 1 + inside.find('"')?;
        let from = self.parts.partition_point(|(start, _)| *start <= at);
        let parts = self.parts.get(from..)?.iter().take_while(|(start, _)| *start < end);
        let mut values = parts.filter_map(|(_, mark)| self.marks.get(*mark)?.value.as_ref());
        let value = values.next()?;
        if values.next().is_some() { None } else { value.field.as_deref() }
    }
}

/// The place in a template of the character that is written after `before`, a text that begins in the template just after the tag
/// that precedes `offset`.
///
/// The text may lack what Handlebars takes out of a template: space around tags, and the backslash before braces.
fn align(source: &Source, offset: usize, before: &str, character: char) -> Option<usize> {
    let tags = source.tags().all();
    let previous = tags.partition_point(|tag| tag.range.end <= offset).checked_sub(1);
    let start = previous.and_then(|previous| tags.get(previous)).map_or(0, |tag| tag.range.end);
    let mut rest = source.text().get(start..)?.char_indices();
    let mut place = None;
    for wanted in before.chars().chain([character]) {
        let is_taken_out = |c: char| c.is_whitespace() || c == '\\';
        place = rest.find(|(_, c)| *c == wanted || !is_taken_out(*c)).filter(|(_, c)| *c == wanted);
        place?;
    }
    place.map(|(at, _)| start + at)
}

/// What is written, noted in parts.
struct Noting {
    text: String,
    parts: Vec<(usize, usize)>,
    /// The mark that was passed last.
    last: Arc<AtomicUsize>,
}

impl Output for Noting {
    fn write(&mut self, piece: &str) -> std::io::Result<()> {
        if !piece.is_empty() {
            self.parts.push((self.text.len(), self.last.load(Ordering::Relaxed)));
            self.text.push_str(piece);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
