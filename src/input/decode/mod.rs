//! From nodes to plain types through serde, reporting every problem of a file in one run.
//!
//! Unknown keys are reported and skipped. A value of the wrong type is reported, taken out of the tree,
//! and the decoding begun again, until nothing is left to report; so one mistake never hides another.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer, StringDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};

use super::at::{self, AT_FIELDS, AT_NAME};
use super::node::{Node, Value, parse};
use crate::diagnostic::{Checked, Code, Diagnostic, Location, Place, Problems, codes, did_you_mean};

/// Reads YAML into a type and reports every problem with its place.
///
/// The value is there unless the file as a whole could not be read; the problems decide whether it
/// may be used.
pub fn decode<T: DeserializeOwned>(text: &str, file: &str) -> Checked<Option<T>> {
    match parse(text, file) {
        Ok(node) => decode_node(&node, file),
        Err(problem) => Checked::new(None, problem),
    }
}

/// Decodes one node as [`decode`] does a file; problems name the last key only.
pub fn decode_node<T: DeserializeOwned>(node: &Node, file: &str) -> Checked<Option<T>> {
    let mut found = decode_with_paths(node, file);
    for field in found.problems.iter_mut().filter_map(|problem| problem.subject.field.as_mut()) {
        if let Some((_, last)) = field.rsplit_once('.') {
            *field = last.to_owned();
        }
    }
    found
}

/// Decodes one node; problems name their keys with all those above, joined by dots.
pub(crate) fn decode_with_paths<T: DeserializeOwned>(node: &Node, file: &str) -> Checked<Option<T>> {
    let state = State::default();
    let mut problems = Problems::new();
    let value = loop {
        match T::deserialize(NodeDeserializer { node, state: &state }) {
            Ok(value) => break Some(value),
            Err(error) => {
                let place = error.place.clone().unwrap_or_else(|| node.place.clone());
                if !error.follows {
                    let mut problem = Diagnostic::new(error.code, error.message)
                        .with_location(Location::at(file, place.clone()));
                    problem.subject.field = error.key;
                    problem.hints.extend(error.hint);
                    problems.push(problem);
                }
                let spot = error.spot.unwrap_or(node as *const Node as usize);
                if spot == node as *const Node as usize || !state.dropped.borrow_mut().insert(spot) {
                    break None;
                }
            }
        }
    };
    for (place, key, hint) in state.unknown.into_inner() {
        problems.push(
            Diagnostic::new(codes::KEY_UNKNOWN, format!("unknown key `{key}`"))
                .with_location(Location::at(file, place))
                .with_field(key)
                .with_hint(hint),
        );
    }
    problems.sort_by(|a, b| (&a.location, &a.code).cmp(&(&b.location, &b.code)));
    Checked::new(value, problems)
}

#[derive(Default)]
struct State {
    dropped: RefCell<BTreeSet<usize>>,
    unknown: RefCell<BTreeSet<(Place, String, String)>>,
}

#[derive(Debug)]
struct DecodeError {
    code: &'static Code,
    message: String,
    hint: Option<String>,
    place: Option<Place>,
    spot: Option<usize>,
    key: Option<String>,
    /// Follows from a problem that is reported already.
    follows: bool,
}

impl DecodeError {
    /// Puts the key of the map the error stands in before the keys it has.
    fn below(mut self, key: &str) -> Self {
        self.key = Some(match self.key {
            Some(rest) => format!("{key}.{rest}"),
            None => key.to_owned(),
        });
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

impl serde::de::Error for DecodeError {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self {
            code: codes::VALUE_INVALID,
            message: message.to_string(),
            hint: None,
            place: None,
            spot: None,
            key: None,
            follows: false,
        }
    }

    fn missing_field(field: &'static str) -> Self {
        let mut error = Self::custom(format!("`{field}` is missing"));
        error.code = codes::VALUE_MISSING;
        error.key = Some(field.to_owned());
        error.hint = Some(format!("add a line `{field}: …` here"));
        error
    }
}

#[derive(Clone, Copy)]
struct NodeDeserializer<'a> {
    node: &'a Node,
    state: &'a State,
}

