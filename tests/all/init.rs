//! `convoke init`: a mailing of one's own, from flags, from answers on a terminal and with answers left for later.

use std::process::{Command, Stdio};

use crate::folder::{Folder, Ran, entries, pdf_text, plain, skip};
use crate::golden;

pub(crate) const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

/// Texts in the order of the languages.
const TEXTS: [(&str, [&str; 6]); 8] = [
    (
        "organisation",
        [
            "Fisheries Commission",
            "Commission des pêches",
            "Comisión de Pesca",
            "Комиссия по рыболовству",
            "渔业委员会",
            "لجنة مصايد الأسماك",
        ],
    ),
    ("office", ["Secretariat", "Secrétariat", "Secretaría", "Секретариат", "秘书处", "الأمانة"]),
    (
        "event",
        [
            "Fisheries Commission",
            "Commission des pêches",
            "Comisión de Pesca",
            "Комиссия по рыболовству",
            "渔业委员会",
            "لجنة مصايد الأسماك",
        ],
    ),
    (
        "meeting",
        [
            "Thirty-first Session",
            "Trente et unième session",
            "31.º período de sesiones",
            "Тридцать первая сессия",
            "第三十一届会议",
            "الدورة الحادية والثلاثون",
        ],
    ),
    (
        "event-place",
        [
            "Reykjavik, Iceland",
            "Reykjavik (Islande)",
            "Reikiavik (Islandia)",
            "Рейкьявик (Исландия)",
            "冰岛雷克雅未克",
            "ريكيافيك (آيسلندا)",
        ],
    ),
    ("place", ["Reykjavik", "Reykjavik", "Reikiavik", "Рейкьявик", "雷克雅未克", "ريكيافيك"]),
    (
        "signatory",
        [
            "Gudrun JONSDOTTIR",
            "Gudrun JONSDOTTIR",
            "Gudrun JONSDOTTIR",
            "Гудрун ЙОНСДОТТИР",
            "古德伦·约恩斯多蒂尔",
            "غودرون يونسدوتير",
        ],
    ),
    (
        "title",
        [
            "Executive Secretary",
            "Secrétaire exécutive",
            "Secretaria Ejecutiva",
            "Исполнительный секретарь",
            "执行秘书",
            "الأمينة التنفيذية",
        ],
    ),
];

/// A folder that holds a list alone: a State for each of the languages.
pub(crate) fn with_list() -> Folder {
    let folder = Folder::empty();
    let states = [
        ("IRL", "en", "Dublin, IRELAND"),
        ("FRA", "fr", "Paris, FRANCE"),
        ("ESP", "es", "Madrid, SPAIN"),
        ("RUS", "ru", "Moscow, RUSSIAN FEDERATION"),
        ("CHN", "zh", "Beijing, CHINA"),
        ("EGY", "ar", "Cairo, EGYPT"),
    ];
    let mut list = "format: 1\nrecipients:\n".to_owned();
    for (iso, language, address) in states {
        list += &format!(
            "  - {{ id: {iso}, kind: state, iso: {iso}, addressee: {{ office: foreign-minister }}, ministry: {}, \
             address: [{address}], channels: [post], languages: [{language}] }}\n",
            ministry(language)
        );
    }
    folder.write("contacts.yaml", &list);
    folder
}

/// What a ministry is called in a language.
pub(crate) fn ministry(language: &str) -> &'static str {
    match language {
        "fr" => "Ministère des affaires étrangères",
        "es" => "Ministerio de Relaciones Exteriores",
        "ru" => "Министерство иностранных дел",
        "zh" => "外交部",
        "ar" => "وزارة الخارجية",
        _ => "Ministry of Foreign Affairs",
    }
}

/// Flags that answer all there is for these languages.
pub(crate) fn flags(languages: &[&str]) -> Vec<String> {
    let mut flags: Vec<String> = [
        ("languages", languages.join(",").as_str()),
        ("e-mail", "secretariat@commission.example"),
        ("start", "2027-03-08"),
        ("end", "2027-03-12"),
        ("deadline", "2027-02-15"),
        ("reference", "FC/2027/3"),
        ("issued-at", "2026-11-28"),
        ("list", "contacts.yaml"),
    ]
    .iter()
    .flat_map(|(flag, value)| [format!("--{flag}"), (*value).to_owned()])
    .collect();
    for (flag, texts) in TEXTS {
        for (language, text) in
            LANGUAGES.into_iter().zip(texts).filter(|(language, _)| languages.contains(language))
        {
            flags.extend([format!("--{flag}"), format!("{language}={text}")]);
        }
    }
    flags
}

pub(crate) fn init(folder: &Folder, flags: &[String]) -> Ran {
    let arguments: Vec<&str> = std::iter::once("init").chain(flags.iter().map(String::as_str)).collect();
    folder.run(&arguments)
}

