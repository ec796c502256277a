//! What the registration form asks: sections, questions and choices of the mailing, and the pages they take.

use std::path::Path;

use convoke::pdf::FieldKind;
use convoke::pdf::form::{Field, Form};

use crate::collect::{answer, collect, line};
use crate::folder::{Folder, pdf_text, plain};
use crate::forms::form_of;

/// The form of the mailing as data, in place of that of the sample.
fn asking(form: &str) -> Folder {
    let folder = Folder::started();
    let mailing = folder.read("mailing.yaml");
    let (before, rest) = mailing.split_once("\nform:\n").expect("a form");
    let (_, after) = rest.split_once("\n\n").expect("what follows it");
    folder.write("mailing.yaml", &format!("{before}\nform:\n{form}\n{after}"));
    folder
}

fn read(path: &Path) -> Form {
    convoke::pdf::form::read(&std::fs::read(path).expect("a form")).expect("a readable form")
}

fn field<'a>(form: &'a Form, name: &str) -> &'a Field {
    form.fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("no field {name}"))
}

fn keys(field: &Field) -> Vec<&str> {
    field.options.iter().map(|(key, _)| key.as_str()).collect()
}

const OWN: &str = "
  leave_out: [fax, visa, delegation_list, certified.stamp]
  titles: [ms, mr, { id: mx, label: { en: Mx, fr: Mx } }]
  categories: [state, { id: guild, label: { en: Guild, fr: Guilde } }]
  roles: [head, observer]
  languages: [fr, { id: pt, label: { en: Portuguese, fr: Portugais } }]
  questions:
    - id: excursion
      label: { en: Excursion on the last day, fr: Excursion du dernier jour }
      kind: check
    - id: shirt
      section: participant
      label: { en: Size of shirt, fr: Taille de chemise }
      kind: radio
      required: true
      choices: [{ id: s, label: S }, { id: xl, label: XL }]
    - { id: coach, section: focal_point, label: { en: Coach, fr: Autocar }, limit: 7, personal: true }
    - { id: left_on, label: { en: Leaves on, fr: Part le }, kind: date }
";

#[test]
fn own_questions_and_choices_are_asked_and_come_back_as_columns() {
    let folder = asking(OWN);
    folder.run(&["build"]).ends_with(0);
    std::fs::create_dir(folder.path("returns")).expect("a folder");
    let form = read(&form_of(&folder, "FRA"));
    for (name, kind, tip, required) in [
        ("participant.1.excursion", FieldKind::Check, "Excursion du dernier jour", false),
        ("participant.2.shirt", FieldKind::Radio, "Taille de chemise", true),
        ("coach", FieldKind::Text, "Autocar", false),
        ("participant.1.left_on", FieldKind::Date, "Part le (AAAA-MM-JJ)", false),
    ] {
        let field = field(&form, name);
        assert_eq!((field.kind, field.tip.as_str(), field.required), (kind, tip, required), "{name}");
    }
    assert_eq!((field(&form, "coach").limit, field(&form, "coach").personal), (Some(7), true));
    for (name, offered) in [
        ("participant.1.title", ["ms", "mr", "mx"].as_slice()),
        ("entity.category", &["state", "guild"]),
        ("participant.1.role", &["head", "observer"]),
        ("participant.1.language", &["fr", "pt"]),
        ("participant.1.shirt", &["s", "xl"]),
    ] {
        assert_eq!(keys(field(&form, name)), offered, "{name}");
    }
    let is_left = |part: &str| form.fields.iter().any(|field| field.name.contains(part));
    for part in [".fax", ".visa.", "delegation.", "stamp"] {
        assert!(!is_left(part), "{part} is asked");
    }

    let more = r#", "participant.1.excursion": true, "participant.1.shirt": "xl", "coach": "12",
        "participant.1.left_on": "27.6.2004""#;
    answer(&folder, "FRA", more, "a.pdf", None);
    folder.run(&["collect", "--answers-template", "answers.csv"]).ends_with(0);
    let headings = folder.read("answers.csv");
    for column in ["excursion", "shirt", "coach", "left_on"] {
        assert!(headings.split([',', '\r', '\n']).any(|heading| heading == column), "{column}: {headings}");
    }
    folder.write(
        "answers.csv",
        "recipient;date;family_name;first_name;function;role;e_mail;shirt;excursion;left_on\n\
         KEN;2004-06-03;Otieno;Ann;Minister;head;a@mfa.example;m;true;28.6.2004\n",
    );
    let (table, _) = collect(&folder, 3);
    let columns: Vec<_> = table["columns"].as_array().expect("columns").iter().collect();
    let coach = columns.iter().find(|column| column["name"] == "coach").expect("a column");
    assert_eq!(coach["personal"], true);
    let rows = table["registrations"].as_array().expect("rows");
    let of = |name: &str| rows.iter().find(|row| row["values"]["family_name"] == name).expect("a row");
    let (ours, keyed) = (of("Ørsted"), of("Otieno"));
    let values = &ours["values"];
    assert_eq!(
        [&values["excursion"], &values["shirt"], &values["coach"], &values["left_on"]],
        ["true", "xl", "12", "2004-06-27"]
    );
    assert_eq!((&keyed["values"]["left_on"], &keyed["invalid"][0]), (&"2004-06-28".into(), &"shirt".into()));
    assert_eq!(line(&table, "a.pdf")["status"], "matched");
    let csv = folder.read("output/DM-1132-registrations/registrations.csv");
    assert!(csv.lines().next().expect("headings").contains(",shirt"), "{csv}");
}

