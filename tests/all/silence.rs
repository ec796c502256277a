//! What would make a letter wrong is told, with all recipients it is wrong for, however many they are.

use crate::folder::{Folder, entries, pdf_text, plain};

/// A list of as many States as are asked for, one below the other.
fn list(count: usize, languages: &str) -> String {
    let recipients: String = (1..=count)
        .map(|number| {
            format!(
                "  - {{ id: R{number}, kind: organisation, addressee: {{ office: head-of-organisation }}, \
                 ministry: Office {number}, city: Geneva, address: [Geneva, SWITZERLAND], channels: [post], languages: [{languages}] }}\n"
            )
        })
        .collect();
    format!("format: 1\nrecipients:\n{recipients}")
}

#[test]
fn all_recipients_without_templates_in_their_languages_are_named() {
    let folder = Folder::started();
    folder.write("recipients/ministries.yaml", &list(450, "pt"));
    let ran = folder.run(&["check"]).ends_with(3);
    let warning = "warning[language-fallback]: no templates for pt: 450 recipients are written to in en, the default language";
    assert_eq!(ran.err.matches("warning[language-fallback]").count(), 1, "{}", ran.err);
    let ran = ran.says(warning);
    for number in [1, 200, 201, 450] {
        assert!(ran.err.contains(&format!("{}:5 R{number}", number + 2)), "R{number} is not in\n{}", ran.err);
    }
}

#[test]
fn a_title_in_a_name_is_printed_once() {
    let folder = Folder::started();
    let named = "addressee: { office: foreign-minister, name: S.E. M. Jean-Noël BARROT }";
    folder.edit("recipients/ministries.yaml", "addressee: { office: foreign-minister }", named);
    folder.run(&["build", "--only", "FRA"]).ends_with(3).says("hint: write `Jean-Noël BARROT`");
    let letter = entries(folder.root()).into_iter().map(|entry| entry.path());
    let letter = letter.filter(|path| path.to_string_lossy().ends_with("FRA_letter_fr.pdf")).last();
    let Some(text) = pdf_text(&letter.expect("a letter")) else { return };
    assert!(plain(&text).contains(&plain("Son Excellence Monsieur Jean-Noël BARROT")), "{text}");
    assert!(!text.contains("S.E."), "{text}");
}

#[test]
fn exit_code_0_means_that_nobody_need_look() {
    const MAILING: &str = "mailing.yaml";
    let accept = |recipients: &str| {
        format!(
            "accepted:\n  - warning: recipient-alike\n    recipients: {recipients}\n    \
             because: the ministry and the mission both get one\ndocuments:\n"
        )
    };
    let folder = Folder::started();
    folder.run(&["check"]).ends_with(0);
    let alike = "  - { id: FRA-2, kind: organisation, addressee: { office: foreign-minister, name: Anna MARTIN, gender: feminine }, \
                 ministry: Mission, city: Paris, address: [Paris], channels: [e-mail], emails: [protocol@mfa.fra.example], languages: [fr] }\n";
    let list = folder.read("recipients/ministries.yaml");
    let email =
        list.lines().skip_while(|line| !line.contains("id: FRA")).find(|line| line.contains("emails:"));
    let email = email.and_then(|line| line.split(['[', ']']).nth(1)).expect("an address");
    folder.write(
        "recipients/ministries.yaml",
        &(list.clone() + &alike.replace("protocol@mfa.fra.example", email)),
    );
    folder.run(&["check"]).ends_with(3).says("warning[recipient-alike]");
    folder.run(&["build"]).ends_with(3).says("warning[recipient-alike]");

    folder.edit(MAILING, "documents:\n", &accept("[FRA]"));
    folder.run(&["check"]).ends_with(3).says("warning[recipient-alike]").says("note[accepted-unused]");
    folder.edit(MAILING, "recipients: [FRA]", "recipients: [FRA, FRA-2]");
    let said = "note[recipient-alike]";
    folder
        .run(&["check"])
        .ends_with(0)
        .says(said)
        .says("accepted: the ministry and the mission both get one");
    let ran = folder.run(&["build"]).ends_with(0).says(said);
    assert!(!ran.err.contains("accepted-unused") && !ran.err.contains("warning["), "{}", ran.err);

    folder.edit(MAILING, "warning: recipient-alike", "warning: recipient-alik");
    folder.run(&["check"]).ends_with(1).says("no warning is called `recipient-alik`").says("recipient-alike");
    folder.edit(MAILING, "warning: recipient-alik", "warning: recipient-id-twice");
    folder.run(&["check"]).ends_with(1).says("is no warning, and cannot be accepted");
}