impl NodeDeserializer<'_> {
    fn locate(&self, mut error: DecodeError) -> DecodeError {
        if error.place.is_none() {
            error.place = Some(self.node.place.clone());
            error.spot = Some(self.node as *const Node as usize);
        }
        error
    }

    fn wrong(&self, wanted: &str) -> DecodeError {
        let found = match &self.node.value {
            Value::Null(_) => "nothing".to_owned(),
            Value::Scalar(text) => format!("`{text}`"),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "keys and values".to_owned(),
        };
        self.locate(DecodeError::custom(format!("expected {wanted}, found {found}")))
    }

    fn text(&self, wanted: &str) -> Result<&str, DecodeError> {
        match &self.node.value {
            Value::Scalar(text) => Ok(text),
            Value::Null(text) if !text.is_empty() && text != "~" && text != "null" => Ok(text),
            _ => Err(self.wrong(wanted)),
        }
    }

    fn parsed<T: std::str::FromStr>(&self, wanted: &str) -> Result<T, DecodeError> {
        self.text(wanted)?.parse().map_err(|_| self.wrong(wanted))
    }

    fn kept(&self, node: &Node) -> bool {
        !self.state.dropped.borrow().contains(&(node as *const Node as usize))
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            visitor.$visit(self.parsed("a number")?).map_err(|error: DecodeError| self.locate(error))
        }
    )*};
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match &self.node.value {
            Value::Null(text) if matches!(text.as_str(), "" | "~" | "null") => visitor.visit_unit(),
            Value::Null(text) | Value::Scalar(text) => visitor.visit_str(text),
            Value::List(_) => return self.deserialize_seq(visitor),
            Value::Map(_) => return self.deserialize_map(visitor),
        }
        .map_err(|error: DecodeError| self.locate(error))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_bool(self.parsed("true or false")?).map_err(|error: DecodeError| self.locate(error))
    }

    numbers!(
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32,
        deserialize_i64 visit_i64, deserialize_u8 visit_u8, deserialize_u16 visit_u16,
        deserialize_u32 visit_u32, deserialize_u64 visit_u64, deserialize_f32 visit_f32,
        deserialize_f64 visit_f64
    );

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_char(self.parsed("one character")?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_str(self.text("text")?).map_err(|error: DecodeError| self.locate(error))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match &self.node.value {
            Value::Null(text) if text.is_empty() || text == "~" || text == "null" => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let items = match &self.node.value {
            Value::List(items) => items.iter().filter(|item| self.kept(item)).collect(),
            Value::Null(text) if text.is_empty() => Vec::new(),
            _ => return Err(self.wrong("a list")),
        };
        visitor.visit_seq(Items { items, next: 0, parent: self }).map_err(|error| self.locate(error))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let entries = match &self.node.value {
            Value::Map(entries) => {
                entries
                    .iter()
                    .filter(|(_, _, node)| self.kept(node))
                    .map(|(key, _, node)| (key.as_str(), node))
            }
            .collect(),
            Value::Null(text) if text.is_empty() => Vec::new(),
            _ => return Err(self.wrong("keys and values")),
        };
        visitor.visit_map(Entries { entries, next: 0, parent: self }).map_err(|error| self.locate(error))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if name == AT_NAME && fields == AT_FIELDS {
            return visitor.visit_map(WithPlace { parent: self, step: 0 });
        }
        let Value::Map(all) = &self.node.value else { return Err(self.wrong("keys and values")) };
        let mut entries = Vec::new();
        for (key, place, node) in all {
            if !fields.contains(&key.as_str()) {
                let hint = did_you_mean(key, fields.iter().copied());
                self.state.unknown.borrow_mut().insert((place.clone(), key.clone(), hint));
            } else if self.kept(node) {
                entries.push((key.as_str(), node));
            }
        }
        visitor.visit_map(Entries { entries, next: 0, parent: self }).map_err(|mut error| {
            let dropped = |key: &str| self.node.get(key).is_some_and(|node| !self.kept(node));
            if error.place.is_none() && error.key.as_deref().is_some_and(dropped) {
                error.follows = true;
            }
            self.locate(error)
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let text = self.text("one word")?;
        if !variants.contains(&text) {
            let mut error = DecodeError::custom(format!("`{text}` is not one of the choices"));
            error.hint = Some(did_you_mean(text, variants.iter().copied()));
            return Err(self.locate(error));
        }
        visitor.visit_enum(Unit(text)).map_err(|error| self.locate(error))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }
}

struct Unit<'a>(&'a str);

impl<'de, 'a> EnumAccess<'de> for Unit<'a> {
    type Error = DecodeError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), DecodeError> {
        let name: StrDeserializer<'a, DecodeError> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Unit<'_> {
    type Error = DecodeError;

    fn unit_variant(self) -> Result<(), DecodeError> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, DecodeError> {
        Err(DecodeError::custom("a choice is one word"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, DecodeError> {
        Err(DecodeError::custom("a choice is one word"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, DecodeError> {
        Err(DecodeError::custom("a choice is one word"))
    }
}

struct Items<'a> {
    items: Vec<&'a Node>,
    next: usize,
    parent: NodeDeserializer<'a>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        let Some(node) = self.items.get(self.next) else { return Ok(None) };
        self.next += 1;
        let item = NodeDeserializer { node, ..self.parent };
        seed.deserialize(item).map(Some).map_err(|error| item.locate(error))
    }
}

struct Entries<'a> {
    entries: Vec<(&'a str, &'a Node)>,
    next: usize,
    parent: NodeDeserializer<'a>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = DecodeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DecodeError> {
        let Some((key, _)) = self.entries.get(self.next) else { return Ok(None) };
        let key: StrDeserializer<'_, DecodeError> = (*key).into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, DecodeError> {
        let Some(&(key, node)) = self.entries.get(self.next) else {
            return Err(DecodeError::custom("a value is missing"));
        };
        self.next += 1;
        let item = NodeDeserializer { node, ..self.parent };
        seed.deserialize(item).map_err(|error| item.locate(error).below(key))
    }
}

struct WithPlace<'a> {
    parent: NodeDeserializer<'a>,
    step: usize,
}

impl<'de> MapAccess<'de> for WithPlace<'_> {
    type Error = DecodeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DecodeError> {
        let Some(name) = AT_FIELDS.get(self.step) else { return Ok(None) };
        self.step += 1;
        let name: StrDeserializer<'_, DecodeError> = (*name).into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, DecodeError> {
        if self.step == 1 {
            let place: StringDeserializer<DecodeError> =
                at::write_place(&self.parent.node.place).into_deserializer();
            return seed.deserialize(place);
        }
        seed.deserialize(self.parent)
    }
}

/// Lets visitors of types that take either a text or a map hand a map on to a derived type.
///
/// # Errors
/// Where the map does not fit the type.
pub fn from_map<'de, T: serde::Deserialize<'de>, A: MapAccess<'de>>(map: A) -> Result<T, A::Error> {
    T::deserialize(MapAccessDeserializer::new(map))
}

#[cfg(test)]
mod tests;
