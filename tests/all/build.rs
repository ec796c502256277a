//! Building a small mailing.

use crate::folder::Folder;

const ZIP: &str = "output/DM-1132/DM-1132.zip";

#[test]
fn the_bytes_do_not_depend_on_the_number_of_jobs_or_the_run() {
    let one = Folder::started();
    one.run(&["build", "--jobs", "1"]).ends_with(0);
    let first = one.sha256(ZIP);
    one.run(&["build", "--jobs", "3"]).ends_with(0);
    assert_eq!(one.sha256(ZIP), first);
    let other = Folder::started().with_key_of(&one);
    other.run(&["build", "--jobs", "2"]).ends_with(0);
    assert_eq!(other.sha256(ZIP), first);
}

#[test]
fn every_recipient_gets_letter_and_form_and_the_archive_verifies() {
    let folder = Folder::started();
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(ran.out.starts_with("6 documents for 3 of 3 recipients"), "{}", ran.out);
    for name in [
        "pouch/letters/001_FRA_letter_fr.pdf",
        "pouch/forms/001_FRA_form_fr.pdf",
        "post/letters/003_KEN_letter_en.pdf",
    ] {
        assert!(folder.path("output/DM-1132").join(name).is_file(), "{name}");
    }
    folder.run(&["verify", ZIP]).ends_with(0);
}

#[test]
fn the_register_is_sorted_language_by_language_and_moves_no_number() {
    let folder = Folder::started();
    let list = folder.read("recipients/ministries.yaml");
    // Kenya before the Gambia in the list, and so in the numbers.
    let (rest, kenya) = list.split_once("  - id: KEN").expect("KEN");
    let (before, gambia) = rest.split_once("  - id: GMB").expect("GMB");
    let swapped = format!("{before}  - id: KEN{}\n  - id: GMB{gambia}", kenya.trim_end());
    folder.write("recipients/ministries.yaml", &swapped);
    folder.run(&["build"]).ends_with(0);
    let csv = folder.read("output/DM-1132/register.csv");
    let rows = csv.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>());
    let rows: Vec<String> = rows.map(|cells| [cells[0], cells[4], cells[5], cells[6]].join(" ")).collect();
    assert_eq!(
        rows,
        [
            "DM-1132/003 Gambia letter en",
            "DM-1132/003 Gambia form en",
            "DM-1132/002 Kenya letter en",
            "DM-1132/002 Kenya form en",
            "DM-1132/001 France letter fr",
            "DM-1132/001 France form fr",
        ]
    );
    folder.run(&["verify", ZIP]).ends_with(0);
}

#[test]
fn a_document_does_not_depend_on_how_many_pages_the_one_before_had() {
    let folder = Folder::started();
    let lines = "Marina Parade, ".repeat(40);
    let words = "of Foreign Affairs ".repeat(120);
    folder
        .edit("recipients/ministries.yaml", "address: [Banjul,", &format!("address: [{lines}Banjul,"))
        .edit("recipients/ministries.yaml", "Ministry of Foreign Affairs", &format!("Ministry {words}"));
    folder.run(&["build", "--jobs", "1"]).ends_with(0);
    let manifest = folder.read("output/DM-1132/manifest.json");
    let pages: Vec<_> = manifest.lines().filter_map(|line| line.trim().strip_prefix("\"pages\": ")).collect();
    assert_eq!(pages.len(), 7, "letters, forms, and the cover page: {pages:?}");
    assert_eq!([pages[0], pages[1], pages[4], pages[5]], ["1,", "3,", "1,", "3,"], "{pages:?}");
    assert!(
        pages[2] > "1," && pages[3] > "3,",
        "one has more pages than those before and after it: {pages:?}"
    );
    folder.run(&["build", "--only", "KEN"]).ends_with(0);
    for name in ["post/letters/003_KEN_letter_en.pdf", "post/forms/003_KEN_form_en.pdf"] {
        let path = |output: &str| format!("output/{output}/{name}");
        assert_eq!(folder.sha256(&path("DM-1132")), folder.sha256(&path("DM-1132-loose")), "{name}");
    }
}

#[test]
fn only_some_recipients_leave_the_archive_alone() {
    let folder = Folder::built();
    let before = folder.sha256(ZIP);
    folder.edit("recipients/ministries.yaml", "Paris, FRANCE", "Lyon, FRANCE");
    let ran = folder.run(&["build", "--only", "FRA"]).ends_with(0);
    assert!(ran.out.starts_with("2 documents for 1 of 1 recipient"), "{}", ran.out);
    assert_eq!(folder.sha256(ZIP), before);
}

#[test]
fn a_blocked_recipient_blocks_no_other() {
    let folder = Folder::started();
    folder.edit("recipients/ministries.yaml", "address: [Banjul,", "address: [\"Banjul ไทย\",");
    let ran = folder.run(&["build"]).ends_with(3).says("no font has a glyph for `ไ` (U+0E44)").says("GMB");
    assert!(ran.out.starts_with("4 documents for 2 of 3 recipients"), "{}", ran.out);
    assert!(!folder.path("output/DM-1132/e-mail/letters/002_GMB_letter_en.pdf").exists());
    folder.run(&["verify", ZIP]).ends_with(0);
}

