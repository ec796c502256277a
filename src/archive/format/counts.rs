//! What an archive holds by channel and by language, counted from its manifest.
//!
//! A *sending* is what goes to one address: a recipient's originals, or the documents of one copy. Its channel and its
//! language are those of its first document. Nothing here looks at a file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::entry::{Entry, Role};
use crate::recipient::Channel;

/// How documents without a channel or a language are called.
const NONE: &str = "none";

/// Documents counted by how they are sent and by their language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// By the name of the channel, such as `registered-post`.
    pub by_channel: BTreeMap<String, DocumentCount>,
    /// By language, as a BCP 47 tag.
    pub by_language: BTreeMap<String, DocumentCount>,
}

/// How many there are of something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct DocumentCount {
    /// Recipients with at least one document.
    pub recipients: usize,
    /// Documents, copies included and enclosures not.
    pub documents: usize,
    /// Their pages.
    pub pages: u64,
}

impl Counts {
    /// Counts the documents of a manifest.
    #[must_use]
    pub fn count(files: &[Entry]) -> Self {
        let documents = || files.iter().filter(|entry| entry.role == Role::Document);
        Self {
            by_channel: count_by(documents(), |entry| entry.channel.map(Channel::name)),
            by_language: count_by(documents(), |entry| entry.locale.as_deref()),
        }
    }
}

fn count_by<'a>(
    documents: impl Iterator<Item = &'a Entry>,
    name: impl Fn(&'a Entry) -> Option<&'a str>,
) -> BTreeMap<String, DocumentCount> {
    let mut counts: BTreeMap<String, DocumentCount> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for entry in documents {
        let name = name(entry).unwrap_or(NONE);
        let count = counts.entry(name.to_owned()).or_default();
        count.documents += 1;
        count.pages += u64::from(entry.pages.unwrap_or_default());
        let is_new = entry.recipient.as_deref().is_some_and(|recipient| seen.insert((name, recipient)));
        count.recipients += usize::from(is_new);
    }
    counts
}

/// How many sendings go by a channel and in a language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sendings(BTreeMap<&'static str, OfChannel>);

/// The sendings that go by a channel, counted by language.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OfChannel {
    channel: Channel,
    languages: BTreeMap<String, usize>,
}

impl Sendings {
    /// Counts the sendings of a manifest; documents without a channel are not sent.
    #[must_use]
    pub fn count_all<'a>(files: impl IntoIterator<Item = &'a Entry>) -> Self {
        Self::count_by(files, |entry| entry.channel)
    }

    /// The same, of documents that are sent as `channel` says.
    pub fn count_by<'a>(
        files: impl IntoIterator<Item = &'a Entry>,
        channel: impl Fn(&Entry) -> Option<Channel>,
    ) -> Self {
        let mut counts = Self::default();
        // A second copy to an address of the same name has the same documents once more.
        let mut times: BTreeMap<_, usize> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for entry in files.into_iter().filter(|entry| entry.role == Role::Document) {
            let Some(channel) = channel(entry) else { continue };
            let address = (&entry.recipient, &entry.copy_to, channel.name());
            let time = times.entry((address, &entry.document, &entry.locale)).or_default();
            *time += 1;
            if seen.insert((address, *time)) {
                let language = entry.locale.clone().unwrap_or_default();
                let none = || OfChannel { channel, languages: BTreeMap::new() };
                let of_channel = counts.0.entry(channel.name()).or_insert_with(none);
                *of_channel.languages.entry(language).or_default() += 1;
            }
        }
        counts
    }

    /// The channels something goes by, and by language how many sendings.
    pub fn by_channel(&self) -> impl Iterator<Item = (Channel, &BTreeMap<String, usize>)> {
        self.0.values().map(|of_channel| (of_channel.channel, &of_channel.languages))
    }

    /// How many go by a channel, or in one language by it.
    #[must_use]
    pub fn count(&self, channel: Channel, language: Option<&str>) -> usize {
        let Some(OfChannel { languages, .. }) = self.0.get(channel.name()) else { return 0 };
        match language {
            Some(language) => languages.get(language).copied().unwrap_or_default(),
            None => languages.values().sum(),
        }
    }
}

/// Counts the recipients and the documents of a list of files.
pub(in crate::archive) fn count_produced(files: &[Entry]) -> (usize, usize) {
    let documents: Vec<&Entry> = files.iter().filter(|entry| entry.role == Role::Document).collect();
    let recipients: BTreeSet<&str> =
        documents.iter().filter_map(|entry| entry.recipient.as_deref()).collect();
    (recipients.len(), documents.len())
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    fn document(recipient: &str, locale: &str, channel: Channel, copy_to: Option<&str>) -> Entry {
        Entry {
            recipient: Some(recipient.into()),
            locale: Some(locale.into()),
            channel: Some(channel),
            copy_to: copy_to.map(str::to_owned),
            pages: Some(2),
            ..Entry::default()
        }
    }

    #[test]
    fn a_copy_is_a_sending_of_its_own_and_a_courtesy_translation_is_not() {
        let files = [
            document("FRA", "fr", Channel::Pouch, None),
            document("FRA", "en", Channel::Pouch, None),
            document("FRA", "fr", Channel::ByHand, Some("Mission")),
            document("FRA", "fr", Channel::ByHand, Some("Mission")),
            document("KEN", "en", Channel::Pouch, None),
            Entry { role: Role::Enclosure, pages: Some(9), ..Entry::default() },
        ];
        let sendings = Sendings::count_all(&files);
        assert_eq!(sendings.count(Channel::Pouch, None), 2);
        assert_eq!(sendings.count(Channel::Pouch, Some("fr")), 1);
        assert_eq!(sendings.count(Channel::ByHand, Some("fr")), 2);
        assert_eq!(sendings.count(Channel::Fax, None), 0);
        let Counts { by_channel, by_language } = Counts::count(&files);
        assert_eq!(by_channel["pouch"], DocumentCount { recipients: 2, documents: 3, pages: 6 });
        assert_eq!(by_channel["by-hand"], DocumentCount { recipients: 1, documents: 2, pages: 4 });
        assert_eq!(by_language["en"], DocumentCount { recipients: 2, documents: 2, pages: 4 });
        assert_eq!(by_language["fr"], DocumentCount { recipients: 1, documents: 3, pages: 6 });
    }
}
