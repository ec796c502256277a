//! `countries.yaml`: the names of the States in one language, today's and earlier ones.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::input::At;

/// `countries.yaml`: names of the States in one language.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryFile {
    /// Version of this file's format; 1.
    pub format: At<u32>,
    /// BCP 47 tag, the name of the folder.
    pub locale: At<String>,
    /// By ISO 3166-1 alpha-3 code.
    pub countries: BTreeMap<String, Country>,
}

/// A State's names, today's and earlier ones.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// As in a list or a table.
    pub short: String,
    /// As in a sentence, with its article.
    pub in_text: String,
    /// As it follows "of".
    pub of: String,
    /// Formal name, as in a sentence.
    pub formal: String,
    /// Formal name, as it follows "of".
    pub formal_of: String,
    /// When these names became valid, where they changed.
    #[schemars(with = "Option<String>")]
    pub since: Option<Date>,
    /// Earlier names, newest first.
    #[serde(default)]
    pub earlier: Vec<EarlierNames>,
}

/// Names a State bore before.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlierNames {
    /// As in a list or a table.
    pub short: String,
    /// As in a sentence, with its article.
    pub in_text: String,
    /// As it follows "of".
    pub of: String,
    /// Formal name, as in a sentence.
    pub formal: String,
    /// Formal name, as it follows "of".
    pub formal_of: String,
    /// When these names became valid.
    #[schemars(with = "Option<String>")]
    pub since: Option<Date>,
}

/// The names of a State on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryNames<'a> {
    /// As in a list or a table.
    pub short: &'a str,
    /// As in a sentence, with its article.
    pub in_text: &'a str,
    /// As it follows "of".
    pub of: &'a str,
    /// Formal name, as in a sentence.
    pub formal: &'a str,
    /// Formal name, as it follows "of".
    pub formal_of: &'a str,
}

impl Country {
    /// The names valid on a day.
    #[must_use]
    pub fn names(&self, as_of: Date) -> CountryNames<'_> {
        if self.since.is_some_and(|since| as_of < since) {
            let valid = |names: &&EarlierNames| names.since.is_none_or(|since| as_of >= since);
            if let Some(names) = self.earlier.iter().find(valid).or(self.earlier.last()) {
                let EarlierNames { short, in_text, of, formal, formal_of, .. } = names;
                return CountryNames { short, in_text, of, formal, formal_of };
            }
        }
        let Self { short, in_text, of, formal, formal_of, .. } = self;
        CountryNames { short, in_text, of, formal, formal_of }
    }
}
