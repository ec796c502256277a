//! What is written, and what replaces what.

use super::*;

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
