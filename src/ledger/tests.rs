use jiff::Timestamp;

use super::chain;
use super::entry::{LedgerEntry, Sent};
use super::event::LedgerEvent;
use super::scope::LedgerScope;
use super::standing::{SendingState, standings};
use crate::recipient::Channel;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn sent(recipient: &str) -> Sent {
    Sent { recipient: recipient.to_owned(), copy: None, channel: Channel::EMail }
}

fn entry(event: LedgerEvent, recipient: &str, second: i64) -> LedgerEntry {
    let entry = LedgerEntry::new(event, &"a".repeat(64), at(second)).about(sent(recipient));
    LedgerEntry { text: Some(format!("“\u{202e}{recipient}\u{1b}[2J”\n\",\"hash\":\"x\"}}")), ..entry }
}

/// The lines of a ledger with an entry for each of `count` recipients.
fn lines(count: i64) -> Vec<String> {
    let mut head = chain::NOTHING.to_owned();
    (1..=count)
        .map(|number| {
            let entry = entry(LedgerEvent::Posted, &format!("R{number}"), number);
            let (line, hash) = chain::write(number.unsigned_abs(), &head, &entry).unwrap();
            head = hash;
            line + "\n"
        })
        .collect()
}

fn told(lines: &[String]) -> Vec<String> {
    let (_, problems) = chain::read(lines.concat().as_bytes(), "x.jsonl");
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_written_is_read_and_every_line_is_one() {
    let lines = lines(5);
    assert!(lines.iter().all(|line| line.matches('\n').count() == 1));
    let (chain, problems) = chain::read(lines.concat().as_bytes(), "x.jsonl");
    assert!(problems.is_empty(), "{problems}");
    let expected: Vec<LedgerEntry> =
        (1..=5).map(|number| entry(LedgerEvent::Posted, &format!("R{number}"), number)).collect();
    assert_eq!(chain.entries, expected);
    assert_eq!((chain.torn, chain.length), (0, lines.concat().len() as u64));
}

#[test]
fn edited_cut_reordered_and_spliced_ledgers_are_told_by_their_line() {
    let whole = lines(6);
    assert_eq!(told(&whole), Vec::<String>::new());

    for number in 0..6 {
        let mut edited = whole.clone();
        edited[number] = edited[number].replace("posted", "bounced");
        let line = number + 1;
        let expected = format!(
            "x.jsonl:{line}:1: error[ledger-broken]: the ledger is broken in line {line}: it was changed after it was written: \
             its hash does not fit"
        );
        assert_eq!(told(&edited), [expected]);
    }

    let mut cut = whole.clone();
    cut.remove(2);
    assert!(told(&cut)[0].contains("line 3: it was written as line 4"), "{:?}", told(&cut));

    let mut moved = whole.clone();
    moved.swap(1, 3);
    assert!(told(&moved)[0].contains("line 2: it was written as line 4"), "{:?}", told(&moved));

    let mut doubled = whole.clone();
    doubled.insert(3, whole[2].clone());
    assert!(told(&doubled)[0].contains("line 4: it was written as line 3"), "{:?}", told(&doubled));

    // A line that is right by itself, from a ledger that began otherwise.
    let other: Vec<String> = {
        let mut head = chain::NOTHING.to_owned();
        let mut write = |number: u64, entry: &LedgerEntry| {
            let (line, hash) = chain::write(number, &head, entry).unwrap();
            head = hash;
            line + "\n"
        };
        (1..=6).map(|number| write(number, &entry(LedgerEvent::Returned, "X", 9))).collect()
    };
    let mut spliced = whole.clone();
    spliced[4] = other[4].clone();
    let found = told(&spliced);
    assert!(found[0].contains("line 5: it does not follow the line before it"), "{found:?}");
    assert!(found[1].contains("line 6: it does not follow the line before it"), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[test]
fn a_line_that_was_cut_short_is_no_entry() {
    let whole = lines(3).concat();
    let second = lines(3)[..2].concat().len();
    for end in second + 1..whole.len() {
        let (chain, problems) = chain::read(&whole.as_bytes()[..end], "x.jsonl");
        assert!(problems.is_empty(), "{problems}");
        assert_eq!((chain.entries.len(), chain.length), (2, second as u64));
        assert_eq!(chain.torn, (end - second) as u64);
    }
}

#[test]
fn hostile_lines_are_told_and_nothing_else_happens() {
    let deep = "[".repeat(200_000);
    let hash = |text: &str| format!("{text},\"hash\":\"{}\"}}", crate::digest::hash_bytes(text));
    for line in [
        String::new(),
        "{}".to_owned(),
        "null".to_owned(),
        deep.clone(),
        hash(&format!("{{\"line\":1,\"previous\":{deep}")),
        hash("{\"line\":-1"),
        hash(&format!("{{\"line\":1,\"previous\":\"{}\",\"x\":1", chain::NOTHING)),
        "\u{0}".to_owned(),
    ] {
        assert_eq!(told(&[line + "\n"]).len(), 1);
    }
    let (_, problems) = chain::read(b"\xff\xfe\n", "x.jsonl");
    assert_eq!(problems.len(), 1);
}

#[test]
fn a_sending_stands_where_its_last_event_left_it() {
    for (events, state) in [
        (vec![], SendingState::Open),
        (vec![LedgerEvent::Approved, LedgerEvent::Note], SendingState::Open),
        (vec![LedgerEvent::Intended], SendingState::Unknown),
        (vec![LedgerEvent::Intended, LedgerEvent::Accepted], SendingState::Sent),
        (vec![LedgerEvent::Intended, LedgerEvent::Deferred], SendingState::Deferred),
        (vec![LedgerEvent::Intended, LedgerEvent::Deferred, LedgerEvent::Intended], SendingState::Unknown),
        (vec![LedgerEvent::Intended, LedgerEvent::Unknown, LedgerEvent::Cleared], SendingState::Open),
        (vec![LedgerEvent::Intended, LedgerEvent::Accepted, LedgerEvent::Bounced], SendingState::Bounced),
        (vec![LedgerEvent::Posted, LedgerEvent::Reminded, LedgerEvent::Replied], SendingState::Sent),
        (vec![LedgerEvent::Posted, LedgerEvent::Returned], SendingState::Returned),
        (
            vec![LedgerEvent::Intended, LedgerEvent::Accepted, LedgerEvent::Delivered, LedgerEvent::Read],
            SendingState::Read,
        ),
    ] {
        let entries: Vec<LedgerEntry> =
            events.iter().zip(1..).map(|(event, second)| entry(*event, "FRA", second)).collect();
        let archive = "a".repeat(64);
        let standings = standings(&entries, &LedgerScope::of(&archive, []));
        let found = standings.get(&sent("FRA")).map(|standing| standing.state).unwrap_or_default();
        assert_eq!(found, state, "{events:?}");
        let other = "b".repeat(64);
        assert!(super::standings(&entries, &LedgerScope::of(&other, [])).is_empty());
    }
}

/// An archive that is made later holds again what had gone out unchanged; what was booked of a letter that is another now says nothing.
#[test]
fn what_was_booked_of_a_letter_counts_in_every_archive_that_holds_it() {
    let with =
        |letter: &str, event, recipient, second| entry(event, recipient, second).with_letter(Some(letter));
    let entries = [
        with("1", LedgerEvent::Intended, "FRA", 1),
        with("1", LedgerEvent::Accepted, "FRA", 2),
        with("2", LedgerEvent::Posted, "KEN", 3),
        entry(LedgerEvent::Posted, "CHN", 4),
        with("1", LedgerEvent::Bounced, "ITA", 5),
    ];
    let later = "b".repeat(64);
    let scope = LedgerScope::of(&later, [("FRA", "1"), ("KEN", "3"), ("CHN", "1"), ("ITA", "1")]);
    let standings = super::standings(&entries, &scope);
    let found: Vec<_> =
        standings.iter().map(|(sent, standing)| (sent.recipient.as_str(), standing.state)).collect();
    assert_eq!(found, [("FRA", SendingState::Sent), ("ITA", SendingState::Bounced)]);
    // Of its own archive, everything counts, whichever letter it names.
    let own = "a".repeat(64);
    assert_eq!(super::standings(&entries, &LedgerScope::of(&own, [])).len(), 4);
}
