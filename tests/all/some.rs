//! Some recipients: documents, variants and enclosures for those a condition fits, and work on those a person asks for.

use std::collections::BTreeMap;

use crate::folder::{Folder, entries};

const FORM: &str = "    template: form.typ.hbs\n";
const LETTER: &str = "    template: letter.typ.hbs\n";
const LIST: &str = "recipients/ministries.yaml";

/// France is the host, The Gambia and Kenya are observers, and Kenya is a guest too.
fn grouped() -> Folder {
    let folder = Folder::started();
    folder
        .edit(LIST, "    iso: FRA\n", "    iso: FRA\n    group: host\n")
        .edit(LIST, "    iso: GMB\n", "    iso: GMB\n    group: Observers\n")
        .edit(LIST, "    iso: KEN\n", "    iso: KEN\n    group: [observers, guests]\n");
    folder
}

/// The smallest PDF with a page of this height.
fn pdf(height: u32) -> String {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 {height}]>>"),
    ];
    let (mut text, mut table) = ("%PDF-1.7\n".to_owned(), "0000000000 65535 f \n".to_owned());
    for (number, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", text.len());
        text += &format!("{} 0 obj{object}endobj\n", number + 1);
    }
    let start = text.len();
    text + &format!("xref\n0 4\n{table}trailer<</Root 1 0 R/Size 4>>\nstartxref\n{start}\n%%EOF\n")
}

fn documents(folder: &Folder) -> BTreeMap<String, Vec<String>> {
    let manifest: serde_json::Value =
        serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
    let mut documents: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in manifest["files"].as_array().expect("files").iter().filter(|file| file["role"] == "document")
    {
        let text = |key: &str| file[key].as_str().unwrap_or_default().to_owned();
        let of = documents.entry(text("recipient")).or_default();
        of.push(text("document"));
        let enclosures = file["enclosures"].as_array().into_iter().flatten();
        of.extend(enclosures.map(|path| path.as_str().unwrap_or_default().to_owned()));
    }
    documents
}

