//! The register: which recipient bears which number, and what has gone out under it.
//!
//! Numbers are given in the order of the list when a recipient is first planned. They are never changed,
//! reused or taken back: not when recipients are added, removed or reordered. Releasing freezes what went
//! out; a later change to it gets a new number that names the one it replaces. This module knows hashes,
//! not documents, and writes no file: [`Register::to_yaml`] gives the text to be written.

mod file;
mod identity;

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;
use std::io;
use std::num::NonZeroU32;
use std::path::Path;

use hashbrown::{DefaultHashBuilder, HashTable};
use jiff::Timestamp;

use crate::diagnostic::{Diagnostic, Location, codes};

pub use identity::{Identity, NoIdentity, VERSION_LENGTH};

/// Name of the register's file, in the mailing's folder.
pub const FILE: &str = "register.yaml";

/// The highest number a register may hold.
pub const MAX_NUMBER: u32 = 9_999_999;

/// Hashes of what a recipient's documents say, by document key (see [`document_key`]).
pub type Hashes = BTreeMap<String, String>;

/// One number and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The number, from one.
    pub number: u32,
    /// Id of the recipient.
    pub recipient: &'a str,
    /// The number of the same recipient that this one replaces.
    pub replaces: Option<u32>,
    /// What has gone out under this number; `None` until it is released.
    pub released: Option<&'a Release>,
}

/// What has gone out under a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// When, in RFC 3339 with an offset, as it was given.
    pub at: String,
    /// Hashes of what the documents said.
    pub documents: Hashes,
}

/// The numbers of one mailing.
///
/// An entry takes 40 bytes and the length of its recipient's id, so that a million of them fit anywhere.
#[derive(Debug, Clone, Default)]
pub struct Register {
    reference: Option<String>,
    slots: Vec<Slot>,
    /// The recipients' ids, one behind the other.
    names: String,
    releases: Vec<Release>,
    /// Which slots are in force, found by recipient.
    in_force: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// The highest number given.
    highest: u32,
}

/// An entry as it is held.
#[derive(Debug, Clone)]
struct Slot {
    number: u32,
    replaces: Option<NonZeroU32>,
    /// Where the id stands among the names.
    name: (usize, u32),
    /// One more than its place among the releases.
    release: Option<NonZeroU32>,
}

impl PartialEq for Register {
    fn eq(&self, other: &Self) -> bool {
        self.reference == other.reference && self.entries().eq(other.entries())
    }
}

impl Eq for Register {}

/// The key of a document in a release, such as `letter.en`.
#[must_use]
pub fn document_key(document: &str, locale: &str) -> String {
    format!("{document}.{locale}")
}

/// The number as it stands in file names, with at least three digits: `045`.
#[must_use]
pub fn number_text(number: u32) -> String {
    format!("{number:03}")
}

/// The serial as it stands in documents: the mailing's reference and the number, `DM-1132/045`.
///
/// ```
/// assert_eq!(convoke::register::serial("DM-1132", 45), "DM-1132/045");
/// ```
#[must_use]
pub fn serial(reference: &str, number: u32) -> String {
    format!("{reference}/{}", number_text(number))
}

impl Register {
    /// An empty register for a mailing.
    #[must_use]
    pub fn new(reference: impl Into<String>) -> Self {
        Self { reference: Some(reference.into()), ..Self::default() }
    }