#[test]
fn numbers_stay_when_recipients_are_removed() {
    let folder = Folder::built();
    let list = folder.read("recipients/ministries.yaml");
    let (before, rest) = list.split_once("  - id: FRA").expect("FRA");
    let (_, after) = rest.split_once("  - id: GMB").expect("GMB");
    folder.write("recipients/ministries.yaml", &format!("{before}  - id: GMB{after}"));
    folder.run(&["build"]).ends_with(0);
    assert!(folder.path("output/DM-1132/e-mail/letters/002_GMB_letter_en.pdf").is_file());
    assert!(!folder.path("output/DM-1132/pouch/letters/001_FRA_letter_fr.pdf").exists());
}

#[test]
fn a_released_letter_that_changes_gets_a_new_number() {
    let folder = Folder::built();
    folder.run(&["release", "--now", "2004-05-11T12:00:00+02:00"]).ends_with(0);
    folder.edit("recipients/ministries.yaml", "Banjul, THE GAMBIA", "Bakau, THE GAMBIA");
    folder.run(&["build"]).ends_with(0).says("DM-1132/004 replaces DM-1132/002");
    assert!(folder.path("output/DM-1132.2/pouch/letters/001_FRA_letter_fr.pdf").is_file());
    assert!(folder.path("output/DM-1132.2/e-mail/letters/004_GMB_letter_en.pdf").is_file());
    assert!(folder.path("output/DM-1132/e-mail/letters/002_GMB_letter_en.pdf").is_file());
}

#[test]
fn a_manifest_of_an_unknown_format_freezes_no_number() {
    let folder = Folder::built();
    let register = folder.read("register.yaml");
    let manifest = folder.read("output/DM-1132/manifest.json");
    let (before, after) = manifest.split_once("\"format\": ").expect("a format");
    let rest = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
    folder.write("output/DM-1132/manifest.json", &format!("{before}\"format\": 999{rest}"));
    let release = &["release", "--now", "2004-05-11T12:00:00+02:00"];
    folder.run(release).ends_with(1).says("error[archive-format]: the manifest has format 999");
    assert_eq!(folder.read("register.yaml"), register);
}

#[test]
fn a_copy_is_a_letter_of_its_own_and_no_form() {
    let folder = Folder::started();
    let copies = "copies: [{ to: \"Permanent Mission of Kenya, Geneva\", address: [Geneva, SWITZERLAND], channel: by-hand }]";
    folder.edit("recipients/ministries.yaml", "channels: [post]", &format!("channels: [post]\n    {copies}"));
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(ran.out.starts_with("7 documents for 3 of 3 recipients"), "{}", ran.out);
    assert!(folder.path("output/DM-1132/by-hand/letters/003_KEN_letter_en_copy-1.pdf").is_file());
    folder.run(&["verify", ZIP]).ends_with(0);
    folder.run(&["release", "--now", "2004-05-11T12:00:00+02:00"]).ends_with(0);
    folder.run(&["build"]).ends_with(0);
    assert!(folder.path("output/DM-1132/post/letters/003_KEN_letter_en.pdf").is_file(), "nothing changed");
}

#[test]
fn a_recipient_without_a_usable_language_is_written_to_in_the_default_one() {
    let folder = Folder::started();
    folder.edit("recipients/ministries.yaml", "languages: [fr, en]", "languages: [pt]");
    folder.run(&["build"]).ends_with(3).says("warning[language-fallback]").says("no templates for pt");
    assert!(folder.path("output/DM-1132/pouch/letters/001_FRA_letter_en.pdf").is_file());
}

#[test]
fn build_and_verify_give_the_same_hash_of_the_manifest() {
    let folder = Folder::started();
    let ran = folder.run(&["build"]).ends_with(0);
    let hash = folder.sha256("output/DM-1132/manifest.json");
    assert!(ran.out.contains(&format!("  manifest     {hash}\n")), "{}", ran.out);
    let ran = folder.run(&["verify", ZIP]).ends_with(0);
    assert!(ran.out.contains(&format!("  manifest     {hash}\n")), "{}", ran.out);
    let ran = folder.run(&["verify", "output/DM-1132", "--json"]).ends_with(0);
    let said: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(said["manifest_sha256"], hash);
    assert_eq!((&said["files"], &said["reconciliation"]["recipients"]["produced"]), (&14.into(), &3.into()));
}

#[test]
fn each_document_has_the_hash_of_its_own_template() {
    let folder = Folder::started();
    let hashes = || -> Vec<(String, String)> {
        folder.run(&["build", "--allow-stale"]).ends_with(0);
        let manifest: serde_json::Value =
            serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
        let files = manifest["files"].as_array().expect("files").iter();
        files
            .filter(|file| file["recipient"] == "KEN")
            .map(|file| (file["document"].to_string(), file["sources"]["template"].to_string()))
            .collect()
    };
    let before = hashes();
    folder.edit("templates/en/form.typ.hbs", "Please list every", "Please name every");
    let after = hashes();
    assert_eq!(before[0], after[0], "the letter's template is as it was");
    assert_ne!(before[1], after[1], "the form's is not");
    folder.edit("templates/registration.typ.hbs", "{{!--", "{{!-- A part of every form.");
    assert_eq!(hashes()[0], after[0]);
    assert_ne!(hashes()[1], after[1]);
}