/// The codes that `check` tells of recipients, as `id code`, from a list of rows: id, and what else it has.
fn told(rows: &[(&str, &str)]) -> Vec<String> {
    let folder = Folder::started();
    let rows: String = rows
        .iter()
        .map(|(id, rest)| {
            let has = |key: &str| rest.contains(key);
            let kind = if has("iso:") { "state" } else { "organisation" };
            let addressee = if has("addressee:") { "" } else { "addressee: { office: foreign-minister }, " };
            let ministry =
                if has("ministry:") { String::new() } else { format!("ministry: Ministry {id}, ") };
            let channels = if has("channels:") { "" } else { "channels: [post], " };
            format!(
                "  - {{ id: {id}, kind: {kind}, {addressee}{ministry}{channels}languages: [en], {rest} }}\n"
            )
        })
        .collect();
    folder.write("recipients/ministries.yaml", &format!("format: 1\nrecipients:\n{rows}"));
    let ran = folder.run(&["check", "--json"]);
    let problems = ran.out.lines().filter_map(|line| {
        let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let problem = event.get("problem")?.clone();
        let id = problem["subject"]["recipient"].as_str().unwrap_or_default().to_owned();
        let id = if id.is_empty() { problem["excerpt"].as_str().unwrap_or_default().to_owned() } else { id };
        Some(format!("{id} {}", problem["code"].as_str().unwrap_or_default()))
    });
    problems.collect()
}

#[test]
fn addresses_that_post_cannot_deliver_are_told() {
    let found = told(&[
        ("A1", "iso: FRA, city: Paris, address: [Paris, FRANCE]"),
        ("A2", "iso: DEU, city: Berlin, address: [Berlin, DEUTSCHLAND]"),
        ("A3", "iso: GBR, city: London, address: [London SW1A 2AH]"),
        ("A4", "iso: KEN, city: Nairobi, address: [Nairobi, UGANDA]"),
        ("A5", "iso: COG, city: Brazzaville, address: [Brazzaville, DEMOCRATIC REPUBLIC OF THE CONGO]"),
        ("A6", "iso: IRN, city: Tehran, address: [Tehran, ISLAMIC REPUBLIC OF IRAN]"),
        ("A7", "iso: CHE, city: Bern, address: [3003 Bern]"),
        ("A8", "iso: USA, city: Washington, address: ['Washington, DC 20520, U.S.A.']"),
        ("A9", "iso: JPN, address: []"),
        ("B1", "iso: ITA, address: [], channels: [e-mail], emails: [a@b1.example]"),
        ("B2", "iso: ESP, address: [Madrid, ESPAÑA], channels: [pouch]"),
        ("B3", "iso: PER, city: Lima, address: [Geneva, SWITZERLAND], channels: [by-hand]"),
        ("B4", "iso: CHL, address: [CHILE]"),
        ("B5", "address: [], channels: [registered-post]"),
        ("B6", "city: Brussels, address: [Brussels]"),
        ("B7", "iso: CHN, city: Beijing, address: [北京, 中国]"),
        ("C1", "iso: NOR, city: Oslo, address: [0251 Oslo, Norwey]"),
        ("C2", "city: Brussels, address: [1049 Brussels, Belgum]"),
        ("C3", "iso: JOR, city: Amman, address: [Amman, JORDAN, 'Tel: +962 6 573 5150']"),
        ("C4", "iso: OMN, city: Muscat, address: ['protocol@mofa.example', Muscat]"),
        ("C5", "iso: MLI, city: Geneva, address: [Permanent Mission of Mali, 1202 Geneva]"),
        ("C6", "iso: SEN, city: Genève, address: [Mission permanente du Sénégal, Genève, SUISSE]"),
        ("C7", "iso: MMR, city: Yangon, address: [Yangon, Burma]"),
        ("C8", "iso: KOR, city: Seoul, address: [Seoul, Korea]"),
        ("C9", "iso: AUT, city: Vienna, address: [Vienna, AT]"),
        ("D1", "iso: BRA, city: Brasília, address: [Brasília]"),
        ("D2", "city: Granada, address: [Granada]"),
    ]);
    let expected = [
        "A4 address-country",
        "A5 address-country",
        "A9 address-missing",
        "B2 city-missing",
        "B4 city-missing",
        "B5 address-missing",
        "B7 language-script",
        "C1 address-country",
        "C2 address-country",
        "C3 address-line",
        "C4 address-line",
        "C5 address-country",
        "C6 address-country",
    ];
    assert_eq!(found, expected);
}

