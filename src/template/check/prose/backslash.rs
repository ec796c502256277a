//! Backslashes that Typst takes away.

use std::ops::Range;

use typst::syntax::LinkedNode;

use super::finding::Finding;
use super::words::View;

/// A backslash before a letter or digit, which Typst drops; the whole word is told once.
pub(super) fn escape(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let written = node.leaf_text();
    let c = written.chars().nth(1)?;
    // A tag after a backslash is told as such.
    let is_tag = view.source.part(node.offset() + 1..node.offset() + 3) == "{{";
    if !c.is_alphanumeric() || written.starts_with("\\u{") || is_tag {
        return None;
    }
    let word = view.word(&node.range());
    let text = view.source.part(word.clone());
    let message = format!("`{text}` is printed without its backslash: Typst takes it away before a letter");
    let hint = format!("write `{}`", double_backslashes(text));
    Some(Finding::lost(node.offset()..word.end, message, hint))
}

/// A word in which each backslash that Typst would take away is doubled.
fn double_backslashes(word: &str) -> String {
    // Two at the beginning are those of a shared folder.
    let (mut written, rest) = match word.strip_prefix(r"\\") {
        Some(rest) => (r"\\\\".to_owned(), rest),
        None => (String::new(), word),
    };
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        written.push(c);
        if c != '\\' {
            continue;
        }
        match chars.peek() {
            Some(next) if next.is_alphanumeric() => written.push('\\'),
            Some(_) => written.extend(chars.next()),
            None => written.push('\\'),
        }
    }
    written
}

/// A backslash that ends a word and breaks the line, such as that of `C:\`.
pub(super) fn drive(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let Range { start, end } = node.range();
    if view.is_apart_before(start) || view.ends_line(end) {
        return None;
    }
    let word = view.source.part(view.word(&(start..end)));
    let message = format!("`{word}` is printed without its backslash: Typst breaks the line there");
    Some(Finding::lost(start..end, message, format!("write `{}`", double_backslashes(word))))
}
