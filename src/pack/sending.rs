//! Sendings: what goes to one address together, read off a manifest, in the order of the register.
//!
//! A recipient's originals with their courtesy translations are one sending, each copy is another. Which files serve which
//! channel is decided here; nothing is printed.

use std::collections::BTreeMap;

use crate::archive::table::sort_documents;
use crate::archive::{Delivery, Entry, Manifest, Role};
use crate::names::ArchivePath;
use crate::recipient::{Asked, Channel, KnownBy};

/// What goes to one address together.
#[derive(Debug, Clone)]
pub struct Sending<'a> {
    /// Its documents; the first is the letter.
    pub documents: Vec<&'a Entry>,
    /// The text of its e-mail: plain text, and HTML where there is one.
    pub email: Option<(&'a Entry, Option<&'a Entry>)>,
    /// Where it goes.
    pub delivery: &'a Delivery,
    /// How it is sent now that it failed the way the archive has it.
    pub again_by: Option<Channel>,
}

impl<'a> Sending<'a> {
    /// Its first document, the letter.
    #[must_use]
    pub fn letter(&self) -> Option<&'a Entry> {
        self.documents.first().copied()
    }

    /// Id of the recipient.
    #[must_use]
    pub fn recipient(&self) -> &'a str {
        self.letter().and_then(|letter| letter.recipient.as_deref()).unwrap_or_default()
    }

    /// Holds its recipient against what a person asks for: by id, State, group, number, or a name that the archive has.
    pub fn meet(&self, asked: &mut Asked) {
        let groups: Vec<&str> = self.delivery.group.iter().map(String::as_str).collect();
        let letter = self.letter();
        let entity = letter.and_then(|letter| letter.entity.as_deref());
        // The first line has the person's name, and further ones what others share.
        let person = letter.and_then(|letter| letter.addressee.first()).map(String::as_str);
        let names = entity.into_iter().chain([self.delivery.entity.as_str(), self.serial()]).chain(person);
        asked.meet(&KnownBy {
            id: self.recipient(),
            iso: letter.and_then(|letter| letter.iso.as_deref()),
            groups: &groups,
            names: &Vec::from_iter(names),
        });
    }

    /// Serial of the letter; a copy bears that of its original.
    #[must_use]
    pub fn serial(&self) -> &'a str {
        self.letter().and_then(|letter| letter.serial.as_deref()).unwrap_or_default()
    }

    /// Whom it is a copy for.
    #[must_use]
    pub fn copy_to(&self) -> Option<&'a str> {
        self.letter().and_then(|letter| letter.copy_to.as_deref())
    }

    /// The serial of its original, where it is a copy.
    #[must_use]
    pub fn copy_of(&self) -> Option<String> {
        self.copy_to().map(|_| self.serial().to_owned())
    }

    /// Language it is written in.
    #[must_use]
    pub fn language(&self) -> &'a str {
        self.letter().and_then(|letter| letter.locale.as_deref()).unwrap_or_default()
    }

    /// How it is sent.
    #[must_use]
    pub fn channel(&self) -> Option<Channel> {
        self.again_by.or_else(|| self.own_channel())
    }

    /// How it is sent by the archive.
    #[must_use]
    pub fn own_channel(&self) -> Option<Channel> {
        self.letter().and_then(|letter| letter.channel)
    }

    /// Which of the recipient's copies it is, from one.
    #[must_use]
    pub fn copy_number(&self) -> Option<u32> {
        self.letter().and_then(|letter| letter.copy_number)
    }

    /// Whether there is a message for it: a text, and an address that it goes to.
    #[must_use]
    pub fn has_message(&self) -> bool {
        self.email.is_some() && !self.delivery.emails.is_empty()
    }

    /// Paths of the enclosures that go with it.
    #[must_use]
    pub fn enclosures(&self) -> &'a [ArchivePath] {
        self.letter().map_or(&[], |letter| &letter.enclosures)
    }

    /// Pages of its documents, enclosures not counted.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.documents.iter().filter_map(|document| document.pages).sum()
    }
}

/// All sendings of an archive, in the order of its register; a letter without a delivery, which only an altered manifest has,
/// is left out.
#[must_use]
pub fn sendings(manifest: &Manifest) -> Vec<Sending<'_>> {
    let mut letters: Vec<&Entry> = manifest.files.iter().filter(|entry| entry.delivery.is_some()).collect();
    sort_documents(&mut letters);
    let mut rest: BTreeMap<Key<'_>, Rest<'_>> = BTreeMap::new();
    for entry in &manifest.files {
        match entry.role {
            Role::Document if entry.delivery.is_none() => {
                rest.entry(key(entry)).or_default().documents.push(entry);
            }
            Role::Email => rest.entry(key(entry)).or_default().emails.push(entry),
            _ => {}
        }
    }
    let sendings = letters.into_iter().filter_map(|letter| {
        let Rest { documents, emails } = rest.remove(&key(letter)).unwrap_or_default();
        let ends_with = |ending: &str| emails.iter().find(|email| email.path.ends_with(ending)).copied();
        Some(Sending {
            delivery: letter.delivery.as_deref()?,
            email: ends_with(".txt").map(|plain| (plain, ends_with(".html"))),
            documents: std::iter::once(letter).chain(documents).collect(),
            again_by: None,
        })
    });
    sendings.collect()
}

/// The recipient, and the number of the copy.
type Key<'a> = (&'a str, Option<u32>);

fn key(entry: &Entry) -> Key<'_> {
    (entry.recipient.as_deref().unwrap_or_default(), entry.copy_number)
}

/// What there is besides the letter.
#[derive(Debug, Default)]
struct Rest<'a> {
    documents: Vec<&'a Entry>,
    emails: Vec<&'a Entry>,
}

/// The sendings of one channel in one language.
#[derive(Debug)]
pub struct Group<'a> {
    /// How they are sent.
    pub channel: Channel,
    /// Their language.
    pub language: &'a str,
    /// The sendings.
    pub sendings: Vec<Sending<'a>>,
}

/// Puts sendings together by channel and language; channels come in their own order.
#[must_use]
pub fn groups(sendings: Vec<Sending<'_>>) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<(Channel, &str), Vec<Sending<'_>>> = BTreeMap::new();
    for sending in sendings {
        if let Some(channel) = sending.channel() {
            groups.entry((channel, sending.language())).or_default().push(sending);
        }
    }
    let groups = groups.into_iter();
    groups.map(|((channel, language), sendings)| Group { channel, language, sendings }).collect()
}
