//! Archives that are not as they were made.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;

use super::Told;
use crate::folder::Folder;

const ZIP: &str = "output/DM-1132/DM-1132.zip";
const LETTER: &str = "pouch/letters/001_FRA_letter_fr.pdf";

pub(crate) type Files = Vec<(String, Vec<u8>)>;

pub(crate) fn unpack(zip: &[u8]) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).expect("a ZIP file");
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its content");
        files.push((file.name().expect("a name").into_owned(), content));
    }
    files
}

pub(crate) fn pack(files: &Files) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in files {
        zip.start_file(name, options).expect("an entry");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("a ZIP file").into_inner()
}

pub(crate) fn content<'a>(files: &'a mut Files, name: &str) -> &'a mut Vec<u8> {
    &mut files.iter_mut().find(|(known, _)| known == name).expect("the file").1
}

fn edited(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

/// A mistake: a name for it, and what it does to the files of an archive.
type Mistake = (&'static str, fn(&mut Files));

const MISTAKES: [Mistake; 9] = [
    ("a letter of other bytes", |files| *content(files, LETTER).last_mut().expect("bytes") = b'!'),
    ("a letter left out", |files| files.retain(|(name, _)| name != LETTER)),
    ("a letter put in", |files| files.push(("letters/004_XYZ_letter_en.pdf".into(), b"%PDF-1.7".to_vec()))),
    ("a name that leads outside", |files| files.push(("../register.yaml".into(), Vec::new()))),
    ("a name in capitals", |files| files.push((LETTER.to_uppercase(), Vec::new()))),
    ("no manifest", |files| files.retain(|(name, _)| name != "manifest.json")),
    ("a manifest that is none", |files| *content(files, "manifest.json") = b"{".to_vec()),
    ("a manifest of a newer format", |files| {
        let manifest = content(files, "manifest.json");
        *manifest = edited(manifest, "\"format\": 3", "\"format\": 9");
    }),
    ("a register with a formula", |files| {
        let register = content(files, "register.csv");
        *register = edited(register, "France", "=1+1");
    }),
];

#[test]
fn broken_archives_are_told_as_expected() {
    let folder = Folder::started();
    folder.run(&["build"]).ends_with(0);
    let whole = fs::read(folder.path(ZIP)).expect("the archive");
    let mut told = Told::default();
    let mut verify = |name: &str, bytes: &[u8]| {
        convoke::input::write_atomically(&folder.path("broken.zip"), bytes).expect("written");
        told.by(name, &folder.run(&["verify", "broken.zip"]));
    };
    for (name, make) in MISTAKES {
        let mut files = unpack(&whole);
        make(&mut files);
        verify(name, &pack(&files));
    }
    verify("cut short", &whole[..whole.len() / 2]);
    verify("no ZIP file", b"PK");
    told.by("none there", &folder.run(&["verify", "archive.zip"]));
    told.as_in("archives.txt", include_str!("archives.txt"));
}
