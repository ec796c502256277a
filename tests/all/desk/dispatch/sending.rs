//! Messages go out once, and only after the question.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use super::{MAILING, packed};
use crate::desk::make::{ended, link};
use crate::desk::{Answer, Desk};
use crate::sending::mailbox::{self, Mailboxes, SECRET};
use crate::sending::server::{Act, Server};
use crate::sending::{COUNT, LEDGER, address};

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
