//! Approvals, and the ledger of what was sent.

use std::fs;

use crate::folder::{Folder, Ran};

const LEDGER: &str = "output/dispatch/DM-1132.jsonl";
const NOW: [&str; 2] = ["--now", "2004-05-11T09:00:00+02:00"];

fn built() -> Folder {
    Folder::built()
}

fn approve(folder: &Folder, arguments: &[&str]) -> Ran {
    run(folder, &[&["approve"], arguments, &NOW].concat())
}

fn add(folder: &Folder, arguments: &[&str]) -> Ran {
    run(folder, &[&["ledger", "add"], arguments, &["--now", "2004-05-20T09:00:00Z"]].concat())
}

/// Runs a command; what it says is looked for in results and problems alike.
fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    let ran = folder.run(arguments);
    Ran { err: ran.out.clone() + &ran.err, ..ran }
}

#[test]
fn an_archive_is_approved_by_as_many_as_the_mailing_asks_for_and_released_then() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "extra_fields: []", "extra_fields: []\ndispatch: { approvals: 2 }");
    approve(&folder, &["--by", "Anna Martin"]).ends_with(1).says("error[no-archive]");
    folder.run(&["build"]).ends_with(0);
    run(&folder, &["release", "--now", "2004-05-11T09:00:00+02:00"])
        .ends_with(1)
        .says("error[approval]")
        .says("each names who gives it");
    approve(&folder, &["--by", " "]).ends_with(1).says("nobody is named");
    approve(&folder, &["--by", "Anna Martin"])
        .ends_with(0)
        .says("all of it by 1 of 2 persons")
        .says("nothing goes out yet");
    // The same person again is one person, however the name is written.
    approve(&folder, &["--by", "anna  MARTIN"]).ends_with(0).says("approved before").says("by 1 of 2");
    assert!(!folder.read("register.yaml").contains("released"), "{}", folder.read("register.yaml"));
    // Approvals of a part do not release the whole.
    approve(&folder, &["--by", "Li Wei", "--language", "en"]).ends_with(0).says("by 1 of 2");
    approve(&folder, &["--by", "Li Wei", "--language", "pt"]).ends_with(1).says("nothing in `pt`");
    approve(&folder, &["--by", "Li Wei", "--channel", "courier"])
        .ends_with(1)
        .says("nothing that goes by courier");
    approve(&folder, &["--by", "Li Wei", "--language", "fr"])
        .ends_with(0)
        .says("by 2 of 2")
        .says("numbers frozen");
    assert!(folder.read("register.yaml").contains("released"), "{}", folder.read("register.yaml"));
    assert_eq!(folder.read(LEDGER).lines().count(), 3);
    run(&folder, &["verify"]).ends_with(0).says("3 entries, in one chain");

    // What changes is another archive, which nobody approved.
    folder.edit("recipients/ministries.yaml", "address: [Nairobi", "address: [Harambee Avenue, Nairobi");
    folder.run(&["build"]).ends_with(0);
    approve(&folder, &["--by", "Li Wei"]).ends_with(0).says("output/DM-1132.2").says("by 1 of 2");
}

#[test]
fn a_release_is_an_approval_and_the_ledger_says_that_nobody_was_named() {
    let folder = built();
    let release = ["release", "--now", "2004-05-11T09:00:00+02:00"];
    run(&folder, &release)
        .ends_with(0)
        .says("released: output/DM-1132, in nobody's name")
        .says("all of it by 1 of 1 person")
        .says("output/DM-1132 stays as it is from now on");
    let ledger = folder.read(LEDGER);
    assert!(ledger.contains("no name was given") && !ledger.contains("\"by\""), "{ledger}");
    run(&folder, &release).ends_with(0).says("released before");
    run(&folder, &[&release[..], &["--by", "Anna Martin"]].concat())
        .ends_with(0)
        .says("approved: output/DM-1132, by Anna Martin");
    assert_eq!(folder.read(LEDGER).lines().count(), 2);
    // Where two are asked for later, a release without a name is nobody's.
    folder.edit("mailing.yaml", "extra_fields: []", "extra_fields: []\ndispatch: { approvals: 2 }");
    approve(&folder, &["--by", "Anna Martin"]).ends_with(0).says("approved before").says("by 1 of 2 persons");

    // Its rules are those of an approval.
    let folder = Folder::started();
    folder.edit("recipients/ministries.yaml", "address: [Nairobi", "address: [ლ, Nairobi");
    folder.run(&["build"]).ends_with(3);
    run(&folder, &release).ends_with(1).says("incomplete: 1 of its recipients");
    run(&folder, &[&release[..], &["--allow-incomplete"]].concat()).ends_with(0);
}

