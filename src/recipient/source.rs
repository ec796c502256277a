//! A file of recipients as the mailing names it.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// A file of recipients, and the columns file it is read through, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientSource {
    /// The list.
    pub file: String,
    /// The file that says what the columns of the list are.
    pub columns: Option<String>,
}

impl From<&str> for RecipientSource {
    fn from(file: &str) -> Self {
        Self { file: file.to_owned(), columns: None }
    }
}

/// A file that is read through a columns file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WithColumns {
    file: String,
    columns: Option<String>,
}

impl JsonSchema for RecipientSource {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RecipientSource".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A file of recipients, or one with the columns file it is read through.",
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
        f.write_str("a file of recipients, or `file` and `columns`")
    }

    fn visit_str<E: Error>(self, file: &str) -> Result<RecipientSource, E> {
        Ok(file.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RecipientSource, A::Error> {
        let WithColumns { file, columns } = crate::input::from_map(map)?;
        Ok(RecipientSource { file, columns })
    }
}
