//! Reminders: who gets one, what it says and sends again, and that an answer to either form counts once.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::collect::{answer, change, collect, sent, set};
use crate::folder::{Folder, Ran, entries, pdf_text, plain};
use crate::forms::form_of;

/// A State for each language, with what its reminder says of the first letter and of answers that crossed it; of Arabic, whose words
/// `pdftotext` writes in another order, single words.
const STATES: [(&str, &str, &str, [&str; 3]); 6] = [
    (
        "IRL",
        "en",
        "Dublin, IRELAND",
        [
            "by which I invited you",
            "no registration from Ireland has been received",
            "kindly disregard this letter",
        ],
    ),
    (
        "FRA",
        "fr",
        "Paris, FRANCE",
        ["me référer à ma lettre", "aucune inscription n’a été reçue de la France", "comme sans objet"],
    ),
    (
        "ESP",
        "es",
        "Madrid, SPAIN",
        ["referirme a mi carta", "ninguna inscripción de España", "que no la tenga en cuenta"],
    ),
    (
        "RUS",
        "ru",
        "Moscow, RUSSIAN FEDERATION",
        [
            "сослаться на мое письмо",
            "регистрация от Российской Федерации не поступила",
            "не принимать это письмо во внимание",
        ],
    ),
    ("CHN", "zh", "Beijing, CHINA", ["谨提及我", "尚未收到中国的报名", "请无需理会本函"]),
    ("EGY", "ar", "Cairo, EGYPT", ["دعوتكم", "مصر", "اعتبار"]),
];

/// The sample, sent to a State for each language and one more.
pub(crate) fn sent_in_six_languages() -> Folder {
    let folder = Folder::started();
    let mut list = "format: 1\nrecipients:\n".to_owned();
    for (iso, language, address, _) in STATES {
        list += &recipient(iso, language, address);
    }
    list += &recipient("KEN", "en", "Nairobi, KENYA");
    folder.write("recipients/ministries.yaml", &list);
    folder.run(&["build"]).ends_with(0);
    fs::create_dir(folder.path("returns")).expect("a folder");
    folder
}

fn recipient(iso: &str, language: &str, address: &str) -> String {
    let city = address.split(',').next().unwrap_or_default();
    format!(
        "  - {{ id: {iso}, kind: state, iso: {iso}, addressee: {{ office: foreign-minister }}, ministry: {}, \
         address: [{}], channels: [post], languages: [{language}] }}\n",
        crate::init::ministry(language),
        address.replace(", ", "\", \"").replace(city, &format!("\"{city}")) + "\""
    )
}

/// Runs the command in the folder of a mailing that was begun.
pub(crate) fn run_in(folder: &Folder, begun: &str, arguments: &[&str]) -> Ran {
    folder.run(&[&["-C", begun], arguments].concat())
}

/// The PDF of a recipient's document in the archive of a mailing that was begun.
pub(crate) fn document(folder: &Folder, archive: &str, part: &str) -> PathBuf {
    let found = entries(&folder.path(archive)).into_iter().map(|entry| entry.path());
    let mut documents = found.filter(|path| path.to_string_lossy().contains(part));
    documents.next().unwrap_or_else(|| panic!("no document {part} in {archive}"))
}

fn remind(folder: &Folder, code: i32) -> Ran {
    folder.run(&["remind", "--issued-at", "2004-06-02", "-o", "reminder"]).ends_with(code)
}

