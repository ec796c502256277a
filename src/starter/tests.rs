//! Starting mailings: what is asked, what is refused, what is written.

use std::fs;
use std::path::Path;

use super::embedded::{LANGUAGES, LETTERS, SHARED};
use super::*;
use crate::diagnostic::{Checked, path_text};
use crate::mailing::Mailing;

fn below(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() { below(&path, found) } else { found.push(path_text(&path)) }
    }
}

/// The interview about a mailing, as far as these lines answer it; what was said of answers that could not be taken.
fn interviewed(root: &Path, lines: &[&str]) -> (Answers, Vec<String>) {
    let mut interview = Interview::new(root);
    let mut refused = Vec::new();
    for line in lines {
        let question = interview.next_question().expect("a question");
        refused.extend(interview.answer(&question, line).err().map(|refusal| refusal.message));
    }
    assert_eq!(interview.next_question(), None, "a question is left");
    (interview.finish(), refused)
}

/// The answers of flags.
fn given(flags: &[(Topic, &str)]) -> Answers {
    let mut interview = Interview::new(Path::new("."));
    for (topic, written) in flags {
        interview.give(*topic, written).unwrap_or_else(|refusal| panic!("{}", refusal.message));
    }
    interview.finish()
}

fn letter() -> GenreFolder {
    GenreFolder::find("letter").expect("the genre of ordinary letters")
}

fn mailing_of(answers: &Answers) -> Checked<Option<Mailing>> {
    mailing::parse(&mailing_file::write(answers, &letter()), "mailing.yaml")
}

#[test]
fn every_file_of_the_finished_locales_is_embedded() {
    let mut found = Vec::new();
    for language in LANGUAGES {
        below(Path::new("templates").join(language).as_path(), &mut found);
    }
    let embedded: Vec<&str> = SHARED.iter().map(|(name, _)| *name).collect();
    for name in found.iter().filter(|name| !name.contains("/enclosures/")) {
        assert!(embedded.contains(&name.as_str()), "{name} is not embedded in src/starter");
    }
    let mut own = Vec::new();
    below(Path::new("src/starter/own"), &mut own);
    assert_eq!(own.len(), LETTERS.len(), "a file of src/starter/own is not embedded");
}

#[test]
fn the_letters_of_ones_own_name_no_event() {
    let texts = LETTERS.iter().map(|(path, content)| (*path, std::str::from_utf8(content).expect("UTF-8")));
    for (path, text) in texts {
        for word in [
            "WSIS",
            "SMSI",
            "CMSI",
            "ВВУИО",
            "ITU",
            "UIT",
            "МСЭ",
            "PrepCom",
            "Genev",
            "Genèv",
            "2003",
            "phase",
        ] {
            assert!(!text.contains(word), "{path} holds {word}");
        }
    }
}

#[test]
fn questions_are_answered_one_after_another() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["contacts.csv", "notes.txt", "~$contacts.xlsx"] {
        fs::write(folder.path().join(name), "id\n").expect("a file");
    }
    let lines = [
        "French, en", // languages
        "de",         // asked again
        "",           // the first of them
        "Commission des pêches",
        "Fisheries Commission",
        "Secrétariat",
        "", // left for later
        "secretariat(at)commission.example",
        "secretariat@commission.example",
        "Trente et unième session",
        "Thirty-first Session",
        "Session ordinaire",
        "Regular Session",
        "Hammamet (Tunisie)",
        "Hammamet, Tunisia",
        "3/4/2027",
        "le 9 mars 2027",
        "8 mars 2027",
        "", // the first day
        "10 mars 2027",
        "",
        "CP/2027/1",
        "Genève",
        "Geneva",
        "28.11.2026",
        "Yoshio UTSUMI",
        "Yoshio UTSUMI",
        "Secrétaire exécutif",
        "Executive Secretary",
        "", // the list that is there
        "", // no emblem
        "", // no signature
        "A5",
        "letter",
    ];
    let (answers, refused) = interviewed(folder.path(), &lines);
    assert_eq!(
        refused,
        [
            "there are no letters in `de` yet",
            "`secretariat(at)commission.example` is not an e-mail address",
            "`3/4/2027` may be 2027-04-03 or 2027-03-04",
            "2027-03-08 is before the first day, 2027-03-09",
            "2027-03-10 is after the event, which ends on 2027-03-09",
            "`A5` is not a paper",
        ]
    );
    let text = mailing_file::write(&answers, &letter());
    assert_eq!(mailing::list_empty(&text), ["sender.office.en"]);
    let Checked { value, problems } = mailing::parse(
        &text.replacen("fr: Secrétariat\n    en:\n", "fr: Secrétariat\n    en: Secretariat\n", 1),
        "",
    );
    assert_eq!(problems, Problems::new());
    let mailing = value.expect("a mailing");
    assert_eq!(mailing.default_language.value, "fr");
    assert_eq!(mailing.issued_at.date(), jiff::civil::date(2026, 11, 28));
    assert_eq!(mailing.event.end.value, jiff::civil::date(2027, 3, 9));
    assert_eq!(mailing.place.get("en"), Some("Geneva"));
    assert_eq!(mailing.paper, mailing::Paper::UsLetter);
    assert_eq!(mailing.recipients.len(), 1);
}

