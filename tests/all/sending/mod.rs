//! Messages go out once: what a server took is not sent again, what nobody can know is not tried, and what was not approved stays.

pub(crate) mod mailbox;
pub(crate) mod server;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

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

/// What is intended together with others, ahead of its turn, and is not begun, is open again.
#[test]
fn what_was_intended_and_not_begun_is_withdrawn() {
    let server = Server::start(|to, _| match to {
        "protocol@r06.example" | "protocol@r07.example" => Act::AtRecipient(554),
        _ => Act::Take,
    });
    let folder = packed(&server, "stop_after: 2");
    approve(&folder);
    let clock = Fast::new();
    let (sent, problems, _) = send(&folder, &clock);
    assert_eq!(problems, ["send-stopped"]);
    assert_eq!((tally(&sent), sent.open), (BTreeMap::from([("accepted", 8), ("refused", 2)]), 2));
    let ledger = folder.read(LEDGER);
    let count = |event: &str| ledger.matches(&format!("\"event\":\"{event}\"")).count();
    assert_eq!(count("intended"), 10 + count("withdrawn"), "{ledger}");
    if cfg!(target_os = "linux") {
        assert!(count("withdrawn") > 0, "{ledger}");
    }
    run(&folder, &["ledger"])
        .ends_with(0)
        .says("open         2")
        .says("refused      2")
        .says("sent         8");
    let (sent, problems, _) = send(&folder, &clock);
    assert_eq!((tally(&sent), problems.len()), (BTreeMap::from([("accepted", 2)]), 0));
    assert!(server.counts().values().all(|count| *count == 1), "{:?}", server.counts());
}

/// What this server cannot take is refused before anything goes out.
#[test]
fn what_a_server_cannot_take_is_refused_before_anything_is_sent() {
    let server = Server::announcing(1000, |_, _| Act::Take);
    let folder = packed(&server, "");
    approve(&folder);
    let (sent, problems, _) = send(&folder, &Fast::new());
    assert_eq!((tally(&sent), problems.len()), (BTreeMap::from([("refused", COUNT)]), 0));
    let ledger = folder.read(LEDGER);
    assert!(ledger.contains("and the server takes 1000") && !ledger.contains("intended"), "{ledger}");
    assert_eq!(server.asked.lock().expect("addresses").len(), 0);
    run(&folder, &["send"]).ends_with(3).says("it failed: send it another way");
    run(&folder, &["send", "--channel", "registered-post"])
        .ends_with(1)
        .says("error[send-nobody]")
        .says("`registered-post` is no message");
    run(&folder, &["send", "--channel", "e-mail"]).ends_with(3).says("12 held back");
}

/// A wrong secret is not tried again and again.
#[test]
fn an_account_that_is_refused_is_tried_once() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "user: me, secret: { command: [printf, hunter2] }");
    approve(&folder);
    let clock = Fast::new();
    let mut goods =
        send::prepare(folder.root(), "mailing.yaml", &SendOptions::default(), clock.now()).expect("goods");
    let account = Account { secret: Some("hunter2".to_owned()), ..Account::default() };
    let (sent, problems) = send::send(&mut goods, &account, &clock, &mut |_| {});
    assert!(problems.to_string().contains("error[send-server]"), "{problems}");
    assert!(!problems.to_string().contains("hunter2"), "{problems}");
    assert_eq!(sent.open, COUNT);
    assert_eq!(server.connections.load(std::sync::atomic::Ordering::Relaxed), 1);
}

#[test]
fn a_changed_archive_or_pack_is_not_sent() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "");
    approve(&folder);
    let records: serde_json::Value =
        serde_json::from_str(&folder.read("output/DM-1132/pack/e-mail.json")).expect("JSON");
    let path = format!("output/DM-1132/pack/{}", records["messages"][0]["path"].as_str().expect("a path"));
    let whole = folder.read(&path);
    folder.write(&path, &whole.replace("Subject:", "Subject: x"));
    run(&folder, &["send", "--really"]).ends_with(1).says("error[send-pack]").says("it was altered");
    folder.write(&path, &whole);
    folder.edit("recipients/ministries.yaml", "Street 9,", "Avenue 9,");
    let ran = folder.run(&["build"]);
    assert!(ran.code == 0 || ran.code == 3, "{}", ran.err);
    run(&folder, &["send", "--really"]).ends_with(1).says("error[send-pack]");
    folder.run(&["pack"]).ends_with(0);
    run(&folder, &["send", "--really"]).ends_with(3).says("approved by 0 of 1");
    assert_eq!(server.counts().values().sum::<usize>(), 0);
}

