//! What `convoke diff` says of two archives of small mailings.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::folder::Folder;

const LIST: &str = "recipients/ministries.yaml";
const ARCHIVE: &str = "output/DM-1132";

/// Copies a folder with all in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file");
        }
    }
}

/// Builds a mailing and keeps its archive as `old`.
fn built() -> Folder {
    let folder = Folder::built();
    copy(&folder.path(ARCHIVE), &folder.path("old"));
    folder
}

/// The changes, a line of words each, and the summary.
fn compare(folder: &Folder) -> (Vec<String>, Value) {
    let ran = folder.run(&["diff", "old", "output/DM-1132/DM-1132.zip", "--json"]).ends_with(0);
    let mut lines: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let summary = lines.pop().expect("a summary");
    assert_eq!(summary["event"], "compared");
    let changes = lines.iter().filter(|line| line["event"] == "change").map(|line| &line["change"]);
    let in_words = |change: &Value| {
        let reasons = change["reasons"].as_array().expect("reasons").iter();
        let reasons: Vec<&str> = reasons.filter_map(Value::as_str).collect();
        let [recipient, document, locale, how] =
            ["recipient", "document", "locale", "how"].map(|key| change[key].as_str().expect("text"));
        format!("{recipient} {document} {locale} {how} {}", reasons.join(" ")).trim_end().to_owned()
    };
    (changes.map(in_words).collect(), summary)
}

#[test]
fn archives_of_one_mailing_do_not_differ() {
    let folder = built();
    let other = Folder::started().with_key_of(&folder);
    other.run(&["build", "--jobs", "1"]).ends_with(0);
    let other = other.path(ARCHIVE).display().to_string();
    let ran = folder.run(&["diff", "old", &other]).ends_with(0);
    assert_eq!(ran.out, "no document differs: 6 documents the same\n");
    let (changes, summary) = compare(&folder);
    assert_eq!(changes, Vec::<String>::new());
    assert_eq!(summary["documents"]["unchanged"], 6);
    assert_eq!(summary["old"]["manifest_sha256"], summary["new"]["manifest_sha256"]);
}

#[test]
fn one_recipients_data_changed() {
    let folder = built();
    folder.edit(LIST, "address: [Nairobi, KENYA]", "address: [PO Box 1, Nairobi, KENYA]");
    folder.run(&["build"]).ends_with(0);
    let (changes, summary) = compare(&folder);
    assert!(changes.contains(&"KEN letter en changed data addressee".to_owned()), "{changes:?}");
    assert!(changes.iter().all(|change| change.starts_with("KEN ")), "{changes:?}");
    assert_eq!(summary["documents"]["recipients"], 1);
    let ran = folder.run(&["diff", "old", ARCHIVE]).ends_with(0);
    assert!(ran.out.contains("letter en changed: data, addressee\n"), "{}", ran.out);
    assert!(ran.out.contains(" documents of 1 recipient: "), "{}", ran.out);
}

#[test]
fn one_template_changed() {
    let folder = built();
    folder.edit("templates/en/letter.typ.hbs", "I look forward", "I am looking forward");
    folder.run(&["build", "--allow-stale"]).ends_with(0);
    let (changes, summary) = compare(&folder);
    assert_eq!(changes, ["GMB letter en changed template", "KEN letter en changed template"]);
    let counted = (&summary["documents"]["by_reason"]["template"], &summary["others"]["changed"]);
    assert_eq!(counted, (&2.into(), &2.into()), "the register and the cover page changed too");
}

#[test]
fn one_locale_pack_changed() {
    let folder = built();
    folder.edit("templates/fr/locale.yaml", "subject: \"Objet:\"", "subject: \"Sujet:\"");
    folder.run(&["build"]).ends_with(0);
    assert_eq!(compare(&folder).0, ["FRA letter fr changed language"]);
}

