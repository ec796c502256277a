//! The proof: every recipient on one sheet before anything goes out, and nothing kept of it.

use crate::folder::{Folder, entries, pdf_text, plain};

const LIST: &str = "recipients/ministries.yaml";

#[test]
fn a_proof_shows_each_recipient_with_what_has_to_be_looked_at() {
    let folder = Folder::started();
    folder
        .edit(LIST, "address: [Banjul,", "address: [\"Banjul ไทย\",")
        .edit(LIST, "city: Nairobi", "city: \"Nai\u{202e}robi\"")
        .edit(LIST, "Paris, FRANCE", "\"1 <b>Rue & Co</b> #image(1)\", Paris, FRANCE");
    let ran = folder.run(&["proof"]).ends_with(3);
    assert!(ran.out.starts_with("3 recipients to be looked at, 2 with a note"), "{}", ran.out);
    let page = folder.read("output/proof/proof.html");
    for told in [
        "DM-1132/001",
        "1 &lt;b&gt;Rue &amp; Co&lt;/b&gt; #image(1)<br>Paris<br>FRANCE",
        "Madame la Ministre, Monsieur le Ministre,",
        "first of its languages",
        "Diplomatic pouch",
        "Formulaire d’inscription (fr)",
        "no font has a glyph for `ไ` (U+0E44)",
        "removed control characters U+202E",
        "<em>Not made</em>",
        "Approved for dispatch",
    ] {
        assert!(page.contains(told), "{told} is not in the page");
    }
    assert_eq!(page.matches("<img src=\"data:image/png;base64,iVBOR").count(), 2);
    assert!(!page.contains("<b>") && !page.contains("<script"), "a value is markup");
    if let Some(text) = pdf_text(&folder.path("output/proof/proof.pdf")) {
        let text = plain(&text);
        for told in [
            "Rue & Co</b> #image(1)",
            "DM-1132/003",
            "first of its languages",
            "To be checked",
            "Approved for dispatch",
        ] {
            assert!(text.contains(&plain(told)), "{told} is not in {text}");
        }
    }
    // No number is taken, and nothing is there but the proof.
    assert!(!folder.path("register.yaml").exists() && !folder.path("register.key").exists());
    let is_shown = |entry: &std::fs::DirEntry| {
        entry.path().is_file() && !entry.file_name().to_string_lossy().starts_with('.')
    };
    assert_eq!(entries(&folder.path("output")).iter().filter(|entry| is_shown(entry)).count(), 2);
}

#[test]
fn a_proof_is_the_same_every_time_and_may_be_of_some() {
    let folder = Folder::started();
    folder.run(&["proof", "-o", "one"]).ends_with(0);
    folder.run(&["proof", "-o", "two"]).ends_with(0);
    for name in ["proof.pdf", "proof.html"] {
        assert_eq!(folder.sha256(&format!("one/{name}")), folder.sha256(&format!("two/{name}")), "{name}");
    }
    let ran = folder.run(&["proof", "--only", "kenya,FRA", "--json"]).ends_with(0);
    let line: serde_json::Value =
        serde_json::from_str(ran.out.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&line["event"], &line["recipients"]), (&"proof".into(), &2.into()));
    assert!(!folder.read("output/proof/proof.html").contains("/002<"));
    folder.run(&["proof", "--only", "nobody"]).ends_with(1).says("no recipient is called `nobody`");
}

#[test]
fn drafts_are_marked_and_take_nothing() {
    let folder = Folder::started();
    let ran = folder.run(&["build", "--draft"]).ends_with(0);
    assert!(
        ran.out.contains("left alone (--draft)") && ran.out.contains("output/DM-1132-draft"),
        "{}",
        ran.out
    );
    assert!(!folder.path("register.yaml").exists() && !folder.path("register.key").exists());
    for (name, marks, pages) in [
        ("pouch/letters/001_FRA_letter_fr.pdf", "PROJET", 1),
        ("post/letters/003_KEN_letter_en.pdf", "DRAFT", 1),
        ("post/forms/003_KEN_form_en.pdf", "DRAFT", 3),
    ] {
        if let Some(text) = pdf_text(&folder.path(&format!("output/DM-1132-draft/{name}"))) {
            assert_eq!(text.matches(marks).count(), 2 * pages, "{name}: {text}");
        }
    }
    folder.run(&["release", "--now", "2004-05-11"]).ends_with(1);
    folder.run(&["pack", "output/DM-1132-draft"]).ends_with(1);
    // What is built afterwards bears no mark, and the numbers begin with the first.
    folder.run(&["build"]).ends_with(0);
    if let Some(text) = pdf_text(&folder.path("output/DM-1132/post/letters/003_KEN_letter_en.pdf")) {
        assert!(!text.contains("DRAFT"), "{text}");
    }
    let draft = folder.run(&["build", "--draft", "--only", "KEN"]).ends_with(0);
    assert!(draft.out.contains("for 1 of 1 recipient"), "{}", draft.out);
    folder.run(&["verify"]).ends_with(0);
}
