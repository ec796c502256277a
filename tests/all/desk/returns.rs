//! What came back, dropped on a page: read as the command reads it, decided, entered, followed up and listed; and what does harm.

use std::fs;
use std::io::{Cursor, Write as _};

use calamine::{Data, Reader as _, Xlsx};
use zip::write::SimpleFileOptions;

use super::begin::{leads_to, post};
use super::make::{ended, link};
use super::{Answer, Desk};
use crate::collect::{answer, sent};
use crate::folder::Folder;
use crate::forms::form_of;

const TABLE: &str = "output/DM-1132-registrations/registrations.json";

/// A form that a recipient filled in, which is taken out of the folder again.
fn filled_in(folder: &Folder, id: &str, more: &str, at: &str) -> Vec<u8> {
    answer(folder, id, more, "taken.pdf", Some(at));
    let path = folder.path("returns/taken.pdf");
    let bytes = fs::read(&path).expect("a form");
    fs::remove_file(path).expect("a file");
    bytes
}

/// Puts files in; the page of the job that reads them, once it has ended.
fn put_in(desk: &Desk, cookie: &str, files: &[(&str, &[u8])]) -> String {
    let files: Vec<(&str, &str, &[u8])> = files.iter().map(|(name, bytes)| ("file", *name, *bytes)).collect();
    let begun: Answer = post(desk, cookie, "/returns", &[], &files);
    ended(desk, cookie, &begun)
}

/// Reads all again.
fn read_again(desk: &Desk, cookie: &str) -> String {
    ended(desk, cookie, &desk.post(cookie, "/returns/read", &[]))
}

fn table(folder: &Folder) -> serde_json::Value {
    serde_json::from_str(&folder.read(TABLE)).expect("JSON")
}

/// The line of a file in the table.
fn line(folder: &Folder, name: &str) -> serde_json::Value {
    let table = table(folder);
    let files = table["files"].as_array().expect("files");
    let found = files.iter().find(|file| file["file"] == format!("returns/{name}"));
    found.unwrap_or_else(|| panic!("no line for {name} in {files:?}")).clone()
}

