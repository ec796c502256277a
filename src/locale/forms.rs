//! The part of `locale.yaml` on forms of address: offices, ranks, and what a ministry's name says of its minister.
//!
//! A form is looked for from the special to the general: rank, the holder without a name, gender, the office, all offices.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::gender::Gender;
use crate::input::At;

/// Forms of address.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    /// Lines of the inside address.
    pub lines: Lines,
    /// The complimentary close of offices that have none of their own, with `{vocative}`.
    pub close: At<String>,
    /// A line below the salutation, where the language has one.
    pub greeting: Option<At<String>>,
    /// Offices as others speak of them within a sentence, where an office says nothing else, with `{title}`.
    #[serde(default)]
    pub in_sentence: SentenceGenders,
    /// What the name of a ministry says of its minister; the first pattern that a name is like counts.
    #[serde(default)]
    pub ministries: Vec<MinistryName>,
    /// Whether titles differ by gender in the language, so that a title of a recipient's own needs its gender.
    #[serde(default)]
    pub inflects_titles: bool,
    /// By office, such as `foreign-minister`.
    pub offices: BTreeMap<String, OfficeForms>,
    /// By rank, such as `high`; only what differs from the office.
    #[serde(default)]
    pub ranks: BTreeMap<String, Genders>,
}

/// Lines of the inside address: `{honorific}`, `{name}`, `{title}`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// For a named addressee.
    pub named: Vec<At<String>>,
    /// For an office without a name.
    pub unnamed: Vec<At<String>>,
}

/// A way of naming ministries, and the portfolio that a minister's title takes from it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MinistryName {
    /// The name, with `{rest}` for what differs; names of the State may stand in it, as in titles.
    pub name: At<String>,
    /// The portfolio, with `{rest}`: what `{portfolio}` of a title stands for.
    pub portfolio: At<String>,
    /// The ministry as others speak of it within a sentence, with `{rest}`: `{ministry_name}`, `{ministry_to}` and
    /// `{ministry_pronoun}` of an office that is the ministry itself.
    #[serde(default)]
    pub in_sentence: InSentence,
}

/// Forms of an office by gender, for holders with and without a name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeForms {
    /// The portfolio where the ministry's name does not say it.
    pub portfolio: Option<At<String>>,
    /// The complimentary close, for all genders.
    pub close: Option<At<String>>,
    /// For a man.
    pub masculine: AddressWords,
    /// For a woman.
    pub feminine: AddressWords,
    /// For a person of unknown gender, or an office without a name.
    pub unknown: AddressWords,
    /// What is otherwise for a holder without a name.
    #[serde(default)]
    pub unnamed: Differing,
    /// What is otherwise for a rank.
    #[serde(default)]
    pub ranks: BTreeMap<String, Genders>,
}

/// Forms of a rank by gender.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Genders {
    /// For a man.
    pub masculine: AddressWords,
    /// For a woman.
    pub feminine: AddressWords,
    /// For a person of unknown gender, or an office without a name.
    pub unknown: AddressWords,
}

/// Forms that some genders have; only what differs from those of the office.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Differing {
    /// For a man.
    pub masculine: AddressWords,
    /// For a woman.
    pub feminine: AddressWords,
    /// Where the gender is unknown.
    pub unknown: AddressWords,
}

/// The words that gender and office bring: `{short}`, `{in_text}`, `{of}`, `{formal}`, `{formal_of}`, `{entity}`, `{portfolio}`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AddressWords {
    /// Before the name.
    pub honorific: Option<At<String>>,
    /// Title of the office.
    pub title: Option<At<String>>,
    /// Lines of the inside address, instead of those of all offices. Without `{title}` they are for the office's own title only.
    pub lines: Option<Vec<At<String>>>,
    /// Salutation with its punctuation; `{name}` is there too.
    pub salutation: Option<At<String>>,
    /// Form of address within a sentence.
    pub vocative: Option<At<String>>,
    /// The complimentary close, with `{vocative}`.
    pub close: Option<At<String>>,
    /// The office as others speak of it, within a sentence.
    pub in_sentence: InSentence,
}

/// An office as others speak of it, as in a note verbale; `{title}` is there too.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InSentence {
    /// As a subject or object, with its article: `the Minister for Foreign Affairs of the French Republic`.
    pub name: Option<At<String>>,
    /// As one to whom something is given or said: `au Ministre …`, `Министру …`.
    pub to: Option<At<String>>,
    /// The pronoun that takes its place after a preposition or verb: `him`.
    pub pronoun: Option<At<String>>,
}

/// Offices within a sentence, by gender of the holder.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SentenceGenders {
    /// Held by a man.
    pub masculine: InSentence,
    /// Held by a woman.
    pub feminine: InSentence,
    /// Where the gender is unknown.
    pub unknown: InSentence,
}

impl SentenceGenders {
    /// The forms for a gender.
    #[must_use]
    pub fn forms(&self, gender: Option<Gender>) -> &InSentence {
        match gender {
            Some(Gender::Masculine) => &self.masculine,
            Some(Gender::Feminine) => &self.feminine,
            None => &self.unknown,
        }
    }
}

impl InSentence {
    /// Its patterns.
    pub(super) fn patterns(&self) -> impl Iterator<Item = &At<String>> {
        [&self.name, &self.to, &self.pronoun].into_iter().flatten()
    }

    pub(super) fn patterns_mut(&mut self) -> impl Iterator<Item = &mut At<String>> {
        [&mut self.name, &mut self.to, &mut self.pronoun].into_iter().flatten()
    }
}

macro_rules! by_gender {
    ($($of:ty),*) => { $(
        impl $of {
            /// The words for a gender.
            #[must_use]
            pub fn words(&self, gender: Option<Gender>) -> &AddressWords {
                match gender {
                    Some(Gender::Masculine) => &self.masculine,
                    Some(Gender::Feminine) => &self.feminine,
                    None => &self.unknown,
                }
            }

            /// The words of all genders.
            pub(super) fn all(&self) -> [&AddressWords; 3] {
                [&self.masculine, &self.feminine, &self.unknown]
            }

            pub(super) fn all_mut(&mut self) -> [&mut AddressWords; 3] {
                [&mut self.masculine, &mut self.feminine, &mut self.unknown]
            }
        }
    )* };
}

by_gender!(Genders, Differing);

impl OfficeForms {
    /// The words for a gender.
    #[must_use]
    pub fn words(&self, gender: Option<Gender>) -> &AddressWords {
        match gender {
            Some(Gender::Masculine) => &self.masculine,
            Some(Gender::Feminine) => &self.feminine,
            None => &self.unknown,
        }
    }
}
