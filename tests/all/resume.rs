//! Documents that need not be made again: after a change, an interruption, a kill, a full disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use convoke::archive::{Origin, Writer, verify};

use crate::folder::{Folder, Ran, skip};

const ZIP: &str = "output/DM-1132/DM-1132.zip";
const LIST: &str = "recipients/ministries.yaml";
const JOURNAL: &str = "output/.convoke/DM-1132/journal.jsonl";

/// The recipients for whom something was made anew, by the events of a build.
fn made(ran: &Ran) -> BTreeSet<String> {
    let events = ran.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let made = events.filter(|event| event["event"] == "made" && event["unchanged"] != event["documents"]);
    made.map(|event| event["recipient"].as_str().expect("an id").to_owned()).collect()
}

fn summary(ran: &Ran) -> serde_json::Value {
    let line = ran.out.lines().last().expect("a summary");
    serde_json::from_str::<serde_json::Value>(line).expect("JSON")["summary"].clone()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn only_what_has_changed_is_made_again() {
    let folder = Folder::started();
    let first = folder.run(&["build", "--json"]).ends_with(0);
    assert_eq!(made(&first), set(&["FRA", "GMB", "KEN"]));
    let bytes = folder.sha256(ZIP);

    let again = folder.run(&["build", "--json"]).ends_with(0);
    assert_eq!((made(&again), folder.sha256(ZIP)), (set(&[]), bytes.clone()), "nothing has changed");

    let list = folder.read(LIST);
    folder.edit(LIST, "address: [Banjul,", "address: [Marina Parade, Banjul,");
    assert_eq!(made(&folder.run(&["build", "--json"]).ends_with(0)), set(&["GMB"]), "one recipient");
    folder.write(LIST, &list);
    folder.run(&["build"]).ends_with(0);
    assert_eq!(folder.sha256(ZIP), bytes, "as it was");

    folder.edit("templates/fr/locale.yaml", "\n", "\n# Another version.\n");
    assert_eq!(made(&folder.run(&["build", "--json"]).ends_with(0)), set(&["FRA"]), "one language");

    folder.edit("templates/layout.typ", "\n", "\n// Another version.\n");
    assert_eq!(made(&folder.run(&["build", "--json"]).ends_with(0)), set(&["FRA", "GMB", "KEN"]));

    let ran = folder.run(&["build"]).ends_with(0);
    assert!(ran.out.contains("0 made, 6 unchanged"), "{}", ran.out);
}

#[test]
fn a_file_that_is_not_what_was_made_is_made_again() {
    let folder = Folder::built();
    let bytes = folder.sha256(ZIP);
    folder.write("output/DM-1132/post/letters/003_KEN_letter_en.pdf", "altered");
    let ran = folder.run(&["build", "--json"]).ends_with(0);
    assert_eq!((made(&ran), folder.sha256(ZIP)), (set(&["KEN"]), bytes));
    assert!(verify(&folder.path("output/DM-1132")).is_sound());
}

/// What is noted of the files of the archive in place: the last line of each, in the order of their paths.
fn journal(folder: &Folder) -> Vec<serde_json::Value> {
    let text = folder.read(JOURNAL);
    let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let by_path: BTreeMap<String, serde_json::Value> =
        lines.map(|line| (line["path"].as_str().expect("a path").to_owned(), line)).collect();
    by_path.into_values().collect()
}

#[test]
fn what_is_of_the_same_values_or_of_the_same_text_is_not_made_again() {
    let folder = Folder::built();
    let (bytes, noted) = (folder.sha256(ZIP), journal(&folder));
    let kinds = noted.iter().map(|line| line["path"].as_str().expect("a path").rsplit('.').next());
    let kinds: BTreeSet<_> = kinds.flatten().collect();
    assert_eq!(kinds, ["html", "pdf", "txt"].into(), "e-mails are noted too");

    let another = "0".repeat(64);
    for (fields, unchanged) in [(vec!["key"], 6), (vec!["values"], 6), (vec!["values", "key"], 0)] {
        let change = |mut line: serde_json::Value| {
            fields.iter().for_each(|field| line[*field] = another.clone().into());
            line.to_string() + "\n"
        };
        folder.write(JOURNAL, &noted.iter().cloned().map(change).collect::<String>());
        let ran = folder.run(&["build", "--json"]).ends_with(0);
        assert_eq!(summary(&ran)["unchanged"], unchanged, "{fields:?}");
        assert_eq!(folder.sha256(ZIP), bytes, "{fields:?}");
        let values = |lines: &[serde_json::Value]| -> Vec<_> {
            lines
                .iter()
                .map(|line| [&line["path"], &line["values"], &line["text"]].map(Clone::clone))
                .collect()
        };
        assert_eq!(values(&journal(&folder)), values(&noted), "{fields:?}");
    }

    // As an earlier version noted it.
    let earlier = |mut line: serde_json::Value| {
        let fields = line.as_object_mut().expect("fields");
        fields.retain(|name, _| !["values", "text"].contains(&name.as_str()));
        line.to_string() + "\n"
    };
    folder.write(JOURNAL, &noted.iter().cloned().map(earlier).collect::<String>());
    let ran = folder.run(&["build", "--json"]).ends_with(0);
    assert_eq!(summary(&ran)["unchanged"], 6);
    assert_eq!((folder.sha256(ZIP), journal(&folder)), (bytes, noted));
}

#[test]
fn an_e_mail_is_merged_again_where_its_text_or_its_values_changed() {
    let folder = Folder::built();
    let emails = || -> Vec<[String; 2]> {
        let read = |path: &str| folder.read(&format!("output/DM-1132/{path}"));
        let noted = journal(&folder);
        let paths = noted.iter().map(|line| line["path"].as_str().expect("a path"));
        paths.filter(|path| !path.ends_with("pdf")).map(|path| [path.to_owned(), read(path)]).collect()
    };
    let sound = emails();
    let (path, text) = (&sound[0][0], &sound[0][1]);
    folder.write(&format!("output/DM-1132/{path}"), &format!("{text}altered"));
    folder.run(&["build"]).ends_with(0);
    assert_eq!(emails(), sound, "what was altered is merged again");

    folder.edit("templates/fr/email.txt.hbs", "Veuillez trouver ci-joint", "Vous trouverez ci-joint");
    folder.run(&["build"]).ends_with(0);
    let changed: Vec<String> = {
        let now = emails().into_iter().zip(&sound);
        now.filter(|(now, before)| now != *before).map(|(now, _)| now[0].clone()).collect()
    };
    assert!(!changed.is_empty() && changed.iter().all(|path| path.contains("FRA")), "{changed:?}");
    assert!(verify(&folder.path("output/DM-1132")).is_sound());
}

#[test]
fn one_run_at_a_time_works_on_an_output() {
    let folder = Folder::started();
    let origin = Origin {
        reference: "DM-1132".into(),
        issued_at: "2004-05-10T09:00:00+02:00".into(),
        time: "2004-05-10T09:00:00".parse().expect("a time"),
        registration_deadline: None,
        stale_languages: Vec::new(),
        office: None,
        form_key: None,
    };
    let running = Writer::create(&folder.path("output/DM-1132"), origin, None).expect("nobody else is there");
    folder
        .run(&["build"])
        .ends_with(1)
        .says("error[output-in-use]: another command is at work on this archive");
    drop(running);
    folder.run(&["build"]).ends_with(0);
}

/// Enough recipients for a build to be cut short in.
fn large() -> Folder {
    let folder = Folder::started();
    let list = folder.read(LIST);
    let (head, items) = list.split_once("  - id: ").expect("recipients");
    let mut text = head.to_owned();
    for round in 0..4 {
        for item in format!("\n{items}").split("\n  - id: ").map(|item| item.trim_start_matches('\n')) {
            let (id, rest) = item.split_once('\n').expect("more lines");
            text.push_str(&format!("  - id: {id}-{round}\n{}\n", rest.trim_end()));
        }
    }
    folder.write(LIST, &text);
    folder
}

/// A mailing with a good archive, to be changed to and fro between two versions of all its documents.
struct Changing {
    folder: Folder,
    /// What the archive of each version hashes to.
    expected: [String; 2],
    version: usize,
    /// About how long an undisturbed build takes.
    time: Duration,
}

impl Changing {
    #[expect(
        clippy::disallowed_methods,
        reason = "the moments to stop at are spread over the time a build takes"
    )]
    fn new() -> Self {
        let folder = large();
        folder.run(&["build"]).ends_with(3);
        let first = folder.sha256(ZIP);
        let mut changing =
            Self { folder, expected: [first, String::new()], version: 0, time: Duration::ZERO };
        changing.change();
        let start = Instant::now();
        changing.folder.run(&["build"]).ends_with(3);
        changing.time = start.elapsed();
        changing.expected[1] = changing.folder.sha256(ZIP);
        changing
    }

    /// Changes every document to the other version.
    fn change(&mut self) {
        let sites = ["www.itu.int/wsis", "www.itu.int/other"];
        self.folder.edit("mailing.yaml", sites[self.version], sites[1 - self.version]);
        self.version = 1 - self.version;
    }

    /// Whatever has happened, one of the two archives is there, whole.
    fn is_sound(&self, moment: &str) {
        let report = verify(&self.folder.path("output/DM-1132"));
        assert!(report.is_sound(), "{moment}: {:#?}", report.problems);
        let found = self.folder.sha256(ZIP);
        assert!(self.expected.contains(&found), "{moment}: another archive");
    }

    /// The next build goes on from whatever there is and makes what an undisturbed one makes.
    fn resumes(&self, moment: &str) -> serde_json::Value {
        let ran = self.folder.run(&["build", "--json"]).ends_with(3);
        assert_eq!(self.folder.sha256(ZIP), self.expected[self.version], "{moment}");
        assert!(verify(&self.folder.path("output/DM-1132")).is_sound(), "{moment}");
        assert!(
            !self.folder.path("output/.convoke/DM-1132/new").exists(),
            "{moment}: something is left over"
        );
        summary(&ran)
    }
}

