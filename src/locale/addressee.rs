//! The person or office a letter addresses, and the forms of address it has of its own.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::input::At;

/// Gender of the addressee; it is never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// Addressed in the masculine.
    Masculine,
    /// Addressed in the feminine.
    Feminine,
}

impl Gender {
    /// The name, as recipient lists write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Masculine => "masculine",
            Self::Feminine => "feminine",
        }
    }
}

/// Forms of address that replace those of the locale pack, for one recipient in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Style {
    /// Honorific before the name, such as `The Honorable`.
    pub honorific: Option<String>,
    /// Title of the office, complete, such as `Secretary of State of the United States of America`.
    pub title: Option<String>,
    /// The whole inside address above the ministry, a line each.
    pub lines: Option<Vec<String>>,
    /// Salutation with its punctuation.
    pub salutation: Option<String>,
    /// Form of address within a sentence, as in the close.
    pub vocative: Option<String>,
    /// The complimentary close, complete.
    pub close: Option<String>,
}

/// The person or office a letter is addressed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// Name of the person; a recipient without one is addressed by office.
    pub name: Option<String>,
    /// Gender of the person.
    pub gender: Option<Gender>,
    /// Office, a key of the locale pack's `address.offices`.
    pub office: At<String>,
    /// Rank that brings another style of address, a key of the locale pack's `address.ranks`.
    pub rank: Option<At<String>>,
    /// Forms of address that replace the locale pack's, by language.
    #[serde(default)]
    pub styles: BTreeMap<String, Style>,
}
