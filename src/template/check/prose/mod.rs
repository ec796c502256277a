//! The prose of a Typst template that would not be printed as it stands: text that Typst takes for markup or code.
//!
//! A double slash begins a comment and a dollar sign a formula, and an asterisk as a bullet sets the line in bold. What is
//! written on purpose passes: headings, lists, emphasis, links, calls and statements. Words that somebody left to be replaced are found too.

mod backslash;
mod changed;
mod code;
mod finding;
mod lost;
mod names;
mod plain;
mod unfinished;
mod words;

use std::collections::BTreeMap;

use typst::syntax::{LinkedNode, SyntaxKind, parse};

pub(super) use self::finding::Finding;
pub(super) use self::names::Names;
pub(super) use self::plain::find_in_plain;
use self::words::View;
use crate::template::source::{Branch, Branches, Source};

/// The most times a template is read again because a part of it was taken for something else than text.
const MOST_READINGS: usize = 64;

/// The most bytes that are read again in all: what is wrong in a large template is told in parts.
const MOST_READ: usize = 4 << 20;

/// What is not printed as it stands, in order.
pub(super) fn find(source: &Source, names: &Names) -> Vec<Finding> {
    // With each, in how many branches it was found.
    let mut found: BTreeMap<usize, (Finding, usize)> = BTreeMap::new();
    let branches: Vec<Branch> = Branches::new(source.text(), source.tags()).shown().collect();
    for branch in &branches {
        for finding in read_again(source, &branch.text, names) {
            found.entry(finding.range.start).or_insert((finding, 0)).1 += 1;
        }
    }
    let is_shown =
        |branch: &&Branch, at: usize| branch.text.as_bytes().get(at) == source.text().as_bytes().get(at);
    let mut end = 0;
    let mut kept = Vec::new();
    for (at, (finding, count)) in found {
        let is_so =
            !finding.needs_all || count == branches.iter().filter(|branch| is_shown(branch, at)).count();
        if at >= end && is_so {
            // Within what was swallowed more is found.
            end = if finding.marks.is_empty() { finding.range.end } else { at };
            kept.push(finding);
        }
    }
    kept
}

/// Reads a branch until nothing in it swallows what follows: its marks are then taken for text, so that all is told together.
fn read_again(source: &Source, text: &str, names: &Names) -> Vec<Finding> {
    let mut text = text.to_owned();
    let mut found = Vec::new();
    let readings = (MOST_READ / text.len().max(1)).clamp(1, MOST_READINGS);
    for _ in 0..readings {
        let parsed = parse(&text);
        let mut read = Vec::new();
        let view = View { source, names };
        visit(&LinkedNode::new(&parsed), &view, &mut read);
        let Some(swallowing) = read.iter().find(|finding| !finding.marks.is_empty()).cloned() else {
            found.extend(read);
            break;
        };
        // Those before it are found again.
        for mark in &swallowing.marks {
            text.replace_range(mark.clone(), &"x".repeat(mark.len()));
        }
        found.push(swallowing);
    }
    found
}

/// Visits a node of the tree in order, markup within code too.
fn visit(node: &LinkedNode<'_>, view: &View<'_>, found: &mut Vec<Finding>) {
    let is_prose = matches!(
        node.kind(),
        SyntaxKind::Markup
            | SyntaxKind::Strong
            | SyntaxKind::Emph
            | SyntaxKind::Heading
            | SyntaxKind::ListItem
            | SyntaxKind::EnumItem
            | SyntaxKind::TermItem
    );
    for child in node.children() {
        if is_prose {
            let finding = lost::judge(&child, view).or_else(|| changed::judge(&child, view));
            found.extend(finding.or_else(|| unfinished::judge(&child)));
        }
        // What stands within a formula is not prose.
        if child.kind() != SyntaxKind::Equation {
            visit(&child, view, found);
        }
    }
}

#[cfg(test)]
mod tests;
