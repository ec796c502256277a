//! Templates that ask for too much cost their recipient, and nobody else.

use crate::folder::Folder;

const LETTER: &str = "templates/en/letter.typ.hbs";

/// Has the letter of one recipient hold this.
fn spoil(folder: &Folder, id: &str, code: &str) {
    let text = folder.read(LETTER);
    folder.write(LETTER, &format!("{text}\n#if \"{{{{recipient.id}}}}\" == \"{id}\" {{ {code} }}\n"));
}

const ENDLESS: &str = "for a in range(9000) { for b in range(9000) { for c in range(9000) {} } }";
const RECURSIVE: &str = "let f(n) = f(n + 1); f(0)";
const DEEP: &str = "eval(\"[\" * 200000 + \"]\" * 200000)";
const GREEDY: &str = "range(400000000).len()";

#[test]
fn each_bad_letter_is_given_up_and_the_others_are_made() {
    let folder = Folder::started();
    folder.edit(
        "mailing.yaml",
        "extra_fields: []",
        "extra_fields: []\nlimits: { seconds: 3, mebibytes: 300 }",
    );
    let list = folder.read("recipients/ministries.yaml");
    let kenya = list.split_once("  - id: KEN\n").expect("KEN").1;
    let mut text = list.clone();
    let many: Vec<String> = (1..=40).map(|number| format!("K{number:03}")).collect();
    for id in &many {
        text.push_str(&format!("  - id: {id}\n{}\n", kenya.trim_end()));
    }
    folder.write("recipients/ministries.yaml", &text);
    spoil(&folder, "K005", ENDLESS);
    spoil(&folder, "K015", RECURSIVE);
    spoil(&folder, "K025", GREEDY);
    spoil(&folder, "K035", DEEP);
    let ran = folder.run(&["build", "--json", "--allow-stale"]).ends_with(3);
    let summary: serde_json::Value =
        serde_json::from_str(ran.out.lines().last().expect("a summary")).expect("JSON");
    let blocked = summary["summary"]["blocked"].as_array().expect("a list");
    let told: Vec<_> = blocked
        .iter()
        .map(|blocked| {
            let reason = &blocked["reasons"][0];
            (blocked["recipient"].as_str().expect("an id"), reason["code"].as_str().expect("a code"))
        })
        .collect();
    assert_eq!(told[0], ("K005", "document-time"));
    assert_eq!(told[1], ("K015", "typst-error"));
    assert_eq!(told[2], ("K025", "document-memory"));
    assert_eq!(told[3].0, "K035");
    assert_eq!(told.len(), 4);
    assert_eq!(summary["summary"]["documents"], 2 * 39);
    folder.run(&["verify", "output/DM-1132"]).ends_with(0);
}

#[test]
fn a_template_that_is_too_much_for_everyone_stops_the_build() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "extra_fields: []", "extra_fields: []\nlimits: { seconds: 1 }");
    let text = folder.read(LETTER);
    folder.write(LETTER, &format!("{text}\n#{{ {ENDLESS} }}\n"));
    let ran = folder.run(&["build"]).ends_with(1);
    ran.says("error[document-time]: the document took more than 1 s of processor time")
        .says("raise `limits` in mailing.yaml");
    assert!(!folder.path("output/DM-1132").exists());
}

#[test]
fn limits_make_no_difference_to_the_bytes_and_doing_without_is_told() {
    let folder = Folder::built();
    let bytes = folder.sha256("output/DM-1132/DM-1132.zip");
    std::fs::remove_dir_all(folder.path("output")).expect("removed");
    folder.run(&["build", "--no-limits"]).ends_with(0).says("documents were made without limits");
    assert_eq!(folder.sha256("output/DM-1132/DM-1132.zip"), bytes);
}

#[test]
fn limits_too_small_for_any_document_are_refused() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "extra_fields: []", "extra_fields: []\nlimits: { seconds: 0, mebibytes: 5 }");
    let ran = folder.run(&["check"]).ends_with(1);
    ran.says("0 is too little for any document").says("give at least 128");
}

#[test]
fn what_is_made_to_be_looked_at_keeps_to_the_limits_too() {
    let folder = Folder::started();
    let limits = "extra_fields: []\nlimits: { seconds: 2, mebibytes: 300 }";
    folder.edit("mailing.yaml", "extra_fields: []", limits);
    spoil(&folder, "KEN", GREEDY);
    folder.run(&["preview", "KEN"]).ends_with(3).says("document-memory");
    folder.run(&["preview", "--png", "KEN"]).ends_with(3).says("document-memory");
    folder.run(&["proof", "--allow-stale"]).ends_with(0);
    let page = folder.read("output/proof/proof.html");
    assert_eq!(page.matches("more than 300 MiB of memory").count(), 1, "{page}");
    assert_eq!(page.matches("<img ").count(), 2);
    folder.run(&["preview", "FRA"]).ends_with(0);
    folder.edit(LETTER, GREEDY, "panic()");
    folder.write(
        "templates/fr/letter.typ.hbs",
        &"{{recipient.id}} {{#if recipient.id}}x{{/if}}".repeat(60_000),
    );
    folder.run(&["locale", "status", "fr"]).ends_with(1).says("template-given-up");
}