#[test]
fn what_a_flag_answers_is_not_asked() {
    let mut interview = Interview::new(Path::new("."));
    interview.give(Topic::Languages, "fr en").expect("languages");
    interview.give(Topic::Place, "Genève").expect("a place");
    let twice = interview.give(Topic::Place, "fr=Paris").expect_err("the second answer");
    assert_eq!(twice.message, "there are two answers for `fr`");
    let mut asked = Vec::new();
    while let Some(question) = interview.next_question() {
        asked.push((question.topic, question.language.clone()));
        interview.answer(&question, "").expect("an empty answer");
    }
    assert!(!asked.contains(&(Topic::Languages, String::new())));
    assert!(
        !asked.contains(&(Topic::Place, "fr".to_owned())) && asked.contains(&(Topic::Place, "en".to_owned()))
    );
    assert_eq!(interview.finish().text(Topic::Place, "fr"), Some("Genève"));
}

#[test]
fn a_text_stays_a_text_whatever_it_holds() {
    let odd = [
        "a # b",
        "a: b",
        "#",
        "-",
        "- a",
        "? a",
        "\"a\" 'b'",
        "'",
        "\\",
        "a\\nb",
        "null",
        "Null",
        "~",
        "Yes",
        "no",
        "true",
        "2027",
        "1e3",
        "0x1f",
        "[a",
        "{a}",
        "{{event.name}}",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
        ">",
        "a\tb",
        "=",
        "fr: x",
        "«x»",
        "中文：信",
        "العربية",
        "é\u{301}",
        "😀",
        "{",
        "}",
        ", a",
        "a,",
        "<<",
        "---",
        "...",
        "2027-03-09",
        "#set page(paper: \"a3\")",
        "\u{a0}x\u{a0}",
    ];
    for text in odd {
        let answers = given(&[
            (Topic::Organisation, text),
            (Topic::Event, text),
            (Topic::Signatory, text),
            (Topic::Title, text),
            (Topic::Reference, text),
        ]);
        let written = mailing_file::write(&answers, &letter());
        let filled = ["meeting:", "  place:", "office:", "\nplace:"]
            .iter()
            .fold(written, |written, key| written.replacen(key, &format!("{key} x"), 1))
            .replace("issued_at:", "issued_at: 2026-11-28")
            .replace("start:", "start: 2027-03-09")
            .replace("end:", "end: 2027-03-09")
            .replace("e_mail:\n", "e_mail: a@b.example\n")
            .replace("recipients: []", "recipients: [a.csv]");
        let Checked { value, problems } = mailing::parse(&filled, "mailing.yaml");
        assert_eq!(problems, Problems::new(), "{text}\n{filled}");
        let mailing = value.expect("a mailing");
        let expected = text.replace('\t', " ");
        let expected = expected.trim();
        assert_eq!(mailing.sender.organisation.get("en"), Some(expected), "{text}");
        assert_eq!(mailing.event.name.get("en"), Some(expected), "{text}");
        assert_eq!(mailing.sender.signatory.titles["en"], [expected], "{text}");
        assert_eq!(mailing.reference.value, expected, "{text}");
    }
}

