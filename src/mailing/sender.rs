//! Who writes, and where answers go.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::input::At;
use crate::locale::{LocalLines, LocalText, SenderGender};

/// Where forms are sent back to, as far as templates write it; labels and envelopes bear it as the sender's address.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReturnAddress {
    /// Postal address, a line each; for all languages, or by language.
    pub lines: LocalLines,
    /// E-mail address.
    pub e_mail: Option<At<String>>,
    /// Fax number.
    pub fax: Option<String>,
}

/// Where contributions are sent to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionsAddress {
    /// E-mail address.
    pub e_mail: At<String>,
}

/// Who writes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// The organisation.
    pub organisation: LocalText,
    /// The office that answers questions.
    pub office: LocalText,
    /// Its telephone number.
    pub tel: Option<String>,
    /// Its fax number.
    pub fax: Option<String>,
    /// Its e-mail address.
    pub e_mail: At<String>,
    /// Who signs.
    pub signatory: Signatory,
    /// How a note verbale names its sender.
    pub note: Option<SenderInNote>,
}

/// How a note verbale names its sender.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SenderInNote {
    /// The sender in full as the subject of a sentence, such as `The Secretariat of the Fisheries Commission`.
    pub name: LocalText,
    /// The grammatical gender of that name, by language, where its formulae differ by it: `masculine`, `feminine` or `neuter`;
    /// `neuter` where left out.
    #[serde(default)]
    pub gender: BTreeMap<String, SenderGender>,
    /// Whether the sender is a person, such as `The Secretary-General`, who writes to persons: to the Minister. An office, as one is
    /// where left out, writes to offices: to the Ministry.
    #[serde(default)]
    pub person: bool,
}

impl SenderInNote {
    /// The grammatical gender of the name in a language.
    #[must_use]
    pub fn gender_in(&self, language: &str) -> SenderGender {
        let of = |tag: &str| self.gender.get(tag).copied();
        of(language).or_else(|| of(language.split('-').next()?)).unwrap_or_default()
    }
}

/// Who signs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Name, as printed under the signature.
    pub name: LocalText,
    /// Titles, a line each, by language.
    pub titles: BTreeMap<String, Vec<String>>,
}
