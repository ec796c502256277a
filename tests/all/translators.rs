//! The translators' desk: mistakes, stale texts, new languages.

use std::fmt::Write as _;
use std::fs;

use crate::folder::Folder;
use crate::portuguese::MAILING;

/// A translator's mistake: a name for it, the file, the text that is replaced (none: the file is removed), and by what.
const MISTAKES: [(&str, &str, &str, &str); 26] = [
    ("a merge field lost", "fr/letter.typ.hbs", "{{event.place}} {{event.dates}}", "{{event.dates}}"),
    (
        "a merge field for another",
        "ru/letter.typ.hbs",
        "{{mailing.registration_deadline}}",
        "{{mailing.contributions_deadline}}",
    ),
    ("a merge field misspelt", "es/letter.typ.hbs", "({{event.short_name}})", "({{event.shortname}})"),
    (
        "a merge field the source has not",
        "zh/letter.typ.hbs",
        "{{event.place}}举行",
        "{{recipient.city}}举行",
    ),
    ("a merge field of a heading lost", "es/form.typ.hbs", " de {{form.participants}}", ""),
    ("a value typed in", "fr/email.txt.hbs", "{{contributions.e_mail}}", "wsis@itu.example"),
    (
        "a paragraph lost",
        "zh/letter.typ.hbs",
        "然而，日内瓦阶段的成功仅仅是一个开端。我们现在必须把在日内瓦通过的愿景和计划转化为具体行动。\n\n",
        "",
    ),
    ("a paragraph split", "ar/letter.typ.hbs", "وعلينا الآن أن نترجم", "\n\nوعلينا الآن أن نترجم"),
    ("a branch lost", "ar/letter.typ.hbs", "{{else}}منظمتكم", ""),
    (
        "a block lost",
        "ru/letter.typ.hbs",
        "  {{#if recipient.replaces}}\"Настоящее письмо заменяет письмо №\u{a0}{{recipient.replaces}}.\",{{/if}}\n",
        "",
    ),
    ("a partial lost", "fr/letter.typ.hbs", "{{> letterhead}}\n\n", ""),
    ("a form without its fields", "ru/form.typ.hbs", "{{> registration}}", ""),
    ("another number", "fr/letter.typ.hbs", "les 175 États", "les 157 États"),
    ("another year", "ar/letter.typ.hbs", "ديسمبر 2003", "ديسمبر 2004"),
    ("another month", "zh/letter.typ.hbs", "12月", "11月"),
    ("a number too many", "es/letter.typ.hbs", "175 Estados", "175 Estados (de 191)"),
    ("a label lost", "es/locale.yaml", "  hotel: \"Hotel\"\n", ""),
    ("a key misspelt", "ru/locale.yaml", "passport_number:", "pasport_number:"),
    ("a label the source has not", "fr/locale.yaml", "  hotel:", "  motel: \"Motel\"\n  hotel:"),
    ("a number in a label", "es/locale.yaml", "35 × 45", "35 × 54"),
    (
        "a placeholder of a date lost",
        "zh/locale.yaml",
        "date: \"{year}年{month}{day}日\"",
        "date: \"{year}年{month}日\"",
    ),
    (
        "a placeholder of the close lost",
        "fr/locale.yaml",
        "Veuillez agréer, {vocative}, ",
        "Veuillez agréer ",
    ),
    ("a form of address lost", "es/locale.yaml", "salutation: \"Señora:\", ", ""),
    ("a file lost", "ar/email.txt.hbs", "", ""),
    ("a State under a wrong code", "zh/countries.yaml", "  KEN:", "  KEX:"),
    ("a quotation mark lost", "ru/locale.yaml", "hotel: \"Гостиница\"", "hotel: \"Гостиница"),
];