fn got(folder: &Folder) -> String {
    let documents = documents(folder).into_iter();
    documents.map(|(id, documents)| format!("{id}: {}", documents.join(" "))).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_document_goes_to_those_whom_its_condition_fits() {
    for (condition, forms) in [
        ("when: { group: observers }", "GMB KEN"),
        ("when: { group: [HOST, guests] }", "FRA KEN"),
        ("unless: { group: observers }", "FRA"),
        ("when: { id: KEN }", "KEN"),
        ("when: { id: [ken, FRA], group: guests }", "KEN"),
        ("when: { kind: state }", "FRA GMB KEN"),
        ("when: { kind: organisation }", ""),
        ("when: { fields: { desk: east } }", "KEN"),
        ("unless: { fields: { desk: [east, west] } }", "FRA"),
        ("when: { fields: { desk: } }", "FRA"),
        ("when: { group: observers }\n    unless: { id: GMB }", "KEN"),
    ] {
        let folder = grouped();
        folder
            .edit("mailing.yaml", FORM, &format!("{FORM}    {condition}\n"))
            .edit("mailing.yaml", "extra_fields: []", "extra_fields: [desk]")
            .edit(
                LIST,
                "    group: [observers, guests]\n",
                "    group: [observers, guests]\n    fields: { desk: East }\n",
            )
            .edit(LIST, "    group: Observers\n", "    group: Observers\n    fields: { desk: west }\n");
        folder.run(&["build", "--no-limits"]).ends_with(0);
        folder.run(&["verify"]).ends_with(0);
        let documents = documents(&folder);
        let with_form = documents.iter().filter(|(_, documents)| documents.iter().any(|id| id == "form"));
        let with_form: Vec<&str> = with_form.map(|(id, _)| id.as_str()).collect();
        assert_eq!(with_form.join(" "), forms, "{condition}");
        assert!(documents.values().all(|documents| documents[0] == "letter"), "{condition}");
        // Neither letter nor e-mail speaks of a form that does not come along.
        let texts = entries(&folder.path("output/DM-1132/e-mail-texts")).into_iter();
        let texts = texts.filter(|entry| entry.file_name().to_string_lossy().ends_with(".txt"));
        for entry in texts {
            let name = entry.file_name().to_string_lossy().into_owned();
            let id = name.split('_').nth(1).expect("an id");
            let text = std::fs::read_to_string(entry.path()).expect("a text");
            let speaks = text.contains("Registration form") || text.contains("Formulaire d’inscription");
            assert_eq!(speaks, forms.contains(id), "{condition}: {name}\n{text}");
        }
    }
}

#[test]
fn a_group_has_a_letter_of_its_own() {
    let folder = grouped();
    let letter = folder.read("templates/en/letter.typ.hbs");
    folder
        .write(
            "templates/en/observers.typ.hbs",
            &letter.replace("I have the honour", "As an observer, I have the honour"),
        )
        .edit(
            "mailing.yaml",
            LETTER,
            &format!(
                "{LETTER}    variants: [{{ when: {{ group: observers }}, template: observers.typ.hbs }}]\n"
            ),
        );
    let ran = folder.run(&["build", "--no-limits"]).ends_with(0);
    assert!(ran.out.starts_with("6 documents for 3 of 3 recipients"), "{}", ran.out);
    let manifest: serde_json::Value =
        serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
    let letters =
        manifest["files"].as_array().expect("files").iter().filter(|file| file["document"] == "letter");
    let templates: Vec<_> = letters.map(|file| (&file["recipient"], &file["sources"]["template"])).collect();
    assert_eq!(templates[1].1, templates[2].1, "The Gambia and Kenya have the same letter");
    folder.edit("templates/en/observers.typ.hbs", "{{recipient.country", "{{recipent.country");
    folder.run(&["check"]).ends_with(1).says("--> templates/en/observers.typ.hbs:").says("recipent");
    // France is written to in French, which has no such letter.
    folder.edit("templates/en/observers.typ.hbs", "{{recipent.country", "{{recipient.country");
    folder.edit(LIST, "group: host", "group: [host, observers]");
    folder.run(&["check"]).ends_with(1).says("observers.typ.hbs").says("FRA");
}

#[test]
fn an_enclosure_for_all_languages_may_have_a_file_for_some() {
    let folder = grouped();
    for name in ["templates/enclosures", "templates/fr/enclosures"] {
        std::fs::create_dir(folder.path(name)).expect("a folder");
    }
    folder
        .write("templates/enclosures/agenda.pdf", &pdf(842))
        .write("templates/enclosures/map.pdf", &pdf(842))
        .write("templates/fr/enclosures/agenda.pdf", &pdf(840))
        .edit(
            "mailing.yaml",
            "enclosures: {}",
            "enclosures:\n  - { file: agenda.pdf, name: { en: Agenda, fr: Ordre du jour, es: A, ru: A, zh: A, ar: A } }\n  \
             - { file: map.pdf, name: Map, unless: { group: observers } }",
        );
    folder.run(&["build", "--no-limits"]).ends_with(0);
    folder.run(&["verify"]).ends_with(0);
    assert_eq!(
        got(&folder),
        "FRA: letter enclosures/fr/agenda.pdf enclosures/map.pdf form\nGMB: letter enclosures/agenda.pdf form\n\
         KEN: letter enclosures/agenda.pdf form"
    );
    let text = folder.read("output/DM-1132/e-mail-texts/002_GMB_e-mail_en.txt");
    assert!(text.contains("Agenda") && !text.contains("Map"), "{text}");
}

#[test]
fn a_condition_that_names_nobody_is_told() {
    for (condition, told) in [
        ("when: { group: observer }", "no recipient is in the group `observer`"),
        ("when: { id: KNE }", "no recipient has the id `KNE`"),
        ("unless: { fields: { desk: north } }", "no recipient has `north` in the field `desk`"),
        ("when: {}", "the condition says nothing"),
        ("when: { fields: { dsek: x } }", "undeclared field `dsek`"),
        ("when: { kind: States }", "`States` is not one of the choices"),
        ("when: { gruop: x }", "unknown key `gruop`"),
    ] {
        let folder = grouped();
        folder.edit("mailing.yaml", FORM, &format!("{FORM}    {condition}\n")).edit(
            "mailing.yaml",
            "extra_fields: []",
            "extra_fields: [desk]",
        );
        let ran = folder.run(&["check"]).ends_with(1).says(told).says("--> mailing.yaml:");
        assert_eq!(ran.err.matches("error[").count(), 1, "{condition}\n{}", ran.err);
    }
    let folder = grouped();
    folder.edit("mailing.yaml", LETTER, &format!("{LETTER}    when: {{ group: host }}\n"));
    folder.run(&["check"]).ends_with(1).says("`letter` is the first document").says("`variants`");
}

#[test]
fn work_is_done_for_those_a_person_asks_for() {
    let folder = grouped();
    folder
        .write("late.txt", "# late\nKenya\n\nGMB\n")
        .write("late.csv", "serial;recipient\n1;KEN\n2;GMB\n")
        .write("none.txt", "");
    for (asked, made) in [
        ("KEN", 1),
        ("kenya", 1),
        ("КЕНИЯ", 1),
        ("Observers", 2),
        ("host,guests", 2),
        ("Ministry for Europe and Foreign Affairs", 1),
        ("@late.txt", 2),
        ("@late.csv", 2),
    ] {
        let ran = folder.run(&["build", "--no-limits", "--only", asked]).ends_with(0);
        assert!(ran.out.contains(&format!("for {made} of {made} recipient")), "{asked}: {}", ran.out);
    }
    folder
        .run(&["build", "--only", "KNE"])
        .ends_with(1)
        .says("no recipient is called `KNE`")
        .says("did you mean `KEN`?");
    folder.run(&["build", "--only", "@none.txt"]).ends_with(1).says("(it names nobody)");
    folder.run(&["build", "--only", "@no.txt"]).ends_with(1).says("(it does not exist)");
    let ran = folder.run(&["preview", "--only", "observers"]).ends_with(0);
    assert!(ran.out.contains("_GMB_letter_en.pdf") && ran.out.contains("_KEN_letter_en.pdf"), "{}", ran.out);
    assert!(!ran.out.contains("FRA"), "{}", ran.out);
    assert!(folder.run(&["preview", "Kenya"]).ends_with(0).out.contains("_KEN_letter_en.pdf"));
}

#[test]
fn a_preview_tells_what_is_about_the_recipients_asked_for() {
    let folder = Folder::started();
    let path = "recipients/ministries.yaml";
    let office = "addressee: { office: foreign-minister }";
    folder.edit(
        path,
        office,
        "addressee: { office: foreign-minister, name: Sir Jean BARROT, gender: masculine }",
    );
    let ran = folder.run(&["preview", "KEN"]).ends_with(0);
    assert!(!ran.err.contains("Sir Jean BARROT"), "{}", ran.err);
    folder.run(&["preview", "KEN", "--verbose"]).ends_with(0).says("Sir Jean BARROT");
    folder.run(&["preview", "FRA"]).ends_with(0).says("warning[name-marks]");
    folder.run(&["preview", "Barrot"]).ends_with(1).says("did you mean `FRA` (Sir Jean BARROT)?");
}

#[test]
fn a_part_of_an_archive_is_packed_beside_the_whole() {
    let folder = grouped();
    folder.run(&["build", "--no-limits"]).ends_with(0);
    folder.run(&["pack"]).ends_with(0);
    let whole = folder.sha256("output/DM-1132/pack/pack.json");
    let ran = folder.run(&["pack", "--only", "observers"]).ends_with(0);
    assert!(
        ran.out.contains(" for 2 sendings of DM-1132") && ran.out.contains("output/DM-1132/pack-part"),
        "{}",
        ran.out
    );
    let part: Vec<String> = entries(&folder.path("output/DM-1132/pack-part"))
        .iter()
        .filter_map(|entry| {
            entry
                .path()
                .strip_prefix(folder.path("output/DM-1132/pack-part"))
                .ok()?
                .to_str()
                .map(str::to_owned)
        })
        .collect();
    assert!(!part.iter().any(|path| path.contains("pouch") || path.contains("register")), "{part:?}");
    assert_eq!(folder.sha256("output/DM-1132/pack/pack.json"), whole);
    folder.run(&["verify"]).ends_with(0);
    let ran = folder.run(&["verify", "output/DM-1132/pack-part"]).ends_with(0);
    assert!(ran.out.contains("for 2 recipients only"), "{}", ran.out);
    // By the State's name, from the archive alone.
    folder.run(&["pack", "--only", "france", "-o", "one"]).ends_with(0);
    let list = folder.read("one/pack.json");
    assert!(list.contains("\"only\": [\n    \"FRA\"\n  ]"), "{list}");
    folder.run(&["pack", "--only", "nobody"]).ends_with(1).says("no recipient is called `nobody`");
    assert_eq!(folder.sha256("output/DM-1132/pack/pack.json"), whole);
}