#[test]
fn what_is_put_in_is_read_as_by_the_command() {
    let folder = sent();
    let fra = filled_in(&folder, "FRA", r#", "participant.1.arrival": "23.06.2004""#, "2004-06-02T09:00:00Z");
    let ken = filled_in(&folder, "KEN", "", "2004-06-03T09:00:00Z");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    assert!(desk.get(&cookie, "/returns").contains("Nothing has been read yet"));
    let read = put_in(&desk, &cookie, &[("France.pdf", &fra), ("form.pdf", &ken)]);
    assert!(read.contains("Files put in: 2") && read.contains("2 of 3"), "{read}");
    let overview = desk.get(&cookie, "/returns");
    assert!(overview.contains("10 June 2004"), "the deadline, as the page's language writes it: {overview}");
    let by_desk = folder.read(TABLE);
    folder.run(&["collect", "returns"]).ends_with(0);
    assert_eq!(folder.read(TABLE), by_desk, "the command says the same, in the same words");

    let participants = desk.get(&cookie, "/returns/participants");
    for text in ["Zoë Ørsted", "Minister", "Head of delegation", "1 to 2 of 2"] {
        assert!(participants.contains(text), "{text}: {participants}");
    }
    for (query, count) in
        [("q=zoe+minister", 2), ("state=FRA", 1), ("q=nobody", 0), ("role=head&counting=1", 2)]
    {
        let page = desk.get(&cookie, &format!("/returns/participants?{query}"));
        assert_eq!(page.matches("Ørsted").count(), count, "{query}: {page}");
    }
    let silent = desk.get(&cookie, "/returns/silent");
    assert!(silent.contains("GMB") && !silent.contains("/recipients/KEN"), "{silent}");
    let overview = desk.get(&cookie, "/returns");
    assert!(overview.contains("Files in the folder: 2") && !overview.contains("Not read yet"), "{overview}");
    folder.write("returns/later.txt", "We cannot come.");
    assert!(desk.get(&cookie, "/returns").contains("Not read yet: 1"));
}

#[test]
fn names_and_values_that_would_do_harm_are_names_and_values() {
    let folder = sent();
    let harm = r#", "participant.1.function": "<script>alert(1)</script>""#;
    let form = filled_in(&folder, "FRA", harm, "2004-06-02T09:00:00Z");
    let other = filled_in(&folder, "FRA", "", "2004-06-03T09:00:00Z");
    let mailing = folder.read("mailing.yaml");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    put_in(
        &desk,
        &cookie,
        &[
            ("../../mailing.yaml", b"event: hacked"),
            ("C:\\scans\\form.pdf", &form),
            ("form.pdf", &other),
            ("form.pdf", &form),
            ("<img src=x onerror=alert(1)>.txt", b"text"),
            ("\u{202e}fdp.exe", b"text"),
        ],
    );
    assert_eq!(folder.read("mailing.yaml"), mailing);
    let there = fs::read_dir(folder.path("returns")).expect("a folder").count();
    assert_eq!(there, 5, "the same file of the same name is there once, another beside it");
    for path in
        ["/returns", "/returns/decide", "/returns/participants", "/returns/silent", "/returns/enter?from=1"]
    {
        let page = desk.get(&cookie, path);
        assert!(
            !page.contains("<script>alert") && !page.contains("<img src=x") && !page.contains('\u{202e}'),
            "{path}: {page}"
        );
    }
    // Files are asked for by their hashes alone.
    let hash = line(&folder, "form.pdf")["sha256"].as_str().expect("a hash").to_owned();
    let file = desk.fetch(&cookie, &format!("/returns/files/{hash}"));
    assert_eq!(file.status, 200);
    assert!(
        file.bytes.starts_with(b"%PDF-") && file.head.contains("frame-ancestors 'self'"),
        "{}",
        file.head
    );
    let text = line(&folder, "mailing.yaml")["sha256"].as_str().expect("a hash").to_owned();
    let text = desk.fetch(&cookie, &format!("/returns/files/{text}"));
    assert!(text.head.contains("attachment") && text.head.contains("octet-stream"), "{}", text.head);
    for path in ["..%2f..%2fmailing.yaml", "mailing.yaml", &"0".repeat(64), "0"] {
        assert_eq!(desk.fetch(&cookie, &format!("/returns/files/{path}")).status, 404, "{path}");
        assert_eq!(desk.fetch(&cookie, &format!("/returns/door/{path}")).status, 404, "{path}");
    }
}

/// A ZIP file of five files of thirty million zeros.
fn bomb() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let zeros = vec![0; 30 << 20];
    for number in 0..5 {
        writer.start_file(format!("{number}.pdf"), SimpleFileOptions::default()).expect("an entry");
        writer.write_all(&zeros).expect("room");
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn files_that_do_harm_cost_their_own_lines() {
    let folder = sent();
    let form = filled_in(&folder, "FRA", "", "2004-06-02T09:00:00Z");
    let deep = ["(", "["]
        .map(|open| [b"%PDF-1.7\n1 0 obj\n".to_vec(), open.repeat(1_000_000).into_bytes()].concat());
    let large = vec![b'x'; (32 << 20) + 1];
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let read = put_in(
        &desk,
        &cookie,
        &[
            ("bomb.zip", &bomb()),
            ("deep.pdf", &deep[0]),
            ("deeper.pdf", &deep[1]),
            ("large.pdf", &large),
            ("good.pdf", &form),
        ],
    );
    assert!(read.contains("Files put in: 4") && read.contains("large.pdf"), "{read}");
    assert!(!folder.path("returns/large.pdf").exists());
    assert_eq!(line(&folder, "good.pdf")["status"], "matched");
    for name in ["deep.pdf", "deeper.pdf", "bomb.zip"] {
        assert_ne!(line(&folder, name)["status"], "matched", "{name}");
    }
    assert!(desk.get(&cookie, "/returns/decide").contains("bomb.zip"), "a person has to look at it");
}

#[test]
fn a_thousand_files_are_taken_and_not_one_more() {
    let folder = sent();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let files: Vec<String> = (0..1002).map(|number| format!("note {number}.txt")).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|name| (name.as_str(), name.as_bytes())).collect();
    let read = put_in(&desk, &cookie, &files);
    assert!(read.contains("Files put in: 1000") && read.contains("note 1001.txt"), "{read}");
    assert_eq!(fs::read_dir(folder.path("returns")).expect("a folder").count(), 1000);
    let empty = post(&desk, &cookie, "/returns", &[], &[("file", "", b"")]);
    assert_eq!(empty.status, 422, "{empty:?}");
}

/// What the page of an answer posts, with other values of some fields.
fn enter(desk: &Desk, cookie: &str, path: &str, values: &[(&str, &str)]) -> Answer {
    let page = desk.get(cookie, path);
    let mut fields: Vec<(String, String)> = Vec::new();
    for input in page.split("<input ").skip(1) {
        let input = input.split('>').next().unwrap_or_default();
        let of = |key: &str| {
            input
                .split(&format!(" {key}=\""))
                .nth(1)
                .or_else(|| input.strip_prefix(&format!("{key}=\"")))
                .and_then(|rest| rest.split('"').next())
        };
        let is_box = of("type") == Some("checkbox");
        let is_posted = !is_box || input.contains(" checked");
        if let (Some(name), true) = (of("name"), is_posted) {
            fields.push((name.to_owned(), of("value").unwrap_or_default().to_owned()));
        }
    }
    fields.retain(|(name, _)| {
        !values.iter().any(|(other, _)| other == name) && name != "anyway" && name != "back"
    });
    fields.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.post(cookie, "/returns/enter", &fields)
}

#[test]
fn an_answer_on_paper_is_entered_beside_its_file() {
    let folder = sent();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    put_in(&desk, &cookie, &[("kenya.txt", b"We send Wanjiru Mwangi.")]);
    let decide = desk.get(&cookie, "/returns/decide");
    let key_in = link(&decide, "/returns/enter?file=");
    let chosen = desk.post(
        &cookie,
        "/returns/enter",
        &[("recipient", "KEN"), ("file", "returns/kenya.txt"), ("more", "1")],
    );
    assert_eq!(chosen.status, 200, "{chosen:?}");
    assert!(desk.get(&cookie, &key_in).contains("name=\"recipient\""), "whose it is, is asked");
    let path = "/returns/enter?recipient=KEN";
    assert!(desk.get(&cookie, path).contains("Family name"), "fields are called as in the form");
    let values = [
        ("1.family_name", "=Mwangi"),
        ("1.first_name", "Wanjiru"),
        ("1.e_mail", "nobody"),
        ("date", "2004-06-05"),
    ];
    let wrong = enter(&desk, &cookie, path, &values);
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("e_mail") && wrong.body.contains("value=\"=Mwangi\""), "{}", wrong.body);
    assert!(!folder.path("answers.csv").exists());
    let anyway = [&values[..], &[("anyway", "1"), ("note", "by letter"), ("file", "kenya.txt")]].concat();
    leads_to(&enter(&desk, &cookie, path, &anyway), "/returns/enter?saved=1");
    let csv = folder.read("answers.csv");
    assert!(
        csv.contains("KEN,answered,2004-06-05,by letter,") && csv.contains("'=Mwangi"),
        "no formula: {csv}"
    );
    read_again(&desk, &cookie);
    let table = table(&folder);
    assert_eq!(table["registrations"][0]["values"]["family_name"], "=Mwangi");
    assert_eq!(table["answered"], 1);
    // Entered again, it takes the place of what was entered before.
    let again = [
        ("1.family_name", "Mwangi"),
        ("1.first_name", "Wanjiru"),
        ("1.e_mail", "w@example.org"),
        ("2.family_name", "Otieno"),
        ("2.first_name", "Ann"),
        ("2.e_mail", "a@example.org"),
    ];
    assert_eq!(enter(&desk, &cookie, path, &again).status, 303);
    assert_eq!(folder.read("answers.csv").matches("KEN,answered").count(), 2);
    // Nobody else's, no other column, and no file that changed meanwhile.
    for (name, value, status) in [("recipient", "XXX", 422), ("date", "soon", 422), ("seen", "none", 422)] {
        let refused = enter(&desk, &cookie, path, &[&again[..], &[(name, value)]].concat());
        assert_eq!(refused.status, status, "{name}: {refused:?}");
    }
    assert!(desk.get(&cookie, "/history").contains("answers.csv"), "what was there before is kept");
}

