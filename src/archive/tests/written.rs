//! What is written, and what replaces what.

use super::*;
use crate::digest::{hash_bytes, hash_file};

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
    assert_eq!(report.problems, Problems::new());
    assert_eq!((report.sound, report.pages), (3, 4));
    assert_eq!(report.manifest_sha256.as_deref(), Some(made.finished.manifest_sha256.as_str()));
    let tally = report.reconciliation.unwrap();
    assert_eq!((tally.recipients, tally.blocked.len()), (Tally { expected: 3, produced: 2 }, 1));
    let archive = Opened::open(&made.dir()).unwrap();
    assert_eq!(archive.manifest().content_hashes()["ALB"]["letter.en"], hash_bytes("ALB"));
    assert_eq!(made.finished.zip_bytes, fs::metadata(&made.finished.zip).unwrap().len());
}

#[test]
fn the_same_entries_give_the_same_bytes_with_the_mailings_time() {
    let (one, two) = (Made::new(&["AFG", "ALB"]), Made::new(&["AFG", "ALB"]));
    assert_eq!(one.finished.zip_sha256, two.finished.zip_sha256);
    assert_eq!(one.finished.zip_sha256, hash_file(&two.finished.zip).unwrap().hash);
    let mut archive = ZipArchive::new(fs::File::open(&one.finished.zip).unwrap()).unwrap();
    let file = archive.by_index(0).unwrap();
    assert_eq!(file.last_modified().unwrap().to_string(), "2004-05-10 09:00:00");
    assert_eq!(file.compression(), CompressionMethod::Stored);
}

#[test]
fn a_zip_file_written_in_parts_is_as_one_that_is_not() {
    let made = Made::new(&["AFG", "ALB", "DZA", "AND", "AGO", "ATG", "ARG"]);
    let time = zip::DateTime::from_date_and_time(2004, 5, 10, 9, 0, 0).unwrap();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(time)
        .unix_permissions(0o644)
        .system(zip::System::Unix);
    let mut whole = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files(&made.finished.zip) {
        whole.start_file(name, options).unwrap();
        whole.write_all(&bytes).unwrap();
    }
    assert!(fs::read(&made.finished.zip).unwrap() == whole.finish().unwrap().into_inner());
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
        assert_eq!(table::escape_cell(start), format!("'{start}"));
    }
    assert_eq!(table::escape_cell("a=1"), "a=1");
}

#[test]
fn a_new_archive_removes_the_last_ones_files_and_no_others() {
    let made = Made::new(&["AFG", "ALB"]);
    let own = ["ledger.csv", "letters/note.txt", "pack/list.txt", "sent/may/a.eml", "letters/old/b.pdf"];
    for path in own {
        let path = made.dir().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "the office's").unwrap();
    }
    build(&made.dir(), &["AFG"]);
    assert_eq!(listing(&made.dir().join("letters")), ["001_AFG_letter_en.pdf", "note.txt", "old"]);
    for path in own {
        assert_eq!(fs::read_to_string(made.dir().join(path)).unwrap(), "the office's", "{path}");
    }
    assert_eq!(listing(&made.folder.path().join("output")), ["A-CONF.123-4"]);
}

#[test]
fn somebodys_file_in_the_way_of_a_new_one_is_named_and_nothing_is_replaced() {
    let second = "letters/002_ALB_letter_en.pdf";
    for (path, is_folder) in [
        (second, false),
        (second, true),
        ("letters/003_AND_letter_en.pdf", false),
        ("letters/003_AND_letter_en.pdf", true),
        ("enclosures", false),
        ("enclosures/en", false),
        ("enclosures/en", true),
        ("enclosures/en/a.pdf", false),
        ("README.pdf", false),
        ("README.pdf", true),
    ] {
        let made = Made::new(&["AFG"]);
        let place = made.dir().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        match is_folder {
            true => fs::create_dir(&place).unwrap(),
            false => fs::write(&place, "the office's").unwrap(),
        }
        let before = fs::read(made.dir().join("manifest.json")).unwrap();
        let mut writer = Writer::create(&made.dir(), origin(), None).unwrap();
        for (number, recipient) in (1..).zip(["AFG", "ALB", "AND"]) {
            writer.add(letter(number, recipient), &pdf(2, recipient)).unwrap();
        }
        writer.add(Entry::new(at("enclosures/en/a.pdf"), Role::Enclosure), &pdf(1, "a")).unwrap();
        writer.add(Entry::new(at("README.pdf"), Role::Cover), &pdf(1, "cover")).unwrap();
        let problems = writer.finish(expected(3)).unwrap_err();
        assert_eq!(problems[0].code, "output-in-the-way", "{path}");
        assert_eq!(fs::read(made.dir().join("manifest.json")).unwrap(), before, "{path}");
        assert!(is_folder || fs::read_to_string(&place).unwrap() == "the office's", "{path}");
    }
}

