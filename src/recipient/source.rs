//! A list of recipients as the mailing names it: a file, or a query of a database.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::objects::StoreAddress;
use crate::tables::Query;

/// A list of recipients, and the columns file it is read through, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientSource {
    /// The file of the list, or its address in an object store; of a query, the name of its database in messages.
    pub file: String,
    /// The file that says what the columns of the list are.
    pub columns: Option<String>,
    /// The query whose rows are the list.
    pub query: Option<Query>,
}

impl RecipientSource {
    /// Whether the list lies in an object store.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.query.is_none() && StoreAddress::parse(&self.file).is_some()
    }

    /// The files that it is read from, seen from the mailing's folder; a database on a server is none, and neither is what lies in a store.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let list = match &self.query {
            None => Some(self.file.as_str()).filter(|_| !self.is_stored()),
            Some(query) => query.database.file.as_deref(),
        };
        [list, self.columns.as_deref()].into_iter().flatten()
    }
}

impl From<&str> for RecipientSource {
    fn from(file: &str) -> Self {
        Self { file: file.to_owned(), columns: None, query: None }
    }
}

impl From<Query> for RecipientSource {
    fn from(query: Query) -> Self {
        Self { file: query.database.name(), columns: None, query: Some(query) }
    }
}

/// A list that is more than the path of a file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    file: Option<String>,
    sql: Option<Query>,
    columns: Option<String>,
}

impl JsonSchema for RecipientSource {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RecipientSource".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let query = generator.subschema_for::<Query>();
        json_schema!({
            "description": "A file of recipients, one with the columns file it is read through, or a query of a database.",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": {
                        "file": { "type": "string", "description": "The list." },
                        "columns": { "type": "string", "description": "The file that says what its columns are." }
                    },
                    "required": ["file"],
                    "additionalProperties": false
                },
                {
                    "type": "object",
                    "properties": {
                        "sql": query,
                        "columns": { "type": "string", "description": "The file that says what its columns are." }
                    },
                    "required": ["sql"],
                    "additionalProperties": false
                }
            ]
        })
    }
}

impl<'de> Deserialize<'de> for RecipientSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SourceVisitor)
    }
}

struct SourceVisitor;

impl<'de> Visitor<'de> for SourceVisitor {
    type Value = RecipientSource;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a file of recipients, `file` and `columns`, or `sql`")
    }

    fn visit_str<E: Error>(self, file: &str) -> Result<RecipientSource, E> {
        Ok(file.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RecipientSource, A::Error> {
        let Described { file, sql, columns } = crate::input::from_map(map)?;
        match (file, sql) {
            (Some(file), None) => Ok(RecipientSource { file, columns, query: None }),
            (None, Some(query)) => Ok(RecipientSource { columns, ..query.into() }),
            _ => Err(A::Error::custom("a list is `file` or `sql`, one of the two")),
        }
    }
}
