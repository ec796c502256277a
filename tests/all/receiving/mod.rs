//! What comes back by mail is booked to the message it is about, once, and as no more than it is due; what is unclear is listed.

mod hostile;
mod sources;
mod together;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use convoke::archive::Opened;
use convoke::ledger::{self, LedgerEntry, LedgerEvent, Sent};
use convoke::recipient::Channel;
use jiff::Timestamp;

use crate::folder::{Folder, Ran, entries};
use crate::golden;

pub(super) const LEDGER: &str = "output/dispatch/DM-1132.jsonl";
pub(super) const NOW: [&str; 2] = ["--now", "2004-05-20T09:00:00Z"];

/// How many recipients the mailing of these tests has.
const COUNT: usize = 53;

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// The identifier of the message to a recipient, as the messages in the folders beside this file name it.
pub(super) fn id(number: usize) -> String {
    format!("{number:032x}@office.example")
}

/// The addresses that a recipient is written to.
fn addresses(number: usize) -> String {
    match number {
        51 => "one@r51.example, two@r51.example".to_owned(),
        52 | 53 => "shared@both.example".to_owned(),
        _ => format!("protocol@r{number:02}.example"),
    }
}

/// The folder of messages beside this file.
pub(crate) fn messages(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/receiving").join(name);
    path.to_str().expect("UTF-8").to_owned()
}

/// A mailing that was built and sent by e-mail to all its recipients on 12 May.
pub(crate) fn sent() -> Folder {
    static BUILT: OnceLock<Folder> = OnceLock::new();
    Folder::once(&BUILT, build)
}

fn build(folder: &Folder) {
    folder.write_sample();
    let recipients: String = (1..=COUNT)
        .map(|number| {
            format!(
                "  - {{ id: R{number:02}, kind: organisation, addressee: {{ office: head-of-organisation, name: Anna MARTIN {number} }}, \
                 ministry: Ministry {number}, city: Geneva, address: [Street {number}, Geneva], channels: [e-mail], \
                 emails: [{}], languages: [en] }}\n",
                addresses(number)
            )
        })
        .collect();
    folder.write("recipients/ministries.yaml", &format!("format: 1\nrecipients:\n{recipients}"));
    // Letters alone: what is in them is nothing to these tests.
    let ran = folder.run(&["build"]);
    assert!(ran.code == 0 || ran.code == 3, "{}", ran.err);
    let (mut ledger, archive) =
        ledger::open(folder.root(), "mailing.yaml", at("2004-05-12T09:00:00Z")).expect("a ledger");
    for number in 1..=COUNT {
        let sent = Sent { recipient: format!("R{number:02}"), copy: None, channel: Channel::EMail };
        let entry = |event| {
            LedgerEntry::new(event, archive.manifest_sha256(), at("2004-05-12T09:00:00Z")).about(sent.clone())
        };
        let to = Some(addresses(number));
        let intended =
            LedgerEntry { to: to.clone(), number: Some(id(number)), ..entry(LedgerEvent::Intended) };
        ledger.append(intended).expect("a ledger");
        let accepted = LedgerEntry { to, text: Some("250 OK".to_owned()), ..entry(LedgerEvent::Accepted) };
        ledger.append(accepted).expect("a ledger");
    }
}

/// Runs `receive`; what it says is looked for in results and problems alike.
pub(super) fn receive(folder: &Folder, arguments: &[&str]) -> Ran {
    run(folder, &[&["receive"], arguments, &NOW].concat())
}

pub(super) fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    let ran = folder.run(arguments);
    Ran { err: ran.out.clone() + &ran.err, ..ran }
}

/// The lines of each message, of a run with `--json`.
pub(super) fn lines(ran: &Ran) -> Vec<serde_json::Value> {
    let all = ran.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    all.filter(|line| line["event"] == "message").map(|line| line["message"].clone()).collect()
}

/// A table of the messages of a run: file, what it was taken for, what came of it, whose, which event, and the words.
fn table(ran: &Ran) -> String {
    let mut table = String::new();
    for line in lines(ran) {
        let text = |key: &str| line[key].as_str().unwrap_or("-").to_owned();
        let file = text("place").rsplit('/').next().unwrap_or_default().to_owned();
        let whose = line["sent"]["recipient"].as_str().unwrap_or("-").to_owned();
        let [taken, outcome, event, why, words] = ["taken_for", "outcome", "event", "why", "words"].map(text);
        writeln!(table, "{file}\n  {taken}: {outcome} {event} {whose}\n  {why}\n  {words}").expect("a text");
    }
    table
}

/// The state of each recipient's message.
pub(super) fn states(folder: &Folder) -> Vec<(String, String, bool)> {
    let archive = Opened::open(&folder.path("output/DM-1132")).expect("an archive");
    let entries = ledger::read(&folder.path(LEDGER)).expect("a ledger").value;
    let scope = ledger::LedgerScope::new(archive.manifest(), archive.manifest_sha256());
    let standings = ledger::standings(&entries, &scope);
    let state = |(sent, standing): (&&Sent, &ledger::Standing<'_>)| {
        (sent.recipient.clone(), standing.state.name().to_owned(), standing.is_answered)
    };
    standings.iter().map(state).collect()
}

pub(crate) fn state(folder: &Folder, recipient: &str) -> String {
    states(folder).into_iter().find(|(id, ..)| id == recipient).map(|(_, state, _)| state).unwrap_or_default()
}

