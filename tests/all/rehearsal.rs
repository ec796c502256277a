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
