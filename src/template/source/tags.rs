//! The Handlebars tags of a text: where each begins and ends, and what it does.

use std::ops::Range;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Writes a value.
    Value,
    /// Opens a block: `{{#…}}`.
    Open,
    /// Begins another branch of a block: `{{else}}`, `{{else if …}}`, `{{^}}`.
    Else,
    /// Closes a block: `{{/…}}`.
    Close,
    /// A comment: `{{! … }}`, `{{!-- … --}}`.
    Comment,
    /// Includes a partial, or anything else that writes no value itself.
    Other,
}

impl Role {
    /// The role of a tag as it is written.
    pub(crate) fn read(tag: &str) -> Self {
        let inside = tag.trim_start_matches(['{', '~']).trim_start();
        let is_else =
            inside.strip_prefix("else").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
        match inside.chars().next() {
            Some('#') => Self::Open,
            Some('/') => Self::Close,
            Some('!') => Self::Comment,
            Some('>' | '*') | None => Self::Other,
            Some('^') => Self::Else,
            Some(_) if is_else => Self::Else,
            Some(_) => Self::Value,
        }
    }
}

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Where it is, in bytes, braces included.
    pub(crate) range: Range<usize>,
    /// What it does.
    pub(crate) role: Role,
}

/// The tags of a text, in order; they do not overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tags(Vec<Tag>);

impl Tags {
    /// Cuts a text into tags, in one pass. A tag without an end runs to the end of the text.
    pub(crate) fn new(text: &str) -> Self {
        let mut tags = Vec::new();
        let mut start = next_tag(text, 0);
        while start < text.len() {
            let end = tag_end(text, start);
            tags.push(Tag { range: start..end, role: Role::read(text.get(start..end).unwrap_or_default()) });
            start = next_tag(text, end);
        }
        Self(tags)
    }

    /// All tags.
    pub(crate) fn all(&self) -> &[Tag] {
        &self.0
    }

    /// The tags that overlap a range.
    pub(crate) fn within(&self, range: &Range<usize>) -> &[Tag] {
        let first = self.0.partition_point(|tag| tag.range.end <= range.start);
        let end = self.0.partition_point(|tag| tag.range.start < range.end);
        self.0.get(first..end).unwrap_or_default()
    }

    /// The parts of a range that no tag covers; none is empty.
    pub(crate) fn outside(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let tags = self.within(&range);
        let starts = std::iter::once(range.start).chain(tags.iter().map(|tag| tag.range.end));
        let ends = tags.iter().map(|tag| tag.range.start).chain([range.end]);
        starts.zip(ends).map(|(start, end)| start..end).filter(|part| !part.is_empty())
    }
}

/// The offset just after the tag that begins at `start`.
pub(crate) fn tag_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let close = if rest.starts_with("{{!--") || rest.starts_with("{{~!--") { "--}}" } else { "}}" };
    rest.find(close).map_or(text.len(), |end| start + end + close.len())
}

/// The offset of the next tag from `start` on.
pub(crate) fn next_tag(text: &str, start: usize) -> usize {
    text.get(start..).and_then(|rest| rest.find("{{")).map_or(text.len(), |offset| start + offset)
}

/// The offset of a word inside the tag that begins at `start`, or the tag's own.
pub(crate) fn word_in_tag(text: &str, start: usize, word: &str) -> usize {
    let tag = text.get(start..tag_end(text, start)).unwrap_or_default();
    let apart = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || "_-./@".contains(c));
    let found = tag.match_indices(word).find(|(at, _)| {
        let (before, after) = (tag.get(..*at), tag.get(at + word.len()..));
        apart(before.and_then(|text| text.chars().next_back()))
            && apart(after.and_then(|text| text.chars().next()))
    });
    found.map_or(start, |(at, _)| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_tags_and_the_rest() {
        let text = "a{{b}}{{!-- {{c}} --}}d{{else}}{{elsewhere}} {{> e}}{{#f";
        let tags = Tags::new(text);
        let roles: Vec<Role> = tags.all().iter().map(|tag| tag.role).collect();
        assert_eq!(roles, [Role::Value, Role::Comment, Role::Else, Role::Value, Role::Other, Role::Open]);
        let outside = |range| tags.outside(range).map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(outside(0..text.len()), ["a", "d", " "]);
        assert_eq!(outside(3..23), ["d"]);
        assert_eq!(tags.within(&(3..8)).len(), 2);
        assert!(tags.within(&(22..23)).is_empty());
    }

    #[test]
    fn a_word_is_found_whole() {
        assert_eq!(word_in_tag("{{join names name}}", 0, "name"), 13);
        assert_eq!(word_in_tag("{{a}} {{b}}", 0, "b"), 0);
    }
}
