//! A title of a recipient's own in one language: one for whoever holds the office, or one for each gender.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::gender::Gender;

/// A title, for whoever holds the office or by gender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum OwnTitle {
    /// The same for all.
    Same(String),
    /// By `masculine`, `feminine` and `unknown`.
    ByGender(BTreeMap<&'static str, String>),
}

const GENDERS: [&str; 3] = ["masculine", "feminine", "unknown"];

impl OwnTitle {
    /// The title of a holder of a gender, where there is one for it or for all.
    #[must_use]
    pub fn get(&self, gender: Option<Gender>) -> Option<&str> {
        match self {
            Self::Same(title) => Some(title),
            Self::ByGender(titles) => titles.get(gender.map_or("unknown", Gender::name)).map(String::as_str),
        }
    }

    /// Whether it is one for all.
    #[must_use]
    pub fn is_for_all(&self) -> bool {
        matches!(self, Self::Same(_))
    }

    /// The titles, each with its gender; that for all has none.
    pub fn parts(&self) -> Vec<(Option<&'static str>, &str)> {
        match self {
            Self::Same(title) => vec![(None, title)],
            Self::ByGender(titles) => {
                titles.iter().map(|(gender, title)| (Some(*gender), title.as_str())).collect()
            }
        }
    }
}

impl JsonSchema for OwnTitle {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OwnTitle".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = || json_schema!({ "type": "string" });
        json_schema!({
            "description": "A title: one for whoever holds the office, or one for each gender.",
            "anyOf": [text(), {
                "type": "object",
                "properties": { "masculine": text(), "feminine": text(), "unknown": text() },
                "additionalProperties": false
            }]
        })
    }
}

impl<'de> Deserialize<'de> for OwnTitle {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TitleVisitor)
    }
}

struct TitleVisitor;

impl<'de> Visitor<'de> for TitleVisitor {
    type Value = OwnTitle;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a title, or one for each of masculine, feminine and unknown")
    }

    fn visit_str<E: Error>(self, title: &str) -> Result<OwnTitle, E> {
        Ok(OwnTitle::Same(title.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OwnTitle, A::Error> {
        let given: BTreeMap<String, String> = crate::input::from_map(map)?;
        let titles = given.into_iter().map(|(gender, title)| {
            let known = GENDERS.into_iter().find(|known| *known == gender);
            known.map(|known| (known, title)).ok_or_else(|| A::Error::unknown_field(&gender, &GENDERS))
        });
        Ok(OwnTitle::ByGender(titles.collect::<Result<_, _>>()?))
    }
}
