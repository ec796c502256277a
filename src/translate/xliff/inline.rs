//! A text of a language as words and protected codes: what a translator may change, and what has to stay.
//!
//! Words lose the escapes of the file they stand in and get them back when they are written: whatever a translator
//! types stays text.

use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind, ast, parse};

use crate::template;

/// What surrounds a text, and so decides which characters mean something there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Typst markup.
    Markup,
    /// A string of Typst code.
    String,
    /// A line of plain text.
    Plain,
    /// A value of `locale.yaml`.
    Value,
}

/// Whether a code stands alone, or opens or closes what it surrounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Alone,
    Open,
    Close,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Code { data: String, role: Role },
}

/// Longest line of a paragraph that is wrapped, in characters.
const WIDTH: usize = 120;

/// The kind of the text in a range of a template; `file` is its name.
pub(super) fn kind(file: &str, text: &str, range: &Range<usize>) -> Kind {
    if file.ends_with(".txt.hbs") {
        return Kind::Plain;
    }
    let masked = masked(text);
    let parsed = parse(&masked);
    let mut node = LinkedNode::new(&parsed);
    // The innermost node that holds the text.
    while let Some(inner) =
        node.children().find(|child| child.range().start <= range.start && range.end <= child.range().end)
    {
        node = inner;
    }
    if node.kind() == SyntaxKind::Str { Kind::String } else { Kind::Markup }
}

/// The text in a range of a template as pieces.
pub(super) fn pieces(kind: Kind, text: &str, range: &Range<usize>) -> Vec<Piece> {
    let mut made = Pieces { text, made: Vec::new() };
    match kind {
        Kind::Plain => made.words(range.clone(), str::to_owned),
        Kind::String => made.words(range.clone(), unescaped),
        Kind::Value => made.values(range.clone()),
        Kind::Markup => {
            let masked = masked(text);
            let parsed = parse(&masked);
            made.markup(&LinkedNode::new(&parsed), range);
        }
    }
    made.joined()
}

/// The template with a letter for each byte of its tags, so that Typst sees every branch, each tag a word.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for tag in template::tag_ranges(text) {
        masked.push_str(text.get(done..tag.start).unwrap_or_default());
        masked.extend(
            text.get(tag.clone())
                .unwrap_or_default()
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { 'x' }),
        );
        done = tag.end;
    }
    masked + text.get(done..).unwrap_or_default()
}

struct Pieces<'a> {
    text: &'a str,
    made: Vec<Piece>,
}

