//! The States that need names in a language: those to which letters go, and the host whom all letters name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::mailing::Mailing;
use crate::recipient::{Environment, Lists};
use crate::workbook::ReadWorkbook;

/// The States to which letters go, by ISO alpha-3 code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedStates {
    all: BTreeSet<String>,
    by_language: BTreeMap<String, BTreeSet<String>>,
}

impl NamedStates {
    /// The States of a mailing's lists, and its host; `None` where a list cannot be read, which the preflight tells. `reader` reads
    /// workbooks, and databases are where `environment` says.
    #[must_use]
    pub fn of_mailing(
        root: &Path,
        mailing: &Mailing,
        reader: &mut dyn ReadWorkbook,
        environment: Environment,
    ) -> Option<Self> {
        let sources = mailing.recipients.iter().map(|source| &source.value);
        let lists = Lists::open(root, sources, None, &mailing.extra_fields, reader, environment);
        if lists.problems.has_errors() {
            return None;
        }
        let mut states = Self::default();
        for row in lists.value.rows() {
            if let Some(recipient) = row.ok()?.value
                && let Some(iso) = &recipient.iso
            {
                states.add(iso, recipient.languages.iter().map(|language| language.as_str()));
            }
        }
        if let Some(host) = &mailing.event.host {
            states.add_for_all(host);
        }
        Some(states)
    }

    /// Adds a State to which letters go in some languages.
    pub fn add<'a>(&mut self, state: &str, languages: impl IntoIterator<Item = &'a str>) {
        self.all.insert(state.to_owned());
        for language in languages {
            self.by_language.entry(language.to_owned()).or_default().insert(state.to_owned());
        }
    }

    /// Adds a State that letters name in every language, as that of the host, whether one goes to it or not. Comes after all others.
    pub fn add_for_all(&mut self, state: &str) {
        self.all.insert(state.to_owned());
        for states in self.by_language.values_mut() {
            states.insert(state.to_owned());
        }
    }

    /// The States to which letters go in a language; all of them where none do yet.
    pub(super) fn of(&self, language: &str) -> &BTreeSet<String> {
        self.by_language.get(language).unwrap_or(&self.all)
    }
}
