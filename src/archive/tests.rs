//! Tests of archives: what is written, what replaces what, and every way an archive can have been tampered with.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use lopdf::{Document, Object, dictionary};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::*;
use crate::recipient::Channel;

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
    }
}

fn letter(number: u32, recipient: &str) -> Entry {
    Entry {
        path: format!("letters/{number:03}_{recipient}_letter_en.pdf"),
        pages: Some(2),
        recipient: Some(recipient.into()),
        iso: Some(recipient.into()),
        document: Some("letter".into()),
        locale: Some("en".into()),
        serial: Some(format!("A/CONF.123/4/{number:03}")),
        addressee: vec!["=HYPERLINK(\"x\")".into(), "Kabul".into()],
        channel: Some(Channel::RegisteredPost),
        content: Some(sha256(recipient)),
        ..Entry::default()
    }
}

fn expected(recipients: usize) -> Expected {
    let reasons = vec!["no usable language".into(), "=1+1".into()];
    let blocked = vec![Blocked { recipient: "XXX".into(), reasons }];
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
    let mut writer = Writer::create(dir, origin()).unwrap();
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

fn listing(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|found| found.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_archive_holds_its_files_in_order_and_is_sound() {
    let made = Made::new(&["AFG", "ALB"]);
    let names: Vec<String> = files(&made.finished.zip).into_iter().map(|(name, _)| name).collect();
    let letters = ["letters/001_AFG_letter_en.pdf", "letters/002_ALB_letter_en.pdf"];
    assert_eq!(names, [letters[0], letters[1], "register.csv", "manifest.json"]);
    assert_eq!(listing(&made.dir()), ["A-CONF.123-4.zip", "letters", "manifest.json", "register.csv"]);
    assert_eq!(listing(&made.folder.path().join("output")), ["A-CONF.123-4"], "nothing is left behind");
    for (name, bytes) in files(&made.finished.zip) {
        assert_eq!(fs::read(made.dir().join(name)).unwrap(), bytes);
    }

    let report = verify(&made.finished.zip);
    assert_eq!(report.problems, []);
    assert_eq!((report.sound, report.pages), (3, 4));
    assert_eq!(report.manifest_sha256.as_deref(), Some(made.finished.manifest_sha256.as_str()));
    let tally = report.reconciliation.unwrap();
    assert_eq!((tally.recipients, tally.blocked.len()), (Tally { expected: 3, produced: 2 }, 1));
    assert_eq!(made.finished.manifest.content_hashes()["ALB"]["letter.en"], sha256("ALB"));
    assert_eq!(made.finished.zip_bytes, fs::metadata(&made.finished.zip).unwrap().len());
}

#[test]
fn the_same_entries_give_the_same_bytes_with_the_mailings_time() {
    let (one, two) = (Made::new(&["AFG", "ALB"]), Made::new(&["AFG", "ALB"]));
    assert_eq!(one.finished.zip_sha256, two.finished.zip_sha256);
    assert_eq!(one.finished.zip_sha256, hash_file(&two.finished.zip).unwrap().0);
    let mut archive = ZipArchive::new(fs::File::open(&one.finished.zip).unwrap()).unwrap();
    let file = archive.by_index(0).unwrap();
    assert_eq!(file.last_modified().unwrap().to_string(), "2004-05-10 09:00:00");
    assert_eq!(file.compression(), CompressionMethod::Stored);
}

#[test]
fn the_register_is_safe_in_a_spreadsheet() {
    let made = Made::new(&["AFG"]);
    let csv = String::from_utf8(fs::read(made.dir().join("register.csv")).unwrap()).unwrap();
    assert!(csv.starts_with("\u{feff}serial,reference,recipient,iso,"), "{csv}");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| {
        rows[row][columns.iter().position(|column| column == name).unwrap()].to_owned()
    };
    assert_eq!(cell(0, "serial"), "A/CONF.123/4/001");
    assert_eq!(cell(0, "addressee"), "'=HYPERLINK(\"x\") / Kabul");
    assert_eq!(cell(0, "channel"), "registered-post");
    assert_eq!(cell(0, "pages"), "2");
    assert_eq!(
        (cell(1, "recipient").as_str(), cell(1, "status").as_str()),
        ("XXX", "blocked: no usable language / =1+1")
    );
    for start in ["=", "+41", "-1", "@x", "\tx", "\rx", "\nx", "＝x"] {
        assert_eq!(safe_cell(start), format!("'{start}"));
    }
    assert_eq!(safe_cell("a=1"), "a=1");
}

#[test]
fn a_new_archive_removes_the_last_ones_files_and_no_others() {
    let made = Made::new(&["AFG", "ALB"]);
    fs::write(made.dir().join("ledger.csv"), "sent").unwrap();
    fs::write(made.dir().join("letters/stale.pdf"), "stale").unwrap();
    build(&made.dir(), &["AFG"]);
    assert_eq!(listing(&made.dir().join("letters")), ["001_AFG_letter_en.pdf"]);
    assert_eq!(fs::read_to_string(made.dir().join("ledger.csv")).unwrap(), "sent");
    assert_eq!(listing(&made.folder.path().join("output")), ["A-CONF.123-4"]);
}

#[test]
fn an_abandoned_archive_leaves_the_last_one_alone() {
    let made = Made::new(&["AFG"]);
    let before = hash_file(&made.finished.zip).unwrap();
    let mut writer = Writer::create(&made.dir(), origin()).unwrap();
    writer.add(letter(7, "ALB"), b"half").unwrap();
    drop(writer);
    assert_eq!(hash_file(&made.finished.zip).unwrap(), before);
    assert_eq!(listing(&made.folder.path().join("output")), ["A-CONF.123-4"]);
}

#[test]
fn what_a_killed_run_left_is_removed_and_a_running_one_is_not_disturbed() {
    let made = Made::new(&["AFG"]);
    let output = made.folder.path().join("output");
    fs::create_dir_all(output.join(".convoke-dead/new/letters")).unwrap();
    fs::write(output.join(".convoke-dead/lock"), "").unwrap();
    let running = Writer::create(&made.dir(), origin()).unwrap();
    assert_eq!(listing(&output).len(), 2, "{:?}", listing(&output));
    build(&made.dir(), &["ALB"]);
    running.finish(expected(0)).unwrap();
    assert_eq!(listing(&output), ["A-CONF.123-4"]);
}

#[test]
fn a_folder_that_is_no_archive_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thesis.doc"), "x").unwrap();
    let problem = Writer::create(folder.path(), origin()).unwrap_err();
    assert_eq!(problem.code, "archive-foreign-folder");
    assert_eq!(listing(folder.path()), ["thesis.doc"]);
    let file = folder.path().join("thesis.doc");
    assert_eq!(Writer::create(&file, origin()).unwrap_err().code, "archive-foreign-folder");
}

#[test]
fn bad_and_clashing_paths_are_refused_on_the_way_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(&folder.path().join("out"), origin()).unwrap();
    let mut add = |path: &str| {
        let added = writer.add(Entry { path: path.into(), ..Entry::default() }, b"x");
        added.err().map(|problem| problem.code)
    };
    assert_eq!(add("letters/a.pdf"), None);
    for path in ["letters/A.PDF", "letters/a.pdf", "manifest.json", "Register.csv", "a-conf.123-4.zip"] {
        assert_eq!(add(path), Some("archive-entry-twice"), "{path}");
    }
    for path in ["../a", "/a", "letters/../../a", "a\\b", "nul", ""] {
        assert_eq!(add(path), Some("archive-entry-name"), "{path}");
    }
    drop(writer);
    assert_eq!(listing(folder.path()), Vec::<String>::new());
}

