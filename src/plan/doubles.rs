//! Whether any of very many texts are equal, without holding the texts.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

/// The hashes of texts, eight bytes each. A hash collision, which is rare, reports a repetition that does not exist: the
/// caller compares the texts themselves then.
#[derive(Debug, Default)]
pub(super) struct Doubles {
    hashes: Vec<u64>,
    hasher: BuildHasherDefault<DefaultHasher>,
}

impl Doubles {
    pub(super) fn add(&mut self, text: &str) {
        self.hashes.push(self.hasher.hash_one(text));
    }

    pub(super) fn exist(self) -> bool {
        !self.repeated().is_empty()
    }

    /// The texts that are there more than once, by their hashes.
    pub(super) fn repeated(mut self) -> Repeated {
        self.hashes.sort_unstable();
        let pairs = self.hashes.windows(2).filter_map(|pair| match pair {
            [a, b] if a == b => Some(*a),
            _ => None,
        });
        let mut hashes: Vec<u64> = pairs.collect();
        hashes.dedup();
        Repeated { hashes, hasher: self.hasher }
    }
}

/// The hashes of texts that are repeated.
#[derive(Debug)]
pub(super) struct Repeated {
    hashes: Vec<u64>,
    hasher: BuildHasherDefault<DefaultHasher>,
}

impl Repeated {
    pub(super) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether a text may be one of them.
    pub(super) fn has(&self, text: &str) -> bool {
        self.hashes.binary_search(&self.hasher.hash_one(text)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_are_found_at_any_distance() {
        let found = |texts: &[&str]| {
            let mut doubles = Doubles::default();
            texts.iter().for_each(|text| doubles.add(text));
            doubles.exist()
        };
        assert!(!found(&["FRA", "GMB", "KEN"]) && !found(&[]));
        assert!(found(&["FRA", "GMB", "KEN", "FRA"]));
        let mut doubles = Doubles::default();
        ["FRA", "GMB", "FRA", "KEN", "FRA"].iter().for_each(|text| doubles.add(text));
        let repeated = doubles.repeated();
        assert!(repeated.has("FRA") && !repeated.has("GMB") && !repeated.has("X"));
    }
}
