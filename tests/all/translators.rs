//! The translators' desk: fields of forms, stale texts, new languages.

use std::fs;

use crate::folder::Folder;
use crate::init::{flags, init};
use crate::portuguese::MAILING;

#[test]
fn a_form_field_renamed_or_lost_is_found() {
    let folder = Folder::started();
    let form = folder.read("templates/registration.typ.hbs");
    let own = form.replacen("\"return.fax\", \"fixed\"", "\"return.fox\", \"fixed\"", 1).replacen(
        "\"return.deadline\", \"fixed\"",
        "\"return.deadline\", \"text\"",
        1,
    );
    folder.write("templates/fr/registration.typ.hbs", &own);
    folder
        .run(&["locale", "status", "fr"])
        .ends_with(1)
        .says("the form field \"return.fox\" is \"return.fax\" in the source")
        .says("the form field \"return.deadline\" is of kind \"text\", in the source \"fixed\"")
        .says("templates/fr/registration.typ.hbs:");
    let email = "#field(\"return.e_mail\", \"fixed\", \"{{labels.e_mail}}\", value: \"{{default return.e_mail sender.e_mail}}\")";
    let lost = form.replacen(email, "", 1);
    folder.write("templates/fr/registration.typ.hbs", &lost);
    folder.run(&["locale", "status", "fr"]).says("the form field \"return.e_mail\" of the source is missing");
}

#[test]
fn a_changed_source_makes_the_paragraphs_of_its_translations_stale() {
    let folder = Folder::started();
    folder.edit("templates/en/letter.typ.hbs", "the honour to invite", "the great honour to invite");
    folder.edit("templates/en/locale.yaml", "hotel: \"Hotel\"", "hotel: \"Hotel in Geneva\"");
    for (tag, line) in [("fr", 17), ("ru", 17), ("zh", 17)] {
        let pack = folder.read(&format!("templates/{tag}/locale.yaml"));
        let label = 1 + pack.lines().position(|line| line.starts_with("  hotel:")).expect("a label");
        let ran = folder.run(&["locale", "status", tag]).ends_with(1);
        assert!(ran.out.trim_end().ends_with("2 stale"), "{}", ran.out);
        ran.says(
            "error[translation-stale]: the source of this text changed at templates/en/letter.typ.hbs:17:1",
        )
        .says(&format!("--> templates/{tag}/letter.typ.hbs:{line}:"))
        .says("I have the {+great+} honour to invite")
        .says(&format!("--> templates/{tag}/locale.yaml:{label}:"))
        .says("Hotel {+in Geneva+}");
    }
    // It stops the build of those who are written to in French, or is recorded.
    let ran = folder.run(&["build"]).ends_with(1).says("templates/fr/letter.typ.hbs:17");
    assert!(!folder.path("output").exists(), "{}", ran.out);
    folder.run(&["check"]).ends_with(1).says("convoke locale done fr ");
    folder.run(&["build", "--allow-stale"]).ends_with(0).says("warning[translation-stale]");
    let manifest = |folder: &Folder| -> serde_json::Value {
        serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON")
    };
    assert_eq!(manifest(&folder)["stale_languages"], serde_json::json!(["fr"]));
    folder.run(&["verify", "output/DM-1132/DM-1132.zip"]).ends_with(0);
    // Looked at one by one: by line, by key.
    folder.run(&["locale", "done", "fr", "letter.typ.hbs:18"]).ends_with(0);
    let ran = folder.run(&["locale", "status", "fr"]).ends_with(1);
    assert!(ran.out.trim_end().ends_with("1 stale"), "{}", ran.out);
    folder.run(&["locale", "done", "fr", "labels.hotel"]).ends_with(0);
    folder.run(&["locale", "status", "fr"]).ends_with(0);
    folder.run(&["build", "--allow-stale"]).ends_with(0);
    assert!(manifest(&folder).get("stale_languages").is_none());
}