const FIRST: &str = "letters/001_AFG_letter_en.pdf";

#[test]
fn altered_missing_and_added_files_are_named() {
    let made = Made::new(&["AFG", "ALB"]);
    let altered = format!("archive-altered: `{FIRST}` was altered: its SHA-256 is not the manifest's");
    assert_eq!(made.after(|_| ()), Vec::<String>::new());
    let flipped = made.after(|bytes| {
        let at = position(bytes, b"AFG)");
        bytes[at] = b'X';
    });
    assert_eq!(flipped, [altered.as_str()]);
    assert_eq!(made.repacked(|files| files[0].1 = pdf(2, "EVL")), [altered.as_str()]);
    let missing = format!("archive-missing: `{FIRST}` is missing");
    assert_eq!(made.repacked(|files| drop(files.remove(0))), [missing]);
    let added = made.repacked(|files| files.push(("letters/003_EVL.pdf".into(), pdf(1, "x"))));
    assert_eq!(added, ["archive-added: \"letters/003_EVL.pdf\" was added: the manifest does not list it"]);
    let swapped = made.repacked(|files| {
        let first = std::mem::take(&mut files[0].1);
        files[0].1 = std::mem::replace(&mut files[1].1, first);
    });
    assert_eq!(swapped.len(), 2);
    let csv = made.repacked(|files| files[2].1.push(b'x'));
    assert_eq!(csv, ["archive-altered: `register.csv` was altered: its SHA-256 is not the manifest's"]);
}

#[test]
fn hostile_entries_are_named() {
    let made = Made::new(&["AFG"]);
    for (name, cause) in [
        ("../../evil", "it leaves its folder"),
        ("/etc/cron.d/x", "it is absolute"),
        ("letters\\x", "it holds a backslash"),
        ("NUL", "it is not a portable file name"),
    ] {
        let found = made.repacked(|files| files.push((name.into(), b"x".to_vec())));
        assert_eq!(
            found[0],
            format!("archive-entry-name: the entry {name:?} has a dangerous name ({cause})")
        );
    }
    let case = made.repacked(|files| files.push((FIRST.to_uppercase(), b"x".to_vec())));
    assert!(case[0].starts_with("archive-entry-twice:"), "{case:?}");
    // Two entries of one name: written under another of the same length, then renamed in the bytes.
    let other = FIRST.replace("AFG", "ZZZ");
    let mut files = files(&made.finished.zip);
    files.push((other.clone(), pdf(1, "evil")));
    let twice = made.after(|bytes| {
        *bytes = pack(&files, CompressionMethod::Stored);
        for _ in 0..2 {
            let at = position(bytes, other.as_bytes());
            bytes[at..at + FIRST.len()].copy_from_slice(FIRST.as_bytes());
        }
    });
    assert_eq!(twice[0], format!("archive-entry-twice: the entry {FIRST:?} is there twice"));
}

