//! Where a template's values stand in Typst: they are text, so they may stand in markup and in strings, and
//! not where Typst reads code, mathematics, raw text, labels or bare links.
//!
//! There the escaper cannot help: a bare word is a variable, and raw text shows escapes as they are. The
//! template is parsed by Typst with a word in place of each value, once for each branch its blocks have.

use std::collections::BTreeMap;

use typst::syntax::{LinkedNode, Side, SyntaxKind, parse};

use super::place::{next_tag, tag_end};

/// The most branches of a block that are looked at.
const MOST_BRANCHES: usize = 8;

/// What Typst reads at each value that does not stand in text, by the offset of its tag.
pub(super) fn misplaced(text: &str) -> BTreeMap<usize, &'static str> {
    let branches = Branches::of(text);
    let mut misplaced = BTreeMap::new();
    for branch in 0..branches.most() {
        let (typst, values) = branches.show(branch);
        let parsed = parse(&typst);
        let root = LinkedNode::new(&parsed);
        for at in values {
            if let Some(what) = root.leaf_at(at, Side::After).and_then(|leaf| not_text(&leaf)) {
                misplaced.insert(at, what);
            }
        }
    }
    misplaced
}

/// A template as Typst sees it, branch by branch.
#[derive(Debug)]
pub(in crate::template) struct Branches<'a> {
    text: &'a str,
    tags: Vec<(usize, usize, Role)>,
    counts: BTreeMap<usize, usize>,
}

impl<'a> Branches<'a> {
    pub(in crate::template) fn of(text: &'a str) -> Self {
        let tags = tags(text);
        Self { text, counts: branches(&tags), tags }
    }

    /// How many branches are looked at.
    pub(super) fn most(&self) -> usize {
        self.counts.values().copied().max().unwrap_or(1).min(MOST_BRANCHES)
    }

    /// The template in one of its branches, and the offsets of the values in it.
    pub(super) fn show(&self, branch: usize) -> (String, Vec<usize>) {
        one_branch(self.text, &self.tags, &self.counts, branch)
    }

    /// The template with blanks for its tags and a word for each value, once for each branch its blocks have; all
    /// offsets stay what they are.
    pub(in crate::template) fn shown(&self) -> impl Iterator<Item = String> {
        (0..self.most()).map(|branch| self.show(branch).0)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Value,
    Open,
    Else,
    Close,
    Other,
}

/// The tags of a template: where each starts and ends, and what it is.
fn tags(text: &str) -> Vec<(usize, usize, Role)> {
    let mut tags = Vec::new();
    let mut start = next_tag(text, 0);
    while start < text.len() {
        let end = tag_end(text, start);
        let inside = text.get(start..end).unwrap_or_default().trim_start_matches(['{', '~']).trim_start();
        let is_else =
            inside.strip_prefix("else").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
        let role = match inside.chars().next() {
            Some('#') => Role::Open,
            Some('/') => Role::Close,
            Some('!' | '>' | '*') | None => Role::Other,
            Some('^') => Role::Else,
            Some(_) if is_else => Role::Else,
            Some(_) => Role::Value,
        };
        tags.push((start, end, role));
        start = next_tag(text, end);
    }
    tags
}

/// How many branches each block has, by the offset of its first tag.
fn branches(tags: &[(usize, usize, Role)]) -> BTreeMap<usize, usize> {
    let mut branches = BTreeMap::new();
    let mut open = Vec::new();
    for (start, _, role) in tags {
        match role {
            Role::Open => open.push((*start, 1)),
            Role::Else => open.iter_mut().next_back().into_iter().for_each(|(_, count)| *count += 1),
            Role::Close => branches.extend(open.pop()),
            _ => {}
        }
    }
    branches
}

/// The template with blanks for its tags and a word for each value, showing one branch of each block, and
/// the offsets of the values in it. All offsets stay what they are.
fn one_branch(
    text: &str,
    tags: &[(usize, usize, Role)],
    branches: &BTreeMap<usize, usize>,
    branch: usize,
) -> (String, Vec<usize>) {
    let mut shown = String::with_capacity(text.len());
    let mut values = Vec::new();
    // For each open block: the branch at hand, and the one to show.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut last = 0;
    let raw = |from: usize, to: usize, open: &[(usize, usize)], shown: &mut String| {
        let part = text.get(from..to).unwrap_or_default();
        if open.iter().all(|(at, wanted)| at == wanted) { shown.push_str(part) } else { blank(part, shown) }
    };
    for (start, end, role) in tags {
        raw(last, *start, &open, &mut shown);
        last = *end;
        match role {
            Role::Open => open.push((0, branch.min(branches.get(start).map_or(0, |count| count - 1)))),
            Role::Else => open.iter_mut().next_back().into_iter().for_each(|(at, _)| *at += 1),
            Role::Close => drop(open.pop()),
            Role::Value if open.iter().all(|(at, wanted)| at == wanted) => {
                values.push(*start);
                shown.push_str(&"x".repeat(end - start));
                continue;
            }
            _ => {}
        }
        blank(text.get(*start..*end).unwrap_or_default(), &mut shown);
    }
    raw(last, text.len(), &open, &mut shown);
    (shown, values)
}

fn blank(part: &str, shown: &mut String) {
    shown.extend(part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
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
    use super::misplaced;

    #[track_caller]
    fn found(text: &str, expected: &[&str]) {
        assert_eq!(misplaced(text).into_values().collect::<Vec<_>>(), expected, "{text}");
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
