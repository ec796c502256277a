//! In which languages a plan's recipients are written to, counted.

use std::collections::BTreeMap;

use super::language::Reason;
use super::model::Plan;
use super::planned::PlannedRecipient;

/// How many recipients are written to in which language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LanguageTally {
    /// Recipients by the language of their letter.
    pub languages: BTreeMap<String, usize>,
    /// Recipients that get a courtesy translation, by its language.
    pub courtesies: BTreeMap<String, usize>,
    /// Recipients that get the default language because none of theirs has templates.
    pub by_default: usize,
}

impl LanguageTally {
    /// Counts a recipient; one without a language is not counted.
    pub fn add(&mut self, planned: &PlannedRecipient) {
        let Some(chosen) = &planned.language else { return };
        *self.languages.entry(chosen.locale.clone()).or_default() += 1;
        self.by_default += usize::from(chosen.reason == Reason::Default);
        if let Some(second) = &chosen.second {
            *self.courtesies.entry(second.clone()).or_default() += 1;
        }
    }
}

impl Plan {
    /// How many recipients the mailing has, those that cannot be read among them.
    #[must_use]
    pub fn expected(&self) -> usize {
        self.recipient_count() + self.unread().len()
    }
}
