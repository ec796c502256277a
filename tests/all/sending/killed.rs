//! Runs that are killed: nothing goes out twice, and what nobody can know is told.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use convoke::ledger::LedgerEvent;

use super::server::{Act, Server};
use super::{COUNT, LEDGER, address, approve, packed, run};

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
