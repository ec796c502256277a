//! Archives that are not as they were made.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::sync::OnceLock;

use zip::write::SimpleFileOptions;

use super::{mistakes, tell};
use crate::folder::Folder;

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

fn edit(files: &mut Files, name: &str, from: &str, to: &str) {
    let file = content(files, name);
    let text = String::from_utf8(std::mem::take(file)).expect("text");
    assert!(text.contains(from), "{from}");
    *file = text.replacen(from, to, 1).into_bytes();
}

mistakes! {
    // A name, and what is done to the archive.
    check:
    a_letter_of_other_bytes(files(|files| *content(files, LETTER).last_mut().expect("bytes") = b'!'));
    a_letter_left_out(files(|files| files.retain(|(name, _)| name != LETTER)));
    a_letter_put_in(files(|files| files.push(("letters/004_XYZ_letter_en.pdf".into(), b"%PDF-1.7".to_vec()))));
    a_name_that_leads_outside(files(|files| files.push(("../register.yaml".into(), Vec::new()))));
    a_name_in_capitals(files(|files| files.push((LETTER.to_uppercase(), Vec::new()))));
    no_manifest(files(|files| files.retain(|(name, _)| name != "manifest.json")));
    a_manifest_that_is_not_json(files(|files| *content(files, "manifest.json") = b"{".to_vec()));
    a_manifest_of_a_newer_format(files(|files| edit(files, "manifest.json", "\"format\": 5", "\"format\": 9")));
    a_register_with_a_formula(files(|files| edit(files, "register.csv", "France", "=1+1")));
    cut_short(|whole| Some(whole[..whole.len() / 2].to_vec()));
    not_a_zip_file(|_| Some(b"PK".to_vec()));
    a_missing_archive(|_| None);
}

/// Verifies what a mistake makes of an archive; of a missing one if it makes nothing.
fn check(mistake: &str, make: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let folder = Folder::started();
    if let Some(bytes) = make(whole()) {
        convoke::input::write_atomically(&folder.path("broken.zip"), &bytes).expect("written");
    }
    tell("archives", mistake, &folder.run(&["verify", "broken.zip"]));
}

/// A mistake in the files of an archive.
fn files(change: fn(&mut Files)) -> impl Fn(&[u8]) -> Option<Vec<u8>> {
    move |whole| {
        let mut files = unpack(whole);
        change(&mut files);
        Some(pack(&files))
    }
}

/// An archive as it was made, built once.
fn whole() -> &'static [u8] {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let folder = Folder::built();
        fs::read(folder.path("output/DM-1132/DM-1132.zip")).expect("the archive")
    })
}
