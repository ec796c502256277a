//! Archives and manifests changed at random: whatever is called sound still has the files that were archived.

use std::collections::BTreeSet;

use super::*;

/// How many archives, and how many manifests, are changed.
const ROUNDS: u64 = 200;

/// Numbers that look random and are the same at each run. (Knuth, MMIX)
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// Pieces that a reader may stumble over.
const PIECES: [&[u8]; 12] = [
    b"",
    b"\0",
    b"\xff\xff\xff\xff",
    b"PK\x05\x06",
    b"\"",
    b"{",
    b"]",
    b"-1",
    b"99999999999999999999",
    b"null",
    b"../../x",
    b"\\u0000",
];

/// Changes some bytes: replaces them by a piece, or by others of the same text, up to four times.
fn mutate(bytes: &mut Vec<u8>, seed: u64) {
    let mut numbers = Numbers(seed);
    for _ in 0..=numbers.below(4) {
        let start = numbers.below(bytes.len());
        let end = (start + numbers.below(12)).min(bytes.len());
        let piece = match numbers.below(3) {
            0 => PIECES[numbers.below(PIECES.len())].to_vec(),
            1 => vec![u8::try_from(numbers.below(256)).unwrap(); end - start],
            _ => {
                let from = numbers.below(bytes.len());
                bytes[from..(from + numbers.below(200)).min(bytes.len())].to_vec()
            }
        };
        bytes.splice(start..end, piece);
    }
}

/// The files of an archive by path and hash.
fn listed(archive: &Path) -> BTreeSet<(String, String)> {
    let opened = Opened::open(archive).unwrap();
    let listed =
        opened.manifest().files.iter().map(|entry| {
            opened.read(entry).map(|bytes| (entry.path.to_string(), hash_bytes(bytes))).unwrap()
        });
    listed.collect()
}

/// Looks at a changed archive in every way; returns whether it was called sound.
fn look_at(archive: &Path, made: &Made) -> bool {
    let is_sound = problems(archive).is_empty();
    assert_eq!(open_sound(archive).is_ok(), is_sound);
    assert_eq!(diff(&made.finished.zip, archive).is_sound(), is_sound);
    if is_sound {
        assert_eq!(listed(archive), listed(&made.finished.zip));
    }
    is_sound
}

#[test]
fn a_changed_archive_is_told_or_has_the_same_files() {
    let made = Made::new(&["AFG", "ALB"]);
    let whole = fs::read(&made.finished.zip).unwrap();
    let path = made.folder.path().join("changed.zip");
    let sound = (0..ROUNDS).filter(|seed| {
        let mut bytes = whole.clone();
        mutate(&mut bytes, *seed);
        fs::write(&path, bytes).unwrap();
        look_at(&path, &made)
    });
    assert!(sound.count() < 20, "changes of nothing are few");
}

#[test]
fn a_changed_manifest_is_told_or_lists_the_same_files() {
    let made = Made::new(&["AFG", "ALB"]);
    let path = made.folder.path().join("changed.zip");
    let sound = (0..ROUNDS).filter(|seed| {
        let mut files = files(&made.finished.zip);
        let (_, manifest) = files.last_mut().unwrap();
        mutate(manifest, *seed);
        fs::write(&path, pack(&files, CompressionMethod::Stored)).unwrap();
        look_at(&path, &made)
    });
    assert!(sound.count() < 100, "most changes are told");
}
