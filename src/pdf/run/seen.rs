//! What has been written lately, so that the same text is not written again.
//!
//! Memory is bounded: of what is not met again, nothing is known after a while. Texts of middling length, of which fonts
//! are most, are kept and compared, which takes a fifth of the time of a strong hash; of all others the hash is kept.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};
use std::ops::RangeInclusive;

use crate::digest::Sha256;

/// Objects by their text: those of the latest, and of those that have been met again.
#[derive(Default)]
pub(super) struct Seen {
    hashes: Generations<u128, i32>,
    texts: Generations<u64, (i32, Vec<u8>)>,
}

/// What a text is looked up by.
#[derive(Clone, Copy)]
pub(super) enum Key {
    Hash(u128),
    Text(u64),
}

/// How long texts are that are kept.
const KEPT: RangeInclusive<usize> = 1 << 12..=1 << 19;

/// Most hashes of a generation: those of a thousand recipients.
const MOST_HASHES: usize = 1 << 15;

/// Most bytes of texts of a generation.
const MOST_BYTES: usize = 1 << 21;

impl Seen {
    /// The object made of these parts, where one is known, or else what to note it by.
    pub(super) fn get(&mut self, parts: &[&[u8]]) -> Result<i32, Key> {
        if KEPT.contains(&length(parts)) {
            let key = quick_hash(parts);
            let known = self.texts.get(key, MOST_BYTES, |(_, text)| text.len());
            let id = known.filter(|(_, text)| is_made_of(text, parts)).map(|(id, _)| *id);
            return id.ok_or(Key::Text(key));
        }
        let key = strong_hash(parts);
        self.hashes.get(key, MOST_HASHES, |_| 1).copied().ok_or(Key::Hash(key))
    }

    /// Notes an object.
    pub(super) fn put(&mut self, key: Key, id: i32, parts: &[&[u8]]) {
        match key {
            Key::Hash(key) => self.hashes.put(key, id, 1, MOST_HASHES),
            Key::Text(key) => self.texts.put(key, (id, parts.concat()), length(parts), MOST_BYTES),
        }
    }

    /// How much is kept, in hashes and in bytes of texts.
    #[cfg(test)]
    fn size(&self) -> (usize, usize) {
        let texts = self.texts.recent.values().chain(self.texts.older.values());
        (self.hashes.recent.len() + self.hashes.older.len(), texts.map(|(_, text)| text.len()).sum())
    }
}

/// Two generations: when the recent one is full, the older one is forgotten.
struct Generations<K, V> {
    recent: HashMap<K, V>,
    older: HashMap<K, V>,
    /// The size of the recent one.
    size: usize,
}

impl<K, V> Default for Generations<K, V> {
    fn default() -> Self {
        Self { recent: HashMap::new(), older: HashMap::new(), size: 0 }
    }
}

impl<K: Copy + Eq + std::hash::Hash, V> Generations<K, V> {
    /// What is known by a key, which becomes recent.
    fn get(&mut self, key: K, most: usize, size: impl Fn(&V) -> usize) -> Option<&V> {
        if let Some(value) = self.older.remove(&key) {
            let size = size(&value);
            self.put(key, value, size, most);
        }
        self.recent.get(&key)
    }

    fn put(&mut self, key: K, value: V, size: usize, most: usize) {
        if self.size + size > most {
            self.older = std::mem::take(&mut self.recent);
            self.size = 0;
        }
        self.size += size;
        self.recent.insert(key, value);
    }
}

fn length(parts: &[&[u8]]) -> usize {
    parts.iter().map(|part| part.len()).sum()
}

fn is_made_of(text: &[u8], parts: &[&[u8]]) -> bool {
    let mut rest = Some(text);
    for part in parts {
        rest = rest.and_then(|rest| rest.strip_prefix(*part));
    }
    rest.is_some_and(<[u8]>::is_empty)
}

/// A hash that texts may share.
pub(super) fn quick_hash(parts: &[&[u8]]) -> u64 {
    let mut hash = DefaultHasher::new();
    parts.iter().for_each(|part| hash.write(part));
    hash.finish()
}

/// A hash that no two texts share.
fn strong_hash(parts: &[&[u8]]) -> u128 {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().first_chunk().map_or(0, |first| u128::from_le_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_met_again_is_forgotten() {
        let mut seen = Seen::default();
        let mut see = |text: &[u8], id: i32| match seen.get(&[text, b"."]) {
            Ok(known) => known,
            Err(key) => {
                seen.put(key, id, &[text, b"."]);
                id
            }
        };
        let long = |number: usize| number.to_string().repeat(*KEPT.start());
        assert_eq!([see(b"often", 1), see(b"once", 2), see(long(1).as_bytes(), 3)], [1, 2, 3]);
        for number in 1_000..1_000 + 4 * MOST_HASHES {
            see(number.to_string().as_bytes(), 4);
            if number % 100 == 0 {
                see(long(number).as_bytes(), 4);
                assert_eq!([see(b"often", 5), see(long(1).as_bytes(), 5)], [1, 3]);
            }
        }
        assert_eq!(see(b"once", 6), 6);
        let (hashes, bytes) = seen.size();
        assert!(hashes <= 2 * MOST_HASHES && bytes <= 2 * MOST_BYTES, "{hashes}, {bytes}");
    }

    #[test]
    fn texts_are_compared_whole() {
        assert!(is_made_of(b"abc", &[b"a", b"", b"bc"]));
        assert!(!is_made_of(b"abc", &[b"a", b"b"]) && !is_made_of(b"ab", &[b"a", b"bc"]));
    }
}