impl Pieces<'_> {
    fn get(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn code(&mut self, range: Range<usize>, role: Role) {
        let data = self.get(range).to_owned();
        self.made.push(Piece::Code { data, role });
    }

    /// Words and the tags between them.
    fn words(&mut self, range: Range<usize>, plain: impl Fn(&str) -> String) {
        let mut done = range.start;
        for tag in template::tag_ranges(self.text) {
            if tag.end <= range.start || tag.start >= range.end {
                continue;
            }
            let words = plain(self.get(done..tag.start.max(done)));
            self.made.push(Piece::Text(words));
            self.code(tag.clone(), Role::Alone);
            done = tag.end;
        }
        let words = plain(self.get(done..range.end.max(done)));
        self.made.push(Piece::Text(words));
    }

    /// Words and the placeholders between them.
    fn values(&mut self, range: Range<usize>) {
        let mut done = range.start;
        while let Some(open) = self.get(done..range.end).find('{').map(|at| done + at) {
            let Some(length) = self.get(open..range.end).find('}') else { break };
            self.made.push(Piece::Text(self.get(done..open).to_owned()));
            done = open + length + 1;
            self.code(open..done, Role::Alone);
        }
        self.made.push(Piece::Text(self.get(done..range.end).to_owned()));
    }

    fn markup(&mut self, node: &LinkedNode<'_>, range: &Range<usize>) {
        let own = node.range();
        if own.end <= range.start || own.start >= range.end {
            return;
        }
        let inside = range.start <= own.start && own.end <= range.end;
        match node.kind() {
            SyntaxKind::Text | SyntaxKind::Link | SyntaxKind::SmartQuote => {
                self.words(own.start.max(range.start)..own.end.min(range.end), str::to_owned);
            }
            SyntaxKind::Space | SyntaxKind::Parbreak => self.made.push(Piece::Text(" ".to_owned())),
            SyntaxKind::Escape => {
                let escape = node.cast::<ast::Escape<'_>>().map(|escape| escape.get());
                self.made.push(Piece::Text(escape.map_or_else(String::new, String::from)));
            }
            SyntaxKind::Shorthand => {
                let short = node.cast::<ast::Shorthand<'_>>().map(|short| short.get());
                self.made.push(Piece::Text(short.map_or_else(String::new, String::from)));
            }
            SyntaxKind::Strong | SyntaxKind::Emph if inside => {
                self.code(own.start..own.start + 1, Role::Open);
                node.children()
                    .filter(|child| child.kind() == SyntaxKind::Markup)
                    .for_each(|child| self.markup(&child, range));
                self.code(own.end - 1..own.end, Role::Close);
            }
            SyntaxKind::Markup | SyntaxKind::Heading | SyntaxKind::ListItem | SyntaxKind::EnumItem => {
                self.all(node, range);
            }
            _ if inside => self.code(own, Role::Alone),
            // Code around the text: the text is in one of its parts.
            _ => node.children().for_each(|child| self.markup(&child, range)),
        }
    }

    /// The children of markup: a hash sign belongs to the code after it.
    fn all(&mut self, node: &LinkedNode<'_>, range: &Range<usize>) {
        let mut children = node.children().peekable();
        while let Some(child) = children.next() {
            if child.kind() != SyntaxKind::Hash || child.range().start < range.start {
                self.markup(&child, range);
                continue;
            }
            let Some(called) = children.next_if(|next| next.range().end <= range.end) else { continue };
            // A semicolon may end the code.
            let end =
                children.next_if(|next| next.kind() == SyntaxKind::Semicolon).map(|end| end.range().end);
            let whole = child.range().start..end.unwrap_or(called.range().end);
            match content(&called) {
                Some(inner) if end.is_none() => {
                    self.code(whole.start..inner.range().start, Role::Open);
                    self.all(&inner, range);
                    self.code(inner.range().end..whole.end, Role::Close);
                }
                _ => self.code(whole, Role::Alone),
            }
        }
    }

    /// The pieces, neighbouring words together and runs of space as one.
    fn joined(self) -> Vec<Piece> {
        let mut joined: Vec<Piece> = Vec::new();
        for piece in self.made {
            match (joined.last_mut(), piece) {
                (_, Piece::Text(text)) if text.is_empty() => {}
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
                (_, piece) => joined.push(piece),
            }
        }
        for piece in &mut joined {
            if let Piece::Text(text) = piece {
                *text = spaced(text);
            }
        }
        joined
    }
}

/// The content in brackets a call ends with, if it has nothing else to translate.
fn content<'a>(call: &LinkedNode<'a>) -> Option<LinkedNode<'a>> {
    let arguments = call.children().find(|child| child.kind() == SyntaxKind::Args)?;
    let blocks: Vec<LinkedNode<'a>> =
        arguments.children().filter(|child| child.kind() == SyntaxKind::ContentBlock).collect();
    let [block] = blocks.as_slice() else { return None };
    (block.range().end == call.range().end).then_some(())?;
    block.children().find(|child| child.kind() == SyntaxKind::Markup)
}

/// Runs of spaces and line breaks as one space; other space, such as a no-break space, stays.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        let breaks = matches!(c, ' ' | '\n' | '\r' | '\t');
        match c {
            _ if !breaks => spaced.push(c),
            _ if spaced.ends_with(' ') => {}
            _ => spaced.push(' '),
        }
    }
    spaced
}

/// A string of Typst code without its escapes.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('r') => plain.push('\r'),
            Some('u') => {
                let hex: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                plain.extend(u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32));
            }
            Some(other) => plain.push(other),
            None => {}
        }
    }
    plain
}

