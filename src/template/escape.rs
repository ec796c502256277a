//! The escapers: make any value inert text, in Typst markup and in Typst strings alike, in plain text and in HTML.
//!
//! `\u{…}` is an escape in both, so one function serves both and a template need not say where its
//! value stands. It does not validate values: control characters are removed where they are read.

use std::fmt::Write;

/// Characters besides letters, digits and single spaces that mean nothing to Typst, alone or in any
/// combination: they are left as they are, so that rendered text stays readable.
const INERT: &[char] = &[
    ',', '’', '‘', '“', '”', '«', '»', '–', '—', '·', '№', '،', '؛', '؟', '，', '。', '、', '；', '：', '（',
    '）', '《', '》',
];

/// Escapes a value for Typst markup and Typst strings.
///
/// Letters, digits and a few punctuation marks without meaning in Typst stay; every other character
/// becomes `\u{…}`. All line breaks become spaces, and of several spaces in a row all but the first are
/// escaped, because markup would collapse them.
///
/// ```
/// use convoke::template::escape;
///
/// assert_eq!(escape("Côte d’Ivoire, #1"), r"Côte d’Ivoire, \u{23}1");
/// assert_eq!(escape("=1\n2"), r"\u{3d}1 2");
/// ```
#[must_use]
pub fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len() + 16);
    let mut after_space = false;
    for c in value.chars() {
        let c = if is_break(c) { ' ' } else { c };
        if c.is_alphanumeric() || (c == ' ' && !after_space) || INERT.contains(&c) {
            escaped.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
        }
        after_space = c == ' ';
    }
    escaped
}

/// Keeps a value on its line in plain text: line breaks and control characters become spaces.
pub(super) fn keep_on_line(value: &str) -> String {
    value.chars().map(|c| if is_break(c) || c.is_control() { ' ' } else { c }).collect()
}

/// Escapes a value for HTML: for text between tags and for attributes in quotation marks of either kind; there these
/// five characters are all that can end the text (HTML, 13.2.5). Line breaks and control characters become spaces.
pub(crate) fn escape_html(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len() + 16);
    for c in value.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if is_break(c) || c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether a character breaks the line in Typst (`typst_syntax::is_newline`), or is a tab.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse};

    use super::{escape, escape_html};

    const HOSTILE: &[&str] = &[
        "A & B #1 $x$ *v* _u_ @y <b> \\ \"q\" =1+1",
        "= heading",
        "== ",
        "- item",
        "+ item",
        "/ term: x",
        "1. item",
        "12.",
        "--",
        "---",
        "...",
        "-1",
        "'single' \"double\"",
        "// comment",
        "/* comment */",
        "https://example.org/?a=b#c",
        "http:",
        "mailto:a@b.example",
        "@label",
        "<label>",
        "#import \"/x.typ\": *",
        "#eval(\"1\")",
        "]",
        "[",
        "}{",
        "`raw`",
        "```typ x```",
        "$ x $",
        "~",
        "a~b",
        "\\",
        "\\u{23}",
        "\\n",
        "a\\",
        "*b*",
        "_e_",
        "{{recipient.name}}",
        "line\nbreak\r\nand\ttab",
        "para\n\ngraph",
        "Côte d'Ivoire",
        "Lao People's Democratic Republic",
        "غينيا - بيساو",
        "Tu\u{308}rkiye",
        "\u{202e}evil",
        "a\u{200c}b",
        "&amp; &#x23;",
        ";",
        "a;b",
        "-?",
        "\u{2028}= x",
        "\u{0}",
        "😀👩‍👩‍👧",
    ];

    fn as_read(value: &str) -> String {
        value.chars().map(|c| if super::is_break(c) { ' ' } else { c }).collect()
    }

    fn text_of(node: &SyntaxNode) -> String {
        if let Some(escaped) = node.cast::<ast::Escape>() {
            return escaped.get().to_string();
        }
        match node.kind() {
            SyntaxKind::Text | SyntaxKind::Space => node.leaf_text().to_string(),
            SyntaxKind::Markup => node.children().map(text_of).collect(),
            SyntaxKind::End => String::new(),
            other => panic!("{other:?} in {:?}", node.leaf_text()),
        }
    }

    #[test]
    fn hostile_values_are_plain_text_in_markup() {
        for value in HOSTILE {
            let parsed = parse(&escape(value));
            assert!(parsed.errors_and_warnings().0.is_empty(), "{value:?}");
            assert_eq!(text_of(&parsed), as_read(value));
        }
    }

    #[test]
    fn hostile_values_are_themselves_in_strings() {
        for value in HOSTILE {
            let source = format!("#\"{}\"", escape(value));
            let parsed = parse(&source);
            let strings: Vec<_> = parsed.children().filter_map(|node| node.cast::<ast::Str>()).collect();
            assert_eq!(strings.len(), 1, "{source}");
            assert_eq!(strings[0].get().as_str(), as_read(value));
        }
    }

    #[test]
    fn html_values_are_text_and_nothing_else() {
        assert_eq!(escape_html("<b> & \"q\" 'a'\r\n\u{0}é"), "&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;   é");
        for value in HOSTILE {
            let escaped = escape_html(value);
            assert!(!escaped.contains(['<', '>', '"', '\'', '\n', '\u{0}']), "{value:?}");
            let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
            let back = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
            let read = back.iter().fold(escaped.clone(), |text, (entity, c)| text.replace(entity, c));
            assert_eq!(read, super::keep_on_line(value));
            for (at, _) in escaped.match_indices('&') {
                assert!(entities.iter().any(|entity| escaped[at..].starts_with(entity)), "{escaped}");
            }
        }
    }

    #[test]
    fn spaces_in_a_row_are_kept() {
        assert_eq!(escape("a  b"), r"a \u{20}b");
    }

    #[test]
    fn every_ascii_character_pair_is_inert_at_the_start_of_a_line() {
        for a in ' '..='~' {
            for b in ' '..='~' {
                let value = format!("{a}{b}x");
                assert_eq!(text_of(&parse(&escape(&value))), value, "{value:?}");
            }
        }
    }
}
