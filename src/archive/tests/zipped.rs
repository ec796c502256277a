//! Archives without loose files.

use super::*;
use crate::digest::hash_file;
use crate::register::Register;

const REFERENCE: &str = "A/CONF.123/4";

impl Made {
    fn zipped(recipients: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let finished = build_zipped(&folder.path().join("output/A-CONF.123-4"), recipients);
        Self { folder, finished }
    }
}

fn writer(dir: &Path) -> Writer {
    let lock = Lock::take(dir, &Owner::of(REFERENCE)).unwrap();
    Writer::create_zipped(lock, origin(), &Register::new(REFERENCE)).unwrap()
}

fn build_zipped(dir: &Path, recipients: &[&str]) -> Finished {
    let mut writer = writer(dir);
    for (number, recipient) in (1..).zip(recipients) {
        writer.add(letter(number, recipient), &pdf(2, recipient)).unwrap();
    }
    writer.finish(expected(recipients.len())).unwrap()
}

#[test]
fn the_zip_file_is_that_of_an_archive_with_loose_files() {
    let (loose, made) = (Made::new(&["AFG", "ALB"]), Made::zipped(&["AFG", "ALB"]));
    assert_eq!(listing(&made.dir()), ["A-CONF.123-4.zip", "A-CONF.123-4.zip.sha256", "manifest.json"]);
    assert_eq!(made.finished.manifest_sha256, loose.finished.manifest_sha256);
    let hash = hash_file(&made.finished.zip).unwrap().hash;
    assert_eq!(hash, loose.finished.zip_sha256);
    let note = fs::read_to_string(made.dir().join("A-CONF.123-4.zip.sha256")).unwrap();
    assert_eq!(note, format!("{hash}  A-CONF.123-4.zip\n"));
    assert_eq!(listing(&made.folder.path().join("output")), ["A-CONF.123-4"], "nothing is left behind");
}

#[test]
fn its_folder_is_checked_and_read_as_its_zip_file_is() {
    let made = Made::zipped(&["AFG", "ALB"]);
    let report = verify(&made.dir());
    assert_eq!(report.problems, Problems::new());
    assert_eq!((report.sound, report.pages), (3, 4));
    assert_eq!(report.manifest_sha256.as_deref(), Some(made.finished.manifest_sha256.as_str()));
    let archive = open_sound(&made.dir()).unwrap();
    let found = &archive.manifest().files[1];
    assert_eq!(archive.read(found).unwrap(), pdf(2, "ALB"));
}

#[test]
fn what_is_wrong_with_it_is_told() {
    let made = Made::zipped(&["AFG", "ALB"]);
    fs::write(made.dir().join("sent.txt"), "12 May").unwrap();
    assert_eq!(told(&made), ["archive-foreign-file: \"sent.txt\" is not a file of the archive"]);
    fs::remove_file(made.dir().join("sent.txt")).unwrap();
    let whole = fs::read(&made.finished.zip).unwrap();
    let mut altered = whole.clone();
    let at = position(&altered, b"Mark(ALB)");
    altered[at + 5] = b'X';
    fs::write(&made.finished.zip, &altered).unwrap();
    assert_eq!(
        told(&made),
        [
            "archive-altered: `letters/002_ALB_letter_en.pdf` was altered: it no longer has the checksum it was given"
        ]
    );
    fs::remove_file(&made.finished.zip).unwrap();
    assert_eq!(told(&made).len(), 1, "without its ZIP file");
    fs::write(&made.finished.zip, &whole).unwrap();
    let note = made.dir().join("A-CONF.123-4.zip.sha256");
    let text = fs::read_to_string(&note).unwrap();
    fs::write(&note, format!("{}  A-CONF.123-4.zip\n", hash_bytes("another"))).unwrap();
    assert_eq!(
        told(&made),
        ["archive-altered: the hash noted beside `A-CONF.123-4.zip` is not that of the file"]
    );
    fs::write(&note, text).unwrap();
    assert_eq!(told(&made), Vec::<String>::new());
    // Without its note it is an archive whose loose files are lost.
    fs::remove_file(made.dir().join("A-CONF.123-4.zip.sha256")).unwrap();
    assert_eq!(told(&made).iter().filter(|problem| problem.starts_with("archive-missing")).count(), 3);
}

