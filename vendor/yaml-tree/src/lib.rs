//! A YAML text as a tree of values, each with its place and the bytes it is written in.
//!
//! What reads a value is generic, so that it is compiled in the crate that asks for it. Here it is asked for once, in a crate that is
//! optimised in every profile. It decides nothing: what a value means is the business of whoever has the tree.

mod events;

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

pub use events::parse_plain;

/// A line and a column, from one.
pub type Place = (u32, u32);

/// A value with as much of its place as is needed: a long list has many, and all are held at once.
#[derive(Debug, PartialEq)]
pub struct Tree {
    /// The value.
    pub value: Value,
    /// Where it begins.
    pub at: Place,
    /// First byte and number of bytes of the text as written.
    pub span: Option<(u32, u32)>,
}

/// What a value is.
#[derive(Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A scalar that has a type, such as a number, not as it is written.
    Typed(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// Keys, where they stand, and values, in the order of the text.
    Map(Vec<(String, Place, Tree)>),
}

/// Why a text is not one well-formed YAML document.
#[derive(Debug)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub at: Option<Place>,
}

/// Parses one YAML document.
///
/// # Errors
///
/// The text is not one well-formed YAML document, repeats a key, or is larger than the budget allows.
pub fn parse(text: &str) -> Result<Tree, Fault> {
    parse_plain(text).map_or_else(|| parse_whole(text), Ok)
}

/// The same as [`parse`] by serde-saphyr alone, which knows aliases, merged keys and tags, has limits, and says what is wrong.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_whole(text: &str) -> Result<Tree, Fault> {
    let mut budget = serde_yaml::Budget::default();
    budget.max_nodes = 4_000_000;
    budget.max_events = 8_000_000;
    budget.max_total_scalar_bytes = 256 << 20;
    let mut options = serde_yaml::Options::default();
    options.budget = Some(budget);
    options.strict_booleans = true;
    options.with_snippet = false;
    serde_yaml::from_str_with_options(text, options)
        .map_err(|error| Fault { message: error.to_string(), at: error.location().map(place) })
}

fn place(at: serde_yaml::Location) -> Place {
    let clamp = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    (clamp(at.line()), clamp(at.column()))
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, defined } = Spanned::<Value>::deserialize(deserializer)?;
        let span = defined.span();
        let byte = |n: u64| u32::try_from(n).ok();
        let span = span.byte_offset().and_then(byte).zip(span.byte_len().and_then(byte));
        Ok(Self { value, at: place(referenced), span })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Typed(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Typed(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Typed(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Typed(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Typed(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Typed(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key::<Spanned<String>>()? {
            map.push((key.value, place(key.referenced), entries.next_value()?));
        }
        Ok(Value::Map(map))
    }
}
