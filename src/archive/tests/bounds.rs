//! Archives at and beyond their bounds: what the writer writes is read, and what claims more is refused before it costs memory.

use super::*;
use crate::archive::format::limits::{MAX_ENTRIES, MAX_FILE, MAX_LIST};

/// An archive whose manifest and table are each larger than what is read into memory at once.
fn long() -> Made {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(&folder.path().join("output/A-CONF.123-4"), origin(), None).unwrap();
    writer.add(letter(1, "AFG"), &pdf(2, "AFG")).unwrap();
    let reasons = vec!["too long ".repeat(300); usize::try_from(MAX_FILE).unwrap() / 2048];
    let blocked = vec![BlockedRecord { recipient: "XXX".into(), reasons }];
    let finished = writer.finish(Expected { recipients: 2, documents: 2, blocked }).unwrap();
    Made { folder, finished }
}

fn fonts(count: usize) -> impl Iterator<Item = Entry> {
    (0..count).map(|number| Entry::new(at(&format!("fonts/{number}.otf")), Role::Font))
}

#[test]
fn lists_larger_than_a_file_in_memory_are_written_and_read() {
    let made = long();
    for name in [layout::MANIFEST, layout::TABLE] {
        assert!(fs::metadata(made.dir().join(name)).unwrap().len() > MAX_FILE, "{name}");
    }
    assert_eq!(problems(&made.dir()), Vec::<String>::new());
    assert_eq!(problems(&made.finished.zip), Vec::<String>::new());
    let (folder, zip) = (Opened::open(&made.dir()).unwrap(), Opened::open(&made.finished.zip).unwrap());
    assert_eq!(folder.manifest(), zip.manifest());
    let same = diff(&made.dir(), &made.finished.zip);
    assert!(same.is_compared && same.is_sound() && same.changes.is_empty());
}

#[test]
fn a_difference_deep_in_a_long_table_is_found() {
    let made = long();
    let found = made.repacked(|files| {
        let [_, (_, table), (_, manifest)] = files.as_mut_slice() else { panic!("three files") };
        let (old, at) = (hash_bytes(&table), table.len() - 100);
        table[at] = b'X';
        let text = String::from_utf8(std::mem::take(manifest)).unwrap();
        *manifest = text.replace(&old, &hash_bytes(&table)).into_bytes();
    });
    assert_eq!(
        found,
        ["archive-altered: `register.csv` does not say what the manifest says (from line 3 on)"]
    );
    let longer = made.repacked(|files| files[1].1.extend(b"more\r\n"));
    assert_eq!(
        longer,
        ["archive-altered: `register.csv` was altered: it no longer has the checksum it was given"]
    );
}

#[test]
fn an_archive_with_as_many_files_as_there_may_be_is_read_and_one_more_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(&folder.path().join("full"), origin(), None).unwrap();
    // The table and the manifest are files too.
    for entry in fonts(MAX_ENTRIES - 2) {
        writer.add(entry, b"x").unwrap();
    }
    let none = Expected { recipients: 0, documents: 0, blocked: Vec::new() };
    let full = writer.finish(none).unwrap().zip;
    assert_eq!(problems(&full), Vec::<String>::new());
    assert_eq!(Opened::open(&full).unwrap().manifest().files.len(), MAX_ENTRIES - 1);

    let mut files = files(&full);
    files.push(("one-more".into(), Vec::new()));
    let path = folder.path().join("more.zip");
    fs::write(&path, pack(&files, CompressionMethod::Stored)).unwrap();
    let found = problems(&path);
    let message = format!("the archive says it has {} entries, more than {MAX_ENTRIES}", MAX_ENTRIES + 1);
    assert_eq!(found, [format!("archive-too-large: {message}")]);

    let mut writer = Writer::create(&folder.path().join("more"), origin(), None).unwrap();
    let files =
        fonts(MAX_ENTRIES - 1).map(|entry| (writer.shelf().put(&entry.path, b"x".to_vec()).unwrap(), entry));
    let files: Vec<_> = files.map(|(stored, entry)| (entry, stored)).collect();
    let problem = writer.enter(files).unwrap_err();
    assert_eq!(problem.code, "archive-too-large");
    assert_eq!(problem.hints, ["divide the recipients between several mailings"]);
}

#[test]
fn a_manifest_that_lists_too_many_files_is_refused_while_it_is_read() {
    let made = Made::new(&["AFG"]);
    let text = fs::read_to_string(made.dir().join(layout::MANIFEST)).unwrap();
    let (head, _) = text.split_once("\"files\": [").unwrap();
    let list = |count: usize| vec![r#"{"path":"x","role":"document"}"#; count].join(",");
    let read = |count| Manifest::read(format!("{head}\"files\": [{}]}}", list(count)).as_bytes());
    assert_eq!(read(MAX_ENTRIES).unwrap().0.files.len(), MAX_ENTRIES);
    let problem = read(MAX_ENTRIES + 1).unwrap_err();
    let said = format!("it lists more than {MAX_ENTRIES} files");
    assert!(problem.code == "archive-unreadable" && problem.message.contains(&said), "{problem}");
}

#[test]
fn a_file_too_large_to_be_checked_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(&folder.path().join("out"), origin(), None).unwrap();
    let entry = Entry::new(at("enclosures/large.pdf"), Role::Enclosure);
    let bytes = vec![0; usize::try_from(MAX_FILE).unwrap() + 1];
    let problem = writer.add(entry, &bytes).unwrap_err();
    assert_eq!(problem.code, "archive-too-large");
    assert!(problem.message.starts_with("`enclosures/large.pdf` has"), "{}", problem.message);
}

