//! Reminders and the ledger: nobody is reminded who answered or who may never have got the letter, and what went out is booked with the
//! first mailing, once.

use serde_json::Value;

use crate::collect::{answer, collect, sent};
use crate::folder::{Folder, Ran};
use crate::reminders::run_in;

const LEDGER: &str = "output/dispatch/DM-1132.jsonl";
const NOW: [&str; 2] = ["--now", "2004-05-20T09:00:00Z"];

fn add(folder: &Folder, arguments: &[&str]) {
    folder.run(&[&["ledger", "add"], arguments, &NOW].concat()).ends_with(0);
}

fn remind(folder: &Folder, output: &str, code: i32) -> Ran {
    let ran = folder.run(&["remind", "--issued-at", "2004-06-02", "-o", output]).ends_with(code);
    Ran { err: ran.out.clone() + &ran.err, ..ran }
}

/// How often the ledger has an event of a recipient.
fn count(folder: &Folder, event: &str, recipient: &str) -> usize {
    let is_it = |line: &&str| {
        let entry: Value = serde_json::from_str(line).expect("JSON");
        entry["event"] == event && entry["sent"]["recipient"] == recipient
    };
    folder.read(LEDGER).lines().filter(is_it).count()
}

#[test]
fn nobody_is_reminded_whose_letter_is_not_known_to_have_arrived() {
    let folder = sent();
    collect(&folder, 0);
    // An office that books nothing: all are reminded, which is said.
    remind(&folder, "first", 0).says("begun: 3 reminders").says("note[follow-up-no-ledger]");
    add(&folder, &["posted", "FRA", "KEN"]);
    add(&folder, &["returned", "KEN"]);
    let ran = remind(&folder, "second", 3);
    let ran = ran.says("begun: 1 reminder (fr 1)").says("warning[follow-up-not-sent]: 2 recipients");
    assert!(ran.err.contains("(open: GMB; returned: KEN)"), "{}", ran.err);
    // What went another way counts; a reply is read by a person, an answer by telephone is one.
    add(&folder, &["posted", "KEN", "--channel", "courier"]);
    add(&folder, &["posted", "GMB"]);
    add(&folder, &["replied", "GMB"]);
    add(&folder, &["answered", "FRA", "--text", "by telephone"]);
    let ran = remind(&folder, "third", 3).says("begun: 1 reminder (en 1)");
    let ran = ran.says("replied by the ledger, and not reminded: read what they say (1):\n    GMB\n");
    ran.says("answered by the ledger, though no form came (1):\n    FRA\n");
    let list = folder.read("third/recipients/unanswered.csv");
    assert!(list.contains("KEN,") && !list.contains("FRA,") && !list.contains("GMB,"), "{list}");
    folder.edit(LEDGER, "posted", "p0sted");
    remind(&folder, "fourth", 1).says("error[ledger-broken]");
}

#[test]
fn an_answer_is_booked_once_by_the_returns_where_there_is_a_ledger() {
    let folder = sent();
    answer(&folder, "KEN", "", "kenya.pdf", None);
    collect(&folder, 0);
    assert!(!folder.path(LEDGER).exists(), "no ledger is begun by what came back");
    add(&folder, &["posted", "FRA", "KEN", "GMB"]);
    let (_, ran) = collect(&folder, 0);
    assert!(ran.out.contains("booked in the ledger: 1 answer\n"), "{}", ran.out);
    let (_, ran) = collect(&folder, 0);
    assert!(!ran.out.contains("booked in the ledger"), "{}", ran.out);
    assert_eq!((count(&folder, "answered", "KEN"), count(&folder, "answered", "FRA")), (1, 0));
    let hash = folder.sha256("returns/kenya.pdf");
    assert!(folder.read(LEDGER).contains(&format!("matched, SHA-256 {hash}")), "{}", folder.read(LEDGER));
    // The table is written whatever is wrong with the ledger.
    folder.edit(LEDGER, "\"posted\"", "\"p0sted\"");
    let (table, ran) = collect(&folder, 3);
    assert_eq!(table["answered"], 1);
    assert!(ran.err.contains("error[ledger-broken]"), "{}", ran.err);
}

#[test]
fn reminders_that_went_out_are_booked_with_the_first_mailing_once() {
    let folder = sent();
    add(&folder, &["posted", "FRA", "KEN", "GMB"]);
    collect(&folder, 0);
    remind(&folder, "reminder", 0);
    run_in(&folder, "reminder", &["build"]).ends_with(0);
    let posted = |who: &str, code: i32| {
        run_in(&folder, "reminder", &[&["ledger", "add", "posted", who], &NOW[..]].concat()).ends_with(code)
    };
    assert_eq!(count(&folder, "reminded", "KEN"), 0, "what is only built is not booked");
    posted("KEN", 0);
    assert_eq!((count(&folder, "reminded", "KEN"), count(&folder, "reminded", "FRA")), (1, 0));
    // One that could not be booked is told, and booked by the next command.
    std::fs::rename(folder.path(LEDGER), folder.path("elsewhere")).expect("moved");
    let ran = posted("FRA", 3);
    assert!(ran.err.contains("warning[follow-up-ledger]") && ran.err.contains("is not there"), "{}", ran.err);
    std::fs::rename(folder.path("elsewhere"), folder.path(LEDGER)).expect("moved");
    posted("GMB", 0);
    for recipient in ["KEN", "FRA", "GMB"] {
        assert_eq!(count(&folder, "reminded", recipient), 1, "{recipient}");
    }
    let rows = folder.run(&["ledger"]).ends_with(0).out;
    assert!(rows.contains("reminded 1×") && !rows.contains("DM-1132/R1"), "{rows}");
    folder.run(&["verify"]).ends_with(0);
}