#[test]
fn of_answers_that_differ_a_person_takes_one() {
    let folder = sent();
    let at = "2004-06-02T09:00:00Z";
    let one = filled_in(&folder, "FRA", r#", "participant.1.hotel": "A""#, at);
    let other = filled_in(&folder, "FRA", r#", "participant.1.hotel": "B""#, at);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    put_in(&desk, &cookie, &[("one.pdf", &one), ("other.pdf", &other)]);
    assert_eq!(line(&folder, "one.pdf")["version"], "tie");
    let decide = desk.get(&cookie, "/returns/decide");
    assert!(decide.contains("Several answers: FRA") && decide.contains("Take this one"), "{decide}");
    let take = link(&decide, "/returns/enter?from=");
    let page = desk.get(&cookie, &take);
    assert!(page.contains("value=\"Ørsted\"") && page.contains("<iframe"), "{page}");
    assert!(
        page.contains("selected lang=\"fr\">Chef(fe) de délégation"),
        "a choice is called as the form calls it: {page}"
    );
    // The day of the answer is no later than that of the forms: it counts since it names them.
    assert_eq!(enter(&desk, &cookie, &take, &[("date", "2004-06-02")]).status, 303);
    read_again(&desk, &cookie);
    assert_eq!(line(&folder, "one.pdf")["version"], "earlier");
    let table = table(&folder);
    let counts: Vec<_> =
        table["files"].as_array().expect("files").iter().filter(|file| file["version"] == "counts").collect();
    assert_eq!((counts.len(), &counts[0]["status"]), (1, &"keyed".into()), "{table}");
    assert!(desk.get(&cookie, "/returns/decide").contains("Nothing waits for a decision"));
}

#[test]
fn fields_are_called_as_the_form_calls_them_in_the_language_of_the_page() {
    let folder = sent();
    let form = filled_in(&folder, "FRA", r#", "participant.1.hotel": "HÃ´tel""#, "2004-06-02T09:00:00Z");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    put_in(&desk, &cookie, &[("form.pdf", &form)]);
    for (language, whose, hotel) in
        [("en", "Participant 1, ", "Hotel"), ("fr", "Participant 1, ", "Hôtel"), ("ar", "المشارك 1, ", "")]
    {
        let headers = [("Cookie", cookie.as_str()), ("Accept-Language", language)];
        let decide = desk.ask("GET", "/returns/decide", &headers, "").body;
        let shown = format!("<span title=\"participant.1.hotel\">{whose}<bdi>{hotel}");
        assert!(decide.contains(&shown) && !decide.contains("<code>participant"), "{language}: {decide}");
        let page = desk.ask("GET", &link(&decide, "/returns/enter?from="), &headers, "").body;
        let own = "title=\"hotel\"";
        assert!(page.contains(own) && page.contains("title=\"family_name\""), "{language}: {page}");
        // Who keys in has the form beside the fields, in its own language.
        assert_eq!(
            page.contains("<span class=\"quiet\" lang=\"fr\""),
            language != "fr",
            "{language}: {page}"
        );
    }
}

#[test]
fn reminders_and_confirmations_are_begun() {
    let folder = sent();
    let form = filled_in(&folder, "FRA", "", "2004-06-02T09:00:00Z");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    put_in(&desk, &cookie, &[("form.pdf", &form)]);
    let asked = [("issued_at", "2004-06-02"), ("deadline", "")];
    let begun = ended(&desk, &cookie, &desk.post(&cookie, "/returns/remind", &asked));
    assert!(begun.contains("DM-1132/R1") && begun.contains("Open it at the desk"), "{begun}");
    assert_eq!(link(&begun, "/desks/"), "/desks/reminder-2004-06-02");
    let list = folder.read("reminder-2004-06-02/recipients/unanswered.csv");
    assert!(list.contains("KEN") && !list.contains("FRA"), "{list}");
    let again = ended(&desk, &cookie, &desk.post(&cookie, "/returns/remind", &asked));
    assert!(again.contains("Not done"), "nothing is written over: {again}");
    let asked = [("issued_at", "2004-06-12"), ("whom", "participants")];
    let begun = ended(&desk, &cookie, &desk.post(&cookie, "/returns/confirm", &asked));
    assert!(begun.contains("DM-1132/C1"), "{begun}");
    assert!(folder.read("confirmations-2004-06-12/recipients/registered.csv").contains("Ørsted"));
    let wrong = ended(&desk, &cookie, &desk.post(&cookie, "/returns/remind", &[("issued_at", "soon")]));
    assert!(wrong.contains("`soon` is not a date"), "{wrong}");
}

#[test]
fn the_desk_that_began_reminders_opens_them_at_a_desk_of_their_own() {
    let folder = sent();
    let form = filled_in(&folder, "FRA", "", "2004-06-02T09:00:00Z");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    put_in(&desk, &cookie, &[("form.pdf", &form)]);
    let asked = [("issued_at", "2004-06-02"), ("deadline", "")];
    ended(&desk, &cookie, &desk.post(&cookie, "/returns/remind", &asked));
    let lead = link(&desk.get(&cookie, "/returns"), "/desks/");
    let led = || {
        let led = desk.ask("GET", &lead, &[("Cookie", &cookie)], "");
        assert_eq!(led.status, 303, "{led:?}");
        Desk::at(&led.header("location"))
    };
    let other = led();
    assert_ne!(other.port, desk.port);
    // Nobody gets in without having been led there, not even from the first desk.
    assert_eq!(other.ask("GET", "/", &[("Cookie", &cookie)], "").status, 401);
    let from_a_desk = ("Sec-Fetch-Site", "same-site");
    let entered = other.ask("GET", &other.entry, &[from_a_desk], "");
    assert_eq!(entered.status, 200, "a redirect would have come from the first desk: {entered:?}");
    assert!(entered.body.contains("http-equiv=\"refresh\"") && !entered.body.contains("R1"), "{entered:?}");
    let own = entered.header("set-cookie").split(';').next().expect("a pair").to_owned();
    assert_eq!(other.ask("GET", &other.entry, &[from_a_desk], "").status, 401, "an address works once");
    assert_eq!(other.ask("GET", "/", &[("Cookie", &own), from_a_desk], "").status, 403);
    let start = other.get(&own, "/");
    assert!(start.contains("DM-1132/R1"), "{start}");
    let list = other.get(&own, "/recipients");
    assert!(list.contains("/recipients/KEN") && !list.contains("/recipients/FRA"), "{list}");
    assert_eq!(desk.ask("GET", "/", &[("Cookie", &own)], "").status, 401);
    // Whoever asks again is led to the same desk, and in.
    let again = led();
    assert_eq!(again.port, other.port);
    let anew = again.enter();
    assert!(again.get(&anew, "/").contains("DM-1132/R1"));
    for nothing in [
        "/desks/recipients",
        "/desks/reminder",
        "/desks/..",
        "/desks/%2e%2e",
        "/desks/reminder-2004-06-02%2f..",
    ] {
        let answer = desk.ask("GET", nothing, &[("Cookie", &cookie)], "");
        assert_eq!(answer.status, 404, "{nothing}: {answer:?}");
    }
}

#[test]
fn lists_for_the_door_are_those_of_the_command() {
    let folder = sent();
    let form = filled_in(
        &folder,
        "FRA",
        r#", "participant.2.family_name": "=1+1", "participant.2.first_name": "X""#,
        "2004-06-02T09:00:00Z",
    );
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    put_in(&desk, &cookie, &[("form.pdf", &form)]);
    assert!(desk.get(&cookie, "/returns/door").contains("No lists have been made yet"));
    let made = ended(
        &desk,
        &cookie,
        &desk.post(&cookie, "/returns/door", &[("language", "fr"), ("badges", "L7165")]),
    );
    assert!(made.contains("/returns/door/badges.pdf"), "{made}");
    let book = desk.fetch(&cookie, "/returns/door/participants.xlsx");
    assert!(book.head.contains("attachment"), "{}", book.head);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.bytes)).expect("a workbook");
    assert_eq!(book.sheet_names()[..2], ["Liste des participants", "Participants par délégation"]);
    let sheet = book.worksheet_range("Liste des participants").expect("a sheet");
    assert_eq!(sheet.height(), 3);
    assert!(sheet.cells().all(|(_, _, cell)| matches!(cell, Data::String(_) | Data::Empty)), "texts alone");
    assert!(sheet.cells().any(|(_, _, cell)| *cell == Data::String("=1+1".to_owned())));
    let names = ["participants.pdf", "by-delegation.pdf", "heads.pdf", "counts.pdf", "badges.pdf"];
    let by_desk = names.map(|name| folder.sha256(&format!("output/DM-1132-participants/{name}")));
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    folder
        .run(&["participants", "--language", "fr", "--labels", "L7165", "--now", &today, "-o", "lists"])
        .ends_with(0);
    assert_eq!(names.map(|name| folder.sha256(&format!("lists/{name}"))), by_desk);
    assert!(desk.fetch(&cookie, "/returns/door/heads.pdf").head.contains("inline"));
    assert_eq!(form_of(&folder, "FRA").extension().and_then(|end| end.to_str()), Some("pdf"));
}
