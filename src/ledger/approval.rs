//! Who approved what.

use std::collections::BTreeSet;

use super::entry::LedgerEntry;
use super::event::LedgerEvent;
use crate::recipient::Channel;

/// The approvals of one archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approval<'a>(Vec<&'a LedgerEntry>);

/// The approvals of an archive, by the SHA-256 of its manifest: a changed archive has another, and needs new ones.
#[must_use]
pub fn approvals<'a>(entries: &'a [LedgerEntry], archive: &str) -> Approval<'a> {
    let is_one = |entry: &&LedgerEntry| entry.event == LedgerEvent::Approved && entry.archive == archive;
    Approval(entries.iter().filter(is_one).collect())
}

impl<'a> Approval<'a> {
    /// Who approved what goes by a channel in a language, each once; names compare without regard to case and spaces around them. An
    /// approval without a name is nobody's.
    #[must_use]
    pub fn persons(&self, channel: Channel, language: &str) -> BTreeSet<String> {
        self.of(channel, language).filter_map(|entry| entry.by.as_deref()).map(fold).collect()
    }

    /// How many approvals there are of what goes by a channel in a language, where so many are needed. One without a name counts
    /// where one is enough, and nowhere else: nobody can tell whether it is another person's.
    #[must_use]
    pub fn count(&self, channel: Channel, language: &str, needed: usize) -> usize {
        let persons = self.persons(channel, language).len();
        let is_released = needed == 1 && self.of(channel, language).next().is_some();
        persons.max(usize::from(is_released))
    }

    /// The approvals of what goes by a channel in a language.
    fn of(&self, channel: Channel, language: &str) -> impl Iterator<Item = &'a LedgerEntry> {
        self.iter().filter(move |entry| {
            (entry.channels.is_empty() || entry.channels.contains(&channel))
                && (entry.languages.is_empty() || entry.languages.iter().any(|tag| tag == language))
        })
    }

    /// Who approved what goes by a channel in a language, each with the moment, as a cell has it.
    #[must_use]
    pub fn describe(&self, channel: Channel, language: &str) -> String {
        let given = self.of(channel, language).map(|entry| {
            let by = entry.by.as_deref().unwrap_or("no name");
            format!("{by} ({})", entry.moment())
        });
        given.collect::<Vec<_>>().join("; ")
    }

    /// Whether somebody approved the same before.
    #[must_use]
    pub fn has(&self, by: Option<&str>, channels: &[Channel], languages: &[String]) -> bool {
        self.0.iter().any(|entry| {
            entry.by.as_deref().map(fold) == by.map(fold)
                && entry.channels == channels
                && entry.languages == languages
        })
    }

    /// The approvals, in the order they were given.
    pub fn iter(&self) -> impl Iterator<Item = &'a LedgerEntry> {
        self.0.iter().copied()
    }
}

fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