#[test]
fn what_went_out_unchanged_is_not_sent_again_from_a_later_archive() {
    let server = Server::start(|to, _| match to {
        "protocol@r05.example" => Act::TakeAndDrop,
        "protocol@r06.example" => Act::AtRecipient(550),
        _ => Act::Take,
    });
    let folder = packed(&server, "");
    approve(&folder);
    let clock = Fast::new();
    let (sent, _, _) = send(&folder, &clock);
    assert_eq!(tally(&sent), BTreeMap::from([("accepted", 10), ("refused", 1), ("unknown", 1)]));
    // One letter is corrected: it has a new number, and the archive beside the first holds all others again.
    folder.edit("recipients/ministries.yaml", "Ministry 9,", "Department 9,");
    let ran = folder.run(&["build"]);
    assert!(ran.code == 0 || ran.code == 3, "{}", ran.err);
    folder.run(&["pack"]).ends_with(0);
    approve(&folder);
    // The ledger shows them as they stand, and what failed goes another way from the later archive too.
    let states = ["open         1", "unknown      1", "sent         9", "refused      1"];
    states.iter().fold(run(&folder, &["ledger"]).ends_with(0), |ran, state| ran.says(state));
    run(&folder, &["pack", "--undelivered"]).ends_with(3).says("R06");
    run(&folder, &["send"]).ends_with(3).says("1 message would go out").says("11 held back");
    let (sent, _, _) = send(&folder, &clock);
    assert_eq!(tally(&sent), BTreeMap::from([("accepted", 1)]));
    let counts = server.counts();
    for number in 1..=COUNT {
        let expected = match number {
            6 => None,
            9 => Some(&2),
            _ => Some(&1),
        };
        assert_eq!(counts.get(&address(number)), expected, "{counts:?}");
    }
    // A person's word about the later archive counts for the message.
    run(&folder, &["ledger", "add", "cleared", "R05"]).ends_with(0);
    run(&folder, &["send"]).ends_with(3).says("1 message would go out").says("R05");
}

#[test]
fn settings_that_would_leak_or_never_send_are_refused() {
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "");
    for (from, to, said) in [
        ("host: 127.0.0.1", "host: smtp.office.example", "without encryption"),
        ("seconds: 5", "seconds: 5, user: me", "an account needs both"),
        ("seconds: 5", "seconds: 5, user: me, secret: {}", "not said where the secret is"),
        (
            "seconds: 5",
            "seconds: 5, verp: true, bounces_to: notices-of-failure-of-the-office-of-the-summit@x.example",
            "too long to have a message's name",
        ),
        ("seconds: 5", "seconds: 5, pace: { per_hour: 0 }", "nothing would ever be sent"),
        ("seconds: 5", "seconds: 5, password: hunter2", "password"),
    ] {
        folder.edit("mailing.yaml", from, to);
        run(&folder, &["check"]).ends_with(1).says(said);
        folder.edit("mailing.yaml", to, from);
    }
    // A server that offers no STARTTLS is given nothing.
    folder.edit("mailing.yaml", "security: none", "security: starttls");
    approve(&folder);
    let (_, problems, _) = send(&folder, &Fast::new());
    assert_eq!(problems, ["send-server"]);
    assert_eq!(server.counts().len(), 0);
}

#[test]
#[cfg(unix)]
fn secrets_are_read_where_they_are_and_never_shown() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = Server::start(|_, _| Act::Take);
    let folder = packed(&server, "user: me, secret: { file: smtp.secret }");
    approve(&folder);
    run(&folder, &["send", "--really"]).ends_with(1).says("error[send-secret]");
    folder.write("smtp.secret", "hunter2\n");
    std::fs::set_permissions(folder.path("smtp.secret"), std::fs::Permissions::from_mode(0o644))
        .expect("permissions");
    run(&folder, &["send", "--really"]).ends_with(1).says("others can read the secret").says("chmod 600");
    std::fs::set_permissions(folder.path("smtp.secret"), std::fs::Permissions::from_mode(0o600))
        .expect("permissions");
    // The server takes no account, which is told without the secret.
    folder.edit("mailing.yaml", "file: smtp.secret", "command: [printf, hunter2]");
    let account = Account { secret: Some("hunter2".to_owned()), ..Account::default() };
    assert!(!format!("{account:?}").contains("hunter2"));
    let mut goods = send::prepare(folder.root(), "mailing.yaml", &SendOptions::default(), Fast::new().now())
        .expect("goods");
    let (_, problems) = send::send(&mut goods, &account, &Fast::new(), &mut |_| {});
    assert!(
        problems.to_string().contains("error[send-server]") && !problems.to_string().contains("hunter2"),
        "{problems}"
    );
}

