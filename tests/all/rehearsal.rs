//! `check` tries what it calls ready, and what Typst says is told where people wrote it.

use crate::folder::Folder;
use crate::mutations::listing;

const LETTER: &str = "templates/fr/letter.typ.hbs";
const SHARED: &str = "templates/letterhead.typ.hbs";

/// The first line of a file that begins so, counted from one.
fn line_of(folder: &Folder, file: &str, start: &str) -> usize {
    let text = folder.read(file);
    text.lines().position(|line| line.starts_with(start)).expect("such a line") + 1
}

#[test]
fn check_tells_what_build_would_fail_on_at_the_lines_of_templates_and_writes_nothing() {
    let folder = Folder::started();
    folder.edit(LETTER, "importante manifestation", "importante manifestation #panic(\"odd\")");
    folder.edit("templates/fr/form.typ.hbs", "{{> registration}}", "{{> registration}}\n#panic(\"broken\")");
    let letter = line_of(&folder, LETTER, "Je me réjouis");
    let text = folder.read(LETTER);
    let line = text.lines().nth(letter - 1).expect("a line");
    let column = line.chars().position(|c| c == '#').expect("a call") + 2;
    let form = line_of(&folder, "templates/fr/form.typ.hbs", "#panic");
    let before = listing(folder.root());
    let ran = folder.run(&["check"]).ends_with(1);
    assert_eq!(listing(folder.root()), before);
    let unknown = format!(
        "error[typst-error]: panicked with: odd\n  --> {LETTER}:{letter}:{column}\n  for recipient FRA\n  | "
    );
    let panic = format!("broken\n  --> templates/fr/form.typ.hbs:{form}:2\n  for recipient FRA\n");
    for told in [ran, folder.run(&["build"]).ends_with(1)] {
        assert!(!told.err.contains("rendered.typ"), "{}", told.err);
        assert_eq!(told.err.matches("error[typst-error]").count(), 2, "{}", told.err);
        told.says(&unknown).says(&panic);
    }
}

#[test]
fn what_all_languages_share_is_told_once_and_what_the_layout_refuses_with_its_call() {
    let folder = Folder::started();
    folder.write(SHARED, &(folder.read(SHARED) + "#isolated((a: 1))\n"));
    let line = line_of(&folder, SHARED, "#isolated");
    let ran = folder.run(&["check"]).ends_with(1);
    assert_eq!(ran.err.matches("error[").count(), 1, "{}", ran.err);
    ran.says("error[typst-error]")
        .says("  --> templates/layout.typ:")
        .says(&format!("called at {SHARED}:{line}:"));
}

#[test]
fn what_fails_for_one_recipient_only_blocks_that_one() {
    let folder = Folder::started();
    let code = "#{ if \"{{recipient.id}}\" == \"GMB\" { nonsense } }\n";
    folder.write(SHARED, &(folder.read(SHARED) + code));
    let ran = folder.run(&["check"]).ends_with(3);
    assert!(ran.out.starts_with("blocked: 1 of 3 recipients; the rest can be made"), "{}", ran.out);
    ran.says("unknown variable: nonsense").says("for recipient GMB");
    let ran = folder.run(&["check", "--json"]).ends_with(3);
    let lines = ran.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let blocked: Vec<_> = lines.filter(|line| line["blocked"] == true).collect();
    assert_eq!(blocked.len(), 1, "{blocked:?}");
    assert_eq!(blocked[0]["recipient"], "GMB");
}

#[test]
fn what_typst_warns_of_is_told_once() {
    let folder = Folder::started();
    let code = "#let unused = text(font: \"Nowhere Sans\")[x]\n";
    folder.edit(SHARED, "#show:", &format!("{code}#show:"));
    let line = line_of(&folder, SHARED, "#let unused");
    let ran = folder.run(&["check"]).ends_with(3);
    assert_eq!(ran.err.matches("typst-warning").count(), 1, "{}", ran.err);
    ran.says(&format!(
        "warning[typst-warning]: unknown font family: nowhere sans\n  --> {SHARED}:{line}:26\n"
    ));
}

const NOTE: &str = "output/.convoke/.tried";

/// How many templates the note of what was tried has.
fn tried(folder: &Folder) -> usize {
    folder.read(NOTE).lines().count() - 1
}

#[test]
fn what_was_tried_is_noted_by_hashes_and_what_is_wrong_is_tried_again() {
    let folder = Folder::started();
    folder.run(&["check"]).ends_with(0);
    let note = folder.read(NOTE);
    assert_eq!(tried(&folder), 4, "letter and form in two languages: {note}");
    let is_hash = |line: &str| line.len() == 64 && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(note.lines().skip(1).all(is_hash), "{note}");
    folder.run(&["check"]).ends_with(0);
    assert_eq!(folder.read(NOTE), note, "nothing is new");

    folder.edit("templates/fr/form.typ.hbs", "{{> registration}}", "{{> registration}}\n#panic(\"broken\")");
    for _ in 0..2 {
        folder.run(&["check"]).ends_with(1).says("panicked with: broken");
        assert_eq!(folder.read(NOTE), note, "what is wrong is not noted");
    }
    folder.edit("templates/fr/form.typ.hbs", "\n#panic(\"broken\")", "");
    folder.edit(SHARED, "#show:", "#let unused = text(font: \"Nowhere Sans\")[x]\n#show:");
    for _ in 0..2 {
        folder.run(&["check"]).ends_with(3).says("warning[typst-warning]");
        assert_eq!(folder.read(NOTE), note, "what is warned of is not noted");
    }
}

