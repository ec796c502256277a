//! The entries of a register as they are held in memory: small, and found by recipient.

use std::hash::BuildHasher as _;
use std::num::NonZeroU32;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::entry::{RegisterEntry, Release};

/// Entries in the order they were given.
///
/// An entry takes 40 bytes and the length of its recipient's id, so that a million of them fit anywhere.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    slots: Vec<Slot>,
    /// The recipients' ids, concatenated.
    names: String,
    releases: Vec<Release>,
    /// Indices of the slots in force, found by recipient.
    in_force: HashTable<u32>,
    hasher: DefaultHashBuilder,
    highest: u32,
}

#[derive(Debug, Clone)]
struct Slot {
    number: u32,
    replaces: Option<NonZeroU32>,
    /// Start and length of the id among the names.
    name: (usize, u32),
    /// One more than the index of the release.
    release: Option<NonZeroU32>,
}

impl Slots {
    /// The highest number given.
    pub(super) fn highest(&self) -> u32 {
        self.highest
    }

    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// All entries, in the order they were given.
    pub(super) fn entries(&self) -> impl Iterator<Item = RegisterEntry<'_>> {
        self.slots.iter().map(|slot| self.entry_of(slot))
    }

    /// The entry in force for a recipient: its highest number.
    pub(super) fn find(&self, id: &str) -> Option<RegisterEntry<'_>> {
        self.slots.get(self.index_of(id)?).map(|slot| self.entry_of(slot))
    }

    /// Adds an entry; it is the one in force if its number is its recipient's highest.
    pub(super) fn insert(&mut self, entry: RegisterEntry<'_>) {
        self.highest = self.highest.max(entry.number);
        let release = entry.released.and_then(|release| self.keep(release.clone()));
        let before = self.index_of(entry.recipient).and_then(|index| self.slots.get(index));
        // All entries of a recipient share one name.
        let name = before.map(|slot| slot.name).unwrap_or_else(|| {
            let start = self.names.len();
            self.names.push_str(entry.recipient);
            (start, u32::try_from(entry.recipient.len()).unwrap_or(u32::MAX))
        });
        let index = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        let replaces = entry.replaces.and_then(NonZeroU32::new);
        self.slots.push(Slot { number: entry.number, replaces, name, release });
        self.enforce(entry.recipient, index);
    }

    /// Notes what has gone out under a recipient's number in force; returns the number unless it was released before.
    pub(super) fn release(&mut self, id: &str, release: Release) -> Option<u32> {
        let index = self.index_of(id)?;
        self.slots.get(index).filter(|slot| slot.release.is_none())?;
        let release = self.keep(release);
        let slot = self.slots.get_mut(index)?;
        slot.release = release;
        Some(slot.number)
    }

    fn keep(&mut self, release: Release) -> Option<NonZeroU32> {
        self.releases.push(release);
        u32::try_from(self.releases.len()).ok().and_then(NonZeroU32::new)
    }

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

    /// The index of the slot in force for a recipient.
    fn index_of(&self, id: &str) -> Option<usize> {
        let is = |index: &u32| {
            let slot = usize::try_from(*index).ok().and_then(|index| self.slots.get(index));
            slot.is_some_and(|slot| name_of(&self.names, slot) == id)
        };
        self.in_force.find(self.hasher.hash_one(id), is).and_then(|index| usize::try_from(*index).ok())
    }

    fn entry_of(&self, slot: &Slot) -> RegisterEntry<'_> {
        let release = slot.release.and_then(|release| usize::try_from(release.get() - 1).ok());
        RegisterEntry {
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