/// Kills the command at moments spread over a run: nobody gets two messages, nobody is forgotten, and what the ledger does not know is
/// what was under way.
#[test]
#[cfg(unix)]
#[expect(
    clippy::disallowed_methods,
    reason = "the moments to kill at depend on how long the command looks through the archive"
)]
fn a_run_killed_at_any_moment_sends_nothing_twice() {
    let server = Server::start(|_, _| {
        std::thread::sleep(Duration::from_millis(15));
        Act::Take
    });
    let folder = packed(&server, "");
    approve(&folder);
    // Before anything is sent, the archive and the pack are looked through.
    let start = Instant::now();
    folder.run(&["send"]).ends_with(0);
    let looked_through = start.elapsed();
    let mut kills = 0;
    for round in 0..60_u64 {
        let mut command = folder.command(&["send", "--really"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command");
        std::thread::sleep(looked_through.mul_f64(0.8) + Duration::from_millis(13 * (round % 17)));
        let is_killed = child.try_wait().expect("a child").is_none();
        let _ = child.kill();
        let _ = child.wait();
        kills += u32::from(is_killed);
        if !is_killed {
            break;
        }
    }
    // What is open still goes out, whatever was killed; what was intended and not begun is known to be open.
    folder.run(&["send", "--really"]);
    let withdrawn = folder.read(LEDGER).matches("\"event\":\"withdrawn\"").count();
    let ran = folder.run(&["ledger", "--json"]).ends_with(0);
    let states: BTreeMap<String, String> = ran
        .out
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = |key: &str| row["sending"][key].as_str().expect("a text").to_owned();
            (text("recipient"), text("state"))
        })
        .collect();
    let counts = server.counts();
    assert!(kills > 0 && states.len() == COUNT, "{states:?}");
    let unknown = states.values().filter(|state| *state == "unknown").count();
    assert!(
        unknown <= kills as usize,
        "{unknown} unknown, {withdrawn} withdrawn after {kills} kills: {states:?}"
    );
    // A message is unknown only if the server was asked to take it; one may have been on its way to it.
    let asked = server.asked.lock().expect("addresses").clone();
    let lost =
        |number: &usize| states[&format!("R{number:02}")] == "unknown" && !asked.contains(&address(*number));
    if cfg!(target_os = "linux") {
        assert!((1..=COUNT).filter(lost).count() <= 1, "{states:?} {asked:?}");
    }
    for number in 1..=COUNT {
        let count = counts.get(&address(number)).copied().unwrap_or_default();
        match states[&format!("R{number:02}")].as_str() {
            "sent" => assert_eq!(count, 1, "R{number:02} {counts:?}"),
            "unknown" => assert!(count <= 1, "R{number:02} {counts:?}"),
            state => panic!("R{number:02} is {state} after {kills} kills: {counts:?}"),
        }
    }
    run(&folder, &["verify"]).ends_with(0);
}

/// What a killed command intended and had not begun is known; after a power cut it is not.
#[test]
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "a power cut forgets what memory has")]
fn a_killed_command_leaves_only_what_it_began_in_the_dark() {
    use convoke::ledger::{self, LedgerEntry, Sent};
    use convoke::recipient::Channel;
    use sha2::{Digest as _, Sha256};

    let server = Server::start(|_, _| Act::Take);
    for (is_powered, states) in [(true, ["unknown", "open", "unknown"]), (false, ["unknown"; 3])] {
        let folder = packed(&server, "");
        approve(&folder);
        let now = "2004-05-12T09:00:00Z".parse().expect("a time");
        let open = || ledger::open(folder.root(), "mailing.yaml", now).expect("a ledger");
        let (mut ledger, archive) = open();
        let intent = |number: usize| {
            let sent = Sent { recipient: format!("R{number:02}"), copy: None, channel: Channel::EMail };
            LedgerEntry::new(LedgerEvent::Intended, archive.manifest_sha256(), now).about(sent)
        };
        assert!(ledger.start());
        let first = ledger.append_behind((1..=3).map(intent).collect()).expect("room");
        ledger.begin(first).expect("memory");
        ledger.begin(first + 2).expect("memory");
        drop((ledger, archive));
        if !is_powered {
            let path = std::fs::canonicalize(folder.path(LEDGER)).expect("a path");
            let name = Sha256::digest(path.to_string_lossy().as_bytes());
            let name: String = name.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
            std::fs::remove_file(format!("/dev/shm/convoke-{name}")).expect("a note");
        }
        drop(open());
        for (number, state) in (1..).zip(states) {
            run(&folder, &["ledger", "--recipient", &format!("R{number:02}")]).ends_with(0).says(state);
        }
        run(&folder, &["verify"]).ends_with(0).says("in one chain");
    }
}
