//! The person or office a letter addresses, and the forms of address it has of its own.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::gender::Gender;
use super::own_title::OwnTitle;
use crate::input::At;

/// Forms of address that replace those of the locale pack, for one recipient in one language: for whoever holds the office, and by
/// gender.
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
    /// As others speak of the addressee within a sentence, as in a note verbale: `the Secretariat of the Fisheries Commission`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_name: Option<String>,
    /// As one to whom something is given or said: `to the Secretariat …`, `au Secrétariat …`, `Секретариату …`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_to: Option<String>,
    /// The pronoun that takes its place: `it`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_pronoun: Option<String>,
    /// For a man.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub masculine: Option<StyleParts>,
    /// For a woman.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feminine: Option<StyleParts>,
    /// For a person of unknown gender, or the office without a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<StyleParts>,
}

/// Forms of address of one gender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StyleParts {
    /// Honorific before the name.
    pub honorific: Option<String>,
    /// Title of the office, complete.
    pub title: Option<String>,
    /// The whole inside address above the ministry, a line each.
    pub lines: Option<Vec<String>>,
    /// Salutation with its punctuation.
    pub salutation: Option<String>,
    /// Form of address within a sentence, as in the close.
    pub vocative: Option<String>,
    /// The complimentary close, complete.
    pub close: Option<String>,
    /// As others speak of the addressee within a sentence, as in a note verbale: `the Secretariat of the Fisheries Commission`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_name: Option<String>,
    /// As one to whom something is given or said: `to the Secretariat …`, `au Secrétariat …`, `Секретариату …`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_to: Option<String>,
    /// The pronoun that takes its place: `it`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_pronoun: Option<String>,
}

impl StyleParts {
    /// The names of the forms, as recipient lists write them.
    pub const NAMES: [&'static str; 9] = [
        "honorific",
        "title",
        "lines",
        "salutation",
        "vocative",
        "close",
        "sentence_name",
        "sentence_to",
        "sentence_pronoun",
    ];

    /// The form of a name, where it is given; lines have line breaks between them.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        let Self {
            honorific,
            title,
            lines,
            salutation,
            vocative,
            close,
            sentence_name,
            sentence_to,
            sentence_pronoun,
        } = self;
        let lines = lines.as_ref().map(|lines| lines.join("\n"));
        let form = match name {
            "honorific" => honorific,
            "title" => title,
            "lines" => &lines,
            "salutation" => salutation,
            "vocative" => vocative,
            "close" => close,
            "sentence_name" => sentence_name,
            "sentence_to" => sentence_to,
            "sentence_pronoun" => sentence_pronoun,
            _ => &None,
        };
        form.clone()
    }
}

impl Style {
    /// The forms that are for all genders.
    #[must_use]
    pub fn for_all(&self) -> StyleParts {
        StyleParts {
            honorific: self.honorific.clone(),
            title: self.title.clone(),
            lines: self.lines.clone(),
            salutation: self.salutation.clone(),
            vocative: self.vocative.clone(),
            close: self.close.clone(),
            sentence_name: self.sentence_name.clone(),
            sentence_to: self.sentence_to.clone(),
            sentence_pronoun: self.sentence_pronoun.clone(),
        }
    }

    /// The forms of one gender alone.
    #[must_use]
    pub fn of(&self, gender: Option<Gender>) -> Option<&StyleParts> {
        match gender {
            Some(Gender::Masculine) => self.masculine.as_ref(),
            Some(Gender::Feminine) => self.feminine.as_ref(),
            None => self.unknown.as_ref(),
        }
    }

    /// The forms of one gender alone, to be changed.
    pub fn of_mut(&mut self, gender: Gender) -> &mut StyleParts {
        let parts = match gender {
            Gender::Masculine => &mut self.masculine,
            Gender::Feminine => &mut self.feminine,
        };
        parts.get_or_insert_default()
    }

    /// The forms of each gender that is given, with its name.
    pub fn genders(&self) -> impl Iterator<Item = (&'static str, &StyleParts)> {
        let all = [("masculine", &self.masculine), ("feminine", &self.feminine), ("unknown", &self.unknown)];
        all.into_iter().filter_map(|(name, parts)| Some((name, parts.as_ref()?)))
    }
}

/// The office of addressees whose title the list gives, where it names none.
pub const FREE_OFFICE: &str = "official";

/// The person or office a letter is addressed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// Name of the person; a recipient without one is addressed by office.
    pub name: Option<String>,
    /// Gender of the person, or of the holder of the office.
    pub gender: Option<Gender>,
    /// Office, a key of the locale pack's `address.offices`; `official` where left out and `title` is given.
    #[serde(default)]
    pub office: At<String>,
    /// Title of an office of the recipient's own, by language; takes the place of the locale pack's.
    #[serde(default)]
    pub title: BTreeMap<String, OwnTitle>,
    /// Rank that brings another style of address, a key of the locale pack's `address.ranks`.
    pub rank: Option<At<String>>,
    /// Forms of address that replace the locale pack's, by language.
    #[serde(default)]
    pub styles: BTreeMap<String, Style>,
}
