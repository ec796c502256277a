//! Pages of a document as their dictionaries describe them.

use super::value::get;

/// A page, with the entries it inherits.
pub(in crate::pdf) struct Page<'a> {
    pub(super) dict: &'a [u8],
    pub(super) inherited: Inherited<'a>,
}

/// The entries that pages inherit from the nodes above them (ISO 32000-1, 7.7.3.4).
#[derive(Clone, Copy, Default)]
pub(super) struct Inherited<'a>([Option<&'a [u8]>; 4]);

impl<'a> Inherited<'a> {
    const KEYS: [&'static str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];

    pub(super) fn with(mut self, node: &'a [u8]) -> Self {
        for (entry, key) in self.0.iter_mut().zip(Self::KEYS) {
            *entry = get(node, key).or(*entry);
        }
        self
    }
}

impl<'a> Page<'a> {
    /// An entry of the page, its own or inherited.
    pub(in crate::pdf) fn get(&self, key: &str) -> Option<&'a [u8]> {
        let position = Inherited::KEYS.iter().position(|inherited| *inherited == key);
        let inherited = position.and_then(|position| self.inherited.0.get(position).copied().flatten());
        inherited.or_else(|| get(self.dict, key))
    }
}
