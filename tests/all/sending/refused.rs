//! What is not sent: what nobody approved, what a server cannot take, what changed, what went out already.

use std::collections::BTreeMap;

use convoke::send::{Account, Clock as _, SendOptions};

use super::server::{Act, Server};
use super::{COUNT, Fast, LEDGER, address, approve, packed, run, send, tally};

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