#[test]
fn added_removed_and_moved_lines_of_the_source_are_told_apart() {
    let folder = Folder::started();
    let letter = "templates/en/letter.typ.hbs";
    // Wrapped anew: nothing to do.
    folder.edit(letter, "I have the honour to", "I have the honour\nto");
    folder.run(&["locale", "status"]).ends_with(0);
    folder.edit(letter, "I look forward", "A new paragraph on visas.\n\nI look forward");
    let ran = folder.run(&["locale", "status", "es"]).ends_with(1);
    ran.says("a paragraph of the source is missing here: “A new paragraph on visas.”")
        .says("templates/es/letter.typ.hbs:49:");
    folder.edit("templates/es/letter.typ.hbs", "Espero tener", "Un nuevo párrafo.\n\nEspero tener");
    let ran = folder.run(&["locale", "status", "es"]).ends_with(1);
    ran.says("still to be translated: “A new paragraph on visas.”").says("templates/es/letter.typ.hbs:51:1");
    folder.run(&["locale", "done", "es", "letter.typ.hbs:51"]).ends_with(0);
    folder.run(&["locale", "status", "es"]).ends_with(0);
    folder.edit(letter, "A new paragraph on visas.\n\n", "");
    folder
        .run(&["locale", "status", "es"])
        .ends_with(1)
        .says("the source has no such paragraph: “Un nuevo párrafo.”");
    folder.edit("templates/es/letter.typ.hbs", "Un nuevo párrafo.\n\n", "");
    folder.run(&["locale", "status", "es"]).ends_with(0);
}

#[test]
fn a_language_begins_as_a_copy_and_is_ready_when_it_is_translated() {
    let folder = Folder::started();
    folder.run(&["locale", "new", "pt", "--from", "fr"]).ends_with(0);
    for file in ["letter.typ.hbs", "form.typ.hbs", "email.txt.hbs", "locale.yaml", "countries.yaml"] {
        assert!(folder.path(&format!("templates/pt/{file}")).is_file(), "{file}");
    }
    assert!(folder.read("templates/pt/locale.yaml").contains("\nlocale: pt\n"));
    let ran = folder.run(&["locale", "status", "pt"]).ends_with(1);
    ran.says("texts of this file").says("`event.name` has no text in `pt`");
    // Others are written to as before, and told of it.
    folder.run(&["check"]).ends_with(0).says("languages in which nobody is written to are not ready: pt");
    for (from, to) in MAILING {
        folder.edit("mailing.yaml", from, to);
    }
    folder.edit("templates/pt/letter.typ.hbs", "décembre", "dezembro");
    // The names of States are a copy too.
    let copy = folder.read("templates/fr/countries.yaml").replace("\nlocale: fr\n", "\nlocale: pt\n");
    folder.write("templates/pt/countries.yaml", &copy);
    // Marked as done while it is a copy, it is usable, and nobody takes it for translated.
    let ran = folder.run(&["locale", "done", "pt", "--all"]).ends_with(0);
    ran.says("warning[translation-unchanged]: 195 of 195 names of States are those of `fr`");
    let ran =
        folder.run(&["locale", "status", "pt"]).ends_with(0).says("marked as translated are those of `fr`");
    assert_eq!(ran.out, "pt       from fr    5 doubtful\n", "{}", ran.err);
    folder.edit("recipients/ministries.yaml", "languages: [fr, en]", "languages: [pt]");
    folder.run(&["build", "--allow-stale"]).ends_with(3);
    assert!(folder.path("output/DM-1132/pouch/letters/001_FRA_letter_pt.pdf").is_file());
}

