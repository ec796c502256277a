//! Two people at work on one mailing: no number, no release and no file of theirs is lost, whatever the commands meet.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::folder::Folder;

/// How often two commands are started, each pair a little later after the other.
const ROUNDS: u32 = 30;

const BUILD: &[&str] = &["build", "--no-limits", "--jobs", "1"];
const LOOSE: &[&str] = &["build", "--no-limits", "--jobs", "1", "--only", "KEN"];
const RELEASE: &[&str] = &["release", "--now", "2004-05-11T09:00:00+02:00"];
const PACK: &[&str] = &["pack", "--jobs", "1"];

fn start(folder: &Folder, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_convoke"))
        .args(arguments)
        .current_dir(folder.root())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command")
}

/// The lines of the register by number, and the numbers that are released.
fn register(folder: &Folder) -> (BTreeMap<u32, String>, BTreeSet<u32>) {
    let text = fs::read_to_string(folder.path("register.yaml")).unwrap_or_default();
    let (mut numbers, mut released) = (BTreeMap::new(), BTreeSet::new());
    for line in text.lines().filter_map(|line| line.strip_prefix("  - { number: ")) {
        let (number, rest) = line.split_once(", recipient: ").expect("a recipient");
        let number = number.parse().expect("a number");
        let recipient = rest.split([',', ' ']).next().expect("an id").to_owned();
        assert_eq!(numbers.insert(number, recipient), None, "number {number} is given twice\n{text}");
        released.extend(rest.contains("released: ").then_some(number));
    }
    (numbers, released)
}

/// A mailing of one recipient, whose letter every round changes.
fn tiny() -> Folder {
    let folder = Folder::started();
    let list = folder.read("recipients/ministries.yaml");
    let (head, _) = list.split_once("  - id: FRA").expect("France");
    let (_, last) = list.split_once("  - id: KEN").expect("Kenya");
    folder.write("recipients/ministries.yaml", &format!("{head}  - id: KEN{last}"));
    folder
}

#[test]
fn nothing_is_lost_between_build_release_and_pack() {
    let folder = tiny();
    folder.run(BUILD).ends_with(0);
    let note = folder.path("output/DM-1132/sent/note.txt");
    fs::create_dir(note.parent().expect("a folder")).expect("a folder");
    fs::write(&note, "the office's").expect("a note");
    let pairs =
        [(BUILD, RELEASE), (RELEASE, BUILD), (BUILD, PACK), (PACK, BUILD), (BUILD, BUILD), (LOOSE, RELEASE)];
    let mut done = BTreeMap::new();
    for round in 0..ROUNDS {
        let before = register(&folder);
        let address = format!("address: [Box {round}, Nairobi, KENYA]\n");
        let list = folder.read("recipients/ministries.yaml");
        let lines = list.lines().map(|line| match line.contains("address: [") && line.contains("Nairobi") {
            true => format!("    {address}"),
            false => format!("{line}\n"),
        });
        folder.write("recipients/ministries.yaml", &lines.collect::<String>());
        let (one, other) = pairs[round as usize % pairs.len()];
        let first = start(&folder, one);
        std::thread::sleep(Duration::from_millis(u64::from(round) * 23 % 400));
        let second = start(&folder, other);
        for (child, arguments) in [(first, one), (second, other)] {
            let output = child.wait_with_output().expect("an end");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let code = output.status.code().expect("an exit code");
            assert!(matches!(code, 0 | 1), "{arguments:?} ended with {code}\n{said}");
            let is_told = ["output-in-use", "register-changed", "release-stale", "archive-"].iter();
            assert!(code == 0 || is_told.clone().any(|told| said.contains(told)), "{arguments:?}\n{said}");
            *done.entry((arguments[0], code)).or_insert(0) += 1;
        }
        let after = register(&folder);
        for (number, recipient) in &before.0 {
            assert_eq!(after.0.get(number), Some(recipient), "round {round}: number {number} is lost");
        }
        assert!(before.1.is_subset(&after.1), "round {round}: a release is lost: {before:?} {after:?}");
        assert_eq!(fs::read_to_string(&note).ok().as_deref(), Some("the office's"), "round {round}");
    }
    // Each command came through at least once.
    for command in ["build", "release", "pack"] {
        assert!(done.get(&(command, 0)).is_some_and(|times| *times > 0), "{done:?}");
    }
    folder.run(BUILD).ends_with(0);
    folder.run(&["verify"]).ends_with(0);
}

#[test]
fn a_register_that_changes_while_a_build_is_at_work_is_not_written_over() {
    let folder = tiny();
    let list = folder.read("recipients/ministries.yaml");
    for (position, change) in
        ["# by hand\n", "\n", " ", "# a\n# b\n", "#\n", "\n\n", "\t", "# x", "# y", "# z"].iter().enumerate()
    {
        let folder = tiny();
        folder.write("recipients/ministries.yaml", &list);
        let options = convoke::plan::PlanOptions::default();
        let plan = convoke::plan::make(folder.root(), "mailing.yaml", &options).value.expect("a plan");
        folder.write("register.yaml", change);
        let built = convoke::batch::build(&plan, &convoke::batch::BuildOptions::default(), &mut |_| ());
        let problems = built.expect_err("the register changed");
        assert_eq!(problems[0].code, "register-changed", "{position}");
        assert_eq!(folder.read("register.yaml"), *change, "{position}");
    }
}

#[test]
fn a_folder_of_another_mailing_is_told_at_the_check() {
    let folder = tiny();
    folder.edit("mailing.yaml", "reference: DM-1132", "reference: A/CONF.1");
    folder.run(BUILD).ends_with(0);
    folder.edit("mailing.yaml", "reference: A/CONF.1", "reference: A-CONF.1");
    fs::remove_file(folder.path("register.yaml")).expect("the register");
    let before = fs::read(folder.path("output/A-CONF.1/manifest.json")).expect("a manifest");
    for command in [&["check"], BUILD, LOOSE, RELEASE] {
        folder.run(command).ends_with(1).says("output-taken");
    }
    assert_eq!(fs::read(folder.path("output/A-CONF.1/manifest.json")).expect("a manifest"), before);
    assert!(!folder.path("register.yaml").exists());
}