fn files(name: &str) -> Vec<PathBuf> {
    entries(Path::new(&messages(name))).iter().map(std::fs::DirEntry::path).collect()
}

#[test]
fn notices_of_real_formats_are_booked_to_the_messages_they_are_about() {
    let folder = sent();
    let ran = receive(&folder, &["--json", &messages("notices")]).ends_with(3);
    golden::assert("tests/all/receiving/notices.txt", &table(&ran));
    let found = lines(&ran);
    assert!(found.len() >= 50 && found.len() == files("notices").len(), "{}", found.len());
    assert!(found.iter().all(|line| line["outcome"] == "booked"), "{found:#?}");
    // Each is about another recipient; of the one with two addresses there are two.
    let whose: std::collections::BTreeSet<&str> =
        found.iter().filter_map(|line| line["sent"]["recipient"].as_str()).collect();
    assert_eq!(whose.len(), 51);
    let table: String = states(&folder)
        .iter()
        .map(|(id, state, is_answered)| {
            format!("{id} {state}{}\n", if *is_answered { " answered" } else { "" })
        })
        .collect();
    golden::assert("tests/all/receiving/states.txt", &table);
    run(&folder, &["verify"]).ends_with(0);
    run(&folder, &["ledger", "--state", "bounced"])
        .ends_with(0)
        .says("User unknown in virtual mailbox table");
}

#[test]
fn odd_messages_are_listed_and_not_booked() {
    let folder = sent();
    let before = folder.read(LEDGER);
    let ran = receive(&folder, &["--json", &messages("odd")]).ends_with(3);
    golden::assert("tests/all/receiving/odd.txt", &table(&ran));
    let found = lines(&ran);
    assert!(found.len() >= 20 && found.len() == files("odd").len(), "{}", found.len());
    assert!(found.iter().all(|line| line["outcome"] != "booked" && line["event"].is_null()), "{found:#?}");
    assert_eq!(folder.read(LEDGER), before);
    receive(&folder, &[&messages("odd")])
        .ends_with(3)
        .says("to look at")
        .says("bounce-of-an-address-of-several.eml")
        .says("it may be about R52 or R53");
}

#[test]
fn the_same_messages_read_again_are_known() {
    let folder = sent();
    let notices = messages("notices");
    let dry = receive(&folder, &["--dry-run", &notices]).ends_with(3);
    assert!(dry.out.contains("would be booked: 52 of 52 messages"), "{}", dry.out);
    assert_eq!(folder.read(LEDGER).lines().count(), 2 * COUNT);
    assert!(!folder.path("returns").exists());

    receive(&folder, &[&notices]).ends_with(3).says("booked: 52 of 52 messages");
    let ledger = folder.read(LEDGER);
    receive(&folder, &[&notices]).ends_with(0).says("booked: 0 of 52 messages; 52 read before");
    assert_eq!(folder.read(LEDGER), ledger);

    // A copy with other line ends, with what a store adds to the head: the same message.
    let bounce =
        std::fs::read_to_string(Path::new(&notices).join("postfix-unknown-user.eml")).expect("a message");
    let copy = format!("X-Mozilla-Status: 0001\n{bounce}\n\n").replace('\n', "\r\n");
    folder.write("copy.eml", &copy);
    // Another text under the same identifier says the same of the same message: known, too.
    folder.write("altered.eml", &bounce.replace("User unknown in virtual", "User unknown in the virtual"));
    for name in ["copy.eml", "altered.eml"] {
        receive(&folder, &[folder.path(name).to_str().expect("UTF-8")]).ends_with(0).says("1 read before");
    }
    assert_eq!(folder.read(LEDGER), ledger);
}

#[test]
fn a_notice_changes_nothing_that_is_newer() {
    let folder = sent();
    let notice =
        |name: &str| std::fs::read_to_string(Path::new(&messages("notices")).join(name)).expect("a message");
    let bounce = notice("postfix-unknown-user.eml");
    let name = |name: &str| folder.path(name).to_str().expect("UTF-8").to_owned();
    // Found last, written first: it is booked first.
    let receipt = notice("receipt-displayed.eml").replace(&id(44), &id(1));
    folder.write("a.eml", &receipt.replace("12 May 2004 10:30", "13 May 2004 10:30"));
    folder.write("b.eml", &bounce);
    receive(&folder, &[&name("a.eml"), &name("b.eml")]).ends_with(3);
    assert_eq!(state(&folder, "R01"), "read");
    // Read later, written earlier: a note.
    let older = notice("postfix-delivered.eml").replace(&id(5), &id(1)).replace("r05", "r01");
    folder.write("c.eml", &older.replace("notice.005@", "older@"));
    receive(&folder, &[&name("c.eml")]).ends_with(0).says("note").says("delivered, older than what is known");
    assert_eq!(state(&folder, "R01"), "read");

    // A late message was taken by a server: it is never put off, which would send it again.
    receive(&folder, &[&messages("notices/postfix-delayed.eml")])
        .ends_with(0)
        .says("late, and still being tried");
    assert_eq!(state(&folder, "R04"), "sent");

    // A date that cannot be is none.
    let future = notice("postfix-no-host.eml").replace("12 May 2004 09:12:31", "12 May 2034 09:12:31");
    folder.write("d.eml", &future);
    receive(&folder, &[&name("d.eml")]).ends_with(3);
    let last = folder.read(LEDGER).lines().last().expect("a line").to_owned();
    assert!(last.contains("\"bounced\"") && !last.contains("happened"), "{last}");
}