/// Pieces as a text of a file; in markup lines are wrapped where `wrap` is set.
///
/// # Errors
///
/// The text holds what cannot be written in a file of this kind; the character is given back.
pub(super) fn written(kind: Kind, pieces: &[Piece], wrap: bool) -> Result<String, String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Code { data, .. } => text.push_str(data),
            Piece::Text(words) => match kind {
                Kind::Markup => markup(words, &mut text),
                Kind::String => string(words, &mut text),
                Kind::Plain if words.contains("{{") || words.contains("}}") => return Err("{{".to_owned()),
                Kind::Value if words.contains(['{', '}']) => return Err("{".to_owned()),
                Kind::Plain | Kind::Value => text.push_str(words),
            },
        }
    }
    Ok(if wrap && kind == Kind::Markup { wrapped(&text) } else { text })
}

fn string(words: &str, text: &mut String) {
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
fn markup(words: &str, text: &mut String) {
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
fn wrapped(text: &str) -> String {
    let codes: Vec<Range<usize>> = pieces_of_code(text);
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

/// Where codes stand in markup, tags and calls alike.
fn pieces_of_code(text: &str) -> Vec<Range<usize>> {
    let masked = masked(text);
    let parsed = parse(&masked);
    let mut codes = template::tag_ranges(text);
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
    use super::*;

    fn shown(kind: Kind, text: &str) -> String {
        let show = |piece: Piece| match piece {
            Piece::Text(text) => text,
            Piece::Code { data, role: Role::Alone } => format!("⟨{data}⟩"),
            Piece::Code { data, role: Role::Open } => format!("⟨{data}⟨"),
            Piece::Code { data, role: Role::Close } => format!("⟩{data}⟩"),
        };
        pieces(kind, text, &(0..text.len())).into_iter().map(show).collect()
    }

    #[test]
    fn markup_is_taken_apart() {
        assert_eq!(
            shown(
                Kind::Markup,
                "Dear {{a.b}},\nsee #box[e-mail] (#isolated(\"{{c.d}}\")), *now* at a\\@b~c --- {{#if e.f}}x{{else}}y{{/if}} #n."
            ),
            "Dear ⟨{{a.b}}⟩, see ⟨#box[⟨e-mail⟩]⟩ (⟨#isolated(\"{{c.d}}\")⟩), ⟨*⟨now⟩*⟩ at a@b\u{a0}c — \
             ⟨{{#if e.f}}⟩x⟨{{else}}⟩y⟨{{/if}}⟩ ⟨#n⟩."
        );
        assert_eq!(shown(Kind::String, "Say \\\"{{a.b}}\\\" \\u{e9}"), "Say \"⟨{{a.b}}⟩\" é");
        assert_eq!(shown(Kind::Plain, "- {{this}} #x"), "- ⟨{{this}}⟩ #x");
        assert_eq!(shown(Kind::Value, "from {day1} to {day2}"), "from ⟨{day1}⟩ to ⟨{day2}⟩");
    }

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
            let text = written(Kind::Markup, &[Piece::Text(words.to_owned())], true).expect("writable");
            assert_eq!(shown(Kind::Markup, &text), words, "{text}");
            let text = written(Kind::String, &[Piece::Text(words.to_owned())], false).expect("writable");
            assert_eq!(shown(Kind::String, &text), words, "{text}");
        }
        assert!(written(Kind::Plain, &[Piece::Text("{{x}}".to_owned())], false).is_err());
    }

    #[test]
    fn lines_are_wrapped_outside_code() {
        let text =
            format!("{} #f(\"a b c d e f g h\") {}", "word ".repeat(22).trim(), "word ".repeat(30).trim());
        let lines: Vec<String> = wrapped(&text).lines().map(str::to_owned).collect();
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{lines:#?}");
        assert!(lines.iter().any(|line| line.contains("#f(\"a b c d e f g h\")")));
        assert_eq!(lines.join(" "), text);
    }
}
