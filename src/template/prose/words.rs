//! The words of a template that a reader sees.
//!
//! A string counts where it holds more than one word: one word alone is a name, a path or a key.

use std::collections::BTreeMap;
use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind, parse};

use crate::template::source::{Branches, Kind, Source};

/// A run of words between tags, line breaks and markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// Where in the template, in bytes.
    pub(crate) range: Range<usize>,
    /// What names the paragraph or string they belong to, the same for all its words.
    pub(crate) paragraph: usize,
}

/// The words of a template, in order; those of all branches of its blocks.
///
/// Each line of plain text is a paragraph. HTML frames the text of an e-mail and has no words of its own.
pub(crate) fn words(source: &Source) -> Vec<Words> {
    match source.kind() {
        Kind::Typst => words_of_markup(source),
        Kind::Text => words_of_plain_text(source),
        Kind::Html => Vec::new(),
    }
}

fn words_of_markup(source: &Source) -> Vec<Words> {
    let mut found: BTreeMap<usize, Words> = BTreeMap::new();
    for branch in Branches::new(source.text(), source.tags()).shown() {
        let parsed = parse(&branch.text);
        collect(&LinkedNode::new(&parsed), 0, &mut |range: Range<usize>, paragraph| {
            for range in source.tags().outside(range) {
                found.entry(range.start).or_insert(Words { range, paragraph });
            }
        });
    }
    found.into_values().collect()
}

fn words_of_plain_text(source: &Source) -> Vec<Words> {
    let mut start = 0;
    let lines = source.text().split_inclusive('\n').map(|line| {
        let range = start..start + line.trim_end().len();
        start += line.len();
        range
    });
    lines
        .flat_map(|line| {
            let paragraph = line.start;
            source.tags().outside(line).map(move |range| Words { range, paragraph })
        })
        .collect()
}

fn collect(node: &LinkedNode<'_>, paragraph: usize, add: &mut impl FnMut(Range<usize>, usize)) {
    match node.kind() {
        SyntaxKind::Text => add(node.range(), paragraph),
        SyntaxKind::Str => {
            let inner = node.offset() + 1..node.range().end.saturating_sub(1);
            // A value shows as one word: a string of values alone has no words besides its tags.
            if has_several_words(node.leaf_text()) {
                add(inner, node.offset());
            }
        }
        SyntaxKind::Raw | SyntaxKind::Equation | SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude => {}
        kind => {
            let within = matches!(node.parent_kind(), Some(SyntaxKind::Strong | SyntaxKind::Emph));
            let mut paragraph = if kind == SyntaxKind::Markup && !within { node.offset() } else { paragraph };
            for child in node.children() {
                if child.kind() == SyntaxKind::Parbreak {
                    paragraph = child.offset();
                }
                collect(&child, paragraph, add);
            }
        }
    }
}

/// Whether a string of Typst code holds more than one word.
pub(super) fn has_several_words(string: &str) -> bool {
    string.trim_matches('"').trim().contains(char::is_whitespace)
}
