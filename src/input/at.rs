//! A value and the place it was read from.

use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::diagnostic::{Location, Place};

/// Tells the decoder that a value wants its place.
pub(crate) const AT_NAME: &str = "$convoke::At";
/// The two parts the decoder hands over, in order.
pub(crate) const AT_FIELDS: &[&str] = &["$place", "$value"];

/// A value with its place in the file, so that a later check can name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place; `None` for values that were not read from a file.
    pub place: Option<Place>,
}

impl<T> At<T> {
    /// The value's location in the file it was read from.
    pub fn location(&self, file: &str) -> Location {
        Location { file: file.to_owned(), place: self.place.clone() }
    }
}

impl<T> From<T> for At<T> {
    fn from(value: T) -> Self {
        Self { value, place: None }
    }
}

impl<T> std::ops::Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Default> Default for At<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct(AT_NAME, AT_FIELDS, AtVisitor(PhantomData))
    }
}

struct AtVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AtVisitor<T> {
    type Value = At<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<At<T>, A::Error> {
        let missing = || A::Error::custom("only a file read by convoke gives places");
        let (_, place): (String, String) = map.next_entry()?.ok_or_else(missing)?;
        let (_, value): (String, T) = map.next_entry()?.ok_or_else(missing)?;
        Ok(At { value, place: read_place(&place) })
    }
}

/// Writes a place as one text for the way through serde.
pub(crate) fn write_place(place: &Place) -> String {
    match place {
        Place::Text { line, column } => format!("{line}\n{column}"),
        Place::Cell { sheet, cell } => format!("{sheet}\n{cell}\n"),
        Place::Row { row, column } => format!("{row}\n{column}\n\n"),
    }
}

fn read_place(text: &str) -> Option<Place> {
    let (first, second) = text.split_once('\n')?;
    if let Some(column) = second.strip_suffix("\n\n") {
        return Some(Place::Row { row: first.parse().ok()?, column: column.to_owned() });
    }
    match second.strip_suffix('\n') {
        Some(cell) => Some(Place::Cell { sheet: first.to_owned(), cell: cell.to_owned() }),
        None => Some(Place::Text { line: first.parse().ok()?, column: second.parse().ok()? }),
    }
}
