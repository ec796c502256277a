//! An archive in volumes.

use std::fs;

use crate::collect::{answer, collect, line, sent};
use crate::folder::Folder;

#[test]
fn a_build_can_split_its_archive() {
    let folder = Folder::started();
    let ran = folder.run(&["build", "--volume-size", "4"]).ends_with(0);
    assert!(ran.out.contains("volumes      3\n"), "{}", ran.out);
    for number in 1..=3 {
        let name = format!("output/DM-1132/DM-1132_volume-00{number}.zip");
        let ran = folder.run(&["verify", &name]).ends_with(0);
        assert!(ran.out.contains("1 of 1, 0 blocked"), "{}", ran.out);
    }
    let ran = folder.run(&["verify", "output/DM-1132"]).ends_with(0);
    assert!(ran.out.contains("  volumes      3\n  recipients   3 of 3, 0 blocked\n"), "{}", ran.out);

    let first = folder.sha256("output/DM-1132/manifest.json");
    folder.run(&["build", "--volume-size", "4", "--jobs", "1"]).ends_with(0);
    assert_eq!(folder.sha256("output/DM-1132/manifest.json"), first);

    // One file again: the volumes are gone.
    folder.run(&["build"]).ends_with(0);
    assert!(!folder.path("output/DM-1132/DM-1132_volume-001.zip").exists());
    folder.run(&["verify", "output/DM-1132"]).ends_with(0);
    folder.run(&["build", "--volume-size", "1kB"]).ends_with(2).says("give a size such as 650MB");
    folder.run(&["build", "--volume-size", "1MB"]).ends_with(0);
}

#[test]
fn an_archive_without_loose_files_is_worked_with_as_any() {
    let folder = sent();
    folder.run(&["pack"]).ends_with(0);
    answer(&folder, "FRA", "", "france.pdf", None);
    let made = ["DM-1132.zip", "manifest.json", "pack/pack.json"];
    let made = made.map(|name| format!("output/DM-1132/{name}"));
    let of_loose = made.each_ref().map(|path| folder.sha256(path));

    // The pack of the same archive stays.
    folder.run(&["build", "--loose", "no"]).ends_with(0);
    assert_eq!(made.each_ref().map(|path| folder.sha256(path)), of_loose);
    let names = ["DM-1132.zip", "DM-1132.zip.sha256", "manifest.json", "pack"];
    assert_eq!(names_in(&folder, "output/DM-1132"), names);
    fs::remove_dir_all(folder.path("output/DM-1132/pack")).expect("a pack");
    folder.run(&["pack"]).ends_with(0);
    assert_eq!(made.each_ref().map(|path| folder.sha256(path)), of_loose);
    let ran = folder.run(&["verify"]).ends_with(0);
    assert!(
        ran.out.contains("  recipients   3 of 3, 0 blocked\n") && ran.out.contains("  pack  "),
        "{}",
        ran.out
    );
    let ran = folder.run(&["build", "--loose", "no", "--jobs", "1"]).ends_with(0);
    assert!(ran.out.contains("nothing changed"), "{}", ran.out);
    folder.run(&["release", "--now", "2004-05-11T09:00:00+02:00"]).ends_with(0);
    let (table, _) = collect(&folder, 0);
    assert_eq!(line(&table, "france.pdf")["status"], "matched");

    for refused in [["--only", "FRA"], ["--volume-size", "4"], ["--draft", "--json"]] {
        folder.run(&[&["build", "--loose", "no"], &refused[..]].concat()).ends_with(2);
    }
    folder.run(&["build", "--loose", "maybe"]).ends_with(2);
}

/// The names in a folder, in order.
fn names_in(folder: &Folder, path: &str) -> Vec<String> {
    let found = fs::read_dir(folder.path(path)).expect("a folder");
    let mut names: Vec<String> =
        found.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
