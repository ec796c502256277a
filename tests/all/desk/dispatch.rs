//! Dispatch: packs, messages that go out once and only after a question, the ledger, entries by hand, and what came back.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

use super::begin::post as post_files;
use super::make::{ended, link};
use super::{Answer, Desk};
use crate::folder::{Folder, entries};
use crate::receiving::{messages, sent, state};
use crate::sending::mailbox::{self, Mailboxes, SECRET};
use crate::sending::server::{Act, Server};
use crate::sending::{COUNT, LEDGER, address, approve, built};

const LIST: &str = "recipients/ministries.yaml";
const MAILING: &str = "mailing.yaml";

/// A mailing of messages that is built, packed and approved, with a server.
fn packed(port: u16) -> Folder {
    static BUILT: OnceLock<Folder> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let folder = built(
            "dispatch:\n  e_mail:\n    smtp: { host: 127.0.0.1, port: 1, security: none, seconds: 5 }\n",
        );
        approve(&folder);
        folder
    });
    let folder = copy(built);
    folder.edit(MAILING, "port: 1,", &format!("port: {port},"));
    folder
}

fn copy(from: &Folder) -> Folder {
    let folder = Folder::empty();
    for entry in entries(from.root()) {
        let path = entry.path();
        let to = folder.root().join(path.strip_prefix(from.root()).expect("a path in the folder"));
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        if entry.file_type().expect("a type").is_file() {
            std::fs::copy(&path, &to).expect("a copy");
        }
    }
    folder
}

/// The sample mailing, built.
fn made() -> Folder {
    static BUILT: OnceLock<Folder> = OnceLock::new();
    copy(BUILT.get_or_init(|| {
        let folder = Folder::started();
        folder.run(&["build"]).ends_with(0);
        folder
    }))
}

/// Looks at what would go out; returns the page and the question's id.
fn look(desk: &Desk, cookie: &str, fields: &[(&str, &str)]) -> (String, String) {
    let page = ended(desk, cookie, &desk.post(cookie, "/dispatch/send/look", fields));
    let offer = link(&page, "/dispatch/send/question?offer=");
    let offer = offer.rsplit('=').next().expect("an id").to_owned();
    (page, offer)
}

fn answer(desk: &Desk, cookie: &str, offer: &str, messages: &str) -> Answer {
    desk.post(cookie, "/dispatch/send", &[("offer", offer), ("messages", messages)])
}

#[test]
fn the_desk_makes_the_pack_that_the_command_makes() {
    let folder = made();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let overview = desk.get(&cookie, "/dispatch");
    assert!(overview.contains("No pack has been made yet") && overview.contains("0 of 1"), "{overview}");
    let done = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/pack", &[("only", ""), ("sides", "")]));
    let path = link(&done, "/dispatch/packs/");
    let other = copy(&folder);
    std::fs::remove_dir_all(other.path("output/DM-1132/pack")).expect("a pack");
    other.run(&["pack"]).ends_with(0);
    assert_eq!(folder.sha256("output/DM-1132/pack/pack.json"), other.sha256("output/DM-1132/pack/pack.json"));
    assert_eq!(link(&desk.get(&cookie, "/dispatch"), "/dispatch/packs/"), path);
    let page = desk.get(&cookie, &path);
    assert!(page.contains("post/en/print-run.pdf") && page.contains("documents to print"), "{page}");
    let before = page.split("post/en/labels.pdf").next().expect("a file");
    let labels = before.rsplit("href=\"").next().and_then(|rest| rest.split('"').next()).expect("a link");
    let pdf = desk.fetch(&cookie, labels);
    assert_eq!(
        pdf.bytes,
        std::fs::read(folder.path("output/DM-1132/pack/post/en/labels.pdf")).expect("a file")
    );
    assert!(pdf.head.contains("application/pdf") && pdf.head.contains("utf-8''labels.pdf"), "{}", pdf.head);
    // What is not in a list is not there, whatever path leads to it.
    for wrong in ["/files/9999", "/files/x", "/files/..%2f..%2fmanifest.json", "-other", "%2f..%2f..", "/.."]
    {
        assert_eq!(desk.fetch(&cookie, &format!("{path}{wrong}")).status, 404, "{wrong}");
    }
    // A file that was altered is not printed.
    folder.write_bytes("output/DM-1132/pack/post/en/labels.pdf", b"%PDF-1.7 another");
    let altered = desk.fetch(&cookie, labels);
    assert_eq!(altered.status, 422, "{}", altered.head);
    // For some, beside it; and a wish that no form has is refused.
    let part = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/pack", &[("only", "KEN")]));
    assert!(link(&part, "/dispatch/packs/").ends_with("/pack-part"), "{part}");
    assert_eq!(desk.post(&cookie, "/dispatch/pack", &[("output", "/tmp/x")]).status, 400);
    let nothing = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/pack", &[("undelivered", "1")]));
    assert!(nothing.contains("nothing failed"), "{nothing}");
}