#[test]
fn what_a_build_made_is_not_tried_again() {
    let folder = Folder::built();
    let note = folder.read(NOTE);
    assert_eq!(tried(&folder), 4, "letter and form in two languages: {note}");
    folder.run(&["check"]).ends_with(0);
    assert_eq!(folder.read(NOTE), note, "each would have been noted if it had been tried");

    folder.edit(SHARED, "#show:", "#let unused = text(font: \"Nowhere Sans\")[x]\n#show:");
    folder.run(&["build"]);
    assert_eq!(folder.read(NOTE), note, "what Typst warns of is tried again");
    folder.run(&["check"]).ends_with(3).says("warning[typst-warning]");
    let drafted = Folder::started();
    drafted.run(&["build", "--draft"]);
    assert!(!drafted.path(NOTE).exists(), "drafts are other documents");
}

/// The key of the letter to FRA, by which it is known whether it was tried.
fn key(folder: &Folder) -> String {
    let plan = convoke::plan::make(folder.root(), "mailing.yaml", &convoke::plan::PlanOptions::default());
    let plan = plan.value.expect("a plan");
    let planned =
        plan.recipients().filter_map(Result::ok).find(|planned| planned.id() == "FRA").expect("FRA");
    plan.trial_key(&planned, &planned.documents[0]).expect("a key")
}

#[test]
fn what_decides_how_a_document_turns_out_is_in_the_hash_it_is_noted_by() {
    const LIST: &str = "recipients/ministries.yaml";
    let folder = Folder::started();
    let mut keys = vec![key(&folder)];
    assert_eq!(key(&folder), keys[0], "whatever key the form is made with");
    for (file, from, to) in [
        (LETTER, "importante manifestation", "importante réunion"),
        (SHARED, "#show:", "#let more = 1\n#show:"),
        ("templates/layout.typ", "#let", "#let more = 1\n#let"),
        ("templates/fr/locale.yaml", "labels:", "labels:\n  more: plus"),
        (
            LIST,
            "addressee: { office: foreign-minister }",
            "addressee: { office: foreign-minister, name: Anne MARTIN, gender: feminine }",
        ),
        ("mailing.yaml", "documents:", "limits: { seconds: 5 }\ndocuments:"),
    ] {
        folder.edit(file, from, to);
        let key = key(&folder);
        assert!(!keys.contains(&key), "{file}: {to}");
        keys.push(key);
    }
}

/// The note is not asked by `build`, so that one who forges it gains nothing by it.
#[test]
fn a_forged_note_costs_one_answer_of_check() {
    let folder = Folder::started();
    folder.edit(LETTER, "importante manifestation", "importante manifestation #panic(\"odd\")");
    let key = key(&folder);
    folder.run(&["check"]).ends_with(1).says("panicked with: odd");
    let note = folder.read(NOTE);
    assert!(!note.contains(&key), "{note}");
    folder.write(NOTE, &format!("{note}{key}\n"));
    folder.run(&["check"]).ends_with(0);
    folder.run(&["build"]).ends_with(1).says("panicked with: odd");
}

const MERGED: &str = "output/.convoke/.merged";

#[test]
fn what_merged_is_not_merged_again_and_what_no_longer_does_is_told() {
    let folder = Folder::started();
    folder.run(&["check"]).ends_with(0);
    let note = folder.read(MERGED);
    assert_eq!(note.lines().count() - 1, 9, "letter, form and e-mail of three recipients: {note}");
    folder.run(&["check"]).ends_with(0);
    assert_eq!(folder.read(MERGED), note, "nothing is new");

    // What no font has comes from the list, from a language, and from a template.
    for (file, from, to) in [
        (
            "recipients/ministries.yaml",
            "{ office: foreign-minister }",
            "{ office: foreign-minister, name: Anne \u{16a0}, gender: feminine }",
        ),
        ("templates/fr/locale.yaml", "telephone: \"", "telephone: \"\u{16a0}"),
        (LETTER, "importante manifestation", "importante \u{16a0}"),
    ] {
        let sound = folder.read(file);
        folder.write(file, &sound.replacen(from, to, 1));
        for command in ["check", "check", "build"] {
            let ran = folder.run(&[command]);
            assert!(ran.err.contains("glyph-missing"), "{file}, {command}: {}", ran.err);
            assert!(!ran.out.starts_with("ready"), "{}", ran.out);
        }
        folder.write(file, &sound);
        folder.run(&["check"]).ends_with(0);
    }
    std::fs::remove_file(folder.path(MERGED)).expect("a note");
    folder.run(&["check"]).ends_with(0);
    let again = folder.read(MERGED);
    assert_eq!(again.lines().count(), note.lines().count(), "and the same is noted");
}
