//! Returned files changed at random.

use std::fs;
use std::ops::Range;

use fastrand::Rng;
use lopdf::{Document, Object, ObjectId, Stream};
use serde_json::Value;

use super::chance::{damage, nest, one, renumber};
use super::drawings;
use super::{Tally, listing, run};
use crate::cages::{answered, put};
use crate::folder::Folder;
use crate::forms::form_of;

/// How many files are collected at once.
const AT_ONCE: u64 = 50;

const TABLE: &str = "output/DM-1132-registrations";

/// A returned form as it came, and with its objects unpacked.
struct Form {
    packed: Vec<u8>,
    plain: Vec<u8>,
    document: Document,
}

/// Collects a file for each seed, beside the answers of two ministries: each file has its line, and the answers count.
pub(crate) fn hold(seeds: Range<u64>) -> Tally {
    let folder = answered();
    let packed = fs::read(form_of(&folder, "GMB")).expect("a form");
    let mut document = Document::load_mem(&packed).expect("a PDF");
    document.decompress();
    let mut plain = Vec::new();
    document.save_to(&mut plain).expect("memory");
    let form = Form { packed, plain, document };
    let mut tally = Tally::default();
    let mut start = seeds.start;
    while start < seeds.end {
        let end = seeds.end.min(start + AT_ONCE);
        collect(&folder, &form, start..end, &mut tally);
        start = end;
    }
    tally
}

fn collect(folder: &Folder, form: &Form, seeds: Range<u64>, tally: &mut Tally) {
    let what = format!("returns {seeds:?}");
    for seed in seeds.clone() {
        let (ending, bytes) = mutate(form, seed);
        put(&folder.path(&format!("returns/{seed:08}.{ending}")), &bytes);
    }
    let before = listing(folder.root());
    let ran = run(folder, &["collect", "returns", "--seconds", "3"], tally, &what);
    assert!(matches!(ran.code, 0 | 3), "{what}: {}", ran.err);
    let table: Value =
        serde_json::from_str(&folder.read(&format!("{TABLE}/registrations.json"))).expect("JSON");
    let lines = table["files"].as_array().expect("files");
    assert_eq!(lines.len() as u64, seeds.end - seeds.start + 2, "{what}: each file has a line");
    let counts = |line: &&Value| line["file"] == "returns/0.pdf" || line["file"] == "returns/~.pdf";
    for line in lines {
        let is_answer = counts(&line);
        assert!(!is_answer || line["status"] == "matched", "{what}: {line}");
        tally.taken += usize::from(!is_answer && line["status"] == "matched");
        let other = ["FRA", "KEN"].contains(&line["recipient"].as_str().unwrap_or_default());
        assert!(is_answer || !other, "{what}: answers for another: {line}");
    }
    tally.inputs += lines.len() - 2;
    let mut after = listing(folder.root());
    after.retain(|path, _| !path.starts_with(folder.path(TABLE)));
    let mut before = before;
    before.retain(|path, _| !path.starts_with(folder.path(TABLE)));
    // The table is new in its folder.
    after.remove(&folder.path("output"));
    before.remove(&folder.path("output"));
    assert_eq!(after, before, "{what} leave something behind");
    for line in lines.iter().filter(|line| !counts(line)) {
        fs::remove_file(folder.path(line["file"].as_str().expect("a name"))).expect("a file");
    }
}

/// A file and the ending of its name.
fn mutate(form: &Form, seed: u64) -> (&'static str, Vec<u8>) {
    let rng = &mut Rng::with_seed(seed);
    let (mut packed, mut plain) = (form.packed.clone(), form.plain.clone());
    match rng.u8(..12) {
        0 => damage(&mut packed, rng),
        1 => damage(&mut plain, rng),
        2 => (0..rng.usize(1..30)).for_each(|_| renumber(&mut plain, rng)),
        3 => nest(&mut plain, &["[", "<<", "<</A", "[(])", "(", "[<</K[", "[%]\n"], rng),
        4 => {
            let mut picture = drawings::picture(rng);
            if rng.bool() {
                damage(&mut picture, rng);
            }
            return ("png", picture);
        }
        _ => {
            let mut document = form.document.clone();
            (0..rng.usize(1..6)).for_each(|_| change(&mut document, rng));
            if rng.bool() {
                document.compress();
            }
            plain.clear();
            document.save_to(&mut plain).expect("memory");
        }
    }
    ("pdf", if plain == form.plain { packed } else { plain })
}

/// Changes an object of a file.
fn change(document: &mut Document, rng: &mut Rng) {
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    let (target, other) = (*one(&ids, rng), *one(&ids, rng));
    let object = match rng.u8(..8) {
        0 => document.objects.get(&other).cloned().unwrap_or(Object::Null),
        1 => Object::Reference(other),
        2 => Object::Null,
        3 => (0..10_usize.pow(rng.u32(1..4)))
            .fold(Object::Reference(target), |inner, _| Object::Array(vec![inner])),
        4 => Object::Stream(Stream::new(lopdf::Dictionary::new(), drawings::content(rng))),
        _ => {
            let object = document.objects.get_mut(&target).expect("an object");
            return within(object, other, rng);
        }
    };
    document.objects.insert(target, object);
}

/// Changes an entry of an object, or the content of a stream.
fn within(object: &mut Object, other: ObjectId, rng: &mut Rng) {
    let entries = match object {
        Object::Stream(stream) if rng.bool() => return damage(&mut stream.content, rng),
        Object::Stream(stream) => &mut stream.dict,
        Object::Dictionary(entries) => entries,
        Object::Array(items) => return items.push(Object::Reference(other)),
        _ => return *object = Object::Reference(other),
    };
    let keys: Vec<Vec<u8>> = entries.iter().map(|(key, _)| key.clone()).collect();
    if keys.is_empty() {
        return;
    }
    let (from, to) = (one(&keys, rng).clone(), one(&keys, rng).clone());
    match rng.u8(..4) {
        0 => drop(entries.remove(&from)),
        1 => entries.set(to, Object::Reference(other)),
        2 => entries.set(to, Object::Integer(rng.i64(..))),
        _ => {
            let value = entries.get(&from).cloned().unwrap_or(Object::Null);
            entries.set(to, value);
        }
    }
}
