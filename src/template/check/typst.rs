//! Where a template's values are in Typst: they are text, so they may be in markup and in strings, and
//! not where Typst reads code, mathematics, raw text, labels or bare links.
//!
//! There the escaper cannot help: a bare word is a variable, and raw text shows escapes as they are. The
//! template is parsed by Typst with a word in place of each value, once for each branch its blocks have.

use typst::syntax::{LinkedNode, SyntaxKind, parse};

use super::misplaced::Misplaced;
use crate::template::source::{Branches, Source};

/// What Typst reads at each value that is not in text, by the offset of its tag.
pub(super) fn find_misplaced(source: &Source) -> Misplaced {
    let mut misplaced = Misplaced::new();
    for branch in Branches::new(source.text(), source.tags()).shown() {
        let parsed = parse(&branch.text);
        visit(&LinkedNode::new(&parsed), &branch.values, &mut misplaced);
    }
    misplaced
}

/// Visits the leaves in which values begin; `values` are the offsets of those inside the node.
fn visit(node: &LinkedNode<'_>, values: &[usize], misplaced: &mut Misplaced) {
    if node.children().len() == 0 {
        misplaced
            .extend(not_text(node).into_iter().flat_map(|what| values.iter().map(move |at| (*at, what))));
        return;
    }
    let mut rest = values;
    for child in node.children() {
        let (inside, after) = rest.split_at(rest.partition_point(|at| *at < child.range().end));
        if !inside.is_empty() {
            visit(&child, inside, misplaced);
        }
        rest = after;
    }
}

fn not_text(leaf: &LinkedNode<'_>) -> Option<&'static str> {
    match leaf.kind() {
        SyntaxKind::Ident => Some("code"),
        SyntaxKind::MathText | SyntaxKind::MathIdent => Some("mathematics"),
        SyntaxKind::Label | SyntaxKind::RefMarker => Some("a label"),
        SyntaxKind::Link => Some("a bare link"),
        SyntaxKind::RawLang => Some("raw text"),
        SyntaxKind::Text if leaf.parent_kind() == Some(SyntaxKind::Raw) => Some("raw text"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::find_misplaced;
    use crate::template::source::Source;

    #[track_caller]
    fn found(text: &str, expected: &[&str]) {
        assert_eq!(
            find_misplaced(&Source::new("letter.typ.hbs", text)).into_values().collect::<Vec<_>>(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn values_in_markup_and_strings_are_text() {
        for text in [
            "{{a}} *{{a}}* = {{a}}\n- {{a}} #f[{{a}}] #f(\"{{a}}\") \"{{a}}\"",
            "#f(({{#each a}}\"{{this}}\",{{/each}}))",
            "#f(a: {{#if a}}\"{{a}}\"{{else}}[{{b}}]{{/if}}, b: \"{{a}}\")",
            "{{#if a}}#f[{{else if b}}#g[{{else}}#h[{{/if}}{{c}}]",
            "{{!-- {{a}} --}}#f(\"é\", \"{{a}}\")",
        ] {
            found(text, &[]);
        }
    }

    #[test]
    fn values_elsewhere_are_not() {
        found("#f({{a}})", &["code"]);
        found("#let x = {{a}}", &["code"]);
        found("#{{a}}", &["code"]);
        found("$ {{a}} $", &["mathematics"]);
        found("`{{a}}`", &["raw text"]);
        found("@{{a}}", &["a label"]);
        found("https://{{a}}", &["a bare link"]);
        found("#f({{#if a}}\"\"{{else if b}}{{b}}{{else}}\"{{c}}\"{{/if}})", &["code"]);
    }
}
