//! Archives and manifests changed at random.

use std::fs;
use std::ops::Range;

use fastrand::Rng;
use serde_json::Value;

use super::chance::{NUMBERS, TEXTS, damage, nest, one, renumber};
use super::{Tally, listing, run};
use crate::broken::archives::{Files, content, pack, unpack};
use crate::folder::Folder;

const WHOLE: &str = "output/DM-1132/DM-1132.zip";
const MANIFEST: &str = "manifest.json";

/// Verifies an archive for each seed, makes a pack of it, and compares some with the one they were: what `verify` refuses is
/// packed nowhere.
pub(crate) fn hold(seeds: Range<u64>) -> Tally {
    let folder = Folder::built();
    let whole = fs::read(folder.path(WHOLE)).expect("the archive");
    let mut tally = Tally::default();
    for seed in seeds {
        folder.write_bytes("evil.zip", &mutate(&whole, seed));
        let what = format!("archive {seed}");
        let before = listing(folder.root());
        let verified = run(&folder, &["verify", "evil.zip"], &mut tally, &what);
        assert!(matches!(verified.code, 0 | 1), "{what}: {} {}", verified.code, verified.err);
        let packed = run(&folder, &["pack", "evil.zip", "-o", "pack"], &mut tally, &what);
        if verified.code == 1 {
            assert_eq!(packed.code, 1, "{what} is refused and packed: {}", packed.out);
            assert!(verified.err.contains("error["), "{what}: {}", verified.err);
        }
        if packed.code != 1 {
            fs::remove_dir_all(folder.path("pack")).expect("a pack");
            tally.taken += 1;
        }
        if seed % 8 == 0 {
            let compared = run(&folder, &["diff", WHOLE, "evil.zip"], &mut tally, &what);
            assert!(matches!(compared.code, 0 | 1 | 3), "{what}: {} {}", compared.code, compared.err);
        }
        assert_eq!(listing(folder.root()), before, "{what} leaves something behind");
        tally.inputs += 1;
    }
    tally
}

fn mutate(whole: &[u8], seed: u64) -> Vec<u8> {
    let rng = &mut Rng::with_seed(seed);
    let mut bytes = whole.to_vec();
    match rng.u8(..10) {
        0 | 1 => damage(&mut bytes, rng),
        // The directory at the end is a small part of the file and says where everything is.
        2 => {
            let mut end = bytes.split_off(bytes.len().saturating_sub(2_000));
            damage(&mut end, rng);
            bytes.extend(end);
        }
        _ => {
            let mut files = unpack(whole);
            (0..rng.usize(1..4)).for_each(|_| change(&mut files, rng));
            bytes = pack(&files);
        }
    }
    bytes
}

/// Changes the files of an archive, mostly its manifest.
fn change(files: &mut Files, rng: &mut Rng) {
    let manifest = content(files, MANIFEST);
    match rng.u8(..12) {
        0 => damage(manifest, rng),
        1 => renumber(manifest, rng),
        2 => nest(manifest, &["[", "{\"a\":", "[[{\"files\":["], rng),
        3 => {
            let at = rng.usize(..files.len());
            let name = files[at].0.clone();
            if name != MANIFEST {
                files.remove(at);
            }
        }
        4 => {
            let at = rng.usize(..files.len());
            damage(&mut files[at].1, rng);
        }
        5 => {
            let name = format!("{}{}", one(&TEXTS, rng), rng.u32(..));
            files.push((name, b"%PDF-1.7".to_vec()));
        }
        _ => edit(manifest, rng),
    }
}

/// Changes values of a manifest, which stays JSON.
fn edit(manifest: &mut Vec<u8>, rng: &mut Rng) {
    let Ok(mut value) = serde_json::from_slice::<Value>(manifest) else { return };
    for _ in 0..rng.usize(1..4) {
        *somewhere(&mut value, rng) = match rng.u8(..7) {
            0 => Value::Null,
            1 => Value::from(one(&NUMBERS, rng).parse::<f64>().unwrap_or_default()),
            2 => Value::from("x".repeat(1 << rng.u32(4..22))),
            3 => Value::Array(vec![Value::Bool(true); rng.usize(..100)]),
            _ => Value::from(*one(&TEXTS, rng)),
        };
    }
    *manifest = serde_json::to_vec(&value).expect("JSON");
}

/// A value somewhere within a value.
fn somewhere<'a>(value: &'a mut Value, rng: &mut Rng) -> &'a mut Value {
    // Each step goes deeper, but for one in four, which stays if there is a choice.
    let stays = rng.u8(..4) == 0;
    let deeper = match value {
        Value::Array(items) if !items.is_empty() => !stays || items.len() < 2,
        Value::Object(fields) if !fields.is_empty() => !stays || fields.len() < 2,
        _ => false,
    };
    if !deeper {
        return value;
    }
    match value {
        Value::Array(items) => {
            let at = rng.usize(..items.len());
            somewhere(&mut items[at], rng)
        }
        Value::Object(fields) => {
            let at = rng.usize(..fields.len());
            somewhere(fields.values_mut().nth(at).expect("a value"), rng)
        }
        other => other,
    }
}
