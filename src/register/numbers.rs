//! The numbers of one mailing: giving them, and looking them up.

use super::entry::{RegisterEntry, ReleasedArchive};
use super::serial::serial;
use super::slots::Slots;

/// The numbers of one mailing.
#[derive(Debug, Clone, Default)]
pub struct Register {
    pub(super) reference: Option<String>,
    /// Fingerprint of the key of the mailing's forms.
    pub(super) form_key: Option<String>,
    /// The archives that have gone out.
    pub(super) archives: Vec<ReleasedArchive>,
    pub(super) slots: Slots,
}

impl PartialEq for Register {
    fn eq(&self, other: &Self) -> bool {
        self.reference == other.reference
            && self.form_key == other.form_key
            && self.archives == other.archives
            && self.entries().eq(other.entries())
    }
}

impl Eq for Register {}

impl Register {
    /// An empty register for a mailing.
    #[must_use]
    pub fn new(reference: impl Into<String>) -> Self {
        Self { reference: Some(reference.into()), ..Self::default() }
    }

    /// A register that has one number of another.
    pub(crate) fn of_one(reference: &str, entry: RegisterEntry<'_>) -> Self {
        let mut register = Self::new(reference);
        register.slots.insert(RegisterEntry { released: None, ..entry });
        register
    }

    /// A register that has one number, which replaces another of the same recipient.
    pub(crate) fn of_new(reference: &str, id: &str, number: u32, replaces: Option<u32>) -> Self {
        Self::of_one(reference, RegisterEntry { number, recipient: id, replaces, released: None })
    }

    /// The recipient that a number was given to.
    #[must_use]
    pub fn recipient_of(&self, number: u32) -> Option<&str> {
        // A number that is yet to be given is found at once.
        let mut entries = self.entries().take_while(|_| number <= self.slots.highest());
        entries.find(|entry| entry.number == number).map(|entry| entry.recipient)
    }

    /// The reference of the mailing the numbers belong to.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// All numbers ever given, in the order they were given.
    pub fn entries(&self) -> impl Iterator<Item = RegisterEntry<'_>> {
        self.slots.entries()
    }

    /// Gives a number to every recipient that has none yet, in the order of the list, and returns the new
    /// ones. Recipients the list no longer holds keep theirs.
    pub fn assign(&mut self, ids: &[impl AsRef<str>]) -> Vec<u32> {
        ids.iter().filter_map(|id| self.assign_one(id.as_ref())).collect()
    }

    /// Gives a recipient a number if it has none yet, and returns the new one.
    pub fn assign_one(&mut self, id: &str) -> Option<u32> {
        self.entry(id).is_none().then(|| self.add(id, None))
    }

    /// Gives a recipient the next number, in place of `replaces`.
    pub(super) fn add(&mut self, id: &str, replaces: Option<u32>) -> u32 {
        let number = self.slots.highest().saturating_add(1);
        self.slots.insert(RegisterEntry { number, recipient: id, replaces, released: None });
        number
    }

    /// The entry in force for a recipient: the last one given.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<RegisterEntry<'_>> {
        self.slots.find(id)
    }

    /// The number in force for a recipient.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<u32> {
        self.entry(id).map(|entry| entry.number)
    }

    /// The serial in force for a recipient.
    #[must_use]
    pub fn serial(&self, id: &str) -> Option<String> {
        self.number(id).map(|number| self.serial_of(number))
    }

    /// The serial that the recipient's serial in force replaces.
    #[must_use]
    pub fn replaced_serial(&self, id: &str) -> Option<String> {
        self.entry(id)?.replaces.map(|number| self.serial_of(number))
    }

    fn serial_of(&self, number: u32) -> String {
        serial(self.reference().unwrap_or_default(), number)
    }
}
