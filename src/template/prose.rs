//! The words of a template that a reader sees: neither merge fields nor code, as Typst itself tells them apart.
//!
//! A string counts where it holds more than one word: one word alone is a name, a path or a key.

use std::collections::BTreeMap;
use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind, parse};

use super::check::{Branches, next_tag, tag_end};

/// A run of words between tags, line breaks and markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Where in the template, in bytes.
    pub range: Range<usize>,
    /// What names the paragraph or string they belong to, the same for all its words.
    pub paragraph: usize,
}

/// The words of a Typst template, in order; those of all branches of its blocks.
#[must_use]
pub fn words(template: &str) -> Vec<Words> {
    let branches = Branches::of(template);
    let mut found: BTreeMap<usize, Words> = BTreeMap::new();
    for typst in branches.shown() {
        let parsed = parse(&typst);
        collect(&LinkedNode::new(&parsed), 0, &mut |range: Range<usize>, paragraph| {
            for range in outside_tags(template, range) {
                found.entry(range.start).or_insert(Words { range, paragraph });
            }
        });
    }
    found.into_values().collect()
}

/// The words of a plain-text template; each of its lines is a paragraph.
#[must_use]
pub fn words_of_plain_text(template: &str) -> Vec<Words> {
    let mut start = 0;
    let lines = template.split_inclusive('\n').map(|line| {
        let range = start..start + line.trim_end().len();
        start += line.len();
        range
    });
    lines
        .flat_map(|line| {
            let paragraph = line.start;
            outside_tags(template, line).into_iter().map(move |range| Words { range, paragraph })
        })
        .collect()
}