#[test]
fn answers_that_cannot_be_taken_say_what_to_write() {
    for (topic, written, told) in [
        (Topic::Languages, "xx", "`xx` is not a language"),
        (Topic::Languages, "pt", "there are no letters in `pt` yet"),
        (Topic::DefaultLanguage, "Klingon", "`Klingon` is not a language"),
        (Topic::EMail, "office", "`office` is not an e-mail address"),
        (Topic::Start, "2027-02-30", "`2027-02-30` is not a date"),
        (Topic::Start, "9 mars 2027", "`9 mars 2027` is not a date"),
        (Topic::IssuedAt, "today", "`today` is not a date"),
        (Topic::List, "/etc/passwd", "`/etc/passwd` is not in the mailing's folder"),
        (Topic::List, "../list.csv", "`../list.csv` is not in the mailing's folder"),
        (Topic::List, "list.docx", "`list.docx` is not a file that can be read here"),
        (Topic::List, "list.csv", "there is no file `list.csv` in the mailing's folder"),
        (Topic::Emblem, "emblem.gif", "`emblem.gif` is not a file that can be read here"),
        (Topic::Paper, "a3", "`a3` is not a paper"),
        (Topic::Event, " ", "the answer is empty"),
        (Topic::Event, "a\nb: c", "the answer has several lines"),
        (Topic::Event, "a\u{202e}b\u{7}", "the answer holds control characters U+202E, U+0007"),
    ] {
        let refusal = Interview::new(Path::new(".")).give(topic, written).expect_err(written);
        assert_eq!(refusal.message, told);
        assert!(!refusal.hint.is_empty(), "{told}");
    }
}

#[test]
fn nothing_answered_leaves_all_that_is_needed_empty_and_invents_nothing() {
    let Checked { value, problems } = mailing_of(&Answers::default());
    assert!(value.is_none());
    assert_eq!(problems.len(), 1, "{problems}");
    let empty = mailing::list_empty(&mailing_file::write(&Answers::default(), &letter()));
    assert_eq!(
        empty,
        [
            "reference",
            "issued_at",
            "place",
            "event.name",
            "event.meeting",
            "event.place",
            "event.start",
            "event.end",
            "sender.organisation",
            "sender.office",
            "sender.e_mail",
            "sender.signatory.name",
            "sender.signatory.titles.en",
            "recipients",
        ]
    );
}

#[test]
fn a_question_that_is_left_is_not_asked_again_and_takes_no_default() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("contacts.csv"), "id\n").expect("a file");
    let mut interview = Interview::new(folder.path());
    let mut lists = 0;
    while let Some(question) = interview.next_question() {
        lists += usize::from(question.topic == Topic::List && question.default.is_some());
        interview.leave(&question);
    }
    assert_eq!((lists, interview.finish()), (1, Answers::default()));
}

#[test]
fn pictures_are_called_after_whom_they_are_of() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["emblem.svg", "signature.png"] {
        fs::write(folder.path().join(name), "").expect("a file");
    }
    let mut interview = Interview::new(folder.path());
    for (topic, written) in [
        (Topic::Organisation, "Fisheries Commission"),
        (Topic::Signatory, "Yoshio UTSUMI"),
        (Topic::Emblem, "emblem.svg"),
        (Topic::Signature, "signature.png"),
    ] {
        interview.give(topic, written).expect("an answer");
    }
    let text = mailing_file::write(&interview.finish(), &letter());
    for part in [
        "assets:\n  emblem:\n    file: \"emblem.svg\"\n    alt:\n      en: \"Emblem: Fisheries Commission\"\n",
        "  signature:\n    file: \"signature.png\"\n    alt:\n      en: \"Signature: Yoshio UTSUMI\"\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn all_files_are_written_or_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::write(root.join("notes.txt"), "mine").expect("a file");
    let files = ["a/b/1", "a/b/2", "c"].map(|name| (name.to_owned(), Vec::new()));
    let staged = Staged::new(root, files.to_vec()).expect("made ready");
    // One of them is lost on the way.
    fs::remove_file(staged.path().join("a/b/2")).expect("removed");
    assert!(staged.install().is_err(), "a file is missing");
    let mut left = Vec::new();
    below(root, &mut left);
    assert_eq!(left, [path_text(&root.join("notes.txt"))]);
    assert!(!root.join("a").exists(), "its folders are taken away too");
    let installed = Staged::new(root, files.to_vec()).and_then(Staged::install).expect("installed");
    assert_eq!(installed, ["a/b/1", "a/b/2", "c"]);
    let problems = Staged::new(root, files.to_vec()).expect_err("they are there");
    assert_eq!(problems[0].code.name, "init-overwrite");
    assert_eq!(fs::read_to_string(root.join("notes.txt")).expect("the file"), "mine");
}
