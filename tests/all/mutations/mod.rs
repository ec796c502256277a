//! Inputs changed at random from a seed: whatever they are, the command ends in time, by itself, with a line for each, and
//! writes nothing but what it says. A few of each kind are tried; `MUTATIONS=10000` before the test command tries so many, and
//! `-- --nocapture mutations::` shows what they took.

pub(crate) mod archives;
mod chance;
mod drawings;
pub(crate) mod lists;
pub(crate) mod mailings;
pub(crate) mod returns;
pub(crate) mod templates;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::folder::{Folder, Ran, entries};

/// What came of inputs.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// How many there were.
    pub(crate) inputs: usize,
    /// How many were taken as they are.
    pub(crate) taken: usize,
    /// The longest that a command took.
    pub(crate) slowest: Duration,
    /// The most memory that one of its processes held, in kilobytes, where the system tells.
    pub(crate) largest: u64,
}

/// Longest that a command may take: fifty files that take their limit of three seconds each.
const MOST: Duration = Duration::from_secs(180);

/// Runs the command; what does not end is ended, and what ends by a signal is a fault.
#[track_caller]
fn run(folder: &Folder, arguments: &[&str], tally: &mut Tally, what: &str) -> Ran {
    let start = Instant::now();
    let mut command = folder.command(arguments);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let output = wait(child.expect("the command"), start, &mut tally.largest)
        .unwrap_or_else(|| panic!("{arguments:?} does not end with {what}"));
    tally.slowest = tally.slowest.max(start.elapsed());
    assert!(output.status.code().is_some(), "{arguments:?} was brought down by {what}: {}", output.status);
    let ran = Ran::from(output);
    assert!(!ran.err.contains("panicked at"), "{arguments:?} panicked with {what}: {}", ran.err);
    ran
}

/// What a process printed; `None` if it had to be ended.
fn wait(mut child: Child, start: Instant, largest: &mut u64) -> Option<std::process::Output> {
    let id = child.id();
    let is_watched = std::env::var("MUTATIONS").is_ok();
    let pipes = [child.stdout.take().map(read), child.stderr.take().map(read)];
    let status = loop {
        match child.try_wait().expect("a process") {
            Some(status) => break status,
            None if start.elapsed() > MOST => {
                child.kill().unwrap_or_else(|error| panic!("{id}: {error}"));
                return None;
            }
            None => {
                if is_watched {
                    *largest = (*largest).max(held());
                }
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    };
    let [stdout, stderr] =
        pipes.map(|pipe| pipe.map(|pipe| pipe.join().expect("a thread")).unwrap_or_default());
    Some(std::process::Output { status, stdout, stderr })
}

/// The most memory that a running process of the command has held, in kilobytes (proc(5)).
fn held() -> u64 {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let statuses = processes.filter_map(|found| fs::read_to_string(found.path().join("status")).ok());
    let most = statuses.filter(|status| status.starts_with("Name:\tconvoke\n")).filter_map(|status| {
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse::<u64>().ok()
    });
    most.max().unwrap_or_default()
}

/// Reads a pipe to its end in a thread of its own.
fn read(mut pipe: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a pipe");
        bytes
    })
}

/// Every file beneath a folder, with its length and time of change.
///
/// The notes of what `check` tried and merged are passed over, and the folders that it makes for them.
pub(crate) fn listing(root: &Path) -> BTreeMap<PathBuf, (u64, Option<std::time::SystemTime>)> {
    let about = |entry: fs::DirEntry| {
        let about = entry.metadata().expect("what it is");
        (entry.path(), (about.len(), about.modified().ok()))
    };
    let of_note = [".convoke/.tried", ".convoke/.merged", "output/.convoke", "output"];
    let is_told = |entry: &fs::DirEntry| !of_note.iter().any(|end| entry.path().ends_with(end));
    entries(root).into_iter().filter(is_told).map(about).collect()
}

/// The seeds of this run: a few, or as many as `MUTATIONS` says.
fn seeds() -> Range<u64> {
    let wanted = std::env::var("MUTATIONS").ok();
    0..wanted.map_or(24, |wanted| wanted.parse().expect("a number"))
}

/// Holds that each seed was tried and not everything was taken for sound, and tells those who ask for many what it took.
#[track_caller]
fn conclude(tally: &Tally) {
    assert!(tally.inputs as u64 == seeds().end && tally.taken < tally.inputs, "{tally:?}");
    eprintln!("{tally:?}");
}

#[test]
fn returned_forms() {
    conclude(&returns::hold(seeds()));
}

#[test]
fn archives_and_manifests() {
    conclude(&archives::hold(seeds()));
}

/// Fewer unless many are asked for: each is checked and built.
#[test]
fn mailings_that_are_ready() {
    let seeds = if std::env::var("MUTATIONS").is_ok() { seeds() } else { 0..8 };
    let tally = mailings::hold(seeds.clone());
    assert!(tally.inputs as u64 == seeds.end && tally.taken > 0 && tally.taken < tally.inputs, "{tally:?}");
    eprintln!("{tally:?}");
}

#[test]
fn hostile_templates() {
    conclude(&templates::hold(seeds()));
}

#[test]
fn workbooks_and_xliff_files() {
    conclude(&lists::hold(seeds()));
}
