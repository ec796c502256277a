//! Text that is printed in another way than it stands: emphasis, lists and headings that nobody meant.

use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind};

use super::finding::Finding;
use super::words::View;

/// How a node is printed, if it is not meant so.
pub(super) fn judge(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    match node.kind() {
        SyntaxKind::Strong | SyntaxKind::Emph => emphasis(node, view),
        SyntaxKind::Raw => Some(raw(node, view)),
        SyntaxKind::Linebreak => line_break(node, view),
        SyntaxKind::EnumItem => number(node, view),
        SyntaxKind::Heading if follows_text(node, view) => Some(Finding::changed(
            marker(node),
            "the line becomes a heading: Typst reads `=` at its beginning",
            r"write `\=`, or leave an empty line before a heading",
        )),
        SyntaxKind::TermItem => Some(Finding::changed(
            marker(node),
            "the line becomes a term and its meaning: Typst reads `/` at its beginning",
            r"write `\/`",
        )),
        _ => None,
    }
}

/// Emphasis with space inside its marks, or with marks that look like bullets, signs of multiplication or notes.
fn emphasis(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let Range { start, end } = node.range();
    let (first, last) = (view.after(start + 1)?, view.before(end - 1)?);
    let ends = |c: char| matches!(c, ')' | ']' | '»' | '”' | ',' | '.' | ';' | ':' | '!' | '?');
    let begins = |c: char| matches!(c, '(' | '[' | '«' | '“');
    let is_after_word = view.before(start).is_some_and(|c| c.is_ascii_alphanumeric());
    let is_odd = first.is_whitespace() || last.is_whitespace() || ends(first) || begins(last);
    if !is_odd && !is_after_word {
        return None;
    }
    let (style, marks, hint) = match node.kind() {
        SyntaxKind::Strong => {
            ("bold type", "asterisks", r"write `\*` for an asterisk, and `- ` before each item of a list")
        }
        _ => ("italics", "underscores", r"write `\_` for an underscore"),
    };
    let message = format!("`{}` is printed in {style} and without its {marks}", view.opening(node));
    Some(Finding::changed(start..start + 1, message, hint).with_marks([start..start + 1, end - 1..end]))
}

fn raw(node: &LinkedNode<'_>, view: &View<'_>) -> Finding {
    let Range { start, end } = node.range();
    let run = view.source.part(start..end);
    let length = (run.len() - run.trim_start_matches('`').len()).min(run.len() / 2);
    let message = "the text between backticks is printed as computer code and without its backticks";
    let hint = r#"write \` for a backtick, ‘…’ for quotation marks, and `#raw("…")` for code"#;
    Finding::changed(start..end, message, hint).with_marks([start..start + length, end - length..end])
}

/// A backslash between words on a line.
fn line_break(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let Range { start, end } = node.range();
    if view.ends_line(end) {
        return None;
    }
    let message = "the backslash is not printed: the line breaks there";
    Some(Finding::changed(
        start..end,
        message,
        r"write `\\` for a backslash; to break the line, end it there",
    ))
}

/// A number with a full stop at the beginning of a line that is not the next one of a list.
fn number(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let range = marker(node);
    let written = view.source.part(range.clone());
    let number: u64 = written.strip_suffix('.')?.parse().ok()?;
    let mut before = node.prev_sibling();
    while before.as_ref().is_some_and(|before| before.kind() != SyntaxKind::EnumItem) {
        before = before.and_then(|before| before.prev_sibling());
    }
    let last: Option<u64> = before.and_then(|before| {
        view.source.part(marker(&before)).strip_suffix('.').and_then(|last| last.parse().ok())
    });
    if number <= 1 || last.is_some_and(|last| last.checked_add(1) == Some(number)) {
        return None;
    }
    let message =
        format!("`{written}` becomes the number of a list: Typst reads it at the beginning of the line");
    let hint = format!(r"write `{number}\.`, or join the line with the one before it");
    Some(Finding::changed(range, message, hint).in_all_branches())
}

/// The mark that begins an item or heading.
fn marker(node: &LinkedNode<'_>) -> Range<usize> {
    node.children().next().map_or(node.range(), |first| first.range())
}

/// Whether a node begins on the line after a line of text.
fn follows_text(node: &LinkedNode<'_>, view: &View<'_>) -> bool {
    let Some(before) = node.prev_sibling() else { return false };
    let is_text = matches!(
        before.kind(),
        SyntaxKind::Text
            | SyntaxKind::Escape
            | SyntaxKind::SmartQuote
            | SyntaxKind::Strong
            | SyntaxKind::Emph
    );
    is_text && view.source.part(before.range().end..node.offset()).matches('\n').count() == 1
}