#[test]
fn translators_mistakes_are_told_with_their_places() {
    let mut told = String::new();
    let mut unnoticed = Vec::new();
    for (name, file, from, to) in MISTAKES {
        let folder = Folder::started();
        let path = format!("templates/{file}");
        match from {
            "" => fs::remove_file(folder.path(&path)).expect("the file"),
            _ => drop(folder.edit(&path, from, to)),
        }
        let (tag, _) = file.split_once('/').expect("a language");
        let ran = folder.run(&["locale", "status"]);
        // All other languages are as they should be.
        for other in ["ar", "en", "es", "fr", "ru", "zh"].into_iter().filter(|other| *other != tag) {
            let complete = |line: &str| line.starts_with(other) && line.ends_with("complete");
            assert!(ran.out.lines().any(complete), "{name}: {other}\n{}\n{}", ran.out, ran.err);
        }
        if !ran.err.contains(&path) {
            unnoticed.push(name);
        }
        let line = ran.out.lines().find(|line| line.starts_with(tag)).unwrap_or_default();
        let _ = write!(told, "## {name}: exit code {}\n\n{}\n\n{line}\n\n", ran.code, ran.err.trim());
    }
    assert_eq!(unnoticed, Vec::<&str>::new(), "mistakes that were not found");
    let expected = include_str!("translators.txt");
    if told != expected {
        let actual = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("translators.txt");
        convoke::input::write_atomically(&actual, told.as_bytes()).expect("a writable folder");
        panic!("the messages differ from tests/all/translators.txt; they stand in {}", actual.display());
    }
}

#[test]
fn a_form_field_renamed_or_lost_is_found() {
    let folder = Folder::started();
    let form = folder.read("templates/registration.typ.hbs");
    let own = form.replacen("name(\"hotel\"), \"text\"", "name(\"hotal\"), \"text\"", 1).replacen(
        "name(\"arrival\"), \"date\"",
        "name(\"arrival\"), \"text\"",
        1,
    );
    folder.write("templates/fr/registration.typ.hbs", &own);
    folder
        .run(&["locale", "status", "fr"])
        .ends_with(1)
        .says("the form field name(\"hotal\") is name(\"hotel\") in the source")
        .says("the form field name(\"arrival\") is of kind \"text\", in the source \"date\"")
        .says("templates/fr/registration.typ.hbs:");
    let lost = form.replacen("field(name(\"hotel\"), \"text\", \"{{labels.hotel}}\", limit: 80),", "", 1);
    folder.write("templates/fr/registration.typ.hbs", &lost);
    folder.run(&["locale", "status", "fr"]).says("the form field name(\"hotel\") of the source is missing");
}

#[test]
fn a_changed_source_makes_the_paragraphs_of_its_translations_stale() {
    let folder = Folder::started();
    folder.edit("templates/en/letter.typ.hbs", "great pleasure to invite", "pleasure to invite");
    folder.edit("templates/en/locale.yaml", "hotel: \"Hotel\"", "hotel: \"Hotel in Geneva\"");
    for (tag, line, label) in [("fr", 17, 87), ("ru", 17, 86), ("zh", 17, 86)] {
        let ran = folder.run(&["locale", "status", tag]).ends_with(1);
        assert!(ran.out.trim_end().ends_with("2 stale"), "{}", ran.out);
        ran.says(
            "error[translation-stale]: the source of this text changed at templates/en/letter.typ.hbs:17:1",
        )
        .says(&format!("--> templates/{tag}/letter.typ.hbs:{line}:"))
        .says("It gives me [-great-] pleasure to invite")
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
    folder.edit(letter, "It gives me great pleasure to", "It gives me great pleasure\nto");
    folder.run(&["locale", "status"]).ends_with(0);
    folder.edit(letter, "I look forward", "A new paragraph on visas.\n\nI look forward");
    let ran = folder.run(&["locale", "status", "es"]).ends_with(1);
    ran.says("a paragraph of the source is missing here: “A new paragraph on visas.”")
        .says("templates/es/letter.typ.hbs:41:");
    folder.edit("templates/es/letter.typ.hbs", "Espero tener", "Un nuevo párrafo.\n\nEspero tener");
    let ran = folder.run(&["locale", "status", "es"]).ends_with(1);
    ran.says("still to be translated: “A new paragraph on visas.”").says("templates/es/letter.typ.hbs:43:1");
    folder.run(&["locale", "done", "es", "letter.typ.hbs:43"]).ends_with(0);
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
    ran.says("texts of this file are still to be translated").says("`event.name` has no text in `pt`");
    // Others are written to as before, and told of it.
    folder.run(&["check"]).ends_with(0).says("languages in which nobody is written to are not ready: pt");
    for (from, to) in MAILING {
        folder.edit("mailing.yaml", from, to);
    }
    folder.run(&["locale", "done", "pt", "--all"]).ends_with(0);
    let ran = folder.run(&["locale", "status", "pt"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "pt       from fr    complete\n"), "{}", ran.err);
    folder.edit("recipients/ministries.yaml", "languages: [fr, en]", "languages: [pt]");
    folder.run(&["build"]).ends_with(0);
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
