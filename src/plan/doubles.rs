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

    pub(super) fn exist(mut self) -> bool {
        self.hashes.sort_unstable();
        self.hashes.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
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
    }
}
