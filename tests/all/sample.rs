//! The contact sheet of recipients that break layouts.

use convoke::diagnostic::{Checked, Problems};
use convoke::plan::{Plan, PlanOptions, PlannedRecipient};

use crate::folder::{Folder, pdf_text};

fn sample(folder: &Folder, locale: Option<&str>) -> Plan {
    let options = PlanOptions { sample: true, locale: locale.map(str::to_owned), ..PlanOptions::default() };
    let Checked { value: plan, problems } = convoke::plan::make(folder.root(), "mailing.yaml", &options);
    assert_eq!(problems, Problems::new(), "only errors are told, and there are none");
    plan.expect("a plan")
}

fn planned(plan: &Plan) -> impl Iterator<Item = PlannedRecipient> {
    plan.recipients().map(|planned| planned.expect("a recipient"))
}

/// The States a sample shows, by what they are there for.
fn states(plan: &Plan) -> Vec<(String, String)> {
    let iso = |planned: &PlannedRecipient| planned.recipient.iso.as_ref().map(|iso| iso.value.clone());
    planned(plan).map(|planned| (planned.id().to_owned(), iso(&planned).unwrap_or_default())).collect()
}

#[test]
fn a_sample_is_made_of_the_languages_own_names() {
    let folder = Folder::started();
    let french = sample(&folder, Some("fr"));
    let found = states(&french);
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "longest-name",
            "longest-address",
            "feminine",
            "masculine",
            "gender-unknown",
            "no-article",
            "inverted-name",
            "rank-high",
            "everything-filled",
            "nothing-optional",
        ]
    );
    let state = |id: &str| found.iter().find(|(known, _)| known == id).map(|(_, iso)| iso.as_str());
    let pack = convoke::locale::read(folder.root(), "templates", "fr").value.expect("a pack");
    let day = french.mailing().names_as_of.unwrap_or_else(|| french.mailing().issued_at.date());
    let names = |id: &str| pack.country(state(id).expect("a State"), day).expect("its names");
    let lengths =
        pack.country_codes().map(|iso| pack.country(iso, day).expect("names").formal_of.chars().count());
    assert_eq!(Some(names("longest-name").formal_of.chars().count()), lengths.max());
    assert_eq!(names("no-article").in_text, names("no-article").short);
    assert!(names("inverted-name").short.ends_with(')'));
    assert_eq!(state("nothing-optional"), Some(""), "an organisation is of no State");
}

#[test]
fn a_sample_has_every_gender_and_a_name_that_is_nobodys() {
    let folder = Folder::started();
    let plan = sample(&folder, None);
    let named = |id: &str| {
        let planned = planned(&plan).find(|planned| planned.id() == id).expect(id);
        let merged = plan.merge(&planned, &planned.documents[0]).expect("a letter");
        assert_eq!(planned.documents[0].locale, "en", "the default language");
        (merged.addressee_lines().remove(0), merged.context["addressee"]["salutation"].to_string())
    };
    for (id, honorific, salutation) in [
        ("feminine", "Her Excellency Ms", "Madam,"),
        ("masculine", "His Excellency Mr", "Sir,"),
        ("gender-unknown", "His/Her Excellency Mr/Ms", "Sir/Madam,"),
    ] {
        let (line, found) = named(id);
        assert_eq!(line, format!("{honorific} First name FAMILY NAME"), "{id}");
        assert_eq!(found.trim_matches('"'), salutation, "{id}");
    }
    assert_eq!(plan.document_count(), 10 * 2 + 1, "one copy, where everything is filled");
}

#[test]
fn all_pages_are_on_one_sheet() {
    let folder = Folder::started();
    let ran = folder.run(&["preview", "--sample", "--locale", "fr", "-o", "seen"]).ends_with(0);
    assert_eq!(ran.out, "seen/sample_fr.pdf\n");
    assert!(!folder.path("register.yaml").exists(), "a sample gives out no number");
    let Some(text) = pdf_text(&folder.path("seen/sample_fr.pdf")) else { return };
    for caption in
        ["longest name (", "letter.fr 1/1", "letter.fr.copy-1 1/", "form.fr 3/3", "nothing optional"]
    {
        assert!(text.contains(caption), "{caption:?} is not in\n{text}");
    }
    let ran = folder.run(&["preview", "--sample", "-o", "seen", "--png", "--dpi", "36"]).ends_with(0);
    assert!(ran.out.starts_with("seen/sample_en-1.png\n"), "{}", ran.out);
}

#[test]
fn a_pseudo_language_shows_what_cannot_be_translated() {
    let folder = Folder::started();
    folder.edit(
        "templates/layout.typ",
        "text(1.25em, weight: \"semibold\", fill: ink, organisation)",
        "[Typed into the layout]",
    );
    folder.run(&["preview", "KEN", "--pseudo", "-o", "seen"]).ends_with(0);
    let email = folder.read("seen/KEN_email_en.txt");
    assert!(email.contains("\n⟦Šîŕ/Mååďååm,⟧\n") && email.contains(" 24–26 ⟦Ĵúñéé⟧ 2004\n"), "{email}");
    let Some(text) = pdf_text(&folder.path("seen/003_KEN_letter_en.pdf")) else { return };
    // Words of the template, the locale pack and country names are changed; data and what layout.typ says are not.
    for changed in ["the honour", "Sir/Madam", "Subject:", "your Government", "June"] {
        assert!(!text.contains(changed), "{changed:?} stands in\n{text}");
    }
    for there in
        ["Ķééñýåå⟧⟧", "⟦Šúbĵééçť:⟧", "Preparatory Meeting", "Nairobi", "Typed into the layout", "DM-1132/003"]
    {
        assert!(text.contains(there), "{there:?} is not in\n{text}");
    }
    let ran = folder.run(&["preview", "--sample", "--pseudo", "-o", "seen"]).ends_with(0);
    assert_eq!(ran.out, "seen/sample_en_pseudo.pdf\n");
}

#[test]
fn the_fonts_have_all_characters_of_the_pseudo_language() {
    let alphabet = "abcdefghijklmnopqrstuvwxyz";
    let text = convoke::translate::pseudo::pattern(&format!("{alphabet}{}", alphabet.to_uppercase()));
    assert_eq!(convoke::fonts::Fonts::embedded().missing(&text), Vec::<char>::new());
}

#[test]
fn a_recipient_can_be_seen_in_another_language() {
    let folder = Folder::started();
    let ran = folder.run(&["preview", "FRA", "--locale", "en", "-o", "seen"]).ends_with(0);
    assert!(ran.out.contains("seen/001_FRA_letter_en.pdf"), "{}", ran.out);
}

#[test]
fn what_cannot_be_shown_is_told() {
    let folder = Folder::started();
    folder
        .run(&["preview", "--sample", "--locale", "fe"])
        .ends_with(1)
        .says("no templates for the language `fe`");
    folder.run(&["preview"]).ends_with(2);
    folder.run(&["preview", "FRA", "--sample"]).ends_with(2);
    // A recipient that is blocked in the list is no trouble; a character no font has in a name of the pack is told.
    folder.edit("recipients/ministries.yaml", "languages: [en]", "languages: []");
    folder.edit("mailing.yaml", "\nform:\n", "\nform:\n  leave_out: [first_name]\n");
    folder.edit("templates/en/locale.yaml", "first_name: \"First name\"", "first_name: \"First ไ\"");
    folder
        .run(&["preview", "--sample", "-o", "seen"])
        .ends_with(3)
        .says("for recipient feminine, recipient.name");
    assert!(folder.path("seen/sample_en.pdf").is_file());
}
