//! Words that somebody left in the prose to be replaced later, and characters that turn its order without being seen.

use typst::syntax::{LinkedNode, SyntaxKind};

use super::finding::Finding;

/// Words in capitals that mark what is still to be written.
const MARKS: [&str; 6] = ["TODO", "FIXME", "TBC", "TBD", "TBA", "TBW"];

/// The beginning of the text that printers fill pages with.
const FILLER: &str = "lorem ipsum";

/// Characters that print what follows in the other direction, whatever its letters.
const OVERRIDES: [char; 2] = ['\u{202d}', '\u{202e}'];

/// What of a text is still to be written, or is printed in another order than it stands.
pub(super) fn judge(node: &LinkedNode<'_>) -> Option<Finding> {
    if node.kind() != SyntaxKind::Text {
        return None;
    }
    let text = node.leaf_text();
    let at = |start: usize, length: usize| node.offset() + start..node.offset() + start + length;
    if let Some((start, turning)) = text.char_indices().find(|(_, c)| OVERRIDES.contains(c)) {
        let message =
            format!("U+{:04X}, which is not seen, turns the order of what follows", u32::from(turning));
        return Some(Finding::changed(
            at(start, turning.len_utf8()),
            message,
            "delete it: write the words anew",
        ));
    }
    let (start, found) = find(text)?;
    let message = format!("`{found}` seems to be left for somebody to replace");
    let hint = r#"write what is meant; where it is meant so, write it as `#"…"`"#;
    Some(Finding::unfinished(at(start, found.len()), message, hint))
}

/// The first word that is to be replaced.
fn find(text: &str) -> Option<(usize, &str)> {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '?';
    let mut words = text.split_inclusive(|c: char| !is_of_word(c)).scan(0, |end, part| {
        let start = *end;
        *end += part.len();
        Some((start, part.trim_end_matches(|c: char| !is_of_word(c))))
    });
    let is_mark = |(_, word): &(usize, &str)| {
        let repeats = |c: char| word.len() >= 4 && word.chars().all(|other| other == c);
        MARKS.contains(word) || repeats('X') || word.len() >= 3 && word.chars().all(|c| c == '?')
    };
    let filler = || {
        let at = text.to_ascii_lowercase().find(FILLER)?;
        Some((at, text.get(at..at + FILLER.len())?))
    };
    words.find(is_mark).or_else(filler)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_to_be_replaced_are_told_from_others() {
        for (text, at, word) in [
            ("TODO fill in", 0, "TODO"),
            ("The room is TBC.", 12, "TBC"),
            ("on XXXX May", 3, "XXXX"),
            ("on ???", 3, "???"),
            ("Hier (TBD)", 6, "TBD"),
            ("à é FIXME", 6, "FIXME"),
            ("Lorem ipsum dolor", 0, "Lorem ipsum"),
        ] {
            assert_eq!(find(text), Some((at, word)), "{text}");
        }
        for text in ["", "Todos los países", "la XXX reunión", "what?", "why??", "ATBC", "Tbd", "loremipsum"]
        {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
