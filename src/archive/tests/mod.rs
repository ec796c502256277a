//! Tests of archives, and what they share: small PDFs, an archive of a few letters, and ways to change it.

mod bounds;
mod differences;
mod mutated;
mod older;
mod packs;
mod tables;
mod tampered;
mod written;
mod zipped;

use crate::digest::hash_bytes;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use lopdf::{Document, Object, dictionary};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::*;
use crate::diagnostic::Problems;
use crate::names::ArchivePath;
use crate::recipient::Channel;

fn made_from(key: &str) -> MadeFrom {
    MadeFrom { key: key.into(), ..MadeFrom::default() }
}

fn pdf(pages: usize, mark: &str) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            let page =
                dictionary! { "Type" => "Page", "Parent" => tree, "Mark" => Object::string_literal(mark) };
            document.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(pages).unwrap();
    let root = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(tree, Object::Dictionary(root));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn origin() -> Origin {
    Origin {
        reference: "A/CONF.123/4".into(),
        issued_at: "2004-05-10T09:00:00+02:00".into(),
        time: jiff::civil::date(2004, 5, 10).at(9, 0, 1, 0),
        registration_deadline: Some("2004-06-10".into()),
        stale_languages: Vec::new(),
        office: None,
        form_key: None,
    }
}

fn at(path: &str) -> ArchivePath {
    path.parse().unwrap()
}

fn letter(number: u32, recipient: &str) -> Entry {
    Entry {
        path: at(&format!("letters/{number:03}_{recipient}_letter_en.pdf")),
        pages: Some(2),
        recipient: Some(recipient.into()),
        iso: Some(recipient.into()),
        document: Some("letter".into()),
        locale: Some("en".into()),
        serial: Some(format!("A/CONF.123/4/{number:03}")),
        addressee: vec!["=HYPERLINK(\"x\")".into(), "Kabul".into()],
        channel: Some(Channel::RegisteredPost),
        content: Some(hash_bytes(recipient)),
        ..Entry::default()
    }
}

fn expected(recipients: usize) -> Expected {
    let reasons = vec!["no usable language".into(), "=1+1".into()];
    let blocked = vec![BlockedRecord { recipient: "XXX".into(), reasons }];
    Expected { recipients: recipients + 1, documents: recipients + 1, blocked }
}

struct Made {
    folder: TempDir,
    finished: Finished,
}

impl Made {
    fn new(recipients: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let finished = build(&folder.path().join("output/A-CONF.123-4"), recipients);
        Self { folder, finished }
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("output/A-CONF.123-4")
    }

    /// The problems found after the bytes of the ZIP file were changed.
    fn after(&self, change: impl FnOnce(&mut Vec<u8>)) -> Vec<String> {
        let mut bytes = fs::read(&self.finished.zip).unwrap();
        change(&mut bytes);
        let path = self.folder.path().join("changed.zip");
        fs::write(&path, bytes).unwrap();
        problems(&path)
    }

    /// The problems found after the ZIP file was put together anew from changed files.
    fn repacked(&self, change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<String> {
        let mut files = files(&self.finished.zip);
        change(&mut files);
        self.after(|bytes| *bytes = pack(&files, CompressionMethod::Stored))
    }
}

fn build(dir: &Path, recipients: &[&str]) -> Finished {
    let mut writer = Writer::create(dir, origin(), None).unwrap();
    for (number, recipient) in (1..).zip(recipients) {
        writer.add(letter(number, recipient), &pdf(2, recipient)).unwrap();
    }
    writer.finish(expected(recipients.len())).unwrap()
}

fn problems(zip: &Path) -> Vec<String> {
    let report = verify(zip);
    assert_eq!(report.is_sound(), report.problems.is_empty());
    assert!(report.problems.iter().all(|problem| problem.location.is_some() && !problem.hints.is_empty()));
    report.problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

fn files(zip: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut file, &mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn pack(files: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn position(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).position(|window| window == needle).unwrap()
}

/// What a folder shows: hidden files, such as those of the work on an archive, do not count.
fn listing(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|found| found.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

/// Moves something out of the archive's folder and puts a link in its place, or removes it and leaves a link to nothing.
#[cfg(unix)]
fn replace_by_link(made: &Made, path: &str, is_dangling: bool) {
    let (place, aside) = (made.dir().join(path), made.folder.path().join("aside"));
    fs::rename(&place, &aside).unwrap();
    std::os::unix::fs::symlink(&aside, &place).unwrap();
    if is_dangling {
        fs::rename(&aside, made.folder.path().join("elsewhere")).unwrap();
    }
}
