//! Letters that programs ask for: the same documents and problems that `build` has, from a mailing that is read once.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use convoke::diagnostic::Problems;
use convoke::locale::LocalText;
use convoke::recipient::{self, Recipient};
use convoke::session::{MadeDocument, MailingSource, Request, Session, SessionOptions};
use convoke::worker::{Isolation, WorkerCommand};
use serde_json::{Value, json};

use crate::folder::{Folder, entries};

const LIST: &str = "recipients/ministries.yaml";

/// The sample, built: it has an archive, a register and a key.
pub(crate) static BUILT: LazyLock<Folder> = LazyLock::new(|| {
    let folder = Folder::started();
    folder.run(&["build"]).ends_with(0);
    folder
});

/// A session upon the sample, in worker processes.
static SESSION: LazyLock<Session> = LazyLock::new(|| open(&BUILT));

fn in_processes() -> Isolation {
    Isolation::Processes(WorkerCommand {
        program: env!("CARGO_BIN_EXE_convoke").into(),
        arguments: vec!["worker".into()],
    })
}

fn two() -> NonZeroUsize {
    NonZeroUsize::new(2).expect("two")
}

fn options() -> SessionOptions {
    SessionOptions { workers: two(), isolation: in_processes(), ..SessionOptions::default() }
}