#[test]
fn a_language_that_cannot_begin_leaves_nothing_behind() {
    let folder = Folder::started();
    for (tag, from, said) in [
        ("fr", "en", "`templates/fr` is there already"),
        ("Pt-br", "en", "write `pt-BR`"),
        ("../x", "en", "is not a language tag"),
        ("pt", "fe", "did you mean `fr`?"),
    ] {
        folder.run(&["locale", "new", tag, "--from", from]).ends_with(1).says(said);
    }
    let left: Vec<_> = fs::read_dir(folder.path("templates"))
        .expect("a folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with('.') || name == "pt" || name == "x")
        .collect();
    assert_eq!(left, Vec::<String>::new());
    folder.run(&["locale", "status", "frr"]).ends_with(1).says("did you mean `fr`?");
    folder.run(&["locale", "done", "fr", "labels.hotell"]).ends_with(1).says("did you mean `labels.hotel`?");
    folder.run(&["locale", "done", "en", "--all"]).ends_with(1).says("translated from no other language");
}

#[test]
fn a_language_is_looked_at_before_anything_is_translated() {
    let folder = Folder::empty();
    let without_list: Vec<String> =
        flags(&["en"]).into_iter().filter(|flag| flag != "--list" && flag != "contacts.yaml").collect();
    init(&folder, &without_list).ends_with(0);
    folder.run(&["locale", "new", "Thai"]).ends_with(1).says("write `th`");
    folder.run(&["locale", "new", "jp"]).ends_with(1).says("write `ja`");
    folder.run(&["locale", "new", "pt"]).ends_with(0);
    // Neither the list of recipients nor the texts of the event are needed for a look at the pages.
    let ran = folder.run(&["preview", "--sample", "--locale", "pt"]).ends_with(0);
    let told: Vec<&str> = ran.err.lines().filter(|line| line.contains('[')).collect();
    assert_eq!(told.len(), 2, "{}", ran.err);
    ran.says("warning[mailing-empty]: 1 key is still empty: `recipients`")
        .says("warning[mailing-untranslated]: 3 texts of the mailing, not given in a language of these letters, stand in another: `documents.letter.name`");
    assert!(folder.path("output/preview/sample_pt.pdf").is_file());
    folder.run(&["preview", "--sample"]).ends_with(0).says("warning[mailing-empty]");
    folder.run(&["check"]).ends_with(1).says("error[mailing-empty]");
}

#[test]
fn a_file_that_a_translator_worked_on_is_kept_until_it_is_taken_over() {
    let folder = Folder::started();
    let export: &[&str] = &["locale", "export", "fr"];
    folder.run(export).ends_with(0);
    folder.run(export).ends_with(0);
    let worked_on = folder.read("fr.xlf").replace("J’ai l’honneur", "J’ai le grand honneur");
    folder.write("fr.xlf", &worked_on);
    folder
        .run(export)
        .ends_with(3)
        .says("warning[file-kept]: `fr.xlf` was changed since it was made, and is kept as `fr-kept-");
    let names = fs::read_dir(folder.root())
        .expect("a folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let kept: Vec<String> = names.filter(|name| name.starts_with("fr-kept-")).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(folder.read(&kept[0]), worked_on);
    folder.write("fr.xlf", &worked_on);
    let ran = folder.run(&["locale", "import", "fr.xlf"]).ends_with(0);
    assert!(ran.out.contains("1 text changed in fr"), "{}", ran.out);
    folder.run(export).ends_with(0);
}

#[test]
fn a_name_of_a_state_that_is_still_that_of_the_source_is_told() {
    let folder = Folder::started();
    folder.edit(
        "templates/fr/countries.yaml",
        "formal: la République du Kenya",
        "formal: the Republic of Kenya",
    );
    let ran = folder.run(&["locale", "status", "fr"]).ends_with(0);
    ran.says("warning[translation-unchanged]: 1 name of a State is that of `en`: KEN");
}

#[test]
fn the_shipped_languages_are_complete() {
    let root = env!("CARGO_MANIFEST_DIR");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_convoke"))
        .args(["-C", root, "locale", "status", "--json"])
        .output()
        .expect("the command");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(out.lines().count(), 6, "{out}");
    assert!(
        out.lines().all(|line| line.contains("\"complete\":true") && line.contains("\"counts\":{}")),
        "{out}"
    );
}