#[cfg(unix)]
#[test]
fn links_planted_in_the_work_folder_lead_nowhere() {
    for path in [
        "",
        "A-CONF.123-4",
        "A-CONF.123-4/new",
        "A-CONF.123-4/new/letters",
        "A-CONF.123-4/new/letters/001_AFG_letter_en.pdf",
        "A-CONF.123-4/new/manifest.json",
        "A-CONF.123-4/new/register.csv",
        "A-CONF.123-4/new/A-CONF.123-4.zip",
        "A-CONF.123-4/entries",
        "A-CONF.123-4/made.jsonl",
        "A-CONF.123-4/journal.jsonl",
        "A-CONF.123-4/lock",
        "A-CONF.123-4/mailing",
    ] {
        for is_folder in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let outside = folder.path().join("outside");
            match is_folder {
                true => fs::create_dir(&outside).unwrap(),
                false => fs::write(&outside, "precious").unwrap(),
            }
            let place = folder.path().join("output/.convoke").join(path);
            let place = if path.is_empty() { folder.path().join("output/.convoke") } else { place };
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(&outside, &place).unwrap();
            let dir = folder.path().join("output/A-CONF.123-4");
            let made = Writer::create(&dir, origin(), None).map_err(Problems::from).and_then(|mut writer| {
                writer.add(letter(1, "AFG"), &pdf(2, "AFG"))?;
                writer.finish(expected(1))
            });
            let problems = made.unwrap_err();
            assert_eq!(problems[0].code, "archive-write", "{path}: {problems}");
            let kept = match is_folder {
                true => fs::read_dir(&outside).unwrap().next().is_none(),
                false => fs::read_to_string(&outside).unwrap() == "precious",
            };
            assert!(kept, "{path} leads outside");
            assert!(place.is_symlink() && !dir.exists(), "{path}");
        }
    }
}

