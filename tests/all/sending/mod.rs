//! Messages go out once: what a server took is not sent again, what nobody can know is not tried, and what was not approved stays.

mod killed;
pub(crate) mod mailbox;
mod refused;
pub(crate) mod server;
mod settings;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::Duration;

use convoke::ledger::LedgerEvent;
use convoke::send::{self, Account, Clock, SendEvent, SendOptions, SendTally};
use jiff::{SignedDuration, Timestamp};

use crate::folder::{Folder, Ran};
use server::{Act, Server};

pub(crate) const LEDGER: &str = "output/dispatch/DM-1132.jsonl";
pub(crate) const COUNT: usize = 12;

pub(crate) fn address(number: usize) -> String {
    format!("protocol@r{number:02}.example")
}

/// A mailing by e-mail to some recipients, built and packed, with a server.
pub(crate) fn packed(server: &Server, settings: &str) -> Folder {
    built(&format!(
        "dispatch:\n  e_mail:\n    smtp: {{ host: 127.0.0.1, port: {}, security: none, seconds: 5, {settings} }}\n",
        server.port
    ))
}

/// The same with any settings of dispatch.
pub(crate) fn built(dispatch: &str) -> Folder {
    let folder = Folder::started();
    let recipients: String = (1..=COUNT)
        .map(|number| {
            format!(
                "  - {{ id: R{number:02}, kind: organisation, addressee: {{ office: foreign-minister, name: Anna MARTIN, gender: feminine }}, \
                 ministry: Ministry {number}, city: Geneva, address: [Street {number}, Geneva, SWITZERLAND], channels: [e-mail], \
                 emails: [{}], languages: [en] }}\n",
                address(number)
            )
        })
        .collect();
    folder.write("recipients/ministries.yaml", &format!("format: 1\nrecipients:\n{recipients}"));
    let accepted = "accepted:\n  - { warning: recipient-alike, because: a test }\n  - { warning: text-for-all, because: a test }\n";
    folder.edit("mailing.yaml", "extra_fields: []", &format!("extra_fields: []\n{accepted}{dispatch}"));
    let ran = folder.run(&["build"]);
    assert!(ran.code == 0 || ran.code == 3, "{}", ran.err);
    folder.run(&["pack"]).ends_with(0);
    folder
}

pub(crate) fn approve(folder: &Folder) {
    folder.run(&["approve", "--by", "Anna Martin", "--now", "2004-05-11T09:00:00Z"]).ends_with(0);
}

/// A clock that waits for nothing.
pub(crate) struct Fast(Cell<Timestamp>);

impl Fast {
    pub(crate) fn new() -> Self {
        Self(Cell::new("2004-05-12T09:00:00Z".parse().expect("a time")))
    }
}

impl Clock for Fast {
    fn now(&self) -> Timestamp {
        self.0.get()
    }

    fn wait(&self, time: Duration) -> bool {
        let time = SignedDuration::try_from(time).expect("a time");
        self.0.set(self.0.get() + time);
        true
    }

    fn is_stopped(&self) -> bool {
        false
    }
}

/// Sends by the library; returns what it came to, and how many seconds were waited for.
fn send(folder: &Folder, clock: &Fast) -> (SendTally, Vec<String>, u64) {
    let mut goods =
        send::prepare(folder.root(), "mailing.yaml", &SendOptions::default(), clock.now()).expect("goods");
    let mut waited = 0;
    let (tally, problems) = send::send(&mut goods, &Account::default(), clock, &mut |event| {
        if let SendEvent::Waiting { seconds, .. } = event {
            waited += seconds;
        }
    });
    (tally, problems.iter().map(|problem| problem.code.name.to_owned()).collect(), waited)
}

fn tally(tally: &SendTally) -> BTreeMap<&'static str, usize> {
    tally.by_event.iter().map(|(event, count)| (event.name(), *count)).collect()
}

/// Runs a command; what it says is looked for in results and problems alike.
fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    let ran = folder.run(arguments);
    Ran { err: ran.out.clone() + &ran.err, ..ran }
}