#[test]
fn the_sample_starts_beside_other_files_and_over_none() {
    let folder = Folder::empty();
    folder.write("notes.txt", "mine");
    folder.run(&["init", "--sample"]).ends_with(0);
    folder.run(&["check"]).ends_with(0);
    assert_eq!(folder.read("mailing.yaml"), include_str!("../../mailing.yaml"));
    assert_eq!(folder.read("notes.txt"), "mine");
    let before = entries(folder.root()).len();
    folder.run(&["init"]).ends_with(1).says("`mailing.yaml` and ").says("other files are there already");
    folder.run(&["init", "--sample", "--event", "x"]).ends_with(2);
    assert_eq!(entries(folder.root()).len(), before, "nothing is written");
}

#[test]
fn a_folder_under_version_control_is_one_to_start_in() {
    for sample in [&["--sample"][..], &["--yes", "--list", "Our contacts.xlsx", "sub folder"]] {
        let folder = Folder::empty();
        std::fs::create_dir(folder.path("sub folder")).expect("a folder");
        for name in [".gitignore", "sub folder/.gitignore", "sub folder/Our contacts.xlsx"] {
            folder.write(name, "target\n");
        }
        let ran = folder.run(&[&["init"], sample].concat()).ends_with(0);
        assert!(
            ran.out
                .contains("kept .gitignore as it is: see that it has the lines /output/ and /register.key")
        );
        assert_eq!(
            (folder.read(".gitignore"), folder.read("sub folder/.gitignore").len()),
            ("target\n".into(), 7)
        );
        if sample.len() > 1 {
            let next = "  convoke -C \"./sub folder\" import \"Our contacts.xlsx\" --add  ";
            assert!(ran.out.contains(next), "{}", ran.out);
        }
    }
}

#[test]
fn a_mailing_of_ones_own_is_ready_in_six_languages() {
    let folder = with_list();
    let ran = init(&folder, &flags(&LANGUAGES)).ends_with(0);
    assert!(!ran.out.contains("still empty"), "{}", ran.out);
    let checked = folder.run(&["check"]).ends_with(0);
    assert_eq!(
        (checked.out.lines().next(), checked.err.as_str()),
        (Some("ready: 12 documents for 6 recipients"), "")
    );
    let status = folder.run(&["locale", "status"]).ends_with(0);
    assert_eq!(status.out.matches("complete").count(), 6, "{}", status.out);
    let built = folder.run(&["build"]).ends_with(0);
    assert!(!built.err.contains("warning"), "{}", built.err);
    for (at, (iso, meeting)) in ["IRL", "FRA", "ESP", "RUS"].into_iter().zip(TEXTS[3].1).enumerate() {
        let language = LANGUAGES[at];
        let path = |kind: &str| {
            let id = kind.trim_end_matches('s');
            format!("output/FC-2027-3/post/{kind}/{:03}_{iso}_{id}_{language}.pdf", at + 1)
        };
        for kind in ["letters", "forms"] {
            let Some(text) = pdf_text(&folder.path(&path(kind))) else { return };
            assert!(plain(&text).contains(&plain(meeting)), "{language} {kind}\n{text}");
            for word in ["WSIS", "Genev", "Genèv", "PrepCom", "ITU"] {
                assert!(!text.contains(word), "{word} in {language} {kind}\n{text}");
            }
        }
    }
}

#[test]
fn the_letters_are_translated_from_what_the_english_ones_say() {
    let folder = Folder::empty();
    folder.run(&["init", "--languages", "en, fr"]).ends_with(0);
    let state = folder.read("templates/fr/translation.yaml");
    let (templates, _) = state.split_once("pack:").expect("a state");
    // Where this changes, the letters of src/starter/own/ in the other languages are to be changed too.
    golden::assert("tests/all/init/translated.yaml", templates);
}

#[test]
fn only_the_languages_chosen_are_written() {
    let folder = with_list();
    let mut flags = flags(&["es", "fr"]);
    flags.push("--json".to_owned());
    let ran = init(&folder, &flags).ends_with(0);
    let told: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(told["event"], "started");
    assert_eq!(told["empty"], serde_json::json!([]));
    assert_eq!(told["next"].as_array().map(Vec::len), Some(3));
    let files: Vec<&str> =
        told["files"].as_array().expect("a list").iter().filter_map(|file| file.as_str()).collect();
    for file in &files {
        assert!(folder.path(file).is_file(), "{file} is told and not there");
    }
    let written: Vec<String> = entries(&folder.path("templates"))
        .into_iter()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("UTF-8"))
        .collect();
    assert_eq!(written.len(), 2, "{written:?}");
    let status = folder.run(&["locale", "status"]).ends_with(0).out;
    assert!(
        status.contains("es       source     complete") && status.contains("from es    complete"),
        "{status}"
    );
    let mailing = folder.read("mailing.yaml");
    assert!(
        mailing.contains("\n  languages: [es, ") && !mailing.contains("[es, en"),
        "those that there are letters in: {mailing}"
    );
}

