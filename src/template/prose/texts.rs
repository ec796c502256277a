//! The texts of a template that a translator works on one by one.

use std::collections::BTreeMap;
use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind, parse};

use super::words::has_several_words;
use crate::template::source::{Branches, Kind, Role, Source, tag_end};

/// Where the texts of a template are, in bytes, in order: a paragraph, a heading, a list item, a string or a piece of
/// content in code; in plain text a line.
///
/// A text inside another one is part of it. Code is not a text, nor is a value alone; several values in a row are, since
/// their order and what is between them depends on the language.
pub(crate) fn texts(source: &Source) -> Vec<Range<usize>> {
    if source.kind() != Kind::Typst {
        return lines(source);
    }
    // By start; they do not overlap.
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for branch in Branches::new(source.text(), source.tags()).shown() {
        let parsed = parse(&branch.text);
        let mut extents = Vec::new();
        gather(&LinkedNode::new(&parsed), None, &mut extents);
        for text in extents.iter().filter_map(|extent| extent.text(source)) {
            let before = found.range(..text.end).next_back();
            // An extent holds those that begin after it, and is gathered before them.
            if before.is_none_or(|(_, end)| *end <= text.start) {
                found.insert(text.start, text.end);
            }
        }
    }
    found.into_iter().map(|(start, end)| start..end).collect()
}

/// The lines of a plain text that hold something to translate.
fn lines(source: &Source) -> Vec<Range<usize>> {
    let mut start = 0;
    let lines = source.text().split_inclusive('\n').filter_map(|line| {
        let range = start..start + line.len();
        start = range.end;
        Extent { parts: Vec::from([range.clone()]), range }.text(source)
    });
    lines.collect()
}

/// A paragraph, string or piece of content, and the parts of it that are text.
#[derive(Debug)]
struct Extent {
    range: Range<usize>,
    parts: Vec<Range<usize>>,
}

impl Extent {
    /// Its range without space and comments around it, if there is something to translate.
    fn text(&self, source: &Source) -> Option<Range<usize>> {
        let has_letters = |range: Range<usize>| source.part(range).contains(char::is_alphabetic);
        let has_words = self.parts.iter().any(|part| source.tags().outside(part.clone()).any(has_letters));
        let values: usize = self.parts.iter().map(|part| count_values(source, part)).sum();
        if !has_words && values < 2 {
            return None;
        }
        let Range { mut start, end } = self.range.clone();
        loop {
            let rest = source.text().get(start..end)?;
            start += rest.len() - rest.trim_start().len();
            let text = source.text().get(start..end)?;
            if !text.starts_with("{{!") {
                let length = text.trim_end().len();
                return (length > 0).then_some(start..start + length);
            }
            start = tag_end(source.text(), start).min(end);
        }
    }
}

/// How many values begin in a range.
fn count_values(source: &Source, range: &Range<usize>) -> usize {
    let tags = source.tags().within(range).iter();
    tags.filter(|tag| tag.role == Role::Value && tag.range.start >= range.start).count()
}

fn gather(node: &LinkedNode<'_>, extent: Option<usize>, extents: &mut Vec<Extent>) {
    match node.kind() {
        SyntaxKind::Text => {
            if let Some(extent) = extent.and_then(|extent| extents.get_mut(extent)) {
                extent.parts.push(node.range());
            }
        }
        SyntaxKind::Str => {
            let inner = node.offset() + 1..node.range().end.saturating_sub(1);
            let is_text = has_several_words(node.leaf_text()) || node.leaf_text().contains("xx");
            let parts = if is_text { vec![inner.clone()] } else { Vec::new() };
            extents.push(Extent { range: inner, parts });
        }
        SyntaxKind::Raw | SyntaxKind::Equation | SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude => {}
        SyntaxKind::Markup if !matches!(node.parent_kind(), Some(SyntaxKind::Strong | SyntaxKind::Emph)) => {
            gather_paragraphs(node, extents);
        }
        _ => node.children().for_each(|child| gather(&child, extent, extents)),
    }
}

/// Gathers the paragraphs of markup.
fn gather_paragraphs(markup: &LinkedNode<'_>, extents: &mut Vec<Extent>) {
    let children: Vec<LinkedNode<'_>> = markup.children().collect();
    let open = |start: usize, from: usize, extents: &mut Vec<Extent>| {
        let end = children.iter().skip(from).find(|child| child.kind() == SyntaxKind::Parbreak);
        let end = end.map_or(markup.range().end, LinkedNode::offset);
        extents.push(Extent { range: start..end, parts: Vec::new() });
        Some(extents.len() - 1)
    };
    let mut current = open(markup.offset(), 0, extents);
    for (index, child) in children.iter().enumerate() {
        if child.kind() == SyntaxKind::Parbreak {
            current = open(child.range().end, index + 1, extents);
        } else {
            gather(child, current, extents);
        }
    }
}