fn collect(node: &LinkedNode<'_>, paragraph: usize, add: &mut impl FnMut(Range<usize>, usize)) {
    match node.kind() {
        SyntaxKind::Text => add(node.range(), paragraph),
        SyntaxKind::Str => {
            let inner = node.offset() + 1..node.range().end.saturating_sub(1);
            let text = node.leaf_text();
            // A value stands as a word: a string of values alone has no words that outlive the tags.
            if text.trim_matches('"').trim().contains(char::is_whitespace) {
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

/// What a translator works on as one text: a paragraph, a heading, a list item, a string or a piece of content in
/// code; where it stands, in bytes. A line each in plain text. `file` is the template's name.
///
/// Texts inside another one are part of it. Code is none, nor is a value alone; several values in a row are, since
/// their order and what stands between them is the language's.
#[must_use]
pub fn texts(file: &str, template: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if file.ends_with(".txt.hbs") {
        let mut start = 0;
        for line in template.split_inclusive('\n') {
            let range = start..start + line.len();
            let extent = Extent { parts: Vec::from([range.clone()]), range };
            found.extend(extent.text(template));
            start += line.len();
        }
        return found;
    }
    for typst in Branches::of(template).shown() {
        let parsed = parse(&typst);
        let mut extents = Vec::new();
        gather(&LinkedNode::new(&parsed), None, &mut extents);
        for text in extents.iter().filter_map(|extent| extent.text(template)) {
            let overlaps = |known: &Range<usize>| known.start < text.end && text.start < known.end;
            // An extent holds those that begin after it, and is gathered before them.
            if !found.iter().any(overlaps) {
                found.push(text);
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// A paragraph, string or piece of content, and the parts of it that are text.
#[derive(Debug)]
struct Extent {
    range: Range<usize>,
    parts: Vec<Range<usize>>,
}

impl Extent {
    /// Its range without space and comments around it, if there is something to translate.
    fn text(&self, template: &str) -> Option<Range<usize>> {
        let word = |part: &Range<usize>| {
            let outside = outside_tags(template, part.clone());
            outside
                .into_iter()
                .any(|range| template.get(range).unwrap_or_default().contains(char::is_alphabetic))
        };
        let values: usize = self.parts.iter().map(|part| values(template, part.clone())).sum();
        if !self.parts.iter().any(word) && values < 2 {
            return None;
        }
        let Range { mut start, end } = self.range.clone();
        loop {
            let rest = template.get(start..end)?;
            start += rest.len() - rest.trim_start().len();
            let comment = template.get(start..end)?.starts_with("{{!");
            if !comment {
                let text = template.get(start..end)?.trim_end();
                return (!text.is_empty()).then_some(start..start + text.len());
            }
            start = tag_end(template, start).min(end);
        }
    }
}

/// How many values stand in a range.
fn values(template: &str, range: Range<usize>) -> usize {
    let mut count = 0;
    let mut at = next_tag(template, range.start);
    while at < range.end {
        let end = tag_end(template, at);
        let inside = template.get(at + 2..end).unwrap_or_default().trim_start_matches('~').trim_start();
        let block = inside.starts_with(['#', '/', '!', '>', '^']) || inside.starts_with("else");
        count += usize::from(!block);
        at = next_tag(template, end);
    }
    count
}

fn gather(node: &LinkedNode<'_>, extent: Option<usize>, extents: &mut Vec<Extent>) {
    let open = |start: usize, end: usize, extents: &mut Vec<Extent>| {
        extents.push(Extent { range: start..end, parts: Vec::new() });
        Some(extents.len() - 1)
    };
    match node.kind() {
        SyntaxKind::Text => {
            if let Some(extent) = extent.and_then(|extent| extents.get_mut(extent)) {
                extent.parts.push(node.range());
            }
        }
        SyntaxKind::Str => {
            let inner = node.offset() + 1..node.range().end.saturating_sub(1);
            // A word alone is a name, a path or a key.
            let words = node.leaf_text().trim_matches('"').trim().contains(char::is_whitespace);
            let parts =
                if words || node.leaf_text().contains("xx") { vec![inner.clone()] } else { Vec::new() };
            extents.push(Extent { range: inner, parts });
        }
        SyntaxKind::Raw | SyntaxKind::Equation | SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude => {}
        SyntaxKind::Markup if !matches!(node.parent_kind(), Some(SyntaxKind::Strong | SyntaxKind::Emph)) => {
            let children: Vec<LinkedNode<'_>> = node.children().collect();
            let end_from = |from: usize| {
                let rest = children.iter().skip(from);
                let end = rest.clone().find(|child| child.kind() == SyntaxKind::Parbreak);
                end.map_or(node.range().end, LinkedNode::offset)
            };
            let mut current = open(node.offset(), end_from(0), extents);
            for (index, child) in children.iter().enumerate() {
                if child.kind() == SyntaxKind::Parbreak {
                    current = open(child.range().end, end_from(index + 1), extents);
                } else {
                    gather(child, current, extents);
                }
            }
        }
        _ => node.children().for_each(|child| gather(&child, extent, extents)),
    }
}

/// Where the tags of a text stand, in bytes.
#[must_use]
pub fn tag_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = next_tag(text, 0);
    while start < text.len() {
        let end = tag_end(text, start);
        ranges.push(start..end);
        start = next_tag(text, end);
    }
    ranges
}

/// A text without its tags.
#[must_use]
pub fn without_tags(text: &str) -> String {
    outside_tags(text, 0..text.len())
        .into_iter()
        .filter_map(|range| text.get(range))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A template as Typst sees it, with blanks for its tags and a word for each value, once for each branch its blocks
/// have; all offsets stay what they are.
#[must_use]
pub fn branches(template: &str) -> Vec<String> {
    Branches::of(template).shown().collect()
}

/// The parts of a range that no tag covers.
fn outside_tags(template: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    loop {
        let tag = next_tag(template, at);
        let part = at.max(range.start)..tag.min(range.end);
        if !part.is_empty() {
            parts.push(part);
        }
        if tag >= range.end {
            return parts;
        }
        at = tag_end(template, tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words, paragraphs set apart by `|`.
    fn shown(template: &str, words: &[Words]) -> String {
        let mut shown = String::new();
        let mut last = None;
        for Words { range, paragraph } in words {
            shown.push_str(if last.is_none_or(|last| last == *paragraph) { " " } else { " | " });
            shown.push_str(template[range.clone()].trim());
            last = Some(*paragraph);
        }
        shown.trim().to_owned()
    }

    #[track_caller]
    fn check(template: &str, expected: &str) {
        assert_eq!(shown(template, &words(template)), expected, "{template}");
    }

    #[test]
    fn words_of_markup_and_strings_are_found() {
        check("Dear {{a}}, *come* soon.\n\nYours", "Dear , come soon. | Yours");
        check("= Title {{a}}\n- one\n- two", "Title | one | two");
        check("#let notices = (\"Copy for {{a}}\", \"letter\", \"{{b}}\")", "Copy for");
        check("#f(lang: \"en\", [Please write])", "Please write");
        check(
            "See #isolated(\"{{url}}\") and #box[e-mail].",
            "See  and | e-mail | .".replace("  ", " ").as_str(),
        );
    }

    #[test]
    fn code_fields_and_comments_are_none() {
        for template in [
            "#import \"/layout.typ\": letter, isolated",
            "{{!-- Some words --}}// more words\n{{> letterhead}}",
            "#let x = f(y)\n`raw words` $a b$ https://example.org",
            "{{#each a}}{{this.b}}{{/each}}",
        ] {
            check(template, "");
        }
    }

    #[test]
    fn every_branch_of_a_block_has_its_words() {
        check(
            "{{#if a}}your country, {{b}},{{else}}you{{/if}} to take part",
            "your country, , you to take part",
        );
        check(
            "#f(({{#if a}}\"Copy for {{b}}\",{{/if}}{{#if c}}\"In place of {{d}}\",{{/if}}))",
            "Copy for | In place of",
        );
    }

    #[test]
    fn a_translator_sees_whole_texts() {
        let template = "{{!-- Note --}}\n#import \"/layout.typ\": letter\n\n#let d = \"{{a}}{{b}}\"\n#let n = (\n  \
                        {{#if a}}\"Copy for {{a}}\",{{/if}}\n  \"x\", \"{{c}}\",\n)\n#let h(n) = [Person #n of {{b}}]\n\n\
                        {{> letterhead}}\n\nDear {{a}}, see #box[e-mail] (#f(\"{{a}}\")),\n{{#if b}}come{{else}}go{{/if}}.\n\n\
                        = Title\n- one *two*\n- {{a}}\n";
        let found: Vec<&str> =
            texts("letter.typ.hbs", template).into_iter().map(|range| &template[range]).collect();
        assert_eq!(
            found,
            [
                "{{a}}{{b}}",
                "Copy for {{a}}",
                "Person #n of {{b}}",
                "Dear {{a}}, see #box[e-mail] (#f(\"{{a}}\")),\n{{#if b}}come{{else}}go{{/if}}.",
                "Title",
                "one *two*",
            ]
        );
        let plain = "{{!-- x --}}\n{{a}}: {{b}}\n\n{{c}}\nText {{d}}\n{{#if a}}\n- {{this}}\n";
        let found: Vec<&str> = texts("email.txt.hbs", plain).into_iter().map(|range| &plain[range]).collect();
        assert_eq!(found, ["{{a}}: {{b}}", "Text {{d}}"]);
    }

    #[test]
    fn a_line_of_plain_text_is_a_paragraph() {
        let template = "{{!-- x --}}\n{{a}}: Meeting\n\nText {{b}} more\n";
        assert_eq!(shown(template, &words_of_plain_text(template)), ": Meeting | Text more");
    }
}
