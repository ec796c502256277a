//! Acknowledgements to delegations, confirmations of registration, and letters in support of visa applications.

use std::fs;

use crate::collect::{answer, collect, sent};
use crate::folder::{Folder, Ran, entries, pdf_text, plain};
use crate::reminders::{document, run_in, sent_in_six_languages};

/// What somebody says who needs a visa.
const VISA: &str = r#", "participant.1.visa.needed": true, "participant.1.visa.passport_name": "ORSTED ZOE",
    "participant.1.visa.passport_number": "X1234", "participant.1.visa.birth_date": "1961-05-04""#;

fn confirm(folder: &Folder, code: i32) -> Ran {
    folder.run(&["confirm", "--issued-at", "2004-06-12", "-o", "confirmed"]).ends_with(code)
}

/// The registration number of a participant, by the name in the list.
fn number(folder: &Folder, begun: &str, name: &str) -> String {
    let list = folder.read(&format!("{begun}/recipients/registered.csv"));
    let mut reader = csv::Reader::from_reader(list.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let at = |heading: &str| headings.iter().position(|found| found == heading).expect("a column");
    let (participant, number) = (at("fields.participant"), at("fields.number"));
    let mut rows = reader.records().map(|row| row.expect("a row"));
    let row = rows.find(|row| row[participant].contains(name)).expect("a participant");
    row[number].to_owned()
}

#[test]
fn delegations_participants_and_visas_are_confirmed_in_six_languages() {
    let folder = sent_in_six_languages();
    let answered = [("IRL", "en"), ("FRA", "fr"), ("ESP", "es"), ("RUS", "ru"), ("CHN", "zh"), ("EGY", "ar")];
    let more = format!(
        r##"{VISA}, "delegation.2.family_name": "Aalto {{{{#if}}}} #x *y*; z", "delegation.2.first_name": "Eino""##
    );
    for (iso, _) in answered {
        answer(&folder, iso, &more, &format!("{iso}.pdf"), None);
    }
    collect(&folder, 0);
    let ran = confirm(&folder, 0);
    for told in [
        "begun: DM-1132/C1 in confirmed\n",
        " 6  acknowledgement",
        " 12  confirmation",
        " 6  letter for a visa",
    ] {
        assert!(ran.out.contains(told), "{told:?} is not in\n{}", ran.out);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let list = fs::metadata(folder.path("confirmed/recipients/registered.csv")).expect("a list");
        assert_eq!(list.permissions().mode() & 0o777, 0o600, "personal data");
    }
    let ran = run_in(&folder, "confirmed", &["build"]).ends_with(3);
    assert!(!ran.err.contains("error["), "{}", ran.err);
    let archive = "confirmed/output/DM-1132-C1";
    let not_a_visa = [
        "This confirmation is not a visa",
        "n’est pas un visa",
        "no constituye un visado",
        "не является визой",
        "本确认函不是签证",
        "تأشيرة",
    ];
    for ((iso, language), no_visa) in answered.into_iter().zip(not_a_visa) {
        let text = |part: &str| pdf_text(&document(&folder, archive, part));
        let list = format!("_{iso}_confirmation_{language}");
        let Some(acknowledgement) = text(&list) else { return };
        for part in ["Zoë Ørsted", "Eino Aalto {{#if}} #x *y*, z"] {
            assert!(plain(&acknowledgement).contains(&plain(part)), "{language}: {part}\n{acknowledgement}");
        }
        let own = entries(&folder.path(archive)).into_iter().map(|entry| entry.path()).filter(|path| {
            let path = path.to_string_lossy();
            path.contains(&format!("_{iso}-")) && path.ends_with(&format!("_confirmation_{language}.pdf"))
        });
        let own: Vec<String> = own.filter_map(|path| pdf_text(&path)).collect();
        assert_eq!(own.len(), 2, "{language}");
        assert!(own.iter().all(|text| plain(text).contains(&plain(no_visa))), "{language}: {own:?}");
        assert!(
            own.iter().any(|text| plain(text).contains(&plain("Eino Aalto {{#if}} #x *y*; z"))),
            "{own:?}"
        );
        let visa = text(&format!("_visa_{language}")).expect("a text");
        for part in ["ORSTED ZOE", "X1234", "1961-05-04"] {
            assert!(visa.contains(part), "{language}: {part}\n{visa}");
        }
        assert!(!own.iter().any(|text| text.contains("X1234")), "{language}: passports are for visas alone");
    }
}

#[test]
fn numbers_stay_when_others_register_and_what_is_missing_is_told() {
    let folder = sent();
    answer(
        &folder,
        "FRA",
        r#", "delegation.2.family_name": "Aalto", "delegation.2.first_name": "Eino""#,
        "a.pdf",
        Some("2004-06-01T09:00:00Z"),
    );
    collect(&folder, 0);
    confirm(&folder, 0);
    let first = ["Ørsted", "Aalto"].map(|name| number(&folder, "confirmed", name));
    assert!(first[0].starts_with("DM-1132/") && first[0] != first[1], "{first:?}");
    // A later answer has another before them, one twice, one without a name, and one whose passport nobody knows.
    let more = r#", "participant.1.visa.needed": true, "participant.2.family_name": "Bach", "participant.2.first_name": "Ada",
        "delegation.2.family_name": "Aalto", "delegation.2.first_name": "Eino", "delegation.3.family_name": "AALTO",
        "delegation.3.first_name": "eino", "delegation.4.function": "Adviser""#;
    answer(&folder, "FRA", more, "b.pdf", Some("2004-06-02T09:00:00Z"));
    fs::copy(folder.path("returns/b.pdf"), folder.path("returns/c.pdf")).expect("a copy");
    collect(&folder, 3);
    let ran = folder
        .run(&["confirm", "--issued-at", "2004-06-13", "-o", "again", "--reference", "DM-1132/C2"])
        .ends_with(3);
    assert!(
        ran.out.contains(" 3  confirmation to a participant") && !ran.out.contains("letter for a visa"),
        "{}",
        ran.out
    );
    for told in [
        "warning[participant-twice]: a participant is named twice\n  --> returns/b.pdf, delegation list, row 3\n",
        "warning[participant-unnamed]: a participant without a name\n  --> returns/b.pdf, delegation list, row 4\n",
        "warning[visa-data-missing]",
        "for recipient FRA, visa.passport_number",
    ] {
        assert!(ran.err.contains(told), "{told:?} is not in\n{}", ran.err);
    }
    assert_eq!(["Ørsted", "Aalto"].map(|name| number(&folder, "again", name)), first);
    // Delegations alone, without anybody's number.
    let ran = folder
        .run(&["confirm", "--for", "delegations", "--issued-at", "2004-06-13", "-o", "delegations"])
        .ends_with(3);
    assert!(ran.out.contains(" 1  acknowledgement") && !ran.out.contains("confirmation to a"), "{}", ran.out);
    run_in(&folder, "delegations", &["check"]).ends_with(0);
}

#[test]
fn nobody_is_confirmed_whose_answer_is_not_decided() {
    let folder = sent();
    collect(&folder, 0);
    confirm(&folder, 1).says("error[follow-up-nobody]: nobody is to be confirmed");
    // Two answers of one date that differ.
    answer(&folder, "KEN", r#", "participant.1.hotel": "A""#, "d.pdf", None);
    answer(&folder, "KEN", r#", "participant.1.hotel": "B""#, "e.pdf", None);
    answer(&folder, "GMB", "", "f.pdf", None);
    collect(&folder, 3);
    let ran = confirm(&folder, 3).says("warning[answer-open]").says("for recipient KEN");
    assert!(ran.out.contains(" 1  confirmation to a participant"), "{}", ran.out);
    let list = folder.read("confirmed/recipients/registered.csv");
    assert!(list.contains("GMB-") && !list.contains("KEN"), "{list}");
}