#[test]
fn messages_go_out_once_and_only_after_the_question() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(server.port);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/dispatch/send");
    assert!(page.contains(&format!("127.0.0.1:{}", server.port)) && page.contains("1 of 1"), "{page}");
    let (looked, offer) = look(&desk, &cookie, &[("way", "send"), ("only", "")]);
    assert!(looked.contains("would go out: 12") && looked.contains(&address(7)), "{looked}");
    let question = desk.get(&cookie, &format!("/dispatch/send/question?offer={offer}"));
    for text in
        ["Messages: 12, to recipients: 12", "cannot be called back", &format!("127.0.0.1:{}", server.port)]
    {
        assert!(question.contains(text), "{text}: {question}");
    }
    // No question, another question, no number, another number.
    for (offer, messages) in [("", "12"), ("00", "12"), (&*offer, ""), (&*offer, "11"), (&*offer, "12x")] {
        let refused = answer(&desk, &cookie, offer, messages);
        assert_eq!(refused.status, 422, "{offer} {messages}: {refused:?}");
    }
    assert_eq!(desk.post(&cookie, "/dispatch/send", &[]).status, 422);
    assert_eq!(server.connections.load(Ordering::Relaxed), 0, "nothing was asked of the server");
    let done = ended(&desk, &cookie, &answer(&desk, &cookie, &offer, "12"));
    assert!(done.contains("taken by the server") && done.contains("<dd>12</dd>"), "{done}");
    let once: BTreeMap<String, usize> = (1..=COUNT).map(|number| (address(number), 1)).collect();
    assert_eq!(server.counts(), once);
    // The same answer again sends nothing again.
    assert_eq!(answer(&desk, &cookie, &offer, "12").status, 422);
    let again = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/send/look", &[]));
    assert!(again.contains("would go out: 0 · held back: 12") && !again.contains("/question?"), "{again}");
    assert_eq!(server.counts(), once);
    folder.run(&["verify"]).ends_with(0);
    let overview = desk.get(&cookie, "/dispatch");
    assert!(!overview.contains("still open"), "{overview}");
}

#[test]
fn two_answers_at_once_send_once() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(server.port);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let (_, offer) = look(&desk, &cookie, &[("only", "R01, R02")]);
    let answers = std::thread::scope(|scope| {
        let answers: Vec<_> = (0..4).map(|_| scope.spawn(|| answer(&desk, &cookie, &offer, "2"))).collect();
        answers.into_iter().map(|answer| answer.join().expect("an answer")).collect::<Vec<_>>()
    });
    for one in answers.iter().filter(|answer| answer.status == 303) {
        ended(&desk, &cookie, one);
    }
    assert!(answers.iter().any(|answer| answer.status == 303), "{answers:?}");
    assert!(answers.iter().all(|answer| [303, 409, 422].contains(&answer.status)), "{answers:?}");
    assert_eq!(server.counts(), BTreeMap::from([(address(1), 1), (address(2), 1)]));
}