fn open(folder: &Folder) -> Session {
    Session::open(MailingSource::Folder(folder.root().to_owned()), options())
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn listed() -> Vec<Recipient> {
    recipient::read(BUILT.root(), LIST, None, &[]).value
}

/// What the archive has in place of a document.
fn archived(name: &str) -> Vec<u8> {
    let all = entries(&BUILT.path("output/DM-1132"));
    let file = all.iter().find(|entry| entry.file_name() == name);
    fs::read(file.unwrap_or_else(|| panic!("{name}")).path()).expect("a file")
}

/// A recipient that no list has, written to in English by post.
pub(crate) fn stranger(id: &str) -> Value {
    json!({
        "id": id,
        "kind": "organisation",
        "addressee": { "office": "official" },
        "ministry": "Union of Examples",
        "address": ["1 Example Street", "1202 Geneva"],
        "city": "Geneva",
        "channels": ["post"],
        "languages": ["en"],
    })
}

/// The same with an e-mail address.
fn guest() -> Value {
    let mut guest = stranger("4711");
    guest["emails"] = json!(["office@example.org"]);
    guest
}

fn request(recipient: &Value) -> Request {
    Request::new(recipient).expect("a request").number(4711)
}

fn codes(problems: &Problems) -> Vec<&str> {
    problems.iter().map(|problem| problem.code.name).collect()
}

fn made(request: &Request) -> MadeDocument {
    SESSION.letter(request).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn a_letter_is_the_file_that_the_archive_has() {
    let mut compared = 0;
    for recipient in listed() {
        for document in ["letter", "form", "e-mail", "e-mail.html"] {
            let made = made(&Request::from(recipient.clone()).document(document));
            assert_eq!(made.bytes, archived(&made.about.name), "{}", made.about.name);
            assert_eq!(made.pages == 0, document.starts_with("e-mail"));
            compared += 1;
        }
    }
    assert_eq!(compared, 12);
}

#[test]
fn a_recipient_that_no_list_has_gets_a_letter_in_any_language_and_with_its_number() {
    let letter = made(&request(&guest()).language("FR"));
    let about = &letter.about;
    assert_eq!((about.language.as_str(), about.serial.as_str()), ("fr", "DM-1132/4711"));
    assert_eq!((about.document.as_str(), about.media_type), ("letter", "application/pdf"));
    assert!(letter.pages > 0 && letter.bytes.starts_with(b"%PDF-"));
    let again = made(&request(&guest()).language("fr"));
    assert_eq!(letter, again);
}

#[test]
fn files_in_memory_and_in_a_zip_file_are_the_folder() {
    let folder = BUILT.root();
    let names = ["mailing.yaml", "register.yaml", "register.key", "templates"];
    let mut files = BTreeMap::new();
    for entry in entries(folder).iter().filter(|entry| entry.file_type().expect("a type").is_file()) {
        let path = entry.path();
        let name = path.strip_prefix(folder).expect("inside").to_str().expect("a name").replace('\\', "/");
        if names.iter().any(|start| name.starts_with(start)) {
            files.insert(name, fs::read(path).expect("a file"));
        }
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in &files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("an entry");
        std::io::Write::write_all(&mut zip, content).expect("content");
    }
    let zip = zip.finish().expect("a ZIP file").into_inner();
    let letter = made(&request(&guest()));
    for source in [MailingSource::Files(files), MailingSource::Zip(zip)] {
        let session = Session::open(source, options()).unwrap_or_else(|problems| panic!("{problems}"));
        let same = session.letter(&request(&guest())).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(same, letter);
    }
}

#[test]
fn what_is_no_mailing_is_told() {
    for (source, code) in [
        (MailingSource::Zip(b"PK".to_vec()), "session-source"),
        (MailingSource::Files([("../mailing.yaml".to_owned(), Vec::new())].into()), "session-source"),
    ] {
        let problems = Session::open(source, options()).expect_err("no mailing");
        assert_eq!(codes(&problems), [code]);
    }
    let problems = Session::open(MailingSource::Files(BTreeMap::new()), options()).expect_err("no mailing");
    assert!(problems.to_string().contains("mailing.yaml"), "{problems}");
}

#[test]
fn a_mailing_without_a_key_makes_no_forms_that_nobody_could_accept() {
    let folder = Folder::started();
    let source = || MailingSource::Folder(folder.root().to_owned());
    assert_eq!(codes(&Session::open(source(), options()).expect_err("no key")), ["session-key"]);
    let trial = SessionOptions { is_trial: true, ..options() };
    assert!(Session::open(source(), trial).is_ok());
    assert!(!folder.path("register.key").exists() && !folder.path("register.yaml").exists());
}

#[test]
fn everything_that_is_wrong_with_a_request_is_told_together() {
    let mut wrong = guest();
    wrong["emails"] = json!(["nobody"]);
    wrong["channels"] = json!(["pigeon"]);
    wrong["langauges"] = json!(["en"]);
    let problems = SESSION.letter(&request(&wrong)).expect_err("refused");
    assert_eq!(codes(&problems), ["key-unknown", "value-invalid", "recipient-value"], "{problems}");
    assert!(problems.iter().all(|problem| problem.location.is_none()), "{problems}");
    assert!(problems.iter().all(|problem| problem.subject.recipient.as_deref() == Some("4711")));
    assert_eq!(SESSION.check(&request(&wrong)), problems);
}

#[test]
fn a_request_that_cannot_be_met_says_why() {
    let refused = |request: Request| SESSION.letter(&request).expect_err("refused");
    for (request, code, text) in [
        (request(&guest()).document("leter"), "request-document", "letter"),
        (request(&guest()).language("tlh"), "locale-unknown", "`tlh`"),
        (Request::new(&guest()).expect("a request"), "request-number", "none is given"),
        (request(&guest()).number(1), "request-number", "the number 1 is that of FRA"),
        (request(&guest()).number(0), "request-number", "0 is no number"),
        (Request::from(listed().remove(0)).number(7), "request-number", "has the number 1"),
    ] {
        let problems = refused(request);
        assert_eq!(codes(&problems), [code], "{problems}");
        let told = format!("{problems} {:?}", problems[0].hints);
        assert!(told.contains(text), "{told}");
    }
}

#[test]
fn what_has_gone_out_under_a_number_is_not_said_otherwise_under_it() {
    let folder = Folder::started();
    folder.run(&["build"]).ends_with(0);
    folder.run(&["release", "--now", "2004-05-11T09:00:00+02:00"]).ends_with(0);
    let session = open(&folder);
    let mut france = listed().remove(0);
    let letter = session.letter(&Request::from(france.clone()));
    assert!(letter.is_ok(), "{letter:?}");
    france.city = LocalText::Same("Elsewhere".to_owned());
    let changed = Request::from(france);
    assert_eq!(codes(&session.letter(&changed).expect_err("changed")), ["request-number"]);
    let replaced = session.letter(&changed.number(77)).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(replaced.about.serial, "DM-1132/077");
}

#[test]
fn a_page_is_drawn_and_one_that_is_not_there_is_told() {
    let png = SESSION.preview(&request(&guest()), NonZeroUsize::MIN, 36).expect("a page");
    assert!(png.starts_with(b"\x89PNG"));
    let far = SESSION.preview(&request(&guest()), NonZeroUsize::new(99).expect("a page"), 36);
    assert_eq!(codes(&far.expect_err("no page")), ["request-page"]);
    let email = SESSION.preview(&request(&guest()).document("e-mail"), NonZeroUsize::MIN, 36);
    assert_eq!(codes(&email.expect_err("no page")), ["request-page"]);
}

#[test]
fn a_batch_hands_over_every_answer_in_order_and_can_be_broken_off() {
    // An iterator that no other thread may have, as the cursor of a database is.
    let rows = std::rc::Rc::new(());
    let requests = |count: u32| {
        let rows = std::rc::Rc::clone(&rows);
        (1..=count).map(move |number| {
            let _ = &rows;
            let mut recipient = guest();
            recipient["id"] = json!(format!("R{number}"));
            if number == 3 {
                recipient["channels"] = json!([]);
            }
            // A number with a fraction would not keep its digits.
            if number == 5 {
                recipient["fields"] = json!({ "amount": 1.5 });
            }
            (number, Request::new(&recipient).map(|request| request.number(1000 + number)))
        })
    };
    let mut seen = Vec::new();
    let whole = SESSION.batch(requests(6), |number, made| {
        seen.push((number, made.map(|document| document.about.serial).map_err(|problems| problems.len())));
        ControlFlow::Continue(())
    });
    assert_eq!(whole, Ok(true));
    let made = |number: u32| (number, Ok(format!("DM-1132/{}", 1000 + number)));
    assert_eq!(seen, [made(1), made(2), (3, Err(1)), made(4), (5, Err(1)), made(6)]);
    let mut count = 0;
    let whole = SESSION.batch(requests(60), |_, _| {
        count += 1;
        ControlFlow::Break(())
    });
    assert_eq!((whole, count), (Ok(false), 1));
}

#[test]
fn threads_share_a_session_and_one_that_is_stopped_makes_no_more() {
    let session = open(&BUILT);
    let expected = made(&request(&guest()));
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| assert_eq!(session.letter(&request(&guest())), Ok(expected.clone())));
        }
    });
    session.stop();
    assert_eq!(codes(&session.letter(&request(&guest())).expect_err("stopped")), ["session-stopped"]);
}

#[test]
fn a_letter_that_takes_too_long_is_given_up_and_the_next_is_made() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "extra_fields: []", "extra_fields: []\nlimits: { seconds: 2 }");
    let endless =
        "#if \"{{recipient.id}}\" == \"4711\" { for a in range(90000) { for b in range(90000) {} } }\n";
    let letter = folder.read("templates/en/letter.typ.hbs");
    folder.write("templates/en/letter.typ.hbs", &format!("{letter}\n{endless}"));
    let options =
        SessionOptions { is_trial: true, unfinished: convoke::plan::Unfinished::Ignore, ..options() };
    let session = Session::open(MailingSource::Folder(folder.root().to_owned()), options)
        .unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(codes(&session.letter(&request(&guest())).expect_err("given up")), ["document-time"]);
    let mut other = guest();
    other["id"] = json!("4712");
    assert!(session.letter(&request(&other)).is_ok());
}
