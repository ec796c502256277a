//! A text that may differ from language to language.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// A text that is the same in all languages, or one text per language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocalText {
    /// The same in every language.
    Same(String),
    /// By language tag, sorted: a list, since each of many recipients has a few.
    ByLanguage(Box<[(String, String)]>),
}

impl LocalText {
    /// The text in a language: that of the tag itself, of its primary subtag, or the one for all.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&str> {
        match self {
            Self::Same(text) => Some(text),
            Self::ByLanguage(texts) => {
                let primary = language.split('-').next().unwrap_or(language);
                let text = |tag: &str| {
                    texts.iter().find(|(of, _)| of.eq_ignore_ascii_case(tag)).map(|(_, text)| text.as_str())
                };
                text(language).or_else(|| text(primary))
            }
        }
    }

    /// The languages that have a text of their own; empty if one text serves all.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let texts = match self {
            Self::Same(_) => None,
            Self::ByLanguage(texts) => Some(texts),
        };
        texts.into_iter().flat_map(|texts| texts.iter().map(|(language, _)| language.as_str()))
    }

    /// The texts of all languages.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let (same, texts) = match self {
            Self::Same(text) => (Some(text.as_str()), None),
            Self::ByLanguage(texts) => (None, Some(texts)),
        };
        same.into_iter()
            .chain(texts.into_iter().flat_map(|texts| texts.iter().map(|(_, text)| text.as_str())))
    }

    /// Whether the text is empty or blank in every language.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Same(text) => text.trim().is_empty(),
            Self::ByLanguage(texts) => texts.iter().all(|(_, text)| text.trim().is_empty()),
        }
    }

    /// The text in a language, else in English, else in the first language there is.
    #[must_use]
    pub fn get_or_first(&self, language: &str) -> &str {
        self.get(language).or_else(|| self.get("en")).unwrap_or_else(|| match self {
            Self::Same(text) => text,
            Self::ByLanguage(texts) => texts.first().map_or("", |(_, text)| text.as_str()),
        })
    }
}

impl Default for LocalText {
    fn default() -> Self {
        Self::Same(String::new())
    }
}

impl JsonSchema for LocalText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LocalText".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A text for all languages, or one text per language tag.",
            "anyOf": [{ "type": "string" }, { "type": "object", "additionalProperties": { "type": "string" } }]
        })
    }
}

impl<'de> Deserialize<'de> for LocalText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = LocalText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or one text per language")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<LocalText, E> {
        Ok(LocalText::Same(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<LocalText, A::Error> {
        let texts: BTreeMap<String, String> = crate::input::from_map(map)?;
        Ok(LocalText::ByLanguage(texts.into_iter().collect()))
    }
}