#[test]
fn what_changed_since_the_question_is_not_sent() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(server.port);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    // A message went out in between.
    let (_, offer) = look(&desk, &cookie, &[]);
    folder.run(&["send", "--really", "--only", "R03"]).ends_with(0);
    let refused = ended(&desk, &cookie, &answer(&desk, &cookie, &offer, "12"));
    assert!(
        refused.contains("Not done") && refused.contains("has changed since you were asked"),
        "{refused}"
    );
    assert_eq!(server.counts(), BTreeMap::from([(address(3), 1)]));
    // Another server.
    let other = Server::start(|_, _| Act::Take);
    let (_, offer) = look(&desk, &cookie, &[]);
    folder.edit(MAILING, &format!("port: {},", server.port), &format!("port: {},", other.port));
    let refused = ended(&desk, &cookie, &answer(&desk, &cookie, &offer, "11"));
    assert!(refused.contains("has changed since you were asked"), "{refused}");
    // A question that was asked anew closes the one before.
    let (_, first) = look(&desk, &cookie, &[]);
    let (_, second) = look(&desk, &cookie, &[("only", "R01")]);
    assert_eq!(answer(&desk, &cookie, &first, "11").status, 422);
    // A message that was altered is not sent.
    let records: serde_json::Value =
        serde_json::from_str(&folder.read("output/DM-1132/pack/e-mail.json")).expect("JSON");
    let record = records["messages"].as_array().expect("messages").iter();
    let record = record.clone().find(|record| record["to"][0]["address"] == address(1)).expect("a record");
    let path = format!("output/DM-1132/pack/{}", record["path"].as_str().expect("a path"));
    let whole = folder.read(&path);
    folder.write(&path, &whole.replace("Subject:", "Subject: not"));
    let altered = ended(&desk, &cookie, &answer(&desk, &cookie, &second, "1"));
    assert!(altered.contains("Not done") && altered.contains("altered"), "{altered}");
    assert_eq!((server.counts().len(), other.counts().len()), (1, 0));
}

#[test]
fn nothing_goes_out_that_was_not_approved() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(server.port);
    std::fs::remove_file(folder.path(LEDGER)).expect("a ledger");
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/dispatch/send");
    assert!(page.contains("href=\"/check/approve\"") && page.contains("0 of 1"), "{page}");
    let looked = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/send/look", &[]));
    assert!(looked.contains("would go out: 0") && looked.contains("approved by 0 of 1"), "{looked}");
    assert!(!looked.contains("/question?"), "{looked}");
    let nobody = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/send/look", &[("only", "Atlantis")]));
    assert!(nobody.contains("Not done") && nobody.contains("send-nobody"), "{nobody}");
    assert_eq!(server.connections.load(Ordering::Relaxed), 0);
}

#[test]
fn a_sample_goes_to_oneself_and_is_not_booked() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(server.port);
    let before = folder.read(LEDGER);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    for wrong in ["", "nobody", "a@b.example, c@d.example", "a@b.example\r\nRCPT TO:<x@y.example>"] {
        let refused = desk.post(&cookie, "/dispatch/send/sample", &[("address", wrong)]);
        assert_eq!(refused.status, 422, "{wrong}");
    }
    let asked = desk.post(&cookie, "/dispatch/send/sample", &[("address", "me@office.example")]);
    assert_eq!(asked.status, 303, "{asked:?}");
    let path = asked.header("location");
    let question = desk.get(&cookie, &path);
    assert!(question.contains("me@office.example") && !question.contains("name=\"messages\""), "{question}");
    assert_eq!(server.connections.load(Ordering::Relaxed), 0, "a question sends nothing");
    let offer = path.rsplit('=').next().expect("an id");
    let done = ended(&desk, &cookie, &answer(&desk, &cookie, offer, ""));
    assert!(done.contains("Samples sent: 1"), "{done}");
    assert_eq!(answer(&desk, &cookie, offer, "").status, 422);
    assert_eq!(server.counts(), BTreeMap::from([("me@office.example".to_owned(), 1)]));
    assert_eq!(folder.read(LEDGER), before);
}

#[test]
fn drafts_are_put_into_the_mailbox_and_the_secret_is_on_no_page() {
    let server = Mailboxes::start(&[], |_| mailbox::Act::Take);
    let folder = packed(1);
    folder.edit(MAILING, "    smtp:", &format!("    imap: {}\n    smtp:", server.imap()));
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let mut pages = vec![desk.get(&cookie, "/dispatch/send"), desk.get(&cookie, "/dispatch/received")];
    assert!(pages[0].contains("value=\"drafts\"") && pages[1].contains("Read the mailbox"), "{pages:?}");
    // A wrong secret, which the server repeats in its answer.
    folder.edit(MAILING, SECRET, "hunter3");
    let (looked, offer) = look(&desk, &cookie, &[("way", "drafts"), ("only", "R01,R02")]);
    pages.push(looked);
    pages.push(desk.get(&cookie, &format!("/dispatch/send/question?offer={offer}")));
    let refused = ended(&desk, &cookie, &answer(&desk, &cookie, &offer, "2"));
    assert!(refused.contains("Not done") && refused.contains("mailbox-server"), "{refused}");
    pages.push(refused);
    folder.edit(MAILING, "hunter3", SECRET);
    let (looked, offer) = look(&desk, &cookie, &[("way", "drafts"), ("only", "R01,R02")]);
    pages.push(looked);
    let done = ended(&desk, &cookie, &answer(&desk, &cookie, &offer, "٢"));
    assert!(done.contains("put into the drafts") && done.contains("<dd>2</dd>"), "{done}");
    pages.push(done);
    assert_eq!(server.drafts().len(), 2);
    pages.push(desk.get(&cookie, "/dispatch/ledger/of/R01"));
    assert!(pages.last().is_some_and(|page| page.contains("in the drafts folder")), "{pages:?}");
    for page in &pages {
        assert!(!page.contains(SECRET) && !page.contains("hunter3"), "{page}");
    }
    assert!(!folder.read(LEDGER).contains("hunter"), "nor in the ledger");
}