/// Waits until a build has made so many documents, or has ended: a moment in its middle however fast the machine is.
fn wait_for(documents: usize, folder: &Folder, running: &mut Child) {
    let new = folder.path("output/.convoke/DM-1132/new");
    let inside = |folder: PathBuf| std::fs::read_dir(folder).into_iter().flatten().flatten();
    let made = || {
        let folders = inside(new.clone()).flat_map(|channel| inside(channel.path()));
        folders.map(|folder| inside(folder.path()).count()).sum::<usize>()
    };
    while made() < documents && running.try_wait().is_ok_and(|ended| ended.is_none()) {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Moments of a build, not evenly spread, and the same on every run. (Weyl's sequence of the golden ratio.)
fn moments(count: u32, time: Duration) -> impl Iterator<Item = Duration> {
    (1..=count).map(move |n| time.mul_f64((f64::from(n) * 0.618_033_988_75).fract() * 1.05))
}

#[test]
fn a_build_killed_at_any_moment_is_taken_up_again() {
    let mut changing = Changing::new();
    let mut resumed = 0;
    for (turn, moment) in moments(24, changing.time).enumerate() {
        let told = format!("killed after {moment:?} of {:?} in turn {turn}", changing.time);
        changing.change();
        let mut running = changing.folder.start(&["build"]);
        // Every third time documents are counted instead, since a busy machine may take much longer than it did at first.
        match turn % 3 {
            0 => wait_for(turn.min(20), &changing.folder, &mut running),
            _ => std::thread::sleep(moment),
        }
        running.kill().expect("killed");
        running.wait().expect("waited for");
        changing.is_sound(&told);
        let summary = changing.resumes(&told);
        assert_eq!((&summary["documents"], &summary["recipients"]), (&24.into(), &12.into()), "{told}");
        resumed += usize::from(summary["unchanged"].as_u64().is_some_and(|kept| kept > 0 && kept < 24));
    }
    assert!(resumed > 3, "hardly any build was killed in its middle: {resumed}");
}

#[test]
#[cfg(unix)]
fn an_interrupted_build_ends_in_order_and_is_taken_up_again() {
    let mut changing = Changing::new();
    let mut interrupted = 0;
    for documents in [1, 2, 4, 7, 11, 16, 20, 22] {
        let told = format!("interrupted after {documents} documents");
        changing.change();
        let mut running = changing.folder.start(&["build"]);
        wait_for(documents, &changing.folder, &mut running);
        let signal = Command::new("kill").args(["-INT", &running.id().to_string()]).status();
        assert!(signal.is_ok(), "{told}");
        let ended = running.wait_with_output().expect("waited for");
        let out = String::from_utf8_lossy(&ended.stdout).into_owned();
        match ended.status.code() {
            Some(130) if out.is_empty() => {}
            Some(130) => {
                interrupted += 1;
                assert!(out.contains("the same command goes on from there"), "{told}: {out}");
            }
            code => assert_eq!(code, Some(3), "{told}: {out}"),
        }
        changing.is_sound(&told);
        changing.resumes(&told);
    }
    assert!(interrupted > 1, "hardly any build was interrupted in its middle");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_last_archive_and_is_no_loss_once_there_is_room() {
    let mut changing = Changing::new();
    let output = changing.folder.path("output");
    let kept = changing.folder.path("kept");
    std::fs::rename(&output, &kept).expect("moved");
    std::fs::create_dir(&output).expect("made");
    let mount = |options: &str| {
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "none"]).arg(&output).output();
        mounted.is_ok_and(|mounted| mounted.status.success())
    };
    if !mount("size=64m") {
        return skip("a small file system cannot be mounted without rights to");
    }
    let _mounted = Mounted(output.clone());
    changing.folder.run(&["build"]).ends_with(3);
    let used = used(&output);
    for more in [0, 100, 500, 1250] {
        changing.change();
        let told = format!("{more} KiB free");
        assert!(mount(&format!("remount,size={}k", used / 1024 + more)), "{told}");
        changing.folder.run(&["build"]).ends_with(1).says("the disk is full");
        changing.is_sound(&told);
        assert!(mount("remount,size=64m"));
        changing.resumes(&told);
    }
}

/// Bytes of a file system that are taken.
#[cfg(target_os = "linux")]
fn used(folder: &std::path::Path) -> u64 {
    let told = Command::new("df").args(["--output=used", "-B1"]).arg(folder).output().expect("df");
    let told = String::from_utf8(told.stdout).expect("text");
    told.lines().nth(1).and_then(|used| used.trim().parse().ok()).expect("a number")
}

/// A file system that is mounted until the test ends.
#[cfg(target_os = "linux")]
struct Mounted(std::path::PathBuf);

#[cfg(target_os = "linux")]
impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn an_output_that_cannot_be_is_a_clear_error() {
    let folder = Folder::started();
    folder.write("output", "a file");
    folder.run(&["build"]).ends_with(1).says("output");
    assert_eq!(folder.read("output"), "a file");
}

#[test]
fn a_list_that_changes_while_the_batch_runs_stops_it() {
    let folder = Folder::started();
    let csv = "id,kind,iso,addressee.office,ministry,address,city,channels,languages\n\
               KEN,state,KEN,foreign-minister,Ministry of Foreign Affairs,Nairobi;KENYA,Nairobi,post,en\n";
    folder.write("recipients/list.csv", csv).edit("mailing.yaml", LIST, "recipients/list.csv");
    folder.run(&["build"]).ends_with(0);
    let before = folder.sha256(ZIP);
    let planned = convoke::plan::make(folder.root(), "mailing.yaml", &convoke::plan::PlanOptions::default());
    let plan = planned.value.expect("a plan");
    folder.edit("recipients/list.csv", "Foreign", "Other");
    let stopped = convoke::batch::build(&plan, &convoke::batch::BuildOptions::default(), &mut |_| {});
    let problems = stopped.expect_err("the list has changed");
    assert_eq!(problems[0].code, "recipients-changed");
    assert_eq!(folder.sha256(ZIP), before);
}

impl Folder {
    /// Starts the command in the folder, without waiting for it.
    fn start(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_convoke"))
            .args(arguments)
            .current_dir(self.root())
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command")
    }
}
