//! Workbooks and XLIFF files changed at random.

use std::fs;
use std::ops::Range;

use fastrand::Rng;

use super::chance::{NUMBERS, TEXTS, damage, nest, one, renumber};
use super::{Tally, listing, run};
use crate::broken::archives::{pack, unpack};
use crate::broken::tables::{ods, xlsx};
use crate::folder::Folder;

/// Deep and long XML.
const OPENS: [&str; 6] = ["<a>", "<row>", "<table:table-row>", "<ph id=\"1\"/>", "<!--", "&amp;"];

/// Checks a mailing with a workbook, or imports an XLIFF file, for each seed: it is read or refused, and what is refused changes
/// nothing.
pub(crate) fn hold(seeds: Range<u64>) -> Tally {
    let folder = Folder::started();
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    let mailing = folder.read("mailing.yaml");
    let texts = fs::read(folder.path("fr.xlf")).expect("a file");
    let books = [("list.xlsx", xlsx("", "")), ("list.ods", ods("", ""))];
    let mut tally = Tally::default();
    for seed in seeds {
        let rng = &mut Rng::with_seed(seed);
        let what = format!("list {seed}");
        let ran = if let Some((name, book)) = books.get(rng.usize(..3)) {
            folder.write("mailing.yaml", &mailing.replace("ministries.yaml", name));
            folder.write_bytes(&format!("recipients/{name}"), &change_book(book, rng));
            let before = listing(folder.root());
            let ran = run(&folder, &["check"], &mut tally, &what);
            assert_eq!(listing(folder.root()), before, "{what} leaves something behind");
            ran
        } else {
            folder.write("mailing.yaml", &mailing).write_bytes("evil.xlf", &change_xml(&texts, rng));
            let before = listing(folder.root());
            let ran = run(&folder, &["locale", "import", "evil.xlf"], &mut tally, &what);
            assert!(ran.code == 0 || listing(folder.root()) == before, "{what} leaves something behind");
            ran
        };
        assert!(matches!(ran.code, 0 | 1 | 3), "{what}: {} {}", ran.code, ran.err);
        assert!(ran.code == 0 || ran.err.contains("error["), "{what}: {}", ran.err);
        tally.taken += usize::from(ran.code == 0);
        tally.inputs += 1;
    }
    tally
}

/// Changes a workbook, as a ZIP file or in one of its files.
fn change_book(book: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = book.to_vec();
    if rng.u8(..5) == 0 {
        damage(&mut bytes, rng);
        return bytes;
    }
    let mut files = unpack(book);
    let at = rng.usize(..files.len());
    files[at].1 = change_xml(&files[at].1, rng);
    pack(&files)
}

/// Changes a text in XML.
fn change_xml(text: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = text.to_vec();
    match rng.u8(..8) {
        0 => damage(&mut bytes, rng),
        1 | 2 => (0..rng.usize(1..10)).for_each(|_| renumber(&mut bytes, rng)),
        3 => nest(&mut bytes, &OPENS, rng),
        4 => {
            // What XML calls entities, each of ten of the last.
            let entity =
                |level: u32| format!("<!ENTITY e{} \"{}\">", level + 1, format!("&e{level};").repeat(10));
            let all: String = (0..12).map(entity).collect();
            let start = bytes.iter().position(|byte| *byte == b'>').unwrap_or_default() + 1;
            let kind = format!("<!DOCTYPE x [<!ENTITY e0 \"lol\">{all}]>");
            bytes.splice(start..start, kind.into_bytes());
            replace_text(&mut bytes, "&e12;", rng);
        }
        5 => replace_text(&mut bytes, &"x".repeat(1 << rng.u32(10..24)), rng),
        6 => {
            let repeat = format!(
                " table:number-columns-repeated=\"{}\" r=\"XFD{}\"",
                one(&NUMBERS, rng),
                one(&NUMBERS, rng)
            );
            let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b'>').collect();
            if places.is_empty() {
                return bytes;
            }
            let at = one(&places, rng).saturating_sub(usize::from(rng.bool()));
            bytes.splice(at..at, repeat.into_bytes());
        }
        _ => replace_text(&mut bytes, TEXTS[rng.usize(..TEXTS.len())], rng),
    }
    bytes
}

/// Another text in the place of one between two elements.
fn replace_text(bytes: &mut Vec<u8>, text: &str, rng: &mut Rng) {
    let places: Vec<usize> =
        (1..bytes.len()).filter(|at| bytes[at - 1] == b'>' && bytes[*at] != b'<').collect();
    if places.is_empty() {
        return;
    }
    let at = *one(&places, rng);
    let end = bytes[at..].iter().position(|byte| *byte == b'<').map_or(bytes.len(), |end| at + end);
    bytes.splice(at..end, text.bytes());
}
