//! Slips of the keyboard: each is told with what was meant, all that a mailing has in one run of `check`.

use serde_json::Value;

use crate::folder::{Folder, Ran};

/// The problems of `check`, as the code and all that a person is told.
fn problems(ran: &Ran) -> Vec<(String, String)> {
    let events = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let problems = events.filter_map(|event| event.get("problem").cloned());
    problems
        .map(|problem| (problem["code"].as_str().unwrap_or_default().to_owned(), problem.to_string()))
        .collect()
}

#[test]
fn slips_of_addresses_are_told_with_what_was_meant() {
    let rows = [
        ("A1", "a@gmial.com", "email-doubtful", "write `a@gmail.com`"),
        ("A2", "a@mfa.example.con", "email-doubtful", "write `a@mfa.example.com`"),
        ("A3", "a@hotmial.fr", "email-doubtful", "write `a@hotmail.fr`"),
        ("A4", "a@www.mfa.example", "email-doubtful", "write `a@mfa.example`"),
        ("A5", "a@mfa.go.kt", "email-doubtful", "ends in `.kt`, which no address does"),
        ("A6", "a@mfa..example", "recipient-value", "write `a@mfa.example`"),
        ("A7", "a@@mfa.example", "recipient-value", "write `a@mfa.example`"),
        ("A8", "a@ministry", "recipient-value", "write the ending of `ministry` too"),
        ("A9", "a@yahoo", "recipient-value", "write `a@yahoo.com`"),
        ("B1", "a@mfa.example.", "recipient-value", "write `a@mfa.example`"),
        ("B2", "a@mfa;example", "recipient-value", "write `a@mfa.example`"),
        ("R1", "a@gmail.com", "", ""),
        ("R2", "a@minrex.gov.cm", "", ""),
        ("R3", "a@mfa.example", "", ""),
    ];
    let folder = Folder::started();
    let list: String = rows
        .iter()
        .map(|(id, email, ..)| {
            format!(
                "  - {{ id: {id}, kind: organisation, addressee: {{ office: head-of-organisation }}, ministry: Office {id}, \
                 channels: [e-mail], languages: [en], emails: [\"{email}\"] }}\n"
            )
        })
        .collect();
    folder.write("recipients/ministries.yaml", &format!("format: 1\nrecipients:\n{list}"));
    let found = problems(&folder.run(&["check", "--json"]));
    for (id, email, code, said) in rows {
        let told: Vec<&(String, String)> =
            found.iter().filter(|(_, text)| text.contains(&format!("\"recipient\":\"{id}\""))).collect();
        let expected = usize::from(!code.is_empty());
        assert_eq!(told.len(), expected, "{email}: {told:?}");
        assert!(told.iter().all(|(known, text)| known == code && text.contains(said)), "{email}: {told:?}");
    }
}

#[test]
fn slips_of_the_mailing_are_told_with_what_was_meant() {
    let folder = Folder::started();
    let slips = [
        (
            "fr: Genève, es",
            "fr: Genève., es",
            "text-marks",
            "`Genève.` stands in sentences, and ends with `.`",
        ),
        ("    en: World Summit", "    en: the World Summit", "text-repeated", "leave out `the` of the text"),
        ("    fr: Hammamet (Tunisie)", "    fr: Hammamet, Tunisia", "text-state", "write `Tunisie`"),
        ("    fr: phase de Tunis", "    fr: phase de Tunis;", "text-marks", "ends with `;`"),
        ("    fr: Réunion préparatoire", "    fr: n/a", "text-unfinished", "`n/a` says nothing"),
        (
            "    fr: Secrétariat exécutif du SMSI",
            "    fr: Secrétariat (SMSI",
            "text-marks",
            "has `(` without `)`",
        ),
        (
            "      fr: Formulaire d’inscription",
            "      fr: Formulario de inscripción",
            "text-unchanged",
            "in es, fr",
        ),
        (
            "website: www.itu",
            "website: http//www.itu",
            "text-marks",
            "such as www.commission.example/session",
        ),
        ("  tel: +41 22", "  tel: 022", "number-local", "`022 730 6375` has no country code"),
        (
            "6375\n  fax: +41 22 730 6393",
            "6375\n  fax: to follow",
            "text-unfinished",
            "`to follow` is no number",
        ),
        (
            "  e_mail: registration@wsis.example",
            "  e_mail: registration@gmial.com",
            "email-doubtful",
            "@gmail.com",
        ),
    ];
    for (from, to, ..) in slips {
        folder.edit("mailing.yaml", from, to);
    }
    let ran = folder.run(&["check", "--json"]).ends_with(3);
    let mut found = problems(&ran);
    for (_, slip, code, said) in slips {
        let at = found.iter().position(|(known, text)| known == code && text.contains(said));
        assert!(at.is_some(), "{slip}: {found:#?}");
        at.map(|at| found.remove(at));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn dates_of_the_mailing_are_read_or_told_and_never_guessed() {
    for (days, code, said) in [
        ("  start: 24-26 June 2004\n", 0, ""),
        ("  start: 5/6/04\n  end: 6/6/04\n", 1, "write the whole year, and first: 2004-06-05 or 2004-05-06"),
        (
            "  start: 24-26 June 2004\n  end: 2004-06-26\n",
            1,
            "the first is 2004-06-24, and the last 2004-06-26",
        ),
    ] {
        let folder = Folder::started();
        folder.edit("mailing.yaml", "  start: 2004-06-24\n  end: 2004-06-26\n", days);
        folder.run(&["check"]).ends_with(code).says(said);
    }
}