#[test]
fn what_is_incomplete_or_altered_is_not_approved() {
    let folder = built();
    let letter = walk(&folder, "KEN_letter_en.pdf");
    let bytes = fs::read(&letter).expect("a letter");
    let mut altered = bytes.clone();
    altered[500] ^= 1;
    folder.write_bytes(&relative(&folder, &letter), &altered);
    approve(&folder, &["--by", "Anna Martin"]).ends_with(1).says("error[archive-altered]");
    assert!(!folder.path(LEDGER).exists());

    let folder = Folder::started();
    folder.edit("recipients/ministries.yaml", "address: [Nairobi", "address: [ლ, Nairobi");
    folder.run(&["build"]).ends_with(3);
    approve(&folder, &["--by", "Anna Martin"]).ends_with(1).says("incomplete: 1 of its recipients");
    approve(&folder, &["--by", "Anna Martin", "--allow-incomplete"]).ends_with(0);
    assert!(folder.read(LEDGER).contains("although 1 are blocked"), "{}", folder.read(LEDGER));
}

#[test]
fn what_people_did_is_booked_once_and_shown() {
    let folder = built();
    run(&folder, &["ledger"]).ends_with(0).says("open");
    let channel = |id: &str| {
        let ran = run(&folder, &["ledger", "--json", "--recipient", id]).ends_with(0);
        let row: serde_json::Value =
            serde_json::from_str(ran.out.lines().next().expect("a row")).expect("JSON");
        row["sending"]["channel"].as_str().expect("a channel").to_owned()
    };
    let number = "RR 123 456 785 CH";
    let own = channel("KEN");
    add(&folder, &["posted", "KEN", "--number", number, "--by", "Anna Martin", "--happened", "2004-05-12"])
        .ends_with(0)
        .says("booked: 1 entry");
    add(&folder, &["posted", "Kenya"])
        .ends_with(1)
        .says("error[ledger-twice]")
        .says(&format!("sent by {own} already"));
    add(&folder, &["posted", "KEN", "--channel", "courier"]).ends_with(0);
    run(&folder, &["ledger"]).ends_with(0).says(number).says("2004-05-12T12:00:00Z").says("courier");
    add(&folder, &["posted", "Kenia"]).ends_with(1).says("nothing for `Kenia`");
    add(&folder, &["accepted", "KEN"]).ends_with(1).says("not booked by hand").says("posted");
    add(&folder, &["posted", "KEN", "--channel", "raven"]).ends_with(1).says("no channel");
    add(&folder, &["delivered", "KEN", "--happened", "2031-01-01"]).ends_with(1).says("lies in the future");
    add(&folder, &["returned", "KEN"]).ends_with(0);
    run(&folder, &["ledger", "--state", "returned"]).ends_with(0).says("KEN");
    // What came back may go out again.
    add(&folder, &["posted", "KEN"]).ends_with(0);
    run(&folder, &["ledger", "--entries"]).ends_with(0).says("returned").says("by Anna Martin");
    run(&folder, &["verify"]).ends_with(0).says("4 entries");
}

