//! Text that is not printed: comments, formulas, references, code and escapes that nobody meant.

use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind};

use super::backslash::{drive, escape};
use super::code::{code, is_statement, semicolon};
use super::finding::Finding;
use super::words::View;

/// What of a node is not printed, if it is not meant so.
pub(super) fn judge(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    match node.kind() {
        SyntaxKind::LineComment | SyntaxKind::BlockComment => comment(node, view),
        SyntaxKind::Shebang => Some(Finding::lost(
            node.range(),
            format!("`{}` is not printed: Typst reads a line for the system", view.opening(node)),
            r"write `\#`",
        )),
        SyntaxKind::Hash => code(node, view),
        SyntaxKind::Semicolon => semicolon(node, view),
        SyntaxKind::Escape => escape(node, view),
        SyntaxKind::Linebreak => drive(node, view),
        SyntaxKind::Shorthand => shorthand(node, view),
        SyntaxKind::Ref => reference(node, view),
        SyntaxKind::Label if !view.names.has_reference(node.leaf_text()) => {
            let label = view.source.part(node.range());
            let message =
                format!("`{label}` is not printed: Typst reads the name of a place in the document");
            Some(Finding::lost(node.range(), message, format!(r"write `\{label}`")))
        }
        SyntaxKind::Equation => Some(formula(node, view)),
        SyntaxKind::Strong | SyntaxKind::Emph => emphasis(node, view),
        SyntaxKind::Error => error(node, view),
        _ => None,
    }
}

fn comment(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let Range { start, end } = node.range();
    if ends_statement(node, view) {
        return None;
    }
    let first = start..start + 2;
    let (marks, written) = match node.kind() {
        SyntaxKind::LineComment => (vec![first], r"`\/\/`"),
        _ if !node.leaf_text().get(2..).is_some_and(|rest| rest.ends_with("*/")) => (vec![first], r"`\/\*`"),
        _ => (vec![first, end - 2..end], r"`\/\*` and `\*\/`"),
    };
    let message = format!("`{}` is not printed: Typst reads a comment", view.opening(node));
    let hint = format!("write {written} to print it; a remark for yourself is `{{{{!-- … --}}}}`");
    Some(Finding::lost(start..end, message, hint).with_marks(marks))
}

/// Whether a comment is on the line of a statement, after it.
fn ends_statement(comment: &LinkedNode<'_>, view: &View<'_>) -> bool {
    let Some(before) = comment.prev_sibling() else { return false };
    let between = view.source.part(before.range().end..comment.offset());
    is_statement(before.kind()) && !between.contains('\n')
}

/// A tilde is a space that does not break, and `-?` a place to break a word, between words only.
fn shorthand(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let Range { start, end } = node.range();
    let (before, after) = (view.before(start), view.after(end));
    let is_meant = match node.leaf_text().as_str() {
        "~" => {
            !view.is_apart_before(start)
                && !view.is_apart_after(end)
                && !before.is_some_and(|c| matches!(c, '(' | '[' | '/'))
        }
        "-?" => before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric),
        _ => true,
    };
    if is_meant {
        return None;
    }
    let (what, write) = match node.leaf_text().as_str() {
        "~" => ("the tilde is printed as a space", r"write `\~`"),
        _ => ("`-?` is not printed: Typst reads a place to break a word", r"write `-\?`"),
    };
    Some(Finding::lost(start..end, what, write))
}

fn reference(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let marker = node.children().next()?;
    if view.names.has_label(marker.leaf_text()) {
        return None;
    }
    let written = view.source.part(marker.range());
    let message =
        format!("`{written}` is not printed: Typst reads a reference to another place in the document");
    Some(Finding::lost(node.range(), message, format!(r"write `\{written}`")))
}

fn formula(node: &LinkedNode<'_>, view: &View<'_>) -> Finding {
    let first = node.offset()..node.offset() + 1;
    let marks: Vec<Range<usize>> = std::iter::once(first).chain(closing(node, SyntaxKind::Dollar)).collect();
    let is_open = marks.len() == 1;
    let message = if is_open {
        "the dollar sign is not printed: Typst reads a formula from here on, which does not end".to_owned()
    } else {
        format!("`{}` is read as a formula, and its dollar signs are not printed", view.opening(node))
    };
    let hint = r#"write `\$` for a dollar sign; a formula is `#math.equation($…$, alt: "…")`"#;
    let finding = Finding::lost(node.range(), message, hint).with_marks(marks);
    if is_open { finding.in_all_branches() } else { finding }
}

/// The mark that ends a node, if it has one besides that which begins it.
fn closing(node: &LinkedNode<'_>, kind: SyntaxKind) -> Option<Range<usize>> {
    let last = node.children().next_back()?;
    (last.kind() == kind && last.offset() > node.offset()).then(|| last.range())
}

/// An asterisk or underscore that nothing closes, or several with nothing between them.
fn emphasis(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let start = node.offset();
    let mark = view.after(start)?;
    let name = if mark == '*' { "asterisk" } else { "underscore" };
    if node.children().next()?.kind() == SyntaxKind::Error {
        let style = if mark == '*' { "bold type" } else { "italics" };
        let message =
            format!("the {name} is not printed: Typst reads the beginning of {style}, which does not end");
        let mark_range = start..start + 1;
        return Some(
            Finding::lost(mark_range.clone(), message, format!(r"write `\{mark}`"))
                .with_marks([mark_range])
                .in_all_branches(),
        );
    }
    if view.after(start + 1) != Some(mark) || node.range().len() != 2 {
        return None;
    }
    let run = view.source.text().get(start..).unwrap_or_default();
    let length = run.len() - run.trim_start_matches(mark).len();
    let message = format!("{length} {name}s in a row are not printed");
    let hint = match mark {
        '*' => r"write `\*` for each; bold type is `*…*`, with one on each side",
        _ => r"write `\_` for each; a line to write on is `#box(width: 4cm, stroke: (bottom: 0.5pt))`",
    };
    Some(Finding::lost(start..start + length, message, hint))
}

/// What Typst cannot read in prose.
fn error(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let written = node.leaf_text();
    let first = written.chars().next()?;
    // After `#` it is told there; raw text and brackets that nothing closes may be closed in what includes this.
    if node.prev_sibling_kind() == Some(SyntaxKind::Hash) || first == ']' {
        return None;
    }
    let (errors, _) = node.errors_and_warnings();
    let why = errors.first().map(|error| format!(" ({})", error.message)).unwrap_or_default();
    let message = format!("Typst cannot read `{}`{why}", view.opening(node));
    let hint = format!(r"write a backslash before it: `\{first}`");
    let mark = node.offset()..node.offset() + first.len_utf8();
    Some(Finding::lost(node.range(), message, hint).with_marks([mark]).in_all_branches())
}
