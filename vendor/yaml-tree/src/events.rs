//! The tree of a text that is written plainly, from the events of the parser under serde-saphyr: a third of the time.
//!
//! Whatever is not plain is left to serde-saphyr: aliases, merged keys, tags, keys that are no words, repeated keys, deep nesting, and all
//! that is wrong. So there is one answer to what a text means, and none is given here that would be another there.

use std::borrow::Cow;
use std::collections::HashSet;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, StrInput};

use crate::{Place, Tree, Value, parse_whole};

/// Deepest nesting that is read here.
const DEEPEST: usize = 32;

/// Most nodes that are read here.
const MOST_NODES: usize = 3_000_000;

/// The tree of a text that is written plainly; `None` for any other.
#[must_use]
pub fn parse_plain(text: &str) -> Option<Tree> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    let mut events = Events { parser: Parser::new_from_str_with_options(text, options), nodes: 0 };
    if !matches!(events.next()?, (Event::StreamStart, _))
        || !matches!(events.next()?, (Event::DocumentStart(_, None), _))
    {
        return None;
    }
    let first = events.next()?;
    let tree = events.node(first, 0)?;
    let is_end =
        matches!(events.next()?, (Event::DocumentEnd, _)) && matches!(events.next()?, (Event::StreamEnd, _));
    is_end.then_some(tree)
}

struct Events<'t> {
    parser: Parser<'t, StrInput<'t>>,
    nodes: usize,
}

impl<'t> Events<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.parser.next_event()?.ok()
    }

    /// The node that begins with an event.
    fn node(&mut self, (event, span): (Event<'t>, Span), depth: usize) -> Option<Tree> {
        self.nodes += 1;
        if depth > DEEPEST || self.nodes > MOST_NODES || span.indent.is_some_and(|indent| indent > 1000) {
            return None;
        }
        let value = match event {
            Event::Scalar(text, style, 0, None) => scalar(text, style)?,
            Event::SequenceStart(_, 0, None) => Value::List(self.items(depth)?),
            Event::MappingStart(_, 0, None) => Value::Map(self.entries(depth)?),
            _ => return None,
        };
        Some(Tree { value, at: place(&span)?, span: bytes(&span) })
    }

    fn items(&mut self, depth: usize) -> Option<Vec<Tree>> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Some(items),
                event => items.push(self.node(event, depth + 1)?),
            }
        }
    }

    fn entries(&mut self, depth: usize) -> Option<Vec<(String, Place, Tree)>> {
        let mut entries: Vec<(String, Place, Tree)> = Vec::new();
        let mut known = HashSet::new();
        loop {
            match self.next()? {
                (Event::MappingEnd, _) => return Some(entries),
                (Event::Scalar(key, style, 0, None), span) if is_word(&key, style) => {
                    if !known.insert(key.clone()) {
                        return None;
                    }
                    let event = self.next()?;
                    let value = self.node(event, depth + 1)?;
                    entries.push((key.into_owned(), place(&span)?, value));
                }
                _ => return None,
            }
        }
    }
}

/// Whether a key is a text, whatever it is read as.
fn is_word(key: &str, style: ScalarStyle) -> bool {
    match style {
        ScalarStyle::Plain => key.starts_with(|c: char| c.is_alphabetic() || c == '_') && !is_special(key),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => !key.is_empty(),
        _ => false,
    }
}

/// Whether a word is more than a text in some version of YAML.
fn is_special(word: &str) -> bool {
    const SPECIAL: [&str; 13] =
        ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "infinity", "nan", "~"];
    SPECIAL.iter().any(|special| special.eq_ignore_ascii_case(word))
}

/// What a scalar is.
fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Option<Value> {
    if !matches!(style, ScalarStyle::Plain) {
        return Some(Value::Text(text.into_owned()));
    }
    if text.is_empty() {
        return Some(Value::Null);
    }
    if !is_special(&text) && !may_be_number(&text) {
        return Some(Value::Text(text.into_owned()));
    }
    // The word alone is read as serde-saphyr reads it.
    match parse_whole(&text).ok()?.value {
        Value::List(_) | Value::Map(_) => None,
        value => Some(value),
    }
}

/// Whether a word could be a number; most dates, telephone numbers and hashes could not.
fn may_be_number(word: &str) -> bool {
    let digits = word.trim_start_matches(['+', '-']);
    let is_of_decimals = |byte: u8| byte.is_ascii_digit() || b"_.eE+-".contains(&byte);
    digits.starts_with('.')
        || matches!(digits.as_bytes(), [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', ..])
        || digits.bytes().all(is_of_decimals)
}

/// Where a node begins.
fn place(span: &Span) -> Option<Place> {
    let column = span.start.col().checked_add(1)?;
    Some((u32::try_from(span.start.line()).ok()?, u32::try_from(column).ok()?))
}

/// The first byte of a node, and how many it has.
fn bytes(span: &Span) -> Option<(u32, u32)> {
    let (start, end) = (span.start.byte_offset()?, span.end.byte_offset()?);
    Some((u32::try_from(start).ok()?, u32::try_from(end.saturating_sub(start)).ok()?))
}
