//! `countries.yaml`: the names of the States in one language, today's and earlier ones.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::pattern::fill;
use crate::input::At;

/// `countries.yaml`: names of the States in one language.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryFile {
    /// Version of this file's format; 1.
    pub format: At<u32>,
    /// BCP 47 tag, the name of the folder.
    pub locale: At<String>,
    /// How the other names follow from the short one, where a State does not give them.
    #[serde(default)]
    pub forms: NameForms,
    /// By ISO 3166-1 alpha-3 code.
    pub countries: BTreeMap<String, Country>,
}

/// Patterns of names that States need not give: `{short}`, and for `formal_of` also `{formal}`. For languages whose names neither
/// take an article nor change in a sentence.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NameForms {
    /// As in a sentence, with its article.
    pub in_text: Option<At<String>>,
    /// As it follows "of".
    pub of: Option<At<String>>,
    /// Formal name, as in a sentence.
    pub formal: Option<At<String>>,
    /// Formal name, as it follows "of".
    pub formal_of: Option<At<String>>,
}

/// A State's names, today's and earlier ones. A letter to it needs all of them, or `forms` that the others follow from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// As in a list or a table.
    pub short: String,
    /// As in a sentence, with its article.
    pub in_text: Option<String>,
    /// As it follows "of".
    pub of: Option<String>,
    /// Formal name, as in a sentence.
    pub formal: Option<String>,
    /// Formal name, as it follows "of".
    pub formal_of: Option<String>,
    /// As post calls the country, where that is not the short name: as the last line of an address, in capitals.
    pub postal: Option<String>,
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

impl CountryFile {
    /// The names with those that follow from others by `forms`.
    pub(super) fn filled(mut self) -> Self {
        let NameForms { in_text, of, formal, formal_of } = &self.forms;
        for country in self.countries.values_mut() {
            let made = |pattern: &Option<At<String>>, formal: &str| {
                let values = [("short", country.short.as_str()), ("formal", formal)];
                pattern.as_ref().map(|pattern| fill(pattern, &values))
            };
            let formal = country.formal.clone().or_else(|| made(formal, ""));
            let formal_of = formal.as_deref().and_then(|formal| made(formal_of, formal));
            let (in_text, of) = (made(in_text, ""), made(of, ""));
            country.in_text = country.in_text.take().or(in_text);
            country.of = country.of.take().or(of);
            country.formal_of = country.formal_of.take().or(formal_of);
            country.formal = formal;
        }
        self
    }
}

impl Country {
    /// The names that it lacks, by their keys.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let Self { in_text, of, formal, formal_of, .. } = self;
        let names = [("in_text", in_text), ("of", of), ("formal", formal), ("formal_of", formal_of)];
        names.into_iter().filter(|(_, name)| name.is_none()).map(|(key, _)| key).collect()
    }

    /// The names valid on a day; `None` where some are missing.
    #[must_use]
    pub fn names(&self, as_of: Date) -> Option<CountryNames<'_>> {
        if self.since.is_some_and(|since| as_of < since) {
            let valid = |names: &&EarlierNames| names.since.is_none_or(|since| as_of >= since);
            if let Some(names) = self.earlier.iter().find(valid).or(self.earlier.last()) {
                let EarlierNames { short, in_text, of, formal, formal_of, .. } = names;
                return Some(CountryNames { short, in_text, of, formal, formal_of });
            }
        }
        let Self { short, in_text, of, formal, formal_of, .. } = self;
        Some(CountryNames {
            short,
            in_text: in_text.as_deref()?,
            of: of.as_deref()?,
            formal: formal.as_deref()?,
            formal_of: formal_of.as_deref()?,
        })
    }
}
