//! The serde deserializer of a node.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde::de::{Deserializer, Error as _, Visitor};

use super::access::{Choice, Entries, Items, Located, WithPlace};
use super::error::DecodeError;
use crate::diagnostic::{Place, did_you_mean};
use crate::input::at::{AT_FIELDS, AT_NAME};
use crate::input::node::{Node, Value};

/// What is known of a tree after the earlier attempts to decode it.
#[derive(Default)]
pub(super) struct State {
    /// Nodes that do not fit their types, taken out of the tree.
    pub(super) dropped: RefCell<BTreeSet<usize>>,
    /// Unknown keys: place, key and hint.
    pub(super) unknown: RefCell<BTreeSet<(Place, String, String)>>,
}

/// The identity of a node, for as long as its tree is borrowed.
pub(super) fn spot(node: &Node) -> usize {
    std::ptr::from_ref(node) as usize
}

/// Decodes one node.
#[derive(Clone, Copy)]
pub(super) struct NodeDeserializer<'a> {
    pub(super) node: &'a Node,
    pub(super) state: &'a State,
}

impl NodeDeserializer<'_> {
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
        !self.state.dropped.borrow().contains(&spot(node))
    }
}

impl Located<'_> for NodeDeserializer<'_> {
    fn locate(&self, mut error: DecodeError) -> DecodeError {
        if error.place.is_none() {
            error.place = Some(self.node.place.clone());
            error.spot = Some(spot(self.node));
        }
        error
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
            Value::List(items) => items.as_slice(),
            Value::Null(text) if text.is_empty() => &[],
            Value::Scalar(text) => {
                let hint = format!("write it in brackets: [{text}]");
                return Err(DecodeError { hint: Some(hint), ..self.wrong("a list") });
            }
            _ => return Err(self.wrong("a list")),
        };
        let kept = items.iter().filter(|item| self.kept(item));
        let items = Items(kept.map(|node| NodeDeserializer { node, ..self }));
        visitor.visit_seq(items).map_err(|error| self.locate(error))
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
            Value::Map(entries) => entries.as_slice(),
            Value::Null(text) if text.is_empty() => &[],
            _ => return Err(self.wrong("keys and values")),
        };
        let kept = entries.iter().filter(|(_, _, node)| self.kept(node));
        let entries = kept.map(|(key, _, node)| (key.as_str(), NodeDeserializer { node, ..self }));
        visitor.visit_map(Entries::new(entries)).map_err(|error| self.locate(error))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if name == AT_NAME && fields == AT_FIELDS {
            return visitor.visit_map(WithPlace::new(self, &self.node.place));
        }
        let Value::Map(all) = &self.node.value else { return Err(self.wrong("keys and values")) };
        let mut entries = Vec::new();
        for (key, place, node) in all {
            if !fields.contains(&key.as_str()) {
                let hint = did_you_mean(key, fields.iter().copied());
                self.state.unknown.borrow_mut().insert((place.clone(), key.clone(), hint));
            } else if self.kept(node) {
                entries.push((key.as_str(), NodeDeserializer { node, ..self }));
            }
        }
        visitor.visit_map(Entries::new(entries.into_iter())).map_err(|mut error| {
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
        visitor.visit_enum(Choice(text)).map_err(|error| self.locate(error))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }
}