#[test]
fn sections_are_asked_in_the_order_of_the_mailing() {
    let folder = asking(
        "
  sections:
    - meeting
    - { id: entity, questions: [entity.name] }
    - participant
    - id: trip
      label: { en: Field trip, fr: Visite de terrain }
      asked: each
      questions: [hotel, { id: bus, label: Bus, kind: choice, choices: [{ id: a, label: A }] }]
    - { id: certification, asked: each, questions: [certified.name] }
",
    );
    folder.run(&["build"]).ends_with(0);
    let path = form_of(&folder, "FRA");
    let names: Vec<String> = read(&path).fields.into_iter().map(|field| field.name).collect();
    let at = |name: &str| names.iter().position(|known| known == name).unwrap_or_else(|| panic!("no {name}"));
    let order = ["entity.name", "participant.1.e_mail", "participant.1.hotel", "participant.1.bus"];
    assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])), "{names:?}");
    assert!(at("participant.1.bus") < at("participant.1.certified.name"), "{names:?}");
    assert!(!names.iter().any(|name| name == "entity.ministry" || name.contains("arrival")), "{names:?}");
    if let Some(text) = pdf_text(&path) {
        assert!(plain(&text).contains("visitedeterrain"), "{text}");
    }
}

#[test]
fn a_form_is_one_page_for_the_delegation_and_one_for_each_participant() {
    let folder = Folder::started();
    folder
        .edit("mailing.yaml", "paper: a4", "paper: us-letter")
        .edit("mailing.yaml", "start: 2004-06-24", "start: 2004-06-14")
        .edit("mailing.yaml", "end: 2004-06-26", "end: 2004-07-14");
    for locale in ["en", "fr", "es", "ru", "zh", "ar"] {
        // The form is looked at, not the letter.
        let letter = "#set document(title: [{{document.title}}])\n{{event.meeting}}";
        folder.write(&format!("templates/{locale}/letter.typ.hbs"), letter);
        let out = format!("out-{locale}");
        folder.run(&["preview", "FRA", "--locale", locale, "-o", &out]).ends_with(0);
        let files =
            std::fs::read_dir(folder.path(&out)).expect("files").map(|file| file.expect("a file").path());
        let path = files.into_iter().find(|path| path.to_string_lossy().contains("_form_")).expect("a form");
        let pages = lopdf::Document::load(&path).expect("a PDF").get_pages().len();
        assert_eq!(pages, 3, "{locale}: 31 days on US Letter");
        let form = read(&path);
        assert_eq!(field(&form, "participant.1.day.31").kind, FieldKind::Check, "{locale}");
    }
}

