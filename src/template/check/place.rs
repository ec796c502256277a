//! Places in a template's source: from byte offsets to lines and columns, and from a tag to a word in it.

use crate::diagnostic::Location;
use crate::template::engine::Source;

/// Line and column, both from one, columns in characters, of a byte offset.
pub(crate) fn line_column(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    let line = before.matches('\n').count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

/// The location of a byte offset in a template.
pub(in crate::template) fn location(source: &Source, offset: usize) -> Location {
    let (line, column) = line_column(&source.text, offset);
    Location::text(&source.file, line, column)
}

/// The byte offset of a line and column, both from one.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        start += text.get(start..).and_then(|rest| rest.find('\n')).map_or(0, |newline| newline + 1);
    }
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(offset, _)| offset)
}

/// The offset just after the tag that begins at `start`.
pub(in crate::template) fn tag_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let close = if rest.starts_with("{{!--") || rest.starts_with("{{~!--") { "--}}" } else { "}}" };
    rest.find(close).map_or(text.len(), |end| start + end + close.len())
}

/// The offset of the next tag from `start` on.
pub(in crate::template) fn next_tag(text: &str, start: usize) -> usize {
    text.get(start..).and_then(|rest| rest.find("{{")).map_or(text.len(), |offset| start + offset)
}

/// The offset of a word inside the tag that begins at `start`, or the tag's own.
pub(super) fn word_in_tag(text: &str, start: usize, word: &str) -> usize {
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
    use super::{line_column, offset, word_in_tag};

    #[test]
    fn offsets_and_places_agree() {
        let text = "é{{a}}\nñ {{b}}";
        assert_eq!(line_column(text, 2), (1, 2));
        assert_eq!(offset(text, 1, 2), 2);
        let second = text.rfind("{{").unwrap();
        assert_eq!(line_column(text, second), (2, 3));
        assert_eq!(offset(text, 2, 3), second);
        assert_eq!(offset(text, 9, 9), text.len());
    }

    #[test]
    fn a_word_is_found_whole() {
        assert_eq!(word_in_tag("{{join names name}}", 0, "name"), 13);
        assert_eq!(word_in_tag("{{a}} {{b}}", 0, "b"), 0);
    }
}