#[test]
fn recipients_that_may_be_the_same_are_told() {
    let at = "city: C, address: [Street, Geneva]";
    let row = |rest: &str| format!("{at}, {rest}");
    let named =
        |name: &str| format!("addressee: {{ office: head-of-organisation, name: {name}, gender: feminine }}");
    let rows = [
        ("S1", "iso: FRA, city: Paris, address: [Paris, FRANCE]".to_owned()),
        ("S2", "iso: FRA, city: Paris, address: [Paris, FRANCE]".to_owned()),
        ("E1", row("emails: [a@x.example, b@x.example]")),
        ("E2", row("emails: [B@x.example]")),
        ("E3", row("emails: [b@x.example]")),
        ("E4", row("emails: [c@x.example, c@x.example]")),
        ("N1", row(&format!("ministry: WHO, {}", named("Ana Díaz")))),
        ("N2", row(&format!("ministry: W.H.O., {}", named("ANA  DÍAZ")))),
        ("N3", row(&format!("ministry: ILO, {}", named("Ana Díaz")))),
        ("N4", row(&format!("ministry: WHO, {}", named("Ana Dias")))),
        ("O1", row("ministry: Union, addressee: { office: head-of-organisation }")),
        ("O2", row("ministry: union, addressee: { office: head-of-organisation }")),
        ("O3", row("ministry: union, addressee: { office: foreign-minister }")),
    ];
    let rows: Vec<(&str, &str)> = rows.iter().map(|(id, rest)| (*id, rest.as_str())).collect();
    let found: Vec<String> =
        told(&rows).into_iter().filter(|line| line.ends_with("recipient-alike")).collect();
    let expected = [
        "3:5 S1, 4:5 S2 recipient-alike",
        "5:5 E1, 6:5 E2, 7:5 E3 recipient-alike",
        "9:5 N1, 10:5 N2 recipient-alike",
        "13:5 O1, 14:5 O2 recipient-alike",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_language_without_the_enclosures_of_others_is_told() {
    let folder = Folder::started();
    let mailing = folder.read("mailing.yaml");
    let one = "{ file: programme.pdf, name: Programme of work }";
    for (enclosures, said) in [
        (
            format!("enclosures: {{ en: [{one}] }}"),
            Some("letters in fr (1 recipient, 0 enclosures) go without what goes with those in en"),
        ),
        (
            format!("enclosures: {{ fr: [{one}] }}"),
            Some("letters in en (2 recipients, 0 enclosures) go without what goes with those in fr"),
        ),
        (format!("enclosures: {{ en: [{one}], fr: [{one}] }}"), None),
        (format!("enclosures: [{one}]"), None),
        (format!("enclosures: {{ en: [{one}], fr: [{one}], zh: [] }}"), None),
        ("enclosures: {}".to_owned(), None),
    ] {
        folder.write("mailing.yaml", &mailing.replace("enclosures: {}", &enclosures));
        folder.write("programme.pdf", "%PDF-1.7");
        let ran = folder.run(&["check"]);
        assert_eq!(ran.err.contains("enclosures-missing"), said.is_some(), "{enclosures}\n{}", ran.err);
        assert!(ran.err.contains(said.unwrap_or_default()), "{enclosures}\n{}", ran.err);
    }
}

#[test]
fn texts_of_the_mailing_that_cannot_be_meant_are_told() {
    let folder = Folder::started();
    for (from, to) in [
        ("fr: Genève", "fr: GenÃ¨ve"),
        ("    fr: phase de Tunis", "    fr: phase de Tunis, TBC"),
        ("    fr: Réunion préparatoire", "    fr: Preparatory Meeting"),
        (
            "    fr: Sommet mondial sur la société de l’information",
            "    fr: World Summit on the Information Society",
        ),
        ("    fr: Hammamet (Tunisie)", "    fr: تونس"),
        ("fr: SMSI, es", "fr: \"[à compléter]\", es"),
        (
            "    fr: Union internationale des télécommunications",
            "    fr: Union internationale des t?l?communications",
        ),
        ("    fr: Secrétariat exécutif du SMSI", "    fr: Secr&eacute;tariat ex&eacute;cutif"),
        (
            "        - Secrétaire général de l’Union internationale",
            "        - «Titre», Secrétaire général de l’Union internationale",
        ),
        ("fr: [Secrétariat exécutif du SMSI", "fr: [XXXX du SMSI"),
        ("      fr: Formulaire d’inscription", "      fr: Registration form"),
        ("      fr: Yoshio UTSUMI", "      fr: Йошио УЦУМИ"),
    ] {
        folder.edit("mailing.yaml", from, to);
    }
    let ran = folder.run(&["check"]).ends_with(3);
    for said in [
        "warning[value-garbled]: `GenÃ¨ve` looks like UTF-8",
        "warning[text-unfinished]: `TBC` seems to be left",
        "warning[text-unchanged]: `event.meeting` is the same text in en, fr",
        "warning[text-unchanged]: `event.name` is the same text in en, fr",
        "warning[text-script]: `event.place` in `fr` is written in Arabic letters",
        "warning[text-unfinished]: `[à compléter]` seems to be left",
        "warning[value-garbled]: `Union internationale des t?l?communications` has signs in place of letters",
        "warning[value-html]: `Secr&eacute;tariat ex&eacute;cutif` has codes of HTML",
        "warning[text-unfinished]: `«Titre»` seems to be left",
        "warning[text-unfinished]: `XXXX` seems to be left",
        "warning[text-unchanged]: `documents.form.name` is the same text in en, fr",
        "warning[text-script]: `sender.signatory.name` in `fr` is written in Cyrillic letters",
    ] {
        assert!(ran.err.contains(said), "{said} is not in\n{}", ran.err);
    }
    let told = ran.err.lines().filter(|line| line.starts_with("warning[")).count();
    assert_eq!(told, 12, "{}", ran.err);
}

#[test]
fn a_text_of_what_is_not_seen_is_none() {
    for nothing in ["\"\"", "\"\\u00a0\"", "\"\\u200b\""] {
        let folder = Folder::started();
        folder.edit("mailing.yaml", "    fr: phase de Tunis", &format!("    fr: {nothing}"));
        folder.run(&["check"]).ends_with(1).says("`event.phase` has no text in `fr`");
    }
}

#[test]
fn words_left_in_letters_and_emails_are_told() {
    let folder = Folder::started();
    folder.edit(
        "templates/en/letter.typ.hbs",
        "I have the honour",
        "Dear «Name», dear [NAME], I have the honour",
    );
    folder.edit(
        "templates/en/letter.typ.hbs",
        "I look forward to meeting",
        "Before XX/XX/2004: I look forward to meeting",
    );
    folder.edit(
        "templates/fr/letter.typ.hbs",
        "importante manifestation",
        "importante manifestation à Gen?ve &nbsp;",
    );
    folder.edit("templates/en/email.txt.hbs", "Please find attached", "Please find attached [insert list]");
    let ran = folder.run(&["check"]);
    for said in [
        "warning[prose-unfinished]: `«Name»` seems to be left",
        "warning[prose-unfinished]: `XX` seems to be left",
        "warning[value-garbled]: `Gen?ve` has signs in place of letters",
        "warning[prose-unfinished]: `[insert list]` seems to be left for somebody to replace\n  --> templates/en/email.txt.hbs:13:22",
    ] {
        assert!(ran.err.contains(said), "{said} is not in\n{}", ran.err);
    }
}
