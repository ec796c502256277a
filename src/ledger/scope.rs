//! Which entries are about what an archive sends: its own, and those of the same letters in other archives, since an archive that is made
//! later holds again what had gone out unchanged.

use std::collections::BTreeMap;

use super::entry::LedgerEntry;
use crate::archive::Manifest;
use crate::pack::sendings;

/// The letters of an archive.
#[derive(Debug, Clone)]
pub struct LedgerScope<'a> {
    archive: &'a str,
    /// SHA-256 of the letter of each recipient, and of each of its copies.
    letters: BTreeMap<(&'a str, Option<u32>), &'a str>,
}

impl<'a> LedgerScope<'a> {
    /// That of an archive, whose manifest has this SHA-256.
    #[must_use]
    pub fn new(manifest: &'a Manifest, archive: &'a str) -> Self {
        let letter = |sending: crate::pack::Sending<'a>| {
            let letter = sending.letter()?;
            Some(((sending.recipient(), letter.copy_number), letter.sha256.as_str()))
        };
        Self { archive, letters: sendings(manifest).into_iter().filter_map(letter).collect() }
    }

    /// That of an archive with these letters.
    #[cfg(test)]
    pub(super) fn of(archive: &'a str, letters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let letters = letters.into_iter().map(|(recipient, letter)| ((recipient, None), letter));
        Self { archive, letters: letters.collect() }
    }

    /// Whether an entry is about something that the archive sends.
    #[must_use]
    pub fn has(&self, entry: &LedgerEntry) -> bool {
        entry.archive == self.archive || self.has_letter(entry)
    }

    fn has_letter(&self, entry: &LedgerEntry) -> bool {
        let Some((sent, letter)) = entry.sent.as_ref().zip(entry.letter.as_deref()) else { return false };
        self.letters.get(&(sent.recipient.as_str(), sent.copy)) == Some(&letter)
    }
}
