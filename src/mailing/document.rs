//! What each recipient gets: documents made from templates, and finished PDFs that go along.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::condition::Condition;
use crate::input::At;
use crate::locale::LocalText;
use crate::recipient::Recipient;

/// One entry of the mailing's documents.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Id, such as `letter`.
    pub id: At<String>,
    /// File name of its template in each language's folder.
    pub template: String,
    /// Folder it is written to inside the archive.
    pub folder: At<String>,
    /// Its name, as the annex line calls it.
    pub name: LocalText,
    /// Recipients it is for; all where left out.
    pub when: Option<Condition>,
    /// Recipients it is not for.
    pub unless: Option<Condition>,
    /// Other templates for some recipients; of several that fit, the first.
    #[serde(default)]
    pub variants: Vec<Variant>,
}

/// Another template of a document, for some recipients.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Recipients it is for.
    pub when: Condition,
    /// File name of its template in each language's folder.
    pub template: String,
}

/// A finished PDF that goes along unchanged.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enclosure {
    /// File name below `templates/<language>/enclosures/`; of one for all languages, also below `templates/enclosures/`.
    pub file: At<String>,
    /// Its name, as the annex line calls it.
    pub name: LocalText,
    /// Recipients it is for; all where left out.
    pub when: Option<Condition>,
    /// Recipients it is not for.
    pub unless: Option<Condition>,
}

impl Document {
    /// Whether a recipient gets it.
    #[must_use]
    pub fn is_for(&self, recipient: &Recipient) -> bool {
        is_for(self.when.as_ref(), self.unless.as_ref(), recipient)
    }

    /// The file name of the template a recipient's is made from.
    #[must_use]
    pub fn template_for(&self, recipient: &Recipient) -> &str {
        let variant = self.variants.iter().find(|variant| variant.when.fits(recipient));
        variant.map_or(&self.template, |variant| &variant.template)
    }
}

impl Enclosure {
    /// Whether it goes along to a recipient.
    #[must_use]
    pub fn is_for(&self, recipient: &Recipient) -> bool {
        is_for(self.when.as_ref(), self.unless.as_ref(), recipient)
    }
}

fn is_for(when: Option<&Condition>, unless: Option<&Condition>, recipient: &Recipient) -> bool {
    when.is_none_or(|when| when.fits(recipient)) && !unless.is_some_and(|unless| unless.fits(recipient))
}

/// The enclosures of a mailing.
#[derive(Debug, Clone)]
pub enum Enclosures {
    /// The same for all languages, each file in one version or in one for each language.
    ForAll(Vec<Enclosure>),
    /// Those of each language.
    ByLanguage(BTreeMap<String, Vec<Enclosure>>),
}

impl Enclosures {
    /// Those that go along to recipients written to in a language.
    pub fn of(&self, language: &str) -> impl Iterator<Item = &Enclosure> {
        let list = match self {
            Self::ForAll(list) => Some(list),
            Self::ByLanguage(lists) => lists.get(language),
        };
        list.into_iter().flatten()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Enclosure> {
        let (list, lists) = match self {
            Self::ForAll(list) => (Some(list), None),
            Self::ByLanguage(lists) => (None, Some(lists)),
        };
        list.into_iter().chain(lists.into_iter().flat_map(BTreeMap::values)).flatten()
    }

    /// Whether a file may be one for all languages.
    #[must_use]
    pub fn is_for_all(&self) -> bool {
        matches!(self, Self::ForAll(_))
    }
}

impl Default for Enclosures {
    fn default() -> Self {
        Self::ForAll(Vec::new())
    }
}

impl JsonSchema for Enclosures {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Enclosures".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let list = generator.subschema_for::<Vec<Enclosure>>();
        json_schema!({
            "description": "A list for all languages, or one list per language tag.",
            "anyOf": [list, { "type": "object", "additionalProperties": list }]
        })
    }
}

impl<'de> Deserialize<'de> for Enclosures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EnclosuresVisitor)
    }
}

struct EnclosuresVisitor;

impl<'de> Visitor<'de> for EnclosuresVisitor {
    type Value = Enclosures;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of enclosures, or one list per language")
    }

    fn visit_unit<E: Error>(self) -> Result<Enclosures, E> {
        Ok(Enclosures::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Enclosures, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(items)).map(Enclosures::ForAll)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Enclosures, A::Error> {
        crate::input::from_map(map).map(Enclosures::ByLanguage)
    }
}
