//! A new mailing from a browser is the one that the command writes.

use std::collections::BTreeMap;

use super::{Answer, Desk};
use crate::folder::{Folder, entries};
use crate::import::books;
use crate::init::flags;

const EMBLEM: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><circle cx=\"4\" cy=\"4\" r=\"3\"/></svg>";

/// What a form with files posts: its texts, and its files each with field and name.
pub(super) fn post(
    desk: &Desk,
    cookie: &str,
    path: &str,
    texts: &[(&str, &str)],
    files: &[(&str, &str, &[u8])],
) -> Answer {
    let mut body = Vec::new();
    for (name, text) in texts {
        body.extend(
            format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n").bytes(),
        );
    }
    for (field, name, bytes) in files {
        let head = format!(
            "--limit\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes().chain(bytes.iter().copied()).chain("\r\n".bytes()));
    }
    body.extend("--limit--\r\n".bytes());
    let mut request = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nConnection: close\r\n\
         Cookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=limit\r\nContent-Length: {length}\r\n\r\n",
        port = desk.port,
        length = body.len()
    )
    .into_bytes();
    request.extend(body);
    desk.send(&request)
}

/// All files of a folder with their bytes, but for what programs keep for themselves.
pub(super) fn files(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let files = entries(folder.root()).into_iter().filter(|entry| entry.path().is_file()).map(|entry| {
        let path = entry.path();
        let name =
            path.strip_prefix(folder.root()).expect("a path below").to_str().expect("UTF-8").to_owned();
        (name, std::fs::read(&path).expect("a file"))
    });
    files.filter(|(name, _)| !name.contains(".convoke/")).collect()
}

/// Expects an answer that leads on, and where to.
#[track_caller]
pub(super) fn leads_to(answer: &Answer, path: &str) {
    assert_eq!(answer.status, 303, "{answer:?}");
    // The heads of answers are compared in small letters.
    assert_eq!(answer.header("location"), path.to_lowercase());
}

/// The address of the picture that was chosen for a topic.
fn picture_of(page: &str, topic: &str) -> String {
    let (_, rest) = page.split_once(&format!("src=\"/new/pictures/{topic}")).expect("a picture");
    format!("/new/pictures/{topic}{}", rest.split('"').next().expect("an address"))
}

