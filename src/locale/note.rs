//! How notes verbales are written in a language: the formulae of `locale.yaml`, and the institutions that notes go to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::forms::InSentence;
use crate::input::At;

/// The formulae of notes verbales, which name sender and addressee in full.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteForms {
    /// The words a note opens with, up to what it has to say: `{sender}`, and the addressee as `{to}`, one to whom something is given
    /// or said, or `{addressee}`, its name.
    pub opening: BySender,
    /// The renewal of assurances that it ends with: `{sender}`, `{to}`, `{addressee}`.
    pub renewal: BySender,
    /// What the end of the words before `{addressee}` and the beginning of its name become together, such as `لال: لل`.
    #[serde(default)]
    pub contractions: BTreeMap<String, String>,
    /// The institution that an office writes to instead of the holder of an office, by that office; a minister's is the ministry
    /// where its name is one of `address.ministries`. `{short}`, `{in_text}`, `{of}`, `{formal}`, `{formal_of}`, `{entity}`, `{portfolio}`.
    #[serde(default)]
    pub institutions: BTreeMap<String, InSentence>,
}

/// A formula by the grammatical gender of the sender's name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BySender {
    /// Where it is masculine.
    pub masculine: At<String>,
    /// Where it is feminine.
    pub feminine: At<String>,
    /// Where it is neither; a language without it asks every mailing for the gender.
    pub neuter: Option<At<String>>,
}

/// The grammatical gender of the sender's name in a language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SenderGender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
    /// Neither, as an office in English.
    #[default]
    Neuter,
}

impl BySender {
    /// The formula for a gender, where the language has one.
    #[must_use]
    pub fn of(&self, gender: SenderGender) -> Option<&At<String>> {
        match gender {
            SenderGender::Masculine => Some(&self.masculine),
            SenderGender::Feminine => Some(&self.feminine),
            SenderGender::Neuter => self.neuter.as_ref(),
        }
    }

    /// All there are.
    pub(super) fn iter(&self) -> impl Iterator<Item = &At<String>> {
        [&self.masculine, &self.feminine].into_iter().chain(&self.neuter)
    }

    /// All there are, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut At<String>> {
        [&mut self.masculine, &mut self.feminine].into_iter().chain(&mut self.neuter)
    }
}
