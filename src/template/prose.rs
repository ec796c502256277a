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
    fn a_line_of_plain_text_is_a_paragraph() {
        let template = "{{!-- x --}}\n{{a}}: Meeting\n\nText {{b}} more\n";
        assert_eq!(shown(template, &words_of_plain_text(template)), ": Meeting | Text more");
    }
}