#[test]
fn what_was_done_by_hand_is_booked_and_shown_in_words() {
    let folder = made();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    assert!(!folder.path(LEDGER).exists());
    for path in ["/dispatch", "/dispatch/ledger", "/dispatch/ledger/add", "/dispatch/ledger/of/KEN"] {
        desk.get(&cookie, path);
    }
    assert!(!folder.path(LEDGER).exists(), "pages book nothing");
    assert_eq!(desk.fetch(&cookie, "/dispatch/ledger/of/ATL").status, 404);
    let add = |fields: &[(&str, &str)]| desk.post(&cookie, "/dispatch/ledger/add", fields);
    let posted = [("event", "posted"), ("recipient", "KEN"), ("number", "RR 123 <b>"), ("by", "Anna Martin")];
    let booked = add(&posted);
    assert_eq!(
        (booked.status, booked.header("location").as_str()),
        (303, "/dispatch/ledger/of/ken"),
        "{booked:?}"
    );
    let page = desk.get(&cookie, "/dispatch/ledger/of/KEN");
    for text in ["posted, handed over or faxed", "RR 123 &lt;b&gt;", "Anna Martin", "/recipients/KEN"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    // Twice, to nobody, by what is no channel, what no person books, and what no form asks.
    let lines = || folder.read(LEDGER).lines().count();
    assert_eq!(lines(), 1);
    for (fields, status, says) in [
        (&posted[..], 422, "ledger-twice"),
        (&[("event", "posted"), ("recipient", "Atlantis")], 422, "the archive has nothing for `Atlantis`"),
        (&[("event", "posted"), ("recipient", "")], 422, "no recipient is named"),
        (&[("event", "posted"), ("recipient", "GMB"), ("channel", "pigeon")], 422, "is no channel"),
        (&[("event", "accepted"), ("recipient", "GMB")], 422, "is not booked by hand"),
        (&[("event", "note"), ("recipient", "GMB"), ("happened", "2090-01-01")], 422, "lies in the future"),
        (&[("event", "note"), ("recipient", "GMB"), ("at", "2001-01-01")], 400, "Not done"),
    ] {
        let refused = add(fields);
        assert_eq!(refused.status, status, "{fields:?}: {refused:?}");
        assert!(refused.body.contains(says), "{says}: {}", refused.body);
    }
    assert_eq!(lines(), 1, "nothing of it was booked");
    // What was entered is still there.
    let kept = add(&[("event", "returned"), ("recipient", "Atlantis"), ("text", "moved \"away\"")]);
    assert!(
        kept.body.contains("moved &quot;away&quot;") && kept.body.contains("value=\"returned\" selected"),
        "{kept:?}"
    );
    // Today is not in the future, at whatever hour.
    let today = jiff::Timestamp::now().to_string();
    let today = today.split('T').next().expect("a day");
    let several = add(&[("event", "note"), ("recipient", "KEN\r\nGMB"), ("happened", today)]);
    assert_eq!(several.header("location"), "/dispatch/ledger?booked=2", "{several:?}");
    assert!(desk.get(&cookie, "/dispatch/ledger?booked=2").contains("Entries booked: 2"));
    folder.run(&["verify"]).ends_with(0);
}

#[test]
fn a_table_is_booked_whole_or_not_at_all_and_the_ledger_comes_as_a_file() {
    let folder = made();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let give = |name: &str, text: &[u8]| {
        post_files(&desk, &cookie, "/dispatch/ledger/import", &[("by", "Li Wei")], &[("file", name, text)])
    };
    let wrong = give("posted.csv", b"event,recipient\nposted,KEN\nposted,Atlantis\nflown,GMB\n");
    assert_eq!(wrong.status, 422, "{wrong:?}");
    for says in ["Atlantis", "flown", "posted.csv:3", "posted.csv:4"] {
        assert!(wrong.body.contains(says), "{says}: {}", wrong.body);
    }
    assert!(!desk.get(&cookie, "/dispatch/ledger?state=sent").contains(">KEN<"), "all or nothing");
    for (name, text) in [
        ("a.csv", &b"event;recipient\nposted;\xe9\n"[..]),
        ("a.xlsx", b"PK\x03\x04\xff"),
        ("../x.csv", b"a,b\n1,2\n"),
    ] {
        assert_eq!(give(name, text).status, 422, "{name}");
    }
    let none = post_files(&desk, &cookie, "/dispatch/ledger/import", &[], &[]);
    assert!(none.status == 422 && none.body.contains("no table was given"), "{none:?}");
    let table = "event,recipient,number\nposted,KEN,RR 1\nposted,GMB,RR 2\n";
    assert_eq!(give("posted.csv", table.as_bytes()).header("location"), "/dispatch/ledger?booked=2");
    let page = desk.get(&cookie, "/dispatch/ledger?state=sent");
    assert!(page.contains("1 to 2 of 2") && page.contains("RR 2"), "{page}");
    assert!(desk.get(&cookie, "/dispatch/ledger?q=kenya&state=sent").contains("1 to 1 of 1"));
    assert!(folder.read(LEDGER).contains("Li Wei"));
    // The files are those that the command writes.
    for (format, kind) in [("csv", "text/csv"), ("xlsx", "spreadsheetml")] {
        let got = desk.fetch(&cookie, &format!("/dispatch/ledger/table/{format}?"));
        folder.run(&["ledger", "-o", &format!("ledger.{format}")]).ends_with(0);
        assert_eq!(
            got.bytes,
            std::fs::read(folder.path(&format!("ledger.{format}"))).expect("a file"),
            "{format}"
        );
        assert!(got.head.contains(kind) && got.head.contains("attachment"), "{}", got.head);
    }
    let some = desk.fetch(&cookie, "/dispatch/ledger/table/csv?state=open").bytes;
    assert_eq!(String::from_utf8(some).expect("UTF-8").lines().count(), 2, "the head and France");
    assert_eq!(desk.fetch(&cookie, "/dispatch/ledger/table/ods").status, 404);
}

#[test]
fn a_foreign_ledger_is_told_and_nothing_is_booked_in_it() {
    let folder = made();
    folder.run(&["ledger", "add", "posted", "KEN"]).ends_with(0);
    let line = folder.read(LEDGER);
    folder.write(LEDGER, &line.replace("posted", "collected"));
    let forged = folder.read(LEDGER);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    for path in ["/dispatch", "/dispatch/send", "/dispatch/ledger", "/dispatch/ledger/of/KEN"] {
        let page = desk.get(&cookie, path);
        assert!(page.contains("class=\"error\"") && page.contains("ledger-"), "{path}: {page}");
        assert!(!page.contains("/proof\""), "nothing is proved by it: {page}");
    }
    let refused = desk.post(&cookie, "/dispatch/ledger/add", &[("event", "posted"), ("recipient", "GMB")]);
    assert_eq!(refused.status, 422, "{refused:?}");
    assert_eq!(desk.post(&cookie, "/dispatch/ledger/of/KEN/proof", &[]).status, 422);
    assert_eq!(desk.fetch(&cookie, "/dispatch/ledger/table/csv").status, 422);
    assert_eq!(folder.read(LEDGER), forged);
}

#[test]
fn a_proof_of_dispatch_is_given_as_a_file() {
    let folder = made();
    folder.run(&["ledger", "add", "posted", "KEN", "--number", "RR 1"]).ends_with(0);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let page = desk.get(&cookie, "/dispatch/ledger/of/KEN");
    assert!(page.contains("action=\"/dispatch/ledger/of/KEN/proof\""), "{page}");
    let proof = desk.post(&cookie, "/dispatch/ledger/of/KEN/proof", &[]);
    assert_eq!(proof.status, 200, "{}", proof.head);
    assert!(proof.head.contains("proof-of-dispatch_dm-1132-003_ken.pdf"), "{}", proof.head);
    assert!(proof.body.starts_with("%PDF-"), "{}", proof.head);
    assert_eq!(desk.post(&cookie, "/dispatch/ledger/of/ATL/proof", &[]).status, 422);
    assert_eq!(desk.post(&cookie, "/dispatch/ledger/of/..%2f..%2fKEN/proof", &[]).status, 422);
}

#[test]
fn what_came_back_is_booked_and_what_to_do_next_is_said() {
    let folder = sent();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    let bytes = |name: &str| std::fs::read(messages(&format!("notices/{name}"))).expect("a message");
    let (bounce, reply) = (bytes("qmail.eml"), bytes("reply-with-form.eml"));
    let mailbox =
        [b"From a@b Wed May 12 09:12:31 2004\n".as_slice(), &bytes("receipt-displayed.eml"), b"\n"].concat();
    let files = [
        ("files", "qmail.eml", bounce.as_slice()),
        ("files", "<script>.eml", reply.as_slice()),
        ("files", "notices.mbox", mailbox.as_slice()),
    ];
    let before = folder.read(LEDGER);
    let give = |texts: &[(&str, &str)]| {
        ended(&desk, &cookie, &post_files(&desk, &cookie, "/dispatch/received", texts, &files))
    };
    let looked = give(&[("dry", "1")]);
    assert!(looked.contains("nothing was booked") && looked.contains("came back undeliverable"), "{looked}");
    assert_eq!(folder.read(LEDGER), before);
    let booked = give(&[]);
    for text in [
        "came back undeliverable",
        "notices.mbox, message 1",
        "&lt;script&gt;.eml",
        "/dispatch/ledger/of/R23",
    ] {
        assert!(booked.contains(text), "{text}: {booked}");
    }
    assert!(!booked.contains("<script>."), "{booked}");
    assert_eq!(state(&folder, "R23"), "bounced");
    assert_eq!(entries(&folder.path("returns")).len(), 1);
    let again = give(&[]);
    assert!(again.contains("read before"), "{again}");
    // What to do next: the address is mended on the recipient's page, or the letter goes another way.
    let overview = desk.get(&cookie, "/dispatch");
    for text in ["id=\"failed\"", "Not delivered: 1", "href=\"/recipients/R23\"", "name=\"undelivered\""] {
        assert!(overview.contains(text), "{text}: {overview}");
    }
    let page = desk.get(&cookie, "/dispatch/ledger/of/R23");
    assert!(page.contains("came back") && page.contains("Mend the address"), "{page}");
    let pack = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/pack", &[("undelivered", "1")]));
    assert!(link(&pack, "/dispatch/packs/").contains("/pack-undelivered-"), "{pack}");
    let list = desk.get(&cookie, "/dispatch");
    assert!(list.contains("what failed: 1"), "{list}");
    // No mailbox is named.
    let none = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/received/mailbox", &[]));
    assert!(none.contains("Not done") && none.contains("mailbox-settings"), "{none}");
}

#[test]
fn hostile_names_are_text() {
    let folder = Folder::started();
    folder.edit(
        LIST,
        "Ministry of Foreign and Diaspora Affairs",
        "Ministry <script>alert(1)</script> of Affairs",
    );
    let ran = folder.run(&["build"]);
    assert!(Path::new(&folder.path("output/DM-1132")).exists(), "{}", ran.err);
    folder.run(&["ledger", "add", "note", "KEN", "--text", "\"><img src=x onerror=alert(1)>"]).ends_with(0);
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    for path in [
        "/dispatch",
        "/dispatch/ledger",
        "/dispatch/ledger/of/KEN",
        "/dispatch/ledger/add?recipient=%22%3E%3Cscript%3E",
    ] {
        let page = desk.get(&cookie, path);
        assert!(!page.contains("<script>") && !page.contains("<img src=x"), "{path}: {page}");
    }
}

#[test]
fn without_an_archive_each_part_says_what_comes_first() {
    let folder = Folder::started();
    let desk = Desk::open(&folder);
    let cookie = desk.enter();
    for path in ["/dispatch", "/dispatch/send", "/dispatch/ledger", "/dispatch/received"] {
        let page = desk.get(&cookie, path);
        assert!(
            page.contains("There is no archive to send yet") && page.contains("href=\"/make\""),
            "{path}: {page}"
        );
    }
    let refused = desk.post(&cookie, "/dispatch/ledger/add", &[("event", "posted"), ("recipient", "KEN")]);
    assert_eq!(refused.status, 422, "{refused:?}");
    let looked = ended(&desk, &cookie, &desk.post(&cookie, "/dispatch/send/look", &[]));
    assert!(looked.contains("Not done"), "{looked}");
}
