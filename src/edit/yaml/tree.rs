//! A YAML text as a tree of spans: where each value begins and ends, and how it is written.

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

use super::value::Step;

/// A value of a text.
#[derive(Debug)]
pub(super) struct Node {
    /// Its first byte; of a text in a block that of its first line.
    pub(super) start: usize,
    /// The byte after its last; where nothing is written, both are where it would begin.
    pub(super) end: usize,
    pub(super) kind: Kind,
}

/// What a value is, and how it is written.
#[derive(Debug)]
pub(super) enum Kind {
    Nothing,
    /// A text on its line, plain or in quotes.
    Scalar(ScalarStyle),
    /// A text in lines of its own; the byte of its `|` or `>`.
    Block {
        head: usize,
    },
    Alias,
    List {
        is_flow: bool,
        items: Vec<Child>,
    },
    Map {
        is_flow: bool,
        entries: Vec<Child>,
    },
}

/// An item of a list, or a key with its value.
#[derive(Debug)]
pub(super) struct Child {
    /// The key, of a map.
    pub(super) key: Option<String>,
    /// The first byte: of the key, of the hyphen before an item, of an item between brackets.
    pub(super) start: usize,
    /// The byte after the colon or hyphen; where an item between brackets begins.
    pub(super) after: usize,
    pub(super) node: Node,
}

impl Node {
    /// Items or entries, and whether they are between brackets; `None` of what has none.
    pub(super) fn children(&self) -> Option<(bool, &[Child])> {
        match &self.kind {
            Kind::List { is_flow, items: all } | Kind::Map { is_flow, entries: all } => Some((*is_flow, all)),
            _ => None,
        }
    }

    /// The place of a step among its children.
    pub(super) fn find(&self, step: &Step) -> Option<usize> {
        match (&self.kind, step) {
            (Kind::Map { entries, .. }, Step::Key(key)) => {
                entries.iter().position(|entry| entry.key.as_ref() == Some(key))
            }
            (Kind::List { items, .. }, Step::Item(item)) => (*item < items.len()).then_some(*item),
            _ => None,
        }
    }

    /// Whether nothing is written for it.
    pub(super) const fn is_nothing(&self) -> bool {
        matches!(self.kind, Kind::Nothing)
    }

    fn nothing(at: usize) -> Self {
        Self { start: at, end: at, kind: Kind::Nothing }
    }
}

/// The tree of a text without a byte-order mark; `None` where it is not read, or is written in a way that is not changed here.
pub(super) fn read(text: &str) -> Option<Node> {
    let mut options = granit_parser::Options::default();
    options.set_emit_comments(false);
    let mut events = Vec::new();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.ok()?;
        match event {
            Event::StreamStart | Event::StreamEnd | Event::DocumentStart(..) | Event::DocumentEnd => {}
            event => events.push((event, span)),
        }
    }
    let mut reader = Reader { text, events: events.into_iter() };
    let Some(first) = reader.events.next() else { return Some(Node::nothing(text.len())) };
    let root = reader.node(first, 0)?;
    reader.events.next().is_none().then_some(root)
}

/// The next byte from here on that is neither blank nor in a comment.
pub(super) fn skip_blank(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let seen = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        at += rest.len() - seen.len();
        if !seen.starts_with('#') {
            return at;
        }
        at += seen.find('\n').unwrap_or(seen.len());
    }
}

struct Reader<'t> {
    text: &'t str,
    events: std::vec::IntoIter<(Event<'t>, Span)>,
}

impl<'t> Reader<'t> {
    /// The node that begins with an event; nothing before the byte `from` is of it.
    fn node(&mut self, (event, span): (Event<'t>, Span), from: usize) -> Option<Node> {
        let range = span.byte_range()?;
        let (start, end) = (range.start, range.end);
        let node = |kind| Some(Node { start, end, kind });
        match event {
            // The parser has it before the colon, or before what follows.
            Event::Scalar(_, ScalarStyle::Plain, ..) if start == end => Some(Node::nothing(from)),
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
                let head = skip_blank(self.text, from);
                let written = self.text.get(start..end)?;
                let is_head = self.text.get(head..)?.starts_with(['|', '>']);
                let end = start + written.trim_end_matches([' ', '\t', '\r', '\n']).len();
                is_head.then_some(Node { start, end, kind: Kind::Block { head } })
            }
            Event::Scalar(_, style, ..) => node(Kind::Scalar(style)),
            Event::Alias(_) => node(Kind::Alias),
            Event::SequenceStart(style, ..) if is_flow(style) => self.list(start, true),
            // The parser has a list that is not indented after its first hyphen.
            Event::SequenceStart(..) => self.list(skip_blank(self.text, from), false),
            Event::MappingStart(style, ..) => self.map(start, is_flow(style)),
            _ => None,
        }
    }

    fn list(&mut self, start: usize, is_flow: bool) -> Option<Node> {
        let mut items: Vec<Child> = Vec::new();
        loop {
            let next = self.events.next()?;
            if matches!(next.0, Event::SequenceEnd) {
                let end = self.end(start, is_flow, &items, next.1)?;
                return Some(Node { start, end, kind: Kind::List { is_flow, items } });
            }
            let child = if is_flow {
                let from = next.1.byte_range()?.start;
                let node = self.node(next, from)?;
                Child { key: None, start: node.start, after: node.start, node }
            } else {
                let dash = skip_blank(self.text, items.last().map_or(start, |item| item.node.end));
                self.text.get(dash..)?.strip_prefix('-')?;
                let node = self.node(next, dash + 1)?;
                Child { key: None, start: dash, after: dash + 1, node }
            };
            items.push(child);
        }
    }

    fn map(&mut self, start: usize, is_flow: bool) -> Option<Node> {
        // A pair of a list between brackets may be without braces: that is not changed here.
        if is_flow {
            self.text.get(start..)?.strip_prefix('{')?;
        }
        let mut entries: Vec<Child> = Vec::new();
        loop {
            let (event, span) = self.events.next()?;
            let range = span.byte_range()?;
            let key = match event {
                Event::MappingEnd => {
                    let end = self.end(start, is_flow, &entries, span)?;
                    return Some(Node { start, end, kind: Kind::Map { is_flow, entries } });
                }
                Event::Scalar(key, style, 0, None) if !is_block(style) => key.into_owned(),
                _ => return None,
            };
            let colon = skip_blank(self.text, range.end);
            let has_colon = self.text.get(colon..)?.starts_with(':');
            let after = if has_colon { colon + 1 } else { range.end };
            let next = self.events.next()?;
            let node = self.node(next, after)?;
            entries.push(Child { key: Some(key), start: range.start, after, node });
        }
    }

    fn end(&self, start: usize, is_flow: bool, children: &[Child], last: Span) -> Option<usize> {
        if is_flow {
            return last.byte_range().map(|range| range.end);
        }
        Some(children.last().map_or(start, |child| child.node.end))
    }
}

fn is_flow(style: StructureStyle) -> bool {
    style == StructureStyle::Flow
}

fn is_block(style: ScalarStyle) -> bool {
    matches!(style, ScalarStyle::Literal | ScalarStyle::Folded)
}