#[test]
fn the_silent_are_reminded_in_their_languages_and_an_answer_to_either_form_counts_once() {
    let folder = sent_in_six_languages();
    answer(&folder, "KEN", "", "kenya.pdf", None);
    collect(&folder, 0);
    let before = folder.read("mailing.yaml");
    let ran = remind(&folder, 0);
    assert!(
        ran.out.starts_with(
            "begun: 6 reminders (ar 1, en 1, es 1, fr 1, ru 1, zh 1) as DM-1132/R1 in reminder\n"
        ),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("1 recipient answered, and not reminded"), "{}", ran.out);
    assert_eq!(folder.read("mailing.yaml"), before, "the first mailing stays as it is");
    let list = folder.read("reminder/recipients/unanswered.csv");
    assert!(list.contains("DM-1132/001") && !list.contains("KEN"), "{list}");
    #[cfg(unix)]
    for name in ["recipients/unanswered.csv", "register.key"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode =
            fs::metadata(folder.path(&format!("reminder/{name}"))).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    run_in(&folder, "reminder", &["build"]).ends_with(0);
    let archive = "reminder/output/DM-1132-R1";
    assert!(
        entries(&folder.path(archive)).iter().all(|entry| !entry.path().to_string_lossy().contains("KEN"))
    );
    for (number, (iso, language, _, says)) in (1..).zip(STATES) {
        let Some(text) = pdf_text(&document(&folder, archive, &format!("_{iso}_letter_{language}"))) else {
            return;
        };
        let own = format!("DM-1132/{number:03}");
        for part in says.iter().chain([&own.as_str()]) {
            assert!(plain(&text).contains(&plain(part)), "{language}: {part:?} is not in\n{text}");
        }
        let form = pdf_text(&document(&folder, archive, &format!("_{iso}_form_{language}"))).expect("a text");
        assert!(plain(&form).contains(&plain(&own)) && !form.contains("DM-1132/R1"), "{form}");
    }
    // One State answers both forms, another that of the reminder alone.
    let again = |iso: &str| document(&folder, archive, &format!("_{iso}_form_"));
    answer(&folder, "IRL", r#", "participant.1.hotel": "A""#, "first.pdf", Some("2004-06-03T09:00:00Z"));
    for (iso, name) in [("IRL", "again.pdf"), ("EGY", "egypt.pdf")] {
        let output = format!("returns/{name}");
        let form = again(iso);
        folder
            .run(&[
                "form",
                "fill",
                form.to_str().expect("UTF-8"),
                "answer.json",
                "-o",
                &output,
                "--now",
                "2004-06-04T09:00:00Z",
            ])
            .ends_with(0);
    }
    let (table, ran) = collect(&folder, 0);
    assert!(
        ran.out.starts_with("3 participants in 4 files for DM-1132; 3 of 7 recipients answered"),
        "{}",
        ran.out
    );
    for (file, version) in [("first.pdf", "earlier"), ("again.pdf", "counts"), ("egypt.pdf", "counts")] {
        let line = crate::collect::line(&table, file);
        assert_eq!(
            (&line["status"], &line["version"]),
            (&Value::from("matched"), &Value::from(version)),
            "{file}"
        );
    }
}

#[test]
fn a_note_is_reminded_of_by_a_note() {
    let folder = crate::genres::begun("note-verbale", &crate::genres::SENDER);
    folder.run(&["build"]).ends_with(0);
    fs::create_dir(folder.path("returns")).expect("a folder");
    folder.run(&["collect", "returns"]).ends_with(0);
    let ran = folder.run(&["remind", "--issued-at", "2027-01-28", "-o", "reminder"]).ends_with(0);
    assert!(ran.out.starts_with("begun: 6 reminders"), "{}", ran.out);
    // In the third person, with all that a note asks for.
    run_in(&folder, "reminder", &["check"]).ends_with(0);
    run_in(&folder, "reminder", &["build"]).ends_with(0);
    let says = [
        ("IRL", "en", "has the honour to refer to the note FC/2027/3/001 of 28 November 2026"),
        ("FRA", "fr", "a l’honneur de se référer à la note FC/2027/3/002 du 28 novembre 2026"),
        ("ESP", "es", "tiene el honor de referirse a la nota FC/2027/3/003 de fecha 28 de noviembre de 2026"),
        ("RUS", "ru", "имеет честь сослаться на ноту № FC/2027/3/004 от 28 ноября 2026 года"),
        ("CHN", "zh", "并谨提及2026年11月28日第 FC/2027/3/005 号照会"),
        ("EGY", "ar", "اعتبار"),
    ];
    for (iso, language, said) in says {
        let path = document(&folder, "reminder/output/FC-2027-3-R1", &format!("_{iso}_note_{language}"));
        let Some(text) = pdf_text(&path) else { return };
        let text = plain(&text).replace(' ', "");
        assert!(text.contains(&plain(said).replace(' ', "")), "{said} is not in\n{text}");
    }
}

#[test]
fn what_is_unclear_is_told_and_nobody_who_answered_is_reminded() {
    let folder = sent();
    // A form that came back empty, regrets on paper, a message of nobody known, and nothing.
    fs::copy(form_of(&folder, "KEN"), folder.path("returns/empty.pdf")).expect("a form");
    folder.write("answers.csv", "recipient,status,date\nFRA,regrets,2004-05-20\n");
    folder.write("returns/letter.eml", "From: a@example.org\r\nSubject: Answer\r\n\r\nWe will come.\r\n");
    collect(&folder, 3);
    let ran = remind(&folder, 3);
    assert!(ran.out.starts_with("begun: 1 reminder (en 1)"), "{}", ran.out);
    for told in [
        "  regrets (1):\n    FRA\n",
        "not reminded: look at what came (1):\n    KEN (nothing is filled in, returns/empty.pdf)\n",
        "files of which nobody has said whose they are (1):\n    returns/letter.eml\n",
    ] {
        assert!(ran.out.contains(told), "{told:?} is not in\n{}", ran.out);
    }
    let list = folder.read("reminder/recipients/unanswered.csv");
    assert!(list.contains("GMB,") && !list.contains("FRA,") && !list.contains("KEN,"), "{list}");
    let ran = folder.run(&["remind", "--issued-at", "2004-06-02", "-o", "other", "--json"]).ends_with(3);
    // That nothing is booked of what was sent is told before.
    let told: Value = serde_json::from_str(ran.out.lines().last().unwrap_or_default()).expect("JSON");
    assert_eq!((&told["reminders"], &told["held"][0]["recipient"]), (&1.into(), &"KEN".into()));
    // An answer in which something required is missing is one to ask about, and not to remind of.
    answer(&folder, "GMB", "", "part.pdf", None);
    change(&folder, "part.pdf", |form| set(form, "first_name", lopdf::Object::string_literal("")));
    collect(&folder, 3);
    let ran = folder.run(&["remind", "--issued-at", "2004-06-02", "-o", "third"]).ends_with(1);
    assert!(ran.err.contains("nobody is to be reminded"), "{}", ran.err);
    assert!(!folder.path("third").exists(), "nothing was written");
}

#[test]
fn registrations_of_another_archive_are_refused() {
    let folder = sent();
    let table = "output/DM-1132-registrations/registrations.json";
    folder
        .run(&["remind", "--issued-at", "2004-06-02", "-o", "reminder"])
        .ends_with(1)
        .says("error[returns-table]");
    collect(&folder, 0);
    let whole = folder.read(table);
    folder.edit(table, "\"reference\": \"DM-1132\"", "\"reference\": \"DM-2001\"");
    remind(&folder, 1).says("the registrations are of DM-2001, the archive is of DM-1132");
    folder.write(table, &whole);
    // The same mailing, made again with another letter.
    folder.edit("templates/layout.typ", "line-height = 6mm", "line-height = 6.1mm");
    folder.run(&["build"]).ends_with(0);
    remind(&folder, 1)
        .says("the registrations were held against another archive of DM-1132")
        .says("convoke collect");
    assert!(!folder.path("reminder").exists());
}

#[test]
fn what_would_go_wrong_is_told_before_anything_is_written() {
    let folder = sent();
    collect(&folder, 0);
    let late = ["remind", "--issued-at", "2004-06-11", "-o", "reminder"];
    folder.run(&late).ends_with(1).says("the last day for forms, 2004-06-10, is before the reminder");
    folder
        .run(&["remind", "--issued-at", "soon", "-o", "reminder"])
        .ends_with(1)
        .says("`soon` is not a date");
    // Forms made with another key would be taken for forged ones.
    fs::rename(folder.path("register.key"), folder.path("kept.key")).expect("a key");
    remind(&folder, 1).says("form-key-missing");
    assert!(!folder.path("reminder").exists());
    folder.run(&[&late[..], &["--deadline", "2004-06-18", "--key", "kept.key"]].concat()).ends_with(0);
    assert!(folder.read("reminder/mailing.yaml").contains("registration: 2004-06-18"));
    let again = folder.run(&[&late[..], &["--deadline", "2004-06-18", "--key", "kept.key"]].concat());
    again.ends_with(1).says("are there already");
    // Who is in no list any more cannot be written to; others are.
    let list = folder.read("recipients/ministries.yaml");
    let entry = list.split("\n  - ").find(|entry| entry.contains("id: KEN")).expect("Kenya").to_owned();
    folder.edit("recipients/ministries.yaml", &format!("\n  - {entry}"), "");
    let ran = folder
        .run(&[
            "remind",
            "--issued-at",
            "2004-06-02",
            "--key",
            "kept.key",
            "-o",
            "second",
            "--reference",
            "DM-1132/R2",
        ])
        .ends_with(3)
        .says("error[follow-up-recipient]")
        .says("for recipient KEN");
    assert!(ran.out.starts_with("begun: 2 reminders (en 1, fr 1) as DM-1132/R2 in second"), "{}", ran.out);
    run_in(&folder, "second", &["check"]).ends_with(0);
    // A reminder whose list lost its serials is not made.
    folder.edit("second/recipients/unanswered.csv", "DM-1132/001", "DM-2001/001");
    run_in(&folder, "second", &["check"]).ends_with(3).says("`DM-2001/001` is no serial of DM-1132");
}

#[test]
fn reminders_follow_the_later_archive() {
    let folder = sent_in_six_languages();
    folder.run(&["approve", "--by", "Anna Martin", "--now", "2004-05-11T09:00:00Z"]).ends_with(0);
    folder.edit("recipients/ministries.yaml", "\"Dublin\"", "\"Cork\"");
    folder.run(&["build"]).ends_with(0);
    assert!(folder.path("output/DM-1132.2/manifest.json").exists());
    answer(&folder, "KEN", "", "kenya.pdf", None);
    collect(&folder, 0);
    remind(&folder, 0);
    let list = folder.read("reminder/recipients/unanswered.csv");
    // The letter that was corrected has a number of its own, and the others have theirs still.
    let has = |text: &str| list.contains(text);
    assert!(has("Cork") && has("DM-1132/008") && has("DM-1132/002"), "{list}");
    assert!(!has("DM-1132/001") && !has("KEN"), "{list}");
    run_in(&folder, "reminder", &["build"]).ends_with(0);
    if let Some(text) = pdf_text(&document(&folder, "reminder/output/DM-1132-R1", "_IRL_letter_en")) {
        assert!(text.contains("DM-1132/008") && text.contains("Cork"), "{text}");
    }
}
