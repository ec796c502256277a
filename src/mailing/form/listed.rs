//! An entry of a list that is an id alone, or an id with more.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// An entry: `hotel`, or `{ id: hotel, … }`.
#[derive(Debug, Clone)]
pub struct Listed<T>(pub T);

impl<T> Deref for Listed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: JsonSchema> JsonSchema for Listed<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Listed{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let whole = generator.subschema_for::<T>();
        json_schema!({
            "description": "An id alone, or an id with more.",
            "anyOf": [{ "type": "string" }, whole]
        })
    }
}

impl<'de, T: Deserialize<'de> + From<String>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListedVisitor(PhantomData))
    }
}

struct ListedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + From<String>> Visitor<'de> for ListedVisitor<T> {
    type Value = Listed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id, or `id` with more")
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<Listed<T>, E> {
        Ok(Listed(T::from(id.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Listed<T>, A::Error> {
        crate::input::from_map(map).map(Listed)
    }
}
