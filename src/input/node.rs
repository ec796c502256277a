//! A YAML file as a tree of nodes, each with its place and its text as written.
//!
//! Scalars keep their text, so that a postal code `007`, a telephone number or the country code `NO`
//! stays as typed; its type is decided where the value is used.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use super::yaml_advice::{YamlAdvice, advise};
use crate::diagnostic::{Diagnostic, Location, Place, codes};

/// A value of a file with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The place.
    pub place: Place,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: `null`, `~` or an empty value, with the text as written.
    Null(String),
    /// A scalar with its text as written.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the file.
    Map(Vec<(String, Place, Node)>),
}

impl Node {
    /// The value of a key, if the node is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(name, _, _)| name == key).map(|(_, _, node)| node),
            _ => None,
        }
    }

    /// The value of a key, to be changed.
    #[must_use]
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        match &mut self.value {
            Value::Map(entries) => {
                entries.iter_mut().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
            }
            _ => None,
        }
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// Parses one YAML document.
///
/// # Errors
/// A diagnostic with line and column when the text is not one well-formed YAML document, repeats a
/// key, or is larger than the node budget allows.
pub fn parse(text: &str, file: &str) -> Result<Node, Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut budget = serde_yaml::Budget::default();
    budget.max_nodes = 4_000_000;
    budget.max_events = 8_000_000;
    budget.max_total_scalar_bytes = 256 << 20;
    let mut options = serde_yaml::Options::default();
    options.budget = Some(budget);
    options.strict_booleans = true;
    options.with_snippet = false;
    let raw: Slim = serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let message = error.to_string();
        let message = message.lines().next().unwrap_or("unreadable").trim_end_matches('.').to_owned();
        let line = error.location().map(|at| line_and_column(at).0);
        let YamlAdvice { message: better, hint } = advise(&message, text, line);
        let message = better.unwrap_or_else(|| format!("this is not well-formed YAML ({message})"));
        let problem = Diagnostic::new(codes::YAML_SYNTAX, message);
        match error.location() {
            Some(at) => problem.with_location(Location::at(file, place(at))),
            None => problem.with_location(Location::file(file)),
        }
        .with_hint(hint)
    })?;
    Ok(build_node(raw, text))
}

fn place(at: serde_yaml::Location) -> Place {
    text_place(line_and_column(at))
}

fn line_and_column(at: serde_yaml::Location) -> (u32, u32) {
    let clamp = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    (clamp(at.line()), clamp(at.column()))
}

fn build_node(raw: Slim, source: &str) -> Node {
    let written = || {
        let (start, length) = raw.span?;
        let (start, length) = (start as usize, length as usize);
        source.get(start..start + length).map(|text| text.trim().to_owned())
    };
    let value = match raw.value {
        Raw::Null => Value::Null(written().unwrap_or_default()),
        Raw::Typed(text) => Value::Scalar(written().filter(|w| !w.is_empty()).unwrap_or(text)),
        Raw::Text(text) => Value::Scalar(text),
        Raw::List(items) => Value::List(items.into_iter().map(|item| build_node(item, source)).collect()),
        Raw::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, at, item)| (key, text_place(at), build_node(item, source)))
                .collect(),
        ),
    };
    Node { value, place: text_place(raw.at) }
}

fn text_place((line, column): (u32, u32)) -> Place {
    Place::Text { line, column }
}

/// A value with as much of its place as is needed: a long list has many, and all are held at once.
struct Slim {
    value: Raw,
    /// Line and column.
    at: (u32, u32),
    /// First byte and number of bytes of the text as written.
    span: Option<(u32, u32)>,
}

enum Raw {
    Null,
    Typed(String),
    Text(String),
    List(Vec<Slim>),
    Map(Vec<(String, (u32, u32), Slim)>),
}

impl<'de> Deserialize<'de> for Slim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, defined } = Spanned::<Raw>::deserialize(deserializer)?;
        let span = defined.span();
        let byte = |n: u64| u32::try_from(n).ok();
        let span = span.byte_offset().and_then(byte).zip(span.byte_len().and_then(byte));
        Ok(Self { value, at: line_and_column(referenced), span })
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key::<Spanned<String>>()? {
            map.push((key.value, line_and_column(key.referenced), entries.next_value()?));
        }
        Ok(Raw::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_keep_their_text() {
        let node = parse("a: NO\nb: +41 22\nc: 007\nd: 1e3\ne: true\nf: \"12\"\n", "x.yaml").unwrap();
        let texts: Vec<_> = ["a", "b", "c", "d", "e", "f"]
            .map(|key| node.get(key).unwrap().text().unwrap().to_owned())
            .into();
        assert_eq!(texts, ["NO", "+41 22", "007", "1e3", "true", "12"]);
    }

    #[test]
    fn nothing_keeps_how_it_was_written() {
        let node = parse("a: Null\nb:\nc: ~\n", "x.yaml").unwrap();
        let value = |key| node.get(key).unwrap().value.clone();
        assert_eq!(value("a"), Value::Null("Null".into()));
        assert_eq!(value("b"), Value::Null(String::new()));
        assert_eq!(value("c"), Value::Null("~".into()));
    }

    #[test]
    fn places_count_from_one() {
        let node = parse("a:\n  - x\n  - [y, z]\n", "x.yaml").unwrap();
        let Value::List(items) = &node.get("a").unwrap().value else { panic!("a list") };
        assert_eq!(items[0].place, Place::Text { line: 2, column: 5 });
    }

    #[test]
    fn a_repeated_key_is_an_error_with_its_place() {
        let problem = parse("a: 1\na: 2\n", "x.yaml").unwrap_err();
        assert!(problem.to_string().starts_with("x.yaml:2:1: error[yaml-syntax]"), "{problem}");
    }
}