#[test]
fn a_table_is_booked_as_a_whole_or_not_at_all() {
    let folder = built();
    let table = "event;recipient;number;by\nposted;KEN;1;=HYPERLINK(\"http://x\")\nposted;GMB;2;\u{1b}[2J\nposted;XXX;3;\n;FRA;4;\n";
    folder.write("posted.csv", table);
    let file = folder.path("posted.csv");
    let file = file.to_str().expect("UTF-8");
    add(&folder, &["--file", file]).ends_with(1).says("posted.csv:4:1").says("posted.csv:5:1");
    assert_eq!(folder.read(LEDGER), "");
    folder.write("posted.csv", &table.replace("XXX", "FRA").replace("\n;FRA;4;\n", "\nnote;FRA;4;\n"));
    let ran = add(&folder, &["--file", file]).ends_with(0);
    assert!(ran.out.contains("booked: 4 entries"), "{}", ran.out);
    let ran = run(&folder, &["ledger", "--entries"]).ends_with(0);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    run(&folder, &["ledger", "-o", folder.path("ledger.csv").to_str().expect("UTF-8")]).ends_with(0);
    let csv = folder.read("ledger.csv");
    assert!(csv.contains("number,recipient,name") && csv.contains(",sent,"), "{csv}");
    // The register's columns that people once typed.
    assert!(
        csv.contains(",text,approved,sent,proof\r\n") && csv.contains(",2004-05-20T09:00:00Z,2\r\n"),
        "{csv}"
    );
    run(&folder, &["ledger", "-o", folder.path("ledger.xlsx").to_str().expect("UTF-8")]).ends_with(0);
    add(&folder, &["--file", file]).ends_with(1).says("error[ledger-twice]");
    assert_eq!(folder.read(LEDGER).lines().count(), 4);
}

#[test]
fn a_ledger_that_was_touched_is_told_and_nothing_is_booked() {
    let folder = built();
    add(&folder, &["posted", "KEN", "GMB", "FRA"]).ends_with(0);
    let whole = folder.read(LEDGER);
    folder.write(LEDGER, &whole.replace("GMB", "KEN"));
    run(&folder, &["verify"]).ends_with(1).says("error[ledger-broken]").says("DM-1132.jsonl:2:1");
    add(&folder, &["note", "FRA"]).ends_with(1).says("error[ledger-broken]");
    approve(&folder, &["--by", "Anna Martin"]).ends_with(1).says("error[ledger-broken]");
    run(&folder, &["ledger"]).ends_with(1).says("error[ledger-broken]");

    // A line cut short, as by a power cut, is removed with a note.
    folder.write(LEDGER, &whole[..whole.len() - 20]);
    run(&folder, &["ledger"]).ends_with(3).says("warning[ledger-torn]");
    add(&folder, &["posted", "FRA"]).ends_with(0);
    let mended = folder.read(LEDGER);
    assert_eq!(mended.lines().count(), 4);
    assert!(
        mended.lines().nth(2).expect("a note").contains("of a line that was cut short were removed"),
        "{mended}"
    );
    run(&folder, &["verify"]).ends_with(0).says("4 entries");
}

#[test]
#[cfg(unix)]
fn the_ledger_is_no_link() {
    let folder = built();
    add(&folder, &["posted", "KEN"]).ends_with(0);
    fs::rename(folder.path(LEDGER), folder.path("elsewhere.jsonl")).expect("moved");
    std::os::unix::fs::symlink("../../elsewhere.jsonl", folder.path(LEDGER)).expect("a link");
    let before = folder.read("elsewhere.jsonl");
    add(&folder, &["posted", "GMB"]).ends_with(1).says("error[ledger-write]");
    assert_eq!(folder.read("elsewhere.jsonl"), before);
}

/// The file of this name beneath the output.
fn walk(folder: &Folder, name: &str) -> std::path::PathBuf {
    let found = crate::folder::entries(&folder.path("output")).into_iter().map(|entry| entry.path());
    found.filter(|path| path.to_string_lossy().ends_with(name)).last().expect("the file")
}

fn relative(folder: &Folder, path: &std::path::Path) -> String {
    path.strip_prefix(folder.root()).expect("beneath").to_string_lossy().into_owned()
}
