//! Courtesy translations in a second language, from the plan to the archive, the register and what has gone out.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::folder::{Folder, pdf_text};

const OUTPUT: &str = "output/DM-1132";
const ZIP: &str = "output/DM-1132/DM-1132.zip";
const DEFAULT: &str = "default_language: en\n";

/// A mailing to France in French and to two States in English, with a second language.
fn with(more: &str) -> Folder {
    let folder = Folder::started();
    folder.edit("mailing.yaml", DEFAULT, &format!("{DEFAULT}{more}\n"));
    folder
}

#[test]
fn a_recipient_gets_its_documents_in_the_second_language_too() {
    let folder = with("second_language: en");
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(ran.out.starts_with("8 documents for 3 of 3 recipients"), "{}", ran.out);
    folder.run(&["verify", ZIP]).ends_with(0);

    let manifest: Value =
        serde_json::from_str(&folder.read(&format!("{OUTPUT}/manifest.json"))).expect("JSON");
    assert_eq!(manifest["reconciliation"]["documents"], serde_json::json!({ "expected": 8, "produced": 8 }));
    assert_eq!(manifest["reconciliation"]["recipients"], serde_json::json!({ "expected": 3, "produced": 3 }));
    let files = manifest["files"].as_array().expect("files");
    let france: Vec<[&str; 3]> = files
        .iter()
        .filter(|file| file["recipient"] == "FRA" && file["role"] == "document")
        .map(|file| {
            assert_eq!(file["serial"], "DM-1132/001");
            let mark = if file["courtesy"] == true { "courtesy" } else { "" };
            [file["path"].as_str().unwrap_or_default(), file["locale"].as_str().unwrap_or_default(), mark]
        })
        .collect();
    assert_eq!(
        france,
        [
            ["pouch/letters/001_FRA_letter_fr.pdf", "fr", ""],
            ["pouch/forms/001_FRA_form_fr.pdf", "fr", ""],
            ["pouch/letters/001_FRA_letter_en.pdf", "en", "courtesy"],
            ["pouch/forms/001_FRA_form_en.pdf", "en", "courtesy"],
        ]
    );
    assert_eq!(
        files.iter().filter(|file| file["courtesy"] == true).count(),
        2,
        "Kenya is written to in English"
    );

    let csv = folder.read(&format!("{OUTPUT}/register.csv"));
    let rows = csv.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>());
    let rows: Vec<String> = rows.map(|cells| [cells[4], cells[5], cells[6], cells[7]].join(" ")).collect();
    assert_eq!(rows[..2], ["France letter en yes", "France form en yes"], "{csv}");
    assert_eq!(rows[6..], ["France letter fr ", "France form fr "], "{csv}");
}

#[test]
fn only_the_translation_is_marked_as_one() {
    let folder = with("second_language: en");
    folder.run(&["build"]).ends_with(0);
    for (name, marked) in [
        ("pouch/letters/001_FRA_letter_en.pdf", true),
        ("pouch/forms/001_FRA_form_en.pdf", true),
        ("pouch/letters/001_FRA_letter_fr.pdf", false),
        ("post/letters/003_KEN_letter_en.pdf", false),
        ("post/forms/003_KEN_form_en.pdf", false),
    ] {
        let Some(text) = pdf_text(&folder.path(OUTPUT).join(name)) else { return };
        let is_marked = text.contains("Courtesy translation") || text.contains("Traduction de courtoisie");
        assert_eq!(is_marked, marked, "{name}");
        let is_letter = name.contains("letter");
        assert_eq!(text.contains("(Signed)"), marked && is_letter, "nobody signs a translation: {name}");
    }
}

#[test]
fn the_e_mail_names_the_translations() {
    let folder = with("second_language: en");
    folder.run(&["preview", "FRA", "-o", "seen"]).ends_with(0);
    assert!(folder.path("seen/001_FRA_letter_en.pdf").is_file());
    let email = folder.read("seen/FRA_email_fr.txt");
    assert!(email.contains("\n- Lettre · Traduction de courtoisie\n- Formulaire"), "{email}");
    folder.run(&["preview", "KEN", "-o", "seen"]).ends_with(0);
    assert!(!folder.read("seen/KEN_email_en.txt").contains("Courtesy"));
}

#[test]
fn every_document_has_an_identifier_and_a_path_of_its_own() {
    let folder = with("second_language: en");
    let planned = convoke::plan::make(folder.root(), "mailing.yaml", &convoke::plan::PlanOptions::default());
    let plan = planned.value.expect("a plan");
    let mut identifiers = BTreeSet::new();
    let mut paths = BTreeSet::new();
    for planned in plan.recipients() {
        let planned = planned.expect("a recipient");
        for document in &planned.documents {
            identifiers.insert(plan.pdf_settings(&planned, document).ident);
            paths.insert(document.path.clone());
        }
    }
    assert_eq!((identifiers.len(), paths.len()), (8, 8));
}