#[test]
fn the_entry_of_a_letter_takes_less_than_its_share_of_a_manifest() {
    let long = |length: usize| "é".repeat(length / 2);
    let delivery = Delivery {
        lines: vec![long(160); 8],
        entity: long(160),
        emails: vec![long(100); 3],
        ..Delivery::default()
    };
    let entry = Entry {
        path: at(&format!("{0}/{0}", long(118))),
        addressee: vec![long(160); 8],
        entity: Some(long(160)),
        delivery: Some(Box::new(delivery)),
        copies: vec![CopyRecord { to: long(160), channel: Channel::Pouch }; 2],
        enclosures: vec![at(&format!("{0}/{0}", long(118))); 2],
        sources: Some(Box::new(Sources {
            data: hash_bytes("1"),
            template: hash_bytes("2"),
            locale: hash_bytes("3"),
            fonts: hash_bytes("4"),
        })),
        ..letter(1, "AFG")
    };
    let bytes = serde_json::to_string_pretty(&entry).unwrap().len() as u64;
    assert!(bytes < MAX_LIST / MAX_ENTRIES as u64, "{bytes}");
}

/// The end records of a ZIP file, with Zip64 numbers, in place of its own.
fn claim(bytes: &mut Vec<u8>, entries: u64, size: u64, start: u64) {
    bytes.truncate(bytes.len() - 22);
    let position = bytes.len() as u64;
    let mut number = |number: u64, width: usize| bytes.extend(&number.to_le_bytes()[..width]);
    number(0x0606_4b50, 4);
    number(44, 8);
    number(0x2d_002d, 4);
    number(0, 8);
    [entries, entries, size, start].into_iter().for_each(|value| number(value, 8));
    number(0x0706_4b50, 4);
    number(0, 4);
    number(position, 8);
    number(1, 4);
    number(0x0605_4b50, 4);
    number(0, 4);
    [0xffff, 0xffff].into_iter().for_each(|value| number(value, 2));
    [0xffff_ffff, 0xffff_ffff].into_iter().for_each(|value| number(value, 4));
    number(0, 2);
}

#[test]
fn end_records_that_lie_are_refused_before_anything_is_read() {
    let made = Made::new(&["AFG"]);
    let bytes = fs::read(&made.finished.zip).unwrap();
    let (start, end) = (position(&bytes, b"PK\x01\x02") as u64, bytes.len() as u64 - 22);
    let size = end - start;
    assert_eq!(made.after(|bytes| claim(bytes, 3, size, start)), Vec::<String>::new(), "the truth");
    let claims = [
        (1 << 40, size, start, "archive-too-large: the archive says it has 1099511627776 entries"),
        (u64::MAX, u64::MAX, start, "archive-too-large: the archive says it has"),
        (3, 1 << 50, start, "archive-too-large: the directory of the ZIP file says it has"),
        (
            3,
            size - 1,
            start,
            "archive-altered: the ZIP file itself was altered (1 foreign bytes are before it)",
        ),
        (3, size + 1, start, "archive-altered: the ZIP file itself was altered (its directory is not where"),
        (3, size, start + 1, "archive-altered: the ZIP file itself was altered (its directory is not where"),
        (1000, size, start, "archive-altered: the ZIP file itself was altered (its directory is not where"),
        (3, size, u64::MAX, "archive-altered: the ZIP file itself was altered (its directory is not where"),
    ];
    for (entries, size, start, said) in claims {
        let found = made.after(|bytes| claim(bytes, entries, size, start));
        assert!(found.len() == 1 && found[0].starts_with(said), "{found:?}, not {said}");
    }
    for fewer in [0, 1, 2] {
        assert!(!made.after(|bytes| claim(bytes, fewer, size, start)).is_empty(), "{fewer} entries");
    }
    let commented = made.after(|bytes| {
        let at = bytes.len() - 2;
        bytes[at] = 4;
        bytes.extend(b"more");
    });
    assert_eq!(commented, ["archive-altered: the ZIP file itself was altered (a comment was added)"]);
    // An end record inside of the end record.
    let nested = made.after(|bytes| {
        let at = bytes.len() - 10;
        bytes[at..at + 4].copy_from_slice(b"PK\x05\x06");
    });
    assert!(!nested.is_empty());
}
