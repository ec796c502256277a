//! Code that nobody meant: what stands after `#`, and the semicolon that ends it.

use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind};

use super::finding::Finding;
use super::words::View;

/// Whether a node is a line of code, not a value.
pub(super) fn is_statement(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::LetBinding
            | SyntaxKind::SetRule
            | SyntaxKind::ShowRule
            | SyntaxKind::ModuleImport
            | SyntaxKind::ModuleInclude
            | SyntaxKind::DestructAssignment
    )
}

/// A number, a name of nothing or no code at all after `#`.
pub(super) fn code(hash: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let next = hash.next_sibling_with_trivia();
    let read = next.filter(|next| !matches!(next.kind(), SyntaxKind::Space | SyntaxKind::Parbreak));
    let end = read.as_ref().map_or(hash.range().end, |read| read.range().end);
    let written = view.source.part(hash.offset()..end);
    let why = match read.as_ref().map(|read| read.kind()) {
        Some(
            SyntaxKind::Int
            | SyntaxKind::Float
            | SyntaxKind::Numeric
            | SyntaxKind::Bool
            | SyntaxKind::None
            | SyntaxKind::Auto,
        ) => "is printed without its `#`, which begins code",
        // A value there is told as misplaced.
        Some(SyntaxKind::Ident) if written.starts_with("#{{") || is_bound(read.as_ref(), view) => {
            return None;
        }
        Some(SyntaxKind::Ident) => {
            "is not printed: Typst reads a name of code after `#`, and there is none such"
        }
        None | Some(SyntaxKind::Error) => "is not printed: Typst reads code after `#`",
        Some(_) => return None,
    };
    let message = format!("`{}` {why}", written.trim_end());
    let finding = Finding::lost(hash.offset()..end, message, format!(r"write `\{}`", written.trim_end()));
    Some(if end == hash.range().end { finding } else { finding.with_marks([hash.range()]) })
}

fn is_bound(name: Option<&LinkedNode<'_>>, view: &View<'_>) -> bool {
    name.is_some_and(|name| view.names.may_be_bound(name.leaf_text()))
}

/// A semicolon right after code ends the code; in a sentence it was meant to be read.
pub(super) fn semicolon(node: &LinkedNode<'_>, view: &View<'_>) -> Option<Finding> {
    let Range { start, end } = node.range();
    let before = node.prev_sibling()?;
    let is_alone = view.begins_line(before.offset()) && view.ends_line(end);
    if is_statement(before.kind()) || !view.is_apart_after(end) || is_alone {
        return None;
    }
    let message = "the semicolon is not printed: Typst reads the end of the code before it";
    Some(Finding::lost(start..end, message, r"write `\;`"))
}