#[test]
fn a_mailing_is_begun_as_by_the_command() {
    let workbook = books::english().0.save_to_buffer().expect("a workbook");
    let (by_page, by_command) = (Folder::empty(), Folder::empty());
    let desk = Desk::open(&by_page);
    let cookie = desk.enter();
    assert!(desk.get(&cookie, "/").contains("href=\"/new\""));
    let flags = flags(&["en", "fr"]);
    let given: Vec<(String, String)> = flags
        .chunks(2)
        .map(|pair| match pair[1].split_once('=').filter(|(tag, _)| tag.len() == 2) {
            Some((tag, text)) => (format!("{}.{tag}", &pair[0][2..]), text.to_owned()),
            None => (pair[0][2..].to_owned(), pair[1].clone()),
        })
        .filter(|(name, _)| !["languages", "list"].contains(&name.as_str()))
        .collect();
    let given: Vec<(&str, &str)> = given.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let choice = [("genre", "letter"), ("languages", "en"), ("languages", "fr"), ("default-language", "")];
    leads_to(&post(&desk, &cookie, "/new", &choice, &[]), "/new/sender");
    let emblem = [("emblem", "our emblem.SVG", EMBLEM.as_bytes())];
    // Each step takes what is asked there, and leaves the rest.
    leads_to(&post(&desk, &cookie, "/new/sender", &given, &emblem), "/new/event");
    let picture = picture_of(&desk.get(&cookie, "/new/sender"), "emblem");
    let shown = desk.ask("GET", &picture, &[("Cookie", &cookie)], "");
    assert_eq!((shown.status, shown.body.as_str()), (200, EMBLEM));
    assert!(shown.header("content-security-policy").starts_with("sandbox; default-src 'none'"), "{shown:?}");
    assert_eq!(desk.ask("GET", "/new/pictures/list", &[("Cookie", &cookie)], "").status, 404);
    leads_to(&post(&desk, &cookie, "/new/event", &given, &[]), "/new/issue");
    leads_to(&post(&desk, &cookie, "/new/issue", &given, &[]), "/new/list");
    let list = [("list", "C:\\lists\\contacts.xlsx", workbook.as_slice())];
    leads_to(&post(&desk, &cookie, "/new/list", &[("list", "")], &list), "/new/overview");
    let overview = desk.get(&cookie, "/new/overview");
    assert!(
        overview.contains("recipients/contacts.xlsx") && overview.contains("Gudrun JONSDOTTIR"),
        "{overview}"
    );
    assert!(!by_page.path("mailing.yaml").exists(), "nothing is written before the end");
    leads_to(&desk.post(&cookie, "/new/begin", &[]), "/import/columns?file=recipients%2Fcontacts.xlsx");

    for folder in ["recipients", "templates/assets"] {
        std::fs::create_dir_all(by_command.path(folder)).expect("a folder");
    }
    by_command.write_bytes("recipients/contacts.xlsx", &workbook);
    by_command.write("templates/assets/our-emblem.svg", EMBLEM);
    let mut arguments: Vec<&str> = flags.iter().map(String::as_str).collect();
    let at = arguments.iter().position(|word| *word == "contacts.yaml").expect("the list");
    arguments[at] = "recipients/contacts.xlsx";
    arguments.extend(["--emblem", "templates/assets/our-emblem.svg", "--yes"]);
    by_command.run(&[&["init"], arguments.as_slice()].concat()).ends_with(0);
    assert_eq!(files(&by_page), files(&by_command));

    super::import::save(&desk, &cookie, "recipients/contacts.xlsx", &[]);
    by_command.run(&["import", "recipients/contacts.xlsx", "--yes", "--add"]).ends_with(3);
    assert_eq!(files(&by_page), files(&by_command));
    assert_eq!(by_page.run(&["check"]).err, by_command.run(&["check"]).err);
    // The folder has a mailing now.
    assert_eq!(desk.ask("GET", "/new", &[("Cookie", &cookie)], "").header("location"), "/");
}

#[test]
fn what_cannot_be_taken_is_told_at_its_field_and_stays() {
    let folder = Folder::empty();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let texts = [("start", "9 mars 2027"), ("end", "2027-03-01"), ("event.en", "<b>Session</b>")];
    let answer = post(&desk, &cookie, "/new/event", &texts, &[]);
    assert_eq!(answer.status, 422);
    for text in
        ["`9 mars 2027` is not a date", "value=\"9 mars 2027\"", "value=\"&lt;b&gt;Session&lt;/b&gt;\""]
    {
        assert!(answer.body.contains(text), "{text}: {}", answer.body);
    }
    assert!(desk.get(&cookie, "/new/event").contains("value=\"9 mars 2027\""), "it survives a reload");
    assert_eq!(desk.post(&cookie, "/new/begin", &[]).status, 422);
    let signature = ("signature", "signature.png", b"no picture".as_slice());
    let answer = post(&desk, &cookie, "/new/issue", &[("reference", "FC/1")], &[signature]);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("this is no picture that letters can have"), "{}", answer.body);
    let list = ("list", "list.docx", b"".as_slice());
    let answer = post(&desk, &cookie, "/new/list", &[], &[list]);
    assert!(answer.body.contains("this is no file that recipients can be read from"), "{}", answer.body);
    assert_eq!(files(&folder).into_keys().collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn what_is_left_open_stays_empty_and_a_list_can_be_declined() {
    let folder = Folder::empty();
    folder.write("contacts.csv", "id\n");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    assert!(desk.get(&cookie, "/new/overview").contains("contacts.csv"), "the only list is proposed");
    leads_to(&post(&desk, &cookie, "/new/list", &[("list", "")], &[]), "/new/overview");
    leads_to(&desk.post(&cookie, "/new/begin", &[]), "/");
    let mailing = folder.read("mailing.yaml");
    assert!(mailing.contains("\nreference:\n") && mailing.contains("\nrecipients: []\n"), "{mailing}");
    let start = desk.get(&cookie, "/");
    assert!(!start.contains("href=\"/new\"") && start.contains("href=\"/settings\""), "{start}");
}