#[test]
fn all_days_of_an_event_answer_for_the_first_and_the_last() {
    let folder = with_list();
    let with = |end: bool| {
        let mut flags = flags(&["en"]);
        let start = flags.iter().position(|flag| flag == "2027-03-08").expect("a first day");
        flags[start] = "8-12 March 2027".to_owned();
        let at = flags.iter().position(|flag| flag == "--end").expect("a last day");
        if !end {
            flags.drain(at..at + 2);
        }
        flags
    };
    init(&folder, &with(true)).ends_with(1).says("the first day was given with all days of the event");
    init(&folder, &with(false)).ends_with(0);
    let mailing = folder.read("mailing.yaml");
    assert!(
        mailing.contains("  start: 2027-03-08\n") && mailing.contains("  end: 2027-03-12\n"),
        "{mailing}"
    );
}

#[test]
fn what_is_left_for_later_is_one_message_of_check() {
    let folder = Folder::empty();
    folder.write_bytes("Contacts 2027.xlsx", b"PK");
    let ran =
        folder.run(&["init", "--languages", "en, fr", "--organisation", "Fisheries: a \"Commission\" #1"]);
    let ran = ran.ends_with(0);
    assert!(
        ran.out.contains("still empty in mailing.yaml: reference, issued_at, place.en, place.fr"),
        "{}",
        ran.out
    );
    let checked = folder.run(&["check"]).ends_with(1);
    assert_eq!(checked.err.matches("error[").count(), 1, "{}", checked.err);
    golden::assert("tests/all/init/empty.txt", &checked.err);
    golden::assert("tests/all/init/mailing.yaml", &folder.read("mailing.yaml"));
}

#[test]
fn what_is_empty_in_one_language_is_told_once() {
    let folder = with_list();
    let flags: Vec<String> = flags(&["en", "fr"]).into_iter().filter(|flag| flag != "fr=Reykjavik").collect();
    let at = flags.iter().rposition(|flag| flag == "--place").expect("the flag of the missing answer");
    let flags: Vec<String> =
        flags.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, flag)| flag.clone()).collect();
    init(&folder, &flags).ends_with(0);
    let checked = folder.run(&["check"]).ends_with(1);
    assert_eq!(checked.err.matches("error[").count(), 1, "{}", checked.err);
    assert!(checked.err.contains("1 key is still empty: `place.fr` (line 11)"), "{}", checked.err);
}

#[test]
pub(crate) fn flags_that_cannot_be_taken_are_told_together_and_nothing_is_written() {
    let folder = Folder::empty();
    let flags = [
        "init",
        "my",
        "--start",
        "3/4/2027",
        "--e-mail",
        "me",
        "--list",
        "contacts.xlsx",
        "--languages",
        "pt",
    ];
    let ran = folder.run(&flags).ends_with(1);
    golden::assert("tests/all/init/refused.txt", &ran.err);
    assert!(!folder.path("my").exists());
}

/// The command on a terminal of its own, where a person types these lines; what the terminal shows.
fn on_a_terminal(folder: &Folder, typed: &str) -> Option<(Option<i32>, String)> {
    use std::io::Write as _;
    let command = format!("{} init", env!("CARGO_BIN_EXE_convoke"));
    let spawned = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .current_dir(folder.root())
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = spawned else {
        skip("script (util-linux) is not installed");
        return None;
    };
    child.stdin.take().expect("a pipe").write_all(typed.as_bytes()).expect("typed");
    let output = child.wait_with_output().expect("an end");
    Some((output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned()))
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_asked_one_question_after_another() {
    let folder = with_list();
    let typed = "en\nFisheries Commission\nSecretariat\nme\nsecretariat@commission.example\nFisheries Commission\n\
                 Thirty-first Session\nReykjavik, Iceland\n3/4/2027\n9 March 2027\n\n\nFC/2027/3\n\n28 November 2026\n\
                 Gudrun JONSDOTTIR\nExecutive Secretary\n\n\n\n\n";
    let Some((code, shown)) = on_a_terminal(&folder, typed) else { return };
    assert_eq!(code, Some(0), "{shown}");
    assert!(shown.contains("Languages of the letters [en]: "), "{shown}");
    assert!(shown.contains("Last day [2027-03-09]: "), "{shown}");
    assert!(shown.contains("again: `3/4/2027` may be 2027-04-03 or 2027-03-04"), "{shown}");
    assert!(shown.contains("again: `me` is not an e-mail address"), "{shown}");
    assert!(shown.contains("a file in this folder [contacts.yaml]: "), "{shown}");
    assert!(shown.contains("still empty in mailing.yaml: place\r\n"), "{shown}");
    let checked = folder.run(&["check"]).ends_with(1);
    assert_eq!(checked.err.matches("error[").count(), 1, "{}", checked.err);
    folder.edit("mailing.yaml", "\nplace:", "\nplace: Reykjavik");
    folder.run(&["check"]).ends_with(3);
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_who_leaves_before_the_last_question_finds_nothing_written() {
    let folder = Folder::empty();
    // The end of a terminal's input.
    let Some((code, shown)) = on_a_terminal(&folder, "en\nFisheries Commission\n\u{4}") else { return };
    assert_eq!(code, Some(1), "{shown}");
    assert!(shown.contains("nothing was started"), "{shown}");
    assert_eq!(entries(folder.root()).len(), 0);
}