#[test]
fn a_date_or_a_form_of_address_is_data_and_how_it_is_written_is_not() {
    let folder = built();
    folder.edit("templates/fr/locale.yaml", "{day} {month} {year}", "{day} {month}, {year}");
    folder.run(&["build"]).ends_with(0);
    let (changes, _) = compare(&folder);
    assert!(changes.contains(&"FRA letter fr changed language".to_owned()), "{changes:?}");
    folder.edit("mailing.yaml", "registration: 2004-06-10", "registration: 2004-06-11");
    folder.run(&["build"]).ends_with(0);
    let (changes, _) = compare(&folder);
    assert!(changes.contains(&"KEN letter en changed data".to_owned()), "{changes:?}");
    assert!(changes.contains(&"FRA letter fr changed data language".to_owned()), "{changes:?}");
}

#[test]
fn recipients_added_removed_and_blocked_are_told() {
    let folder = built();
    let list = folder.read(LIST);
    let (before, rest) = list.split_once("  - id: FRA").expect("FRA");
    let (_, rest) = rest.split_once("  - id: GMB").expect("GMB");
    let (gambia, kenya) = rest.split_once("  - id: KEN").expect("KEN");
    let uganda = kenya.replace("KENYA", "UGANDA").replace("KEN", "UGA");
    let gambia = gambia.replace("address: [Banjul,", "address: [\"Banjul ไ\",");
    folder.write(LIST, &format!("{before}  - id: GMB{gambia}  - id: KEN{kenya}\n  - id: UGA{uganda}"));
    folder.run(&["build"]).ends_with(3);
    let ran = folder.run(&["diff", "old", ARCHIVE]).ends_with(0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines,
        [
            "  FRA          form fr removed",
            "               letter fr removed",
            "  GMB          form en removed",
            "               letter en removed",
            "  UGA          form en added",
            "               letter en added",
            "  GMB          blocked: no font has a glyph for `ไ` (U+0E44)",
            "  other files  2 added, 4 removed, 2 changed",
            "differences in 6 documents of 3 recipients: 0 changed, 2 added, 4 removed; 2 the same",
        ]
    );
}

#[test]
fn a_new_number_of_a_released_letter_is_told() {
    let folder = built();
    folder.run(&["release", "--now", "2004-05-11T12:00:00+02:00"]).ends_with(0);
    folder.edit(LIST, "Banjul, THE GAMBIA", "Bakau, THE GAMBIA");
    folder.run(&["build"]).ends_with(0);
    let ran = folder.run(&["diff", "old", "DM-1132.2"]).ends_with(0);
    let letter = "letter en changed: data, serial (DM-1132/002, now DM-1132/004), replaces, addressee\n";
    assert!(ran.out.contains(letter), "{}", ran.out);
}

#[test]
fn volumes_and_whole_archives_are_compared() {
    let folder = built();
    folder.run(&["build", "--volume-size", "4"]).ends_with(0);
    let ran = folder.run(&["diff", "old", ARCHIVE]).ends_with(0);
    assert!(ran.out.starts_with("no document differs: 6 documents the same\n"), "{}", ran.out);
    let volume = "output/DM-1132/DM-1132_volume-002.zip";
    let ran = folder.run(&["diff", "old", volume]).ends_with(0).says("OLD is a whole archive, NEW volume 2");
    assert!(ran.out.contains("0 added, 4 removed; 2 the same"), "{}", ran.out);
    folder.run(&["diff", volume, volume]).ends_with(0);
}

#[test]
fn an_archive_that_is_none_is_told_as_old_or_new() {
    let folder = built();
    folder.run(&["diff", "nothing.zip", ARCHIVE]).ends_with(1).says("OLD: the archive cannot be opened");
    let ran = folder.run(&["diff", ARCHIVE, "recipients"]).ends_with(1);
    let ran = ran.says("NEW: `manifest.json` is missing");
    assert_eq!(ran.out, "");
    folder.run(&["diff", ARCHIVE]).ends_with(2);
}