    /// Reads `register.yaml` in a mailing's folder; a missing file is an empty register.
    #[must_use]
    pub fn read(root: &Path) -> (Self, Vec<Diagnostic>) {
        match std::fs::read(root.join(FILE)) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Self::parse(&text, FILE),
                Err(_) => (Self::default(), vec![unreadable("it is not UTF-8")]),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Self::default(), Vec::new()),
            Err(error) => (Self::default(), vec![unreadable(&error.to_string())]),
        }
    }

    /// Reads a register from its text; `file` names it in the problems.
    ///
    /// A register with problems must not be written back: numbers could be given twice.
    #[must_use]
    pub fn parse(text: &str, file: &str) -> (Self, Vec<Diagnostic>) {
        file::parse(text, file)
    }

    /// The register as the text of its file, an entry a line, so that changes are easy to review.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = Vec::new();
        // Writing into memory does not fail, and what is written is text.
        let _ = self.write_yaml(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Writes the text of its file as [`to_yaml`](Self::to_yaml) gives it, entry by entry.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn write_yaml(&self, to: &mut dyn io::Write) -> io::Result<()> {
        file::write(self, to)
    }

    /// Ties the register to a mailing's reference; an empty one takes it on.
    ///
    /// # Errors
    ///
    /// When the register belongs to another mailing.
    pub fn bind(&mut self, reference: &str) -> Result<(), Diagnostic> {
        match &self.reference {
            Some(own) if own != reference && !self.slots.is_empty() => Err(Diagnostic::new(
                codes::REGISTER_REFERENCE,
                format!("the register belongs to `{own}`, the mailing's reference is `{reference}`"),
            )
            .with_location(Location::file(FILE))
            .with_hint(format!("for a new mailing, start without {FILE}"))
            .with_hint(format!("if only the reference was renamed, write it into {FILE} too"))),
            _ => {
                self.reference = Some(reference.to_owned());
                Ok(())
            }
        }
    }

    /// The reference of the mailing the numbers belong to.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// All numbers ever given, in the order they were given.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.slots.iter().map(|slot| self.of_slot(slot))
    }

    /// Gives a number to every recipient that has none yet, in the order of the list, and returns the new
    /// ones. Recipients the list no longer holds keep theirs.
    pub fn assign(&mut self, ids: &[impl AsRef<str>]) -> Vec<u32> {
        let mut new = Vec::new();
        for id in ids {
            new.extend(self.assign_one(id.as_ref()));
        }
        new
    }

    /// Gives a recipient a number if it has none yet, and returns the new one.
    pub fn assign_one(&mut self, id: &str) -> Option<u32> {
        self.find(id).is_none().then(|| self.push(id, None))
    }

    /// The entry in force for a recipient: the last one given.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<Entry<'_>> {
        self.slots.get(self.find(id)?).map(|slot| self.of_slot(slot))
    }

    /// The number in force for a recipient.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<u32> {
        self.entry(id).map(|entry| entry.number)
    }

    /// The serial in force for a recipient.
    #[must_use]
    pub fn serial(&self, id: &str) -> Option<String> {
        let number = self.number(id)?;
        Some(serial(self.reference.as_deref().unwrap_or_default(), number))
    }

    /// The serial that the recipient's serial in force replaces.
    #[must_use]
    pub fn replaced_serial(&self, id: &str) -> Option<String> {
        let number = self.entry(id)?.replaces?;
        Some(serial(self.reference.as_deref().unwrap_or_default(), number))
    }

    /// Whether what bears the recipient's number in force has gone out.
    #[must_use]
    pub fn is_released(&self, id: &str) -> bool {
        self.entry(id).is_some_and(|entry| entry.released.is_some())
    }

    /// Freezes the given recipients' documents as gone out at `at` (RFC 3339 with an offset), with the hashes
    /// of what they say. Those that are frozen already stay as they are. Returns the numbers frozen now.
    ///
    /// # Errors
    ///
    /// When `at` is no time, or a recipient has no number or no documents: nothing is frozen then.
    pub fn release(
        &mut self,
        at: &str,
        documents: &BTreeMap<String, Hashes>,
    ) -> Result<Vec<u32>, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        if at.parse::<Timestamp>().is_err() {
            problems.push(
                Diagnostic::new(codes::TIME, format!("`{at}` is not a point in time"))
                    .with_hint("write date, time and offset, such as 2004-05-10T09:00:00+02:00"),
            );
        }
        for (id, hashes) in documents {
            if self.entry(id).is_none() {
                problems.push(
                    Diagnostic::new(
                        codes::RELEASE_UNKNOWN,
                        format!("recipient {id} has no number to release"),
                    )
                    .about(id)
                    .with_hint("build the mailing first"),
                );
            } else if hashes.is_empty() {
                problems.push(
                    Diagnostic::new(
                        codes::RELEASE_EMPTY,
                        format!("recipient {id} has no documents to release"),
                    )
                    .about(id)
                    .with_hint("build the mailing first"),
                );
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut frozen = Vec::new();
        for (id, hashes) in documents {
            if let Some(slot) = self.find(id).and_then(|index| self.slots.get_mut(index))
                && slot.release.is_none()
            {
                self.releases.push(Release { at: at.to_owned(), documents: hashes.clone() });
                slot.release = u32::try_from(self.releases.len()).ok().and_then(NonZeroU32::new);
                frozen.push(slot.number);
            }
        }
        frozen.sort_unstable();
        Ok(frozen)
    }

    /// Compares what has gone out to a recipient with what its documents say now, rendered with the serial
    /// in force; if they differ, gives the recipient a new number that replaces the old one.
    ///
    /// Returns `None`, and changes nothing, when nothing has gone out yet or nothing differs.
    pub fn frozen_changed(&mut self, id: &str, now: &Hashes) -> Option<u32> {
        let entry = self.entry(id)?;
        let old = entry.number;
        let released = entry.released?;
        (released.documents != *now).then(|| self.push(id, Some(old)))
    }

    fn push(&mut self, id: &str, replaces: Option<u32>) -> u32 {
        let number = self.highest.saturating_add(1);
        self.insert(Entry { number, recipient: id, replaces, released: None });
        number
    }

    fn insert(&mut self, entry: Entry<'_>) {
        self.highest = self.highest.max(entry.number);
        if let Some(release) = entry.released {
            self.releases.push(release.clone());
        }
        let before = self.find(entry.recipient);
        // The names of a recipient's numbers are one.
        let name = before.and_then(|index| self.slots.get(index)).map_or_else(
            || {
                let start = self.names.len();
                self.names.push_str(entry.recipient);
                (start, u32::try_from(entry.recipient.len()).unwrap_or(u32::MAX))
            },
            |slot| slot.name,
        );
        let release = entry.released.and_then(|_| NonZeroU32::new(u32::try_from(self.releases.len()).ok()?));
        let index = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        let replaces = entry.replaces.and_then(NonZeroU32::new);
        self.slots.push(Slot { number: entry.number, replaces, name, release });
        self.enforce(entry.recipient, index);
    }

    /// Makes a slot the one in force if it is its recipient's highest.
    fn enforce(&mut self, id: &str, index: u32) {
        let Self { slots, names, in_force, hasher, .. } = self;
        let at = |index: u32| usize::try_from(index).unwrap_or(usize::MAX);
        let number = |index: u32| slots.get(at(index)).map_or(0, |slot| slot.number);
        let name = |index: u32| slots.get(at(index)).map_or("", |slot| name_of(names, slot));
        let hash = hasher.hash_one(id);
        match in_force.find_mut(hash, |other| name(*other) == id) {
            Some(other) if number(*other) < number(index) => *other = index,
            Some(_) => {}
            None => {
                in_force.insert_unique(hash, index, |other| hasher.hash_one(name(*other)));
            }
        }
    }

    /// The slot in force for a recipient.
    fn find(&self, id: &str) -> Option<usize> {
        let is = |index: &u32| {
            let slot = usize::try_from(*index).ok().and_then(|index| self.slots.get(index));
            slot.is_some_and(|slot| name_of(&self.names, slot) == id)
        };
        self.in_force.find(self.hasher.hash_one(id), is).and_then(|index| usize::try_from(*index).ok())
    }

    fn of_slot(&self, slot: &Slot) -> Entry<'_> {
        let release = slot.release.and_then(|release| usize::try_from(release.get() - 1).ok());
        Entry {
            number: slot.number,
            recipient: name_of(&self.names, slot),
            replaces: slot.replaces.map(NonZeroU32::get),
            released: release.and_then(|release| self.releases.get(release)),
        }
    }
}

fn name_of<'a>(names: &'a str, slot: &Slot) -> &'a str {
    let (start, length) = slot.name;
    let end = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
    names.get(start..end).unwrap_or_default()
}

fn unreadable(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::REGISTER_UNREADABLE, format!("the register cannot be read ({cause})"))
        .with_location(Location::file(FILE))
        .with_hint("restore it from version control: numbers must not be given anew")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests;
