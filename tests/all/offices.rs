//! Offices as a mailing gives them: its own titles, gender by gender, titles that follow the ministry, packs of the former shape.

use serde_json::Value;

use crate::folder::Folder;

const MINISTRY: &str =
    "ministry: { en: Ministry of Health, fr: Ministère de la santé, es: Ministerio de Salud }";

/// A mailing whose list has one recipient, France, with an addressee and what else it has, written to in a language.
fn one(addressee: &str, more: &str, language: &str) -> Folder {
    let folder = Folder::started();
    let ministry = if more.contains("ministry:") { "" } else { MINISTRY };
    let separator = if more.is_empty() || ministry.is_empty() { "" } else { ", " };
    folder.write(
        "recipients/ministries.yaml",
        &format!(
            "format: 1\nrecipients:\n  - {{ id: FRA, kind: state, iso: FRA, addressee: {addressee}, {ministry}{separator}{more}, \
             city: Paris, address: [Paris, FRANCE], channels: [post], languages: [{language}] }}\n"
        ),
    );
    folder
}

/// The codes and hints of what `check` tells.
fn told(folder: &Folder) -> Vec<String> {
    let ran = folder.run(&["check", "--json"]);
    let problems = ran.out.lines().filter_map(|line| {
        let event: Value = serde_json::from_str(line).expect("JSON");
        let problem = event.get("problem")?;
        let text =
            |pointer: &str| problem.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(format!("{} {}: {}", text("/code"), text("/subject/field"), text("/message")))
    });
    problems.collect()
}

const FREE: &str = "title: { en: Director of Fisheries, fr: { masculine: Directeur des pêches, feminine: Directrice des pêches } }";

#[test]
fn a_title_of_ones_own_is_given_by_language_and_gender() {
    for (gender, language, expected) in [
        ("feminine", "en", None),
        ("masculine", "fr", None),
        ("feminine", "fr", None),
        (
            "feminine",
            "es",
            Some("title-missing addressee.title.es: the title is given in `en`, `fr`, and not in `es`"),
        ),
    ] {
        let folder = one(&format!("{{ {FREE}, name: Ann Lee, gender: {gender} }}"), "", language);
        assert_eq!(told(&folder), Vec::from_iter(expected.map(str::to_owned)), "{gender} {language}");
    }
    let folder = one(&format!("{{ {FREE} }}"), "", "fr");
    let expected = "gender-form addressee.title.fr.unknown: there is no `title` for an addressee of unknown gender in `fr`";
    assert_eq!(told(&folder), [expected]);
}

#[test]
fn a_gender_without_its_form_is_an_error() {
    let styles = "styles: { es: { masculine: { title: Secretario de Salud, salutation: \"Señor Secretario:\" }, \
                  feminine: { title: Secretaria de Salud } } }";
    let person =
        |gender: &str, styles: &str| format!("{{ office: minister, name: A B, gender: {gender}, {styles} }}");
    for (addressee, expected) in [
        (person("masculine", styles), vec![]),
        (
            person("feminine", styles),
            vec!["gender-form addressee.styles.es.feminine: there is no `salutation` for a woman in `es`"],
        ),
        (
            format!("{{ office: minister, {styles} }}"),
            vec![
                "gender-form addressee.styles.es.unknown: there is no `title`, `salutation` for an addressee of unknown gender in `es`",
            ],
        ),
        (
            person("feminine", "styles: { es: { title: Ministro de Salud } }"),
            vec!["gender-form addressee.styles.es.feminine: there is no `title` for a woman in `es`"],
        ),
        ("{ office: minister, styles: { es: { title: Ministro de Salud } } }".to_owned(), vec![]),
    ] {
        assert_eq!(told(&one(&addressee, "", "es")), expected, "{addressee}");
    }
    let english = person("feminine", "styles: { en: { title: Minister for Health and Care of France } }");
    let expected = "title-ministry addressee.title.en: the title";
    let found = told(&one(&english, "ministry: { en: Ministry of Public Health }", "en"));
    assert!(
        found.len() == 1 && found[0].starts_with(expected),
        "a title does not differ by gender in English: {found:?}"
    );
}