fn told(made: &Made) -> Vec<String> {
    let problems = verify(&made.dir()).problems;
    problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

#[test]
fn unpacked_in_its_folder_it_has_loose_files_that_are_checked() {
    let made = Made::zipped(&["AFG", "ALB"]);
    ZipArchive::new(fs::File::open(&made.finished.zip).unwrap()).unwrap().extract(made.dir()).unwrap();
    assert_eq!(told(&made), Vec::<String>::new());
    let path = "letters/001_AFG_letter_en.pdf";
    fs::write(made.dir().join(path), pdf(2, "another")).unwrap();
    assert_eq!(
        told(&made),
        [format!("archive-altered: `{path}` was altered: it no longer has the checksum it was given")]
    );
}

#[test]
fn with_and_without_loose_files_one_takes_the_place_of_the_other() {
    let made = Made::new(&["AFG", "ALB"]);
    fs::write(made.dir().join("sent.txt"), "12 May").unwrap();
    let zipped = build_zipped(&made.dir(), &["AFG", "ALB"]);
    assert!(!zipped.placed.is_unchanged);
    let names = ["A-CONF.123-4.zip", "A-CONF.123-4.zip.sha256", "manifest.json", "sent.txt"];
    assert_eq!(listing(&made.dir()), names);
    assert!(build_zipped(&made.dir(), &["AFG", "ALB"]).placed.is_unchanged);
    build(&made.dir(), &["AFG", "ALB"]);
    let names = ["A-CONF.123-4.zip", "letters", "manifest.json", "register.csv", "sent.txt"];
    assert_eq!(listing(&made.dir()), names);
}

#[test]
fn a_note_that_somebody_made_beside_loose_files_is_kept() {
    let made = Made::new(&["AFG"]);
    let note = made.dir().join("A-CONF.123-4.zip.sha256");
    fs::write(&note, format!("{}  A-CONF.123-4.zip\n", made.finished.zip_sha256)).unwrap();
    assert_eq!(told(&made), Vec::<String>::new(), "it is true");
    build(&made.dir(), &["AFG", "ALB"]);
    let text = fs::read_to_string(&note).unwrap();
    assert!(text.starts_with(&made.finished.zip_sha256));
    let told = told(&made);
    assert_eq!(told, ["archive-foreign-file: \"A-CONF.123-4.zip.sha256\" is not a file of the archive"]);
}

#[test]
fn what_has_no_room_in_memory_is_in_a_file_until_it_is_entered() {
    let made = Made::zipped(&["AFG"]);
    let mut writer = writer(&made.dir());
    let (shelf, new) = (writer.shelf(), made.folder.path().join("output/.convoke/A-CONF.123-4/new"));
    let large = [pdf(2, "AFG"), vec![b' '; 1_000_000]].concat();
    let stored: Vec<_> = (1..=17)
        .map(|number| {
            let entry = letter(number, &format!("R{number}"));
            let stored = shelf.put(&entry.path, large.clone()).unwrap();
            (entry, stored)
        })
        .collect();
    let has_file: Vec<u32> = (1..=17)
        .filter(|number| new.join(letter(*number, &format!("R{number}")).path.as_str()).exists())
        .collect();
    assert_eq!(has_file, [17], "there is room for sixteen");
    for entered in stored {
        writer.enter(vec![entered]).unwrap();
    }
    assert_eq!(listing(&new.join("letters")), Vec::<String>::new());
    let finished = writer.finish(expected(17)).unwrap();
    assert!(files(&finished.zip).iter().take(17).all(|(_, bytes)| *bytes == large));
    assert_eq!(listing(&made.dir()), ["A-CONF.123-4.zip", "A-CONF.123-4.zip.sha256", "manifest.json"]);
}