#[test]
fn a_zip_file_cut_short_or_padded_is_named() {
    let made = Made::new(&["AFG", "ALB"]);
    let length = fs::metadata(&made.finished.zip).unwrap().len() as usize;
    for keep in (0..length).step_by(101).chain([length - 1]) {
        let found = made.after(|bytes| bytes.truncate(keep));
        assert!(!found.is_empty(), "{keep} of {length} bytes");
    }
    for (what, change) in [
        ("behind", Box::new(|bytes: &mut Vec<u8>| bytes.extend(b"tail")) as Box<dyn FnOnce(&mut Vec<u8>)>),
        ("before", Box::new(|bytes: &mut Vec<u8>| drop(bytes.splice(0..0, *b"head")))),
    ] {
        let found = made.after(change);
        assert_eq!(
            found,
            [format!(
                "archive-altered: the ZIP file itself was altered ({})",
                match what {
                    "behind" => "foreign bytes stand behind it",
                    _ => "4 foreign bytes stand before it",
                }
            )]
        );
    }
}

#[test]
fn every_flipped_byte_of_a_file_is_noticed_and_none_panics() {
    let made = Made::new(&["AFG"]);
    let mut archive = ZipArchive::new(fs::File::open(&made.finished.zip).unwrap()).unwrap();
    // Headers and the manifest cannot vouch for themselves; the manifest's hash is in the report.
    let files: Vec<std::ops::Range<u64>> = (0..archive.len() - 1)
        .map(|index| {
            let file = archive.by_index(index).unwrap();
            let start = file.data_start().unwrap();
            start..start + file.size()
        })
        .collect();
    for at in (0..made.finished.zip_bytes).step_by(5) {
        let found = made.after(|bytes| bytes[usize::try_from(at).unwrap()] ^= 0x55);
        assert!(!found.is_empty() || !files.iter().any(|file| file.contains(&at)), "byte {at}");
    }
}

#[test]
fn unreadable_pdfs_and_wrong_page_counts_are_named() {
    for (bytes, message) in [
        (b"not a pdf".to_vec(), "is no readable PDF"),
        (b"%PDF-1.7\n%%EOF\n".to_vec(), "is no readable PDF"),
        (pdf(2, "x")[..300].to_vec(), "is no readable PDF"),
        (pdf(3, "x"), "has 3 pages, the manifest says 2"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::create(&folder.path().join("out"), origin()).unwrap();
        writer.add(letter(1, "AFG"), &bytes).unwrap();
        let found = problems(&writer.finish(expected(1)).unwrap().zip);
        assert!(found.len() == 1 && found[0].contains(message), "{found:?}");
    }
}

#[test]
fn a_manifest_that_lies_is_refused() {
    let made = Made::new(&["AFG", "ALB"]);
    let edit = |from: &str, to: &str| {
        made.repacked(|files| {
            let text = String::from_utf8(std::mem::take(&mut files.last_mut().unwrap().1)).unwrap();
            assert!(text.contains(from), "{from}");
            files.last_mut().unwrap().1 = text.replacen(from, to, 1).into_bytes();
        })
    };
    assert_eq!(edit("\"produced\": 2", "\"produced\": 3").len(), 2);
    assert!(
        edit("\"format\": 1", "\"format\": 9")[0].starts_with("archive-format: the manifest has format 9")
    );
    assert!(
        edit("\"tool\"", "\"tule\"")[0].starts_with("archive-unreadable: `manifest.json` cannot be read")
    );
    assert!(
        edit("letters/001", "../x/001")
            .iter()
            .any(|found| found.starts_with("archive-entry-name: the manifest lists"))
    );
    assert!(edit("letters/002_ALB", "letters/001_AFG").iter().any(|found| found.contains("twice")));
    let gone = made.repacked(|files| drop(files.pop()));
    assert_eq!(gone, ["archive-missing: `manifest.json` is missing: nothing can be checked"]);
}

#[test]
fn no_file_and_no_zip_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        problems(&folder.path().join("nothing.zip"))[0]
            .starts_with("archive-unreadable: the archive cannot be opened")
    );
    for bytes in
        [&b""[..], b"PK", b"PK\x05\x06", &[0; 22], b"not a zip at all, but some text that is long enough"]
    {
        let path = folder.path().join("x.zip");
        fs::write(&path, bytes).unwrap();
        assert!(
            problems(&path)[0].starts_with("archive-unreadable: the file is cut short or is no ZIP file")
        );
    }
    let empty = folder.path().join("empty.zip");
    fs::write(&empty, pack(&[], CompressionMethod::Stored)).unwrap();
    assert_eq!(problems(&empty).len(), 1);
}