#[test]
fn two_references_of_one_folder_clash() {
    for (one, other) in [
        ("A/CONF.1", "A-CONF.1"),
        ("A/CONF.1", "A:CONF.1"),
        ("A CONF.1", "A-CONF.1"),
        ("A\\CONF.1", "A/CONF.1"),
        ("A/CONF.1", "A//CONF.1"),
        ("-A", "A"),
        ("A.", "A"),
        (".A", "A"),
        ("A\u{200b}", "A"),
        ("e\u{301}", "é"),
        ("CON", "CON_"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let dir = layout::archive_folder(folder.path(), one);
        assert_eq!(layout::archive_folder(folder.path(), other), dir);
        let origin = |reference: &str| Origin { reference: reference.into(), ..origin() };
        // Whether the first mailing's archive is made, in the making, or was made before there were marks.
        drop(Writer::create(&dir, origin(one), None).unwrap());
        assert_eq!(Writer::create(&dir, origin(other), None).unwrap_err().code, "output-taken", "{other}");
        Writer::create(&dir, origin(one), None).unwrap().finish(expected(0)).unwrap();
        assert_eq!(check_owner(&dir, &Owner::of(other)).unwrap_err().code, "output-taken", "{other}");
        fs::remove_dir_all(folder.path().join(".convoke")).unwrap();
        assert_eq!(check_owner(&dir, &Owner::of(other)).unwrap_err().code, "output-taken", "{other}");
        assert_eq!(check_owner(&dir, &Owner::of(one)), Ok(()));
    }
}

#[test]
fn an_abandoned_archive_leaves_the_last_one_alone() {
    let made = Made::new(&["AFG"]);
    let before = hash_file(&made.finished.zip).unwrap();
    let mut writer = Writer::create(&made.dir(), origin(), None).unwrap();
    writer.add(letter(7, "ALB"), b"half").unwrap();
    drop(writer);
    assert_eq!(hash_file(&made.finished.zip).unwrap(), before);
    assert_eq!(listing(&made.folder.path().join("output")), ["A-CONF.123-4"]);
}

#[test]
fn two_runs_do_not_work_on_one_archive() {
    let made = Made::new(&["AFG"]);
    let running = Writer::create(&made.dir(), origin(), None).unwrap();
    assert_eq!(Writer::create(&made.dir(), origin(), None).unwrap_err().code, "output-in-use");
    running.finish(expected(0)).unwrap();
    build(&made.dir(), &["ALB"]);
}

#[test]
fn what_an_interrupted_run_made_is_found_by_the_next_and_what_is_not_wanted_is_removed() {
    let made = Made::new(&["AFG"]);
    let writer = Writer::create(&made.dir(), origin(), None).unwrap();
    let (kept, stale) = (letter(1, "AFG"), letter(2, "EVL"));
    let first = writer.shelf().put_document(&kept.path, &made_from("key"), pdf(2, "AFG"), 2).unwrap();
    writer.shelf().put_document(&stale.path, &made_from("key"), pdf(2, "EVL"), 2).unwrap();
    drop(writer);
    let mut writer = Writer::create(&made.dir(), origin(), None).unwrap();
    assert_eq!(writer.shelf().find(&kept.path, &made_from("other")), None);
    let found = writer.shelf().find(&kept.path, &made_from("key")).unwrap();
    assert_eq!(found, first);
    writer.enter(vec![(kept, found)]).unwrap();
    writer.finish(expected(1)).unwrap();
    assert_eq!(listing(&made.dir().join("letters")), ["001_AFG_letter_en.pdf"]);
    assert_eq!(verify(&made.dir()).problems, Problems::new());
}

#[test]
fn the_archive_in_place_is_not_written_to() {
    let made = Made::new(&[]);
    let path = &at("letters/001_AFG_letter_en.pdf");
    let make = |key: &str, bytes: &[u8]| {
        let mut writer = Writer::create(&made.dir(), origin(), None).unwrap();
        let shelf = writer.shelf();
        let stored = match shelf.find(path, &made_from(key)) {
            Some(found) => found,
            None => shelf.put_document(path, &made_from(key), bytes.to_vec(), 2).unwrap(),
        };
        writer.enter(vec![(letter(1, "AFG"), stored)]).unwrap();
        writer
    };
    let one = pdf(2, "one");
    make("1", &one).finish(expected(1)).unwrap();
    // An interrupted run takes the letter over; the next one makes another.
    drop(make("1", b"not made again"));
    drop(make("2", &pdf(2, "two")));
    assert_eq!(fs::read(made.dir().join(path.as_str())).unwrap(), one);
    assert_eq!(verify(&made.dir()).problems, Problems::new());
}

#[test]
fn a_commit_that_was_cut_short_is_finished_by_the_next_run() {
    for moment in ["marked", "exchanged", "moved", "halfway"] {
        let made = Made::new(&["AFG"]);
        fs::write(made.dir().join("ledger.csv"), "sent").unwrap();
        let work = made.folder.path().join("output/.convoke/A-CONF.123-4");
        let other = Made::new(&["ALB", "AND"]);
        // As a run killed at that moment leaves it.
        let manifest = fs::read(other.dir().join("manifest.json")).unwrap();
        fs::rename(other.dir(), work.join("new")).unwrap();
        fs::write(work.join("commit"), hash_bytes(manifest)).unwrap();
        let third = work.join("third");
        match moment {
            "exchanged" => {
                fs::rename(made.dir(), &third).unwrap();
                fs::rename(work.join("new"), made.dir()).unwrap();
                fs::rename(&third, work.join("new")).unwrap();
            }
            "moved" => {
                fs::rename(made.dir(), work.join("old")).unwrap();
                fs::rename(work.join("new"), made.dir()).unwrap();
            }
            "halfway" => fs::rename(made.dir(), work.join("old")).unwrap(),
            _ => {}
        }
        drop(Writer::create(&made.dir(), origin(), None).unwrap());
        assert_eq!(fs::read_to_string(made.dir().join("ledger.csv")).unwrap(), "sent", "{moment}");
        fs::remove_file(made.dir().join("ledger.csv")).unwrap();
        let report = verify(&made.dir());
        assert_eq!((report.problems, report.sound), (Problems::new(), 3), "{moment}");
        assert!(!work.join("commit").exists() && !work.join("old").exists(), "{moment}");
    }
}

#[test]
fn a_commit_beside_an_archive_that_was_cut_short_is_finished_too() {
    for is_moved in [false, true] {
        let made = Made::new(&["AFG"]);
        let whole = fs::read(&made.finished.zip).unwrap();
        let work = made.folder.path().join("output/.convoke/A-CONF.123-4");
        let beside = made.folder.path().join("output/A-CONF.123-4.2");
        let other = Made::new(&["ALB", "AND"]);
        let manifest = hash_bytes(fs::read(other.dir().join("manifest.json")).unwrap());
        fs::rename(other.dir(), if is_moved { beside.clone() } else { work.join("new") }).unwrap();
        fs::write(work.join("commit"), format!("{manifest}\nA-CONF.123-4.2")).unwrap();
        drop(Writer::create(&made.dir(), origin(), None).unwrap());
        assert_eq!(fs::read(&made.finished.zip).unwrap(), whole);
        assert_eq!(verify(&beside).problems, Problems::new());
        assert!(!work.join("commit").exists() && !work.join("old").exists());
        // A mark that leads elsewhere is dropped.
        fs::write(work.join("commit"), format!("{manifest}\n../elsewhere")).unwrap();
        drop(Writer::create(&made.dir(), origin(), None).unwrap());
        assert!(!work.join("commit").exists() && !made.folder.path().join("elsewhere").exists());
    }
}

#[test]
fn an_archive_beside_a_released_one_shares_no_file_with_it() {
    let made = Made::new(&["AFG"]);
    let mut register = crate::register::Register::new("A/CONF.123/4");
    register.note_archive(crate::register::ReleasedArchive {
        folder: "A-CONF.123-4".into(),
        manifest_sha256: made.finished.manifest_sha256.clone(),
        at: "2004-05-11T09:00:00+02:00".into(),
    });
    let build = |recipients: &[&str]| {
        let lock = Lock::take(&made.dir(), &Owner::of("A/CONF.123/4")).unwrap();
        let mut writer = Writer::create_under(lock, origin(), None, &register).unwrap();
        for (number, id) in (1..).zip(recipients) {
            let entry = letter(number, id);
            let stored = match writer.shelf().find(&entry.path, &made_from("key")) {
                Some(stored) => stored,
                None => writer.shelf().put_document(&entry.path, &made_from("key"), pdf(2, id), 2).unwrap(),
            };
            writer.enter(vec![(entry, stored)]).unwrap();
        }
        writer.finish(expected(recipients.len())).unwrap().placed
    };
    let same = build(&["AFG"]);
    assert_eq!((same.is_unchanged, &same.folder), (true, &made.dir()));
    let beside = made.folder.path().join("output/A-CONF.123-4.2");
    let placed = build(&["AFG", "ALB"]);
    assert_eq!((placed.is_unchanged, &placed.folder, placed.beside), (false, &beside, Some(made.dir())));
    fs::write(beside.join(letter(1, "AFG").path.as_str()), "altered").unwrap();
    assert_eq!(verify(&made.dir()).problems, Problems::new());
    // The letter that was altered is made anew, in the place of the archive that has not gone out.
    assert_eq!(build(&["AFG", "ALB"]).folder, beside);
    assert_eq!(verify(&beside).problems, Problems::new());
}

#[test]
fn an_archive_can_be_split_into_volumes() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("output/A-CONF.123-4");
    let ids = ["AFG", "ALB", "AND", "ARE", "ARG"];
    for (size, counts) in [(VolumeSize::Files(4), vec![4, 4, 2]), (VolumeSize::Bytes(17_000), vec![4, 4, 2])]
    {
        let mut writer = Writer::create(&dir, origin(), Some(size)).unwrap();
        for (number, id) in (1..).zip(ids) {
            let form = Entry {
                path: at(&format!("forms/{id}.pdf")),
                document: Some("form".into()),
                addressee: vec!["\"".repeat(40)],
                ..letter(number, id)
            };
            let files = [letter(number, id), form].map(|entry| {
                let stored = writer.shelf().put(&entry.path, pdf(2, id)).unwrap();
                (entry, stored)
            });
            writer.enter(files.into()).unwrap();
        }
        let documents = 2 * ids.len() + 1;
        let finished = writer.finish(Expected { documents, ..expected(ids.len()) }).unwrap();
        let report = verify(&dir);
        assert_eq!((report.problems, report.sound, report.volumes), (Problems::new(), 2 * ids.len() + 1, 3));
        let files: Vec<_> = finished.volumes.iter().map(|volume| volume.files - 2).collect();
        assert_eq!(files, counts, "{size:?}");
        for (number, volume) in (1..).zip(&finished.volumes) {
            assert_eq!(volume.file.as_str(), format!("A-CONF.123-4_volume-00{number}.zip"));
            let stored = hash_file(&dir.join(volume.file.as_str())).unwrap();
            assert_eq!((stored.hash, stored.bytes), (volume.sha256.clone(), volume.bytes));
            if let VolumeSize::Bytes(most) = size {
                assert!(volume.bytes <= most, "{} bytes", volume.bytes);
            }
            let report = verify(&dir.join(volume.file.as_str()));
            assert_eq!(report.problems, Problems::new());
            assert_eq!(report.volume, Some(VolumeNumber { number, is_last: number == 3 }));
            assert_eq!(report.sound, volume.files - 1);
        }
        fs::rename(dir.join(finished.volumes[1].file.as_str()), folder.path().join("gone.zip")).unwrap();
        let missing: Vec<_> = verify(&dir).problems.into_iter().map(|problem| problem.message).collect();
        assert_eq!(missing, ["`A-CONF.123-4_volume-002.zip` is missing"]);
    }
    let mut writer = Writer::create(&dir, origin(), Some(VolumeSize::Bytes(9000))).unwrap();
    let problem = writer.add(letter(1, "AFG"), &pdf(2, "AFG")).unwrap_err();
    assert_eq!((problem.code.name, problem.subject.recipient.as_deref()), ("volume-too-small", Some("AFG")));
}

#[test]
fn a_folder_that_is_no_archive_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thesis.doc"), "x").unwrap();
    let problem = Writer::create(folder.path(), origin(), None).unwrap_err();
    assert_eq!(problem.code, "archive-foreign-folder");
    assert_eq!(listing(folder.path()), ["thesis.doc"]);
    let file = folder.path().join("thesis.doc");
    assert_eq!(Writer::create(&file, origin(), None).unwrap_err().code, "archive-foreign-folder");
}

#[test]
fn clashing_paths_are_refused_on_the_way_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(&folder.path().join("out"), origin(), None).unwrap();
    let mut add = |path: &str| {
        let added = writer.add(Entry::new(at(path), Role::Document), b"x");
        added.err().map(|problem| problem.code.name)
    };
    assert_eq!(add("letters/a.pdf"), None);
    for path in ["letters/A.PDF", "letters/a.pdf", "manifest.json", "Register.csv", "a-conf.123-4.zip"] {
        assert_eq!(add(path), Some("file-name-twice"), "{path}");
    }
    drop(writer);
    assert_eq!(listing(folder.path()), Vec::<String>::new());
}