#[test]
fn names_without_the_language_clash() {
    let folder = with("second_language: en");
    folder.edit("mailing.yaml", "_{locale}", "");
    folder.run(&["check"]).ends_with(1).says("two files of FRA have the name").says("`{locale}`");
}

#[test]
fn translations_can_be_of_some_documents_only() {
    let folder = with("second_language: en\ncourtesy_documents: [letter]");
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(ran.out.starts_with("7 documents for 3 of 3 recipients"), "{}", ran.out);
    folder.edit("mailing.yaml", "[letter]", "[leter]");
    folder.run(&["check"]).ends_with(1).says("no document is called `leter`").says("`letter`");
}

#[test]
fn a_recipient_may_wish_for_another_language_or_none() {
    let folder = with("second_language: en");
    let list = "recipients/ministries.yaml";
    folder.edit(list, "languages: [en]", "languages: [en]\n    second_language: fr");
    folder.edit(list, "languages: [fr, en]", "languages: [fr, en]\n    second_language: none");
    let ran = folder.run(&["check", "--verbose"]).ends_with(0);
    assert!(ran.out.contains("ready: 8 documents"), "{}", ran.out);
    assert!(
        ran.out.contains("  GMB          en       first of its languages; courtesy in fr"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("  FRA          fr       first of its languages\n"), "{}", ran.out);
    assert!(ran.out.contains("  courtesy     fr 1\n"), "{}", ran.out);
}

#[test]
fn a_second_language_without_templates_is_an_error() {
    let folder = with("second_language: pt");
    folder
        .run(&["check"])
        .ends_with(1)
        .says("no templates for pt, the second language")
        .says("mailing.yaml:");
    let folder = with("");
    folder.edit("recipients/ministries.yaml", "[fr, en]", "[fr, en]\n    second_language: pt");
    let ran = folder.run(&["check"]).ends_with(3).says("no templates for pt, the second language");
    assert!(ran.out.starts_with("blocked: 1 of 3"), "{}", ran.out);
}

#[test]
fn a_changed_translation_that_has_gone_out_is_replaced_with_its_letter() {
    let folder = with("second_language: en");
    let list = "recipients/ministries.yaml";
    folder.edit(list, "languages: [en]", "languages: [fr]");
    folder.edit(list, "languages: [en]", "languages: [fr]\n    second_language: none");
    folder.run(&["build"]).ends_with(0);
    folder.run(&["release", "--now", "2004-05-11T09:00:00+02:00"]).ends_with(0);
    let register = folder.read("register.yaml");
    assert!(register.contains("letter.en") && register.contains("letter.fr"), "{register}");

    // Nothing differs, nothing is renumbered; then the English text, which Kenya does not get, is corrected.
    folder.run(&["build"]).ends_with(0);
    assert_eq!(folder.read("register.yaml"), register);
    folder.edit("templates/en/letter.typ.hbs", "the honour", "the particular honour");
    folder
        .run(&["build", "--verbose", "--allow-stale"])
        .ends_with(0)
        .says("DM-1132/004 replaces DM-1132/001");
    for name in ["post/letters/003_KEN", "pouch/letters/004_FRA", "e-mail/letters/005_GMB"] {
        let letter = format!("output/DM-1132.2/{name}_letter_fr.pdf");
        assert!(folder.path(&letter).is_file(), "{letter}");
    }
    folder.run(&["verify", "DM-1132.2"]).ends_with(0);
}

#[test]
fn the_check_gives_each_recipients_language_and_why() {
    let folder = with("second_language: en");
    folder.edit("recipients/ministries.yaml", "languages: [fr, en]", "languages: [pt, fr]");
    folder.edit("recipients/ministries.yaml", "languages: [en]", "languages: [pt]");
    let ran = folder.run(&["check", "--json"]).ends_with(3);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |id: &str| lines.iter().find(|line| line["event"] == "recipient" && line["recipient"] == id);
    let (france, gambia) = (of("FRA").expect("FRA"), of("GMB").expect("GMB"));
    let language = |locale: &str, reason: &str, second: Value| serde_json::json!({ "locale": locale, "reason": reason, "without_templates": ["pt"], "second": second });
    assert_eq!(france["language"], language("fr", "first-with-templates", "en".into()));
    assert_eq!(france["why"], "first of its languages with templates (none for pt)");
    assert_eq!(france["documents"][2]["path"], "pouch/letters/001_FRA_letter_en.pdf");
    assert_eq!(gambia["language"], language("en", "default", Value::Null));
    assert_eq!(lines.last().expect("an outcome")["documents"], 8);
    folder.run(&["check"]).ends_with(3).says("no templates for pt");
    let text = folder.run(&["check"]).out;
    assert!(text.contains("  languages    en 2, fr 1\n  by default   1, "), "{text}");
}
