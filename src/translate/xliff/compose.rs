//! Puts translated pieces together as a text of a language's file: whatever a translator types stays text.

use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind, parse};

use super::piece::{Kind, Piece};
use super::pieces::mask;
use crate::template::{self, Tags};

/// Longest line of a paragraph that is wrapped, in characters.
const WIDTH: usize = 120;

/// Pieces as a text of a file; in markup lines are wrapped where `wrap` is set.
///
/// # Errors
///
/// The text holds what cannot be written in a file of this kind; the character is given back.
pub(super) fn compose(kind: Kind, pieces: &[Piece], wrap: bool) -> Result<String, String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Code { data, .. } => text.push_str(data),
            Piece::Text(words) => match kind {
                Kind::Markup => write_markup(words, &mut text),
                Kind::String => write_string(words, &mut text),
                Kind::Plain if words.contains("{{") || words.contains("}}") => return Err("{{".to_owned()),
                Kind::Value if words.contains(['{', '}']) => return Err("{".to_owned()),
                Kind::Plain | Kind::Value => text.push_str(words),
            },
        }
    }
    Ok(if wrap && kind == Kind::Markup { wrap_lines(&text) } else { text })
}

fn write_string(words: &str, text: &mut String) {
    for c in words.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '{' | '}' => text.push_str(&template::escape(&c.to_string())),
            c if c.is_control() => text.push_str(&template::escape(&c.to_string())),
            c => text.push(c),
        }
    }
}

/// Words as Typst markup. A character that means something anywhere is escaped, as is one that does so at the beginning
/// of a line, or before or after its like.
fn write_markup(words: &str, text: &mut String) {
    let chars: Vec<char> = words.chars().collect();
    for (index, &c) in chars.iter().enumerate() {
        let before = index
            .checked_sub(1)
            .and_then(|index| chars.get(index))
            .copied()
            .or_else(|| text.chars().next_back());
        let after = chars.get(index + 1).copied();
        let starts = before.is_none_or(char::is_whitespace);
        match c {
            '\\' | '#' | '$' | '*' | '_' | '`' | '<' | '>' | '@' | '[' | ']' | '~' => text.extend(['\\', c]),
            '{' | '}' => text.push_str(&template::escape(&c.to_string())),
            '\u{a0}' => text.push('~'),
            '=' | '+' | '/' if starts => text.extend(['\\', c]),
            '/' if matches!(after, Some('/' | '*')) || before == Some('/') => text.extend(['\\', c]),
            '-' if starts || matches!(after, Some('-' | '?')) || before == Some('-') => {
                text.extend(['\\', c])
            }
            '.' if after == Some('.') || before == Some('.') => text.extend(['\\', c]),
            // A number at the beginning of a line would number a list.
            '.' if before.is_some_and(|c| c.is_ascii_digit()) && after.is_none_or(char::is_whitespace) => {
                text.extend(['\\', c]);
            }
            c if c.is_control() => text.push_str(&template::escape(&c.to_string())),
            c => text.push(c),
        }
    }
}

/// The text with lines no longer than they should be, broken at spaces outside code.
fn wrap_lines(text: &str) -> String {
    let codes: Vec<Range<usize>> = find_codes(text);
    let mut out = String::with_capacity(text.len());
    let mut line = 0;
    let mut start = 0;
    let breaks: Vec<usize> = text
        .match_indices(' ')
        .map(|(at, _)| at)
        .filter(|at| !codes.iter().any(|code| code.contains(at)))
        .chain([text.len()])
        .collect();
    for end in breaks {
        let word = text.get(start..end).unwrap_or_default();
        let length = word.chars().count();
        if line > 0 && line + 1 + length > WIDTH {
            out.push('\n');
            line = 0;
        } else if start > 0 {
            out.push(' ');
            line += 1;
        }
        out.push_str(word);
        line += length;
        start = end + 1;
    }
    out
}

/// The codes in markup, tags and calls alike.
fn find_codes(text: &str) -> Vec<Range<usize>> {
    let tags = Tags::new(text);
    let parsed = parse(&mask(text, &tags));
    let mut codes: Vec<Range<usize>> = tags.all().iter().map(|tag| tag.range.clone()).collect();
    fn collect(node: &LinkedNode<'_>, codes: &mut Vec<Range<usize>>) {
        match node.kind() {
            SyntaxKind::FuncCall | SyntaxKind::FieldAccess | SyntaxKind::Raw | SyntaxKind::Equation => {
                codes.push(node.range())
            }
            _ => node.children().for_each(|child| collect(&child, codes)),
        }
    }
    collect(&LinkedNode::new(&parsed), &mut codes);
    codes
}

#[cfg(test)]
mod tests {
    use super::super::pieces::tests::show;
    use super::*;

    #[test]
    fn whatever_is_typed_stays_text() {
        for words in [
            "#panic(1) $x$ *b* _i_ `c` <a> @b [c] ~ \\ {{x.y}} {a}",
            "- list",
            "+ list",
            "= heading",
            "/ term: x",
            "1. one",
            "2004. two",
            "// comment",
            "/* comment */ a",
            "a -- b --- c ... d -? e -1",
            "https://example.org/a",
            "x/*y",
            "\u{a0}no break",
            "a.b.c",
            "a - b",
        ] {
            let text = compose(Kind::Markup, &[Piece::Text(words.to_owned())], true).expect("writable");
            assert_eq!(show(Kind::Markup, &text), words, "{text}");
            let text = compose(Kind::String, &[Piece::Text(words.to_owned())], false).expect("writable");
            assert_eq!(show(Kind::String, &text), words, "{text}");
        }
        assert!(compose(Kind::Plain, &[Piece::Text("{{x}}".to_owned())], false).is_err());
    }

    #[test]
    fn lines_are_wrapped_outside_code() {
        let text =
            format!("{} #f(\"a b c d e f g h\") {}", "word ".repeat(22).trim(), "word ".repeat(30).trim());
        let lines: Vec<String> = wrap_lines(&text).lines().map(str::to_owned).collect();
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{lines:#?}");
        assert!(lines.iter().any(|line| line.contains("#f(\"a b c d e f g h\")")));
        assert_eq!(lines.join(" "), text);
    }
}
