//! Takes the texts of a language's files apart into words and protected codes.

use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind, SyntaxNode, ast, parse};

use super::piece::{Kind, Piece, Role, collapse_spaces};
use crate::template::{self, Source, Tags};

/// A template, parsed once for all its texts.
pub(super) struct Template<'a> {
    source: &'a Source,
    /// `None` for plain text.
    markup: Option<SyntaxNode>,
}

impl<'a> Template<'a> {
    /// Parses a template.
    pub(super) fn new(source: &'a Source) -> Self {
        let is_plain = source.kind() == template::Kind::Text;
        let markup = (!is_plain).then(|| parse(&mask(source.text(), source.tags())));
        Self { source, markup }
    }

    /// The kind of the text in a range.
    pub(super) fn kind(&self, range: &Range<usize>) -> Kind {
        let Some(markup) = &self.markup else { return Kind::Plain };
        let mut node = LinkedNode::new(markup);
        // The innermost node that holds the text.
        while let Some(inner) =
            node.children().find(|child| child.range().start <= range.start && range.end <= child.range().end)
        {
            node = inner;
        }
        if node.kind() == SyntaxKind::Str { Kind::String } else { Kind::Markup }
    }

    /// The text in a range as pieces.
    pub(super) fn pieces(&self, range: &Range<usize>) -> Vec<Piece> {
        let mut taking = Taking { text: self.source.text(), tags: self.source.tags(), pieces: Vec::new() };
        match (self.kind(range), &self.markup) {
            (Kind::Markup, Some(markup)) => taking.markup(&LinkedNode::new(markup), range),
            (Kind::String, _) => taking.words(range.clone(), unescape),
            _ => taking.words(range.clone(), str::to_owned),
        }
        taking.joined()
    }
}

/// A value of `locale.yaml` as pieces.
pub(super) fn split_value(text: &str) -> Vec<Piece> {
    let mut taking = Taking { text, tags: &Tags::default(), pieces: Vec::new() };
    taking.values(0..text.len());
    taking.joined()
}

/// The template with a letter for each byte of its tags, so that Typst sees every branch, each tag a word.
pub(super) fn mask(text: &str, tags: &Tags) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for tag in tags.all() {
        masked.push_str(text.get(done..tag.range.start).unwrap_or_default());
        let bytes = text.get(tag.range.clone()).unwrap_or_default().bytes();
        masked.extend(bytes.map(|byte| if byte == b'\n' { '\n' } else { 'x' }));
        done = tag.range.end;
    }
    masked + text.get(done..).unwrap_or_default()
}

/// Pieces as they are taken from a text.
struct Taking<'a> {
    text: &'a str,
    tags: &'a Tags,
    pieces: Vec<Piece>,
}

impl Taking<'_> {
    fn get(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn code(&mut self, range: Range<usize>, role: Role) {
        let data = self.get(range).to_owned();
        self.pieces.push(Piece::Code { data, role });
    }

    /// Words and the tags between them.
    fn words(&mut self, range: Range<usize>, plain: impl Fn(&str) -> String) {
        let mut done = range.start;
        for tag in self.tags.within(&range) {
            let words = plain(self.get(done..tag.range.start.max(done)));
            self.pieces.push(Piece::Text(words));
            self.code(tag.range.clone(), Role::Alone);
            done = tag.range.end;
        }
        let words = plain(self.get(done..range.end.max(done)));
        self.pieces.push(Piece::Text(words));
    }

    /// Words and the placeholders between them.
    fn values(&mut self, range: Range<usize>) {
        let mut done = range.start;
        while let Some(open) = self.get(done..range.end).find('{').map(|at| done + at) {
            let Some(length) = self.get(open..range.end).find('}') else { break };
            self.pieces.push(Piece::Text(self.get(done..open).to_owned()));
            done = open + length + 1;
            self.code(open..done, Role::Alone);
        }
        self.pieces.push(Piece::Text(self.get(done..range.end).to_owned()));
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
            SyntaxKind::Space | SyntaxKind::Parbreak => self.pieces.push(Piece::Text(" ".to_owned())),
            SyntaxKind::Escape => {
                let escape = node.cast::<ast::Escape<'_>>().map(|escape| escape.get());
                self.pieces.push(Piece::Text(escape.map_or_else(String::new, String::from)));
            }
            SyntaxKind::Shorthand => {
                let short = node.cast::<ast::Shorthand<'_>>().map(|short| short.get());
                self.pieces.push(Piece::Text(short.map_or_else(String::new, String::from)));
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
        for piece in self.pieces {
            match (joined.last_mut(), piece) {
                (_, Piece::Text(text)) if text.is_empty() => {}
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
                (_, piece) => joined.push(piece),
            }
        }
        for piece in &mut joined {
            if let Piece::Text(text) = piece {
                *text = collapse_spaces(text);
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

/// A string of Typst code without its escapes.
fn unescape(text: &str) -> String {
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A text of a kind taken apart, codes in angle brackets.
    pub(in crate::translate::xliff) fn show(kind: Kind, text: &str) -> String {
        let show = |piece: Piece| match piece {
            Piece::Text(text) => text,
            Piece::Code { data, role: Role::Alone } => format!("⟨{data}⟩"),
            Piece::Code { data, role: Role::Open } => format!("⟨{data}⟨"),
            Piece::Code { data, role: Role::Close } => format!("⟩{data}⟩"),
        };
        let pieces = match kind {
            Kind::Value => split_value(text),
            Kind::Plain => Template::new(&Source::new("a.txt.hbs", text)).pieces(&(0..text.len())),
            Kind::Markup => Template::new(&Source::new("a.typ.hbs", text)).pieces(&(0..text.len())),
            Kind::String => {
                let source = Source::new("a.typ.hbs", format!("#let a = \"{text}\""));
                let start = "#let a = \"".len();
                Template::new(&source).pieces(&(start..start + text.len()))
            }
        };
        pieces.into_iter().map(show).collect()
    }

    #[test]
    fn markup_is_taken_apart() {
        assert_eq!(
            show(
                Kind::Markup,
                "Dear {{a.b}},\nsee #box[e-mail] (#isolated(\"{{c.d}}\")), *now* at a\\@b~c --- {{#if e.f}}x{{else}}y{{/if}} #n."
            ),
            "Dear ⟨{{a.b}}⟩, see ⟨#box[⟨e-mail⟩]⟩ (⟨#isolated(\"{{c.d}}\")⟩), ⟨*⟨now⟩*⟩ at a@b\u{a0}c — \
             ⟨{{#if e.f}}⟩x⟨{{else}}⟩y⟨{{/if}}⟩ ⟨#n⟩."
        );
        assert_eq!(show(Kind::String, "Say \\\"{{a.b}}\\\" \\u{e9}"), "Say \"⟨{{a.b}}⟩\" é");
        assert_eq!(show(Kind::Plain, "- {{this}} #x"), "- ⟨{{this}}⟩ #x");
        assert_eq!(show(Kind::Value, "from {day1} to {day2}"), "from ⟨{day1}⟩ to ⟨{day2}⟩");
    }
}
