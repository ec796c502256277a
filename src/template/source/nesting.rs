//! Guards the parser, which recurses: how deep blocks and parentheses of a template may nest.

/// The most levels of blocks and of parentheses; people use three or four.
pub(in crate::template) const MOST_LEVELS: usize = 60;

/// The offset of the tag where blocks or parentheses nest deeper than [`MOST_LEVELS`].
///
/// Every `{{` counts, also one inside a comment: the parser may cut a broken template in another way than
/// [`Tags`](super::Tags) does. The text is read once: what begins inside a tag or a run of braces that has been looked at is
/// not looked at again, since nesting counted from an earlier place is at least as deep.
pub(in crate::template) fn nests_too_deep(text: &str) -> Option<usize> {
    let mut blocks = 0_usize;
    // The end of the braces and space before the tag's first word, and the end of the tag.
    let (mut word, mut end) = (0, 0);
    for (at, _) in text.match_indices("{{") {
        if at + 2 > word {
            word =
                at + 2 + text.get(at + 2..).unwrap_or_default().find(is_word).unwrap_or(text.len() - at - 2);
        }
        match text.as_bytes().get(word) {
            Some(b'#') => blocks += 1,
            Some(b'/') => blocks = blocks.saturating_sub(1),
            _ => {}
        }
        let mut deepest = 0;
        if at >= end {
            let tag = text.get(word..).unwrap_or_default();
            let tag = tag.get(..tag.find("}}").unwrap_or(tag.len())).unwrap_or_default();
            deepest = depth(tag);
            end = word + tag.len();
        }
        if blocks > MOST_LEVELS || deepest > MOST_LEVELS {
            return Some(at);
        }
    }
    None
}

/// Whether a character begins the first word of a tag.
fn is_word(c: char) -> bool {
    !matches!(c, '{' | '~' | ' ' | '\t' | '\n' | '\r')
}

/// How deep parentheses and brackets nest.
fn depth(tag: &str) -> usize {
    let (mut level, mut deepest) = (0_usize, 0_usize);
    for c in tag.chars() {
        match c {
            '(' | '[' => level += 1,
            ')' | ']' => level = level.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(level);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_blocks_and_parentheses_are_found_where_they_begin() {
        let blocks = |levels: usize| "{{#if a}}".repeat(levels);
        assert_eq!(nests_too_deep(&blocks(MOST_LEVELS)), None);
        assert_eq!(nests_too_deep(&blocks(MOST_LEVELS + 1)), Some(9 * MOST_LEVELS));
        assert_eq!(nests_too_deep(&format!("x{{{{a {}", "(".repeat(MOST_LEVELS + 1))), Some(1));
        assert_eq!(nests_too_deep(&"{{#a}}{{/a}}".repeat(100)), None);
    }

    #[test]
    fn a_megabyte_without_an_end_is_read_once() {
        for piece in ["{{", "{{ ", "{{a", "{{(a)"] {
            assert_eq!(nests_too_deep(&piece.repeat(1 << 18)), None, "{piece}");
        }
    }
}