#[test]
fn a_form_that_takes_more_pages_says_so_and_a_short_one_shares_its_page() {
    let folder = asking("  rows: 40");
    folder
        .run(&["check"])
        .ends_with(3)
        .says("warning[form-page-spill]: the form takes 4 pages in place of 3");
    let folder = asking("  sections: [entity, { id: participant, questions: [family_name, e_mail] }]");
    let ran = folder.run(&["check"]).ends_with(0);
    assert!(!ran.err.contains("form-page-spill"), "{}", ran.err);
    folder.run(&["build"]).ends_with(0);
    let pages = lopdf::Document::load(form_of(&folder, "FRA")).expect("a PDF").get_pages().len();
    assert_eq!(pages, 2, "the first participant is on the page of the delegation");
}

#[test]
fn the_notice_says_how_long_answers_are_kept() {
    let folder = asking("  data_kept_until: 31 March 2005");
    folder.run(&["build"]).ends_with(0);
    let kept = pdf_text(&form_of(&folder, "FRA"));
    let folder = asking("  rows: 12");
    folder.run(&["build"]).ends_with(0);
    let (Some(kept), Some(open)) = (kept, pdf_text(&form_of(&folder, "FRA"))) else { return };
    assert!(plain(&kept).contains("jusquau31mars2005"), "{kept}");
    assert!(plain(&open).contains("paspluslongtempsquecesfinsnelexigent"), "{open}");
    assert!(
        kept.contains("AAAA-MM-JJ") && kept.contains("HH:MM"),
        "printed for those who fill it in by hand: {kept}"
    );
    assert!(plain(&kept).contains("veuillezcopiercettepage"), "{kept}");
}

#[test]
fn a_text_that_a_language_lacks_stops_the_build() {
    let folder = asking(
        "
  questions:
    - id: shirt
      label: { en: Size of shirt }
      kind: radio
      choices: [{ id: s, label: { en: Small } }, { id: l, label: { en: Large, fr: Grand } }]
  languages: [en, { id: pt, label: { en: Portuguese } }]
",
    );
    folder.edit("templates/en/locale.yaml", "  badge: ", "  badg: ");
    let ran = folder.run(&["check"]).ends_with(1);
    for told in [
        "error[mailing-untranslated]: `form.questions.shirt.label` has no text in `fr`",
        "error[mailing-untranslated]: `form.questions.shirt.choices.s.label` has no text in `fr`",
        "error[mailing-untranslated]: `form.languages.pt.label` has no text in `fr`",
        "error[form-label-missing]: the form asks for `badge`, which has no label in `en`",
        "add `fr:` to it",
    ] {
        assert!(ran.err.contains(told), "{told:?} is not in\n{}", ran.err);
    }
    assert!(!ran.err.contains("choices.l.label"), "{}", ran.err);
}

#[test]
fn a_form_that_no_template_reads_is_told() {
    let folder = asking("  rows: 5");
    folder.edit("templates/registration.typ.hbs", "\"/form/", "\"/of-old/");
    folder.run(&["check"]).ends_with(1).says("no template reads what the form asks").says("for form\n");
}

#[test]
fn what_is_asked_is_part_of_the_version_of_a_form_and_of_nothing_else() {
    let folder = asking("  rows: 12");
    let hashes = || {
        folder.run(&["build"]).ends_with(0);
        let manifest: serde_json::Value =
            serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
        let files = manifest["files"].as_array().expect("files");
        let of = |document: &str| {
            let is_it = |file: &&serde_json::Value| file["document"] == document && file["locale"] == "fr";
            files.iter().find(is_it).expect("a document")["sources"]["template"].to_string()
        };
        let form = read(&form_of(&folder, "FRA"));
        let identity: convoke::register::Identity =
            form.identity.as_deref().expect("an identity").parse().expect("check digits that fit");
        (of("letter"), of("form"), identity.version)
    };
    let before = hashes();
    folder.edit("mailing.yaml", "  rows: 12", "  leave_out: [hotel]");
    let after = hashes();
    assert_eq!(before.0, after.0, "the letter is as it was");
    assert_ne!((&before.1, &before.2), (&after.1, &after.2), "the form is another");
    // A label that is worded better is not another question.
    folder.edit("templates/fr/locale.yaml", "  badge: \"", "  badge: \"Le ");
    assert_eq!(hashes().2, after.2);
}