#[test]
fn each_message_goes_out_once_as_it_is_in_the_pack() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "");
    let held = "approved by 0 of 1";
    run(&folder, &["send"]).ends_with(3).says("0 messages would go out").says(held);
    run(&folder, &["send", "--really"]).ends_with(3).says(held);
    assert_eq!(server.connections.load(std::sync::atomic::Ordering::Relaxed), 0);
    approve(&folder);
    run(&folder, &["send"]).ends_with(0).says("12 messages would go out").says("nothing was sent");
    run(&folder, &["send", "--to-self", "me@office.example"])
        .ends_with(0)
        .says("1 message to me@office.example");
    assert_eq!(server.counts(), BTreeMap::from([("me@office.example".to_owned(), 1)]));
    assert_eq!(folder.read(LEDGER).lines().count(), 1, "{}", folder.read(LEDGER));

    run(&folder, &["send", "--really", "--only", "R03"]).ends_with(0).says("accepted");
    run(&folder, &["send", "--only", "R3"]).ends_with(1).says("error[send-nobody]");
    run(&folder, &["send", "--really"]).ends_with(3).says("accepted     11").says("it went out already");
    run(&folder, &["send", "--really"]).ends_with(3);
    let counts = server.counts();
    for number in 1..=COUNT {
        assert_eq!(counts.get(&address(number)), Some(&1), "{counts:?}");
    }
    // The very bytes of the pack, to the address in it, with the identifier of the archive.
    let records: serde_json::Value =
        serde_json::from_str(&folder.read("output/DM-1132/pack/e-mail.json")).expect("JSON");
    for message in server.taken.lock().expect("messages").iter().skip(1) {
        let record = records["messages"].as_array().expect("messages").iter();
        let record = record
            .clone()
            .find(|record| record["to"][0]["address"] == message.to[0].as_str())
            .expect("a record");
        let path = format!("output/DM-1132/pack/{}", record["path"].as_str().expect("a path"));
        assert!(
            std::fs::read(folder.path(&path)).expect("a message") == message.bytes,
            "{path} was changed on its way"
        );
        assert_eq!(message.from, record["from"]["address"].as_str().expect("an address"));
    }
    run(&folder, &["ledger", "--state", "sent"])
        .ends_with(0)
        .says("250 2.0.0 queued as 4711")
        .says("sent         12");
    run(&folder, &["verify"]).ends_with(0).says("in one chain");
}

#[test]
fn what_a_server_says_is_booked_and_what_nobody_can_know_is_not_tried_again() {
    let act = |to: &str, count: usize| match to {
        "protocol@r02.example" => Act::AtRecipient(550),
        "protocol@r04.example" if count < 3 => Act::AtRecipient(450),
        "protocol@r05.example" => Act::AtEnd(554),
        "protocol@r06.example" if count < 2 => Act::AtEnd(451),
        "protocol@r07.example" => Act::TakeAndDrop,
        "protocol@r08.example" if count < 2 => Act::DropEarly,
        "protocol@r10.example" => Act::AtRecipient(450),
        _ => Act::Take,
    };
    for server in [Server::start(act), Server::pipelining(act)] {
        what_a_server_says_is_booked(&server);
    }
}

fn what_a_server_says_is_booked(server: &Server) {
    let folder = packed(server, "stop_after: 50");
    approve(&folder);
    let clock = Fast::new();
    let (sent, problems, waited) = send(&folder, &clock);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(
        tally(&sent),
        BTreeMap::from([("accepted", 8), ("deferred", 1), ("refused", 2), ("unknown", 1)])
    );
    assert!(waited >= 60 + 300 + 900, "{waited}");

    let ran = run(&folder, &["ledger"]).ends_with(0).says("550 5.1.1").says("not now");
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    // The next run tries what was put off, and nothing else.
    let (sent, _, _) = send(&folder, &clock);
    assert_eq!(tally(&sent), BTreeMap::from([("deferred", 1)]));
    run(&folder, &["send"]).ends_with(3).says("nobody knows whether it went out").says("it failed");
    // A person's word opens it again.
    run(&folder, &["ledger", "add", "cleared", "R07", "--by", "Anna Martin"]).ends_with(0);
    let (sent, _, _) = send(&folder, &clock);
    assert_eq!(sent.by_event.get(&LedgerEvent::Unknown), Some(&1));
    let counts = server.counts();
    for (number, count) in [(1, 1), (4, 1), (6, 1), (7, 2), (8, 1), (12, 1)] {
        assert_eq!(counts.get(&address(number)), Some(&count), "{number}: {counts:?}");
    }
    assert!([2, 5, 10].iter().all(|number| !counts.contains_key(&address(*number))), "{counts:?}");
}

#[test]
fn a_server_that_refuses_everything_is_left_alone() {
    let server = Server::start(|_, _| Act::AtRecipient(554));
    let folder = packed(&server, "stop_after: 3");
    approve(&folder);
    let (sent, problems, _) = send(&folder, &Fast::new());
    assert_eq!(problems, ["send-stopped"]);
    assert_eq!((tally(&sent), sent.open), (BTreeMap::from([("refused", 3)]), COUNT - 3));
}

#[test]
fn a_server_is_asked_no_faster_than_it_may_be() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "pace: { per_minute: 5, per_hour: 10, per_connection: 4 }");
    approve(&folder);
    let clock = Fast::new();
    let (sent, _, waited) = send(&folder, &clock);
    assert_eq!(tally(&sent), BTreeMap::from([("accepted", 12)]));
    assert!((3600..3700).contains(&waited), "{waited}");
    assert_eq!(server.connections.load(std::sync::atomic::Ordering::Relaxed), 3);
}