#[test]
fn a_title_that_is_not_the_ministrys_is_told() {
    let minister = "{ office: foreign-minister }";
    let own =
        "{ office: foreign-minister, styles: { en: { title: Minister for Foreign Affairs of France } } }";
    for (addressee, ministry, expected) in [
        (minister, "Ministry of External Relations", None),
        (minister, "Global Affairs Canada", Some("does not say the title")),
        (own, "Ministry of Foreign Affairs", None),
        (
            own,
            "Ministry of External Relations",
            Some("is not that of the ministry, `Ministry of External Relations`"),
        ),
        (own, "Global Affairs Canada", None),
        ("{ office: minister }", "Global Affairs Canada", Some("no title follows from the ministry")),
    ] {
        let found = told(&one(addressee, &format!("ministry: {{ en: {ministry} }}"), "en"));
        match expected {
            Some(expected) => {
                assert!(found.len() == 1 && found[0].contains(expected), "{ministry}: {found:?}")
            }
            None => assert_eq!(found, Vec::<String>::new(), "{ministry}"),
        }
    }
}

#[test]
fn titles_of_the_sample_are_those_of_its_ministries() {
    let folder = Folder::started();
    folder.write("recipients/ministries.yaml", include_str!("../../recipients/ministries.yaml"));
    let found = told(&folder);
    let wrong: Vec<&String> = found
        .iter()
        .filter(|told| ["title-", "gender-", "office-"].iter().any(|start| told.starts_with(start)))
        .collect();
    assert_eq!(wrong, Vec::<&String>::new());
}

#[test]
fn a_pack_of_the_former_shape_is_read() {
    let folder = one("{ office: foreign-minister, name: A B, gender: feminine }", "ministry: Ministry", "en");
    let pack = folder.read("templates/en/locale.yaml");
    let (kept, _) = pack.split_once("\naddress:\n").expect("forms of address");
    let words = "honorific: H, title: \"T of {formal}\", salutation: \"S,\", vocative: V";
    let former = format!(
        "{kept}\naddress:\n  lines:\n    named: [\"{{honorific}} {{name}}\", \"{{title}}\"]\n    unnamed: [\"To the {{title}}\"]\n  \
         close: \"Accept, {{vocative}}, my regards.\"\n  offices:\n    foreign-minister:\n      masculine: {{ {words} }}\n      \
         feminine: {{ {words} }}\n      unknown: {{ {words} }}\n"
    );
    folder.write("templates/en/locale.yaml", &former);
    // The other languages have more offices than their source now.
    let found: Vec<String> =
        told(&folder).into_iter().filter(|told| !told.starts_with("language-unfinished")).collect();
    assert_eq!(found, Vec::<String>::new());
    folder.run(&["build", "--allow-stale"]);
    let manifest: Value = serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
    let letter =
        manifest["files"].as_array().expect("files").iter().find(|file| file["document"] == "letter");
    assert_eq!(
        letter.expect("a letter")["addressee"],
        serde_json::json!(["H A B", "T of the French Republic", "Ministry", "Paris", "FRANCE"])
    );
}

#[test]
fn labels_have_the_lines_of_the_letter_and_e_mails_close_like_it() {
    let folder = one("{ office: charge-d-affaires, gender: feminine }", "emails: [a@fr.example]", "fr");
    folder.edit("recipients/ministries.yaml", "channels: [post]", "channels: [post, e-mail]");
    folder.run(&["build"]).ends_with(0);
    let manifest: Value = serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
    let files = manifest["files"].as_array().expect("files");
    let letter = files.iter().find(|file| file["document"] == "letter").expect("a letter");
    assert_eq!(letter["addressee"][0], "Madame la Chargée d’affaires par intérim de la République française");
}
