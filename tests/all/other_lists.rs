//! `--recipients` and `--output`: other lists than the mailing's, such as JSON lines that a program wrote, and another place for the archive.

use serde_json::json;

use crate::folder::{Folder, entries};
use crate::session::{BUILT, stranger};

/// Two recipients, as JSON lines.
fn lines() -> String {
    let guest = |id: &str, language: &str| {
        let mut guest = stranger(id);
        guest["ministry"] = json!(format!("Union of {id}"));
        guest["languages"] = json!([language]);
        guest.to_string()
    };
    [guest("one", "en"), guest("two", "fr")].join("\n")
}

#[test]
fn an_archive_of_json_lines_is_that_of_the_same_list_in_yaml() {
    let folder = BUILT.copied();
    folder.write("list.jsonl", &lines());
    let entries: String = lines().lines().map(|line| format!("  - {line}\n")).collect();
    folder.write("list.yaml", &format!("format: 1\nrecipients:\n{entries}"));
    let before = folder.sha256("output/DM-1132/DM-1132.zip");
    let build = |list: &str, output: &str| {
        folder.run(&["build", "--no-limits", "--recipients", list, "--output", output]).ends_with(0);
        folder.sha256(&format!("{output}/DM-1132/DM-1132.zip"))
    };
    let of_lines = build("list.jsonl", "lines");
    assert_eq!(of_lines, build("list.yaml", "yaml"));
    assert_ne!(of_lines, before);
    assert_eq!(
        before,
        folder.sha256("output/DM-1132/DM-1132.zip"),
        "the mailing's own archive is left alone"
    );
    assert!(folder.read("register.yaml").contains("one"), "numbers are the register's");
}

#[test]
fn paths_are_as_seen_from_where_the_command_is_started() {
    let (folder, elsewhere) = (BUILT.copied(), Folder::empty());
    elsewhere.write("list.jsonl", &lines());
    let root = folder.root().to_str().expect("a path");
    let ran = elsewhere.run(&["-C", root, "check", "--recipients", "list.jsonl"]);
    assert!(ran.ends_with(0).out.contains("4 documents for 2 recipients"));
    let ran = elsewhere.run(&[
        "-C",
        root,
        "build",
        "--no-limits",
        "--recipients",
        "nowhere.jsonl",
        "--output",
        "out",
    ]);
    ran.ends_with(1).says("cannot read the recipients");
    assert_eq!(entries(elsewhere.root()).len(), 1, "nothing was written");
}
