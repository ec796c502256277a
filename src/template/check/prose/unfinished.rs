//! Words that somebody left in the prose to be replaced later, letters that programs garbled, and characters that turn its order without
//! being seen.

use typst::syntax::{LinkedNode, SyntaxKind};

use super::finding::Finding;
use crate::input::{Oddity, find_entity, find_leftover, is_field};

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
    if let Some((start, word)) = find_odd(text) {
        return Some(Finding::odd(at(start, word.len()), word));
    }
    let field = in_brackets(node).map(|field| (node.offset() - 1, field));
    let leftover = || find_leftover(text).map(|(start, found)| (node.offset() + start, found.to_owned()));
    let (start, found) = field.or_else(leftover)?;
    let message = format!("`{found}` seems to be left for somebody to replace");
    let hint = r#"write what is meant; where it is meant so, write it as `#"…"`"#;
    Some(Finding::unfinished(start..start + found.len(), message, hint))
}

/// The first word of a text that has garbled letters or codes of HTML, and where it is.
pub(in crate::template::check) fn find_odd(text: &str) -> Option<(usize, &str)> {
    let words = text.split_whitespace();
    let mut odd = words.filter(|word| Oddity::of(word).is_some_and(|oddity| oddity != Oddity::Html));
    let odd = odd.next().and_then(|word| Some((text.find(word)?, word)));
    odd.or_else(|| find_entity(text))
}

/// What stands alone between brackets and names what is to be filled in, with the brackets.
fn in_brackets(node: &LinkedNode<'_>) -> Option<String> {
    let is = |leaf: Option<LinkedNode<'_>>, text: &str| leaf.is_some_and(|leaf| leaf.leaf_text() == text);
    let stands = is(node.prev_leaf(), "[") && is(node.next_leaf(), "]");
    Some(node.leaf_text()).filter(|text| stands && is_field(text)).map(|text| format!("[{text}]"))
}
