//! Lines, such as those of an address, that may differ from language to language.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Lines that are the same in all languages, or lines for each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocalLines {
    /// The same in every language.
    Same(Vec<String>),
    /// By language tag, sorted.
    ByLanguage(Box<[(String, Vec<String>)]>),
}

impl LocalLines {
    /// The lines in a language: those of the tag itself, of its primary subtag, or those for all.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&[String]> {
        match self {
            Self::Same(lines) => Some(lines),
            Self::ByLanguage(all) => {
                let primary = language.split('-').next().unwrap_or(language);
                let lines = |tag: &str| {
                    all.iter().find(|(of, _)| of.eq_ignore_ascii_case(tag)).map(|(_, lines)| lines.as_slice())
                };
                lines(language).or_else(|| lines(primary))
            }
        }
    }

    /// The lines in a language, else in English, else in the first language there is.
    #[must_use]
    pub fn get_or_first(&self, language: &str) -> &[String] {
        self.get(language).or_else(|| self.get("en")).or_else(|| self.all().next()).unwrap_or_default()
    }

    /// The languages that have lines of their own; empty if the same lines serve all.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let all = match self {
            Self::Same(_) => None,
            Self::ByLanguage(all) => Some(all),
        };
        all.into_iter().flat_map(|all| all.iter().map(|(language, _)| language.as_str()))
    }

    /// The lines of each language, or those for all.
    pub fn all(&self) -> impl Iterator<Item = &[String]> {
        let (same, all) = match self {
            Self::Same(lines) => (Some(lines.as_slice()), None),
            Self::ByLanguage(all) => (None, Some(all)),
        };
        same.into_iter().chain(all.into_iter().flat_map(|all| all.iter().map(|(_, lines)| lines.as_slice())))
    }

    /// Whether there is no line with a text in any language.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.all().flatten().all(|line| line.trim().is_empty())
    }

    /// Removes empty lines.
    pub fn remove_empty(&mut self) {
        match self {
            Self::Same(lines) => lines.retain(|line| !line.is_empty()),
            Self::ByLanguage(all) => {
                all.iter_mut().for_each(|(_, lines)| lines.retain(|line| !line.is_empty()));
            }
        }
    }
}

impl Default for LocalLines {
    fn default() -> Self {
        Self::Same(Vec::new())
    }
}

impl<L: Into<String>, const N: usize> From<[L; N]> for LocalLines {
    fn from(lines: [L; N]) -> Self {
        Self::Same(lines.into_iter().map(Into::into).collect())
    }
}

impl JsonSchema for LocalLines {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LocalLines".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let lines = || json_schema!({ "type": "array", "items": { "type": "string" } });
        json_schema!({
            "description": "Lines for all languages, or lines for each language tag.",
            "anyOf": [lines(), { "type": "object", "additionalProperties": lines() }]
        })
    }
}

impl<'de> Deserialize<'de> for LocalLines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LinesVisitor)
    }
}

struct LinesVisitor;

impl<'de> Visitor<'de> for LinesVisitor {
    type Value = LocalLines;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of lines, or one list per language")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<LocalLines, A::Error> {
        let mut lines = Vec::new();
        while let Some(line) = items.next_element::<String>()? {
            lines.push(line);
        }
        Ok(LocalLines::Same(lines))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<LocalLines, A::Error> {
        let all: BTreeMap<String, Vec<String>> = crate::input::from_map(map)?;
        Ok(LocalLines::ByLanguage(all.into_iter().collect()))
    }
}
