//! Commands that read archives of others: what takes too much or ends its process is told in one problem, and nothing out of reach
//! is opened.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::kills::signal;
use crate::folder::{Folder, Ran, skip};

/// The largest file that is read.
const LARGEST: u64 = 256 << 20;

fn built() -> Folder {
    Folder::built()
}

/// An archive whose list of files is this, after a manifest of a true one.
fn archive_of(folder: &Folder, name: &str, files: &str) {
    let manifest = folder.read("output/DM-1132/manifest.json");
    let (head, _) = manifest.split_once("\"files\": [").expect("files");
    fs::create_dir(folder.path(name)).expect("a folder");
    folder.write(&format!("{name}/manifest.json"), &format!("{head}\"files\": [{files}]}}"));
}

/// An archive with more addresses than memory holds: each line is as long as one may be.
fn large(folder: &Folder) {
    let lines = vec![format!("\"{}\"", "x".repeat(16 << 10)); 1024].join(",");
    let entry = |number: usize| {
        let sha256 = "0".repeat(64);
        format!(
            "{{\"path\":\"{number}.pdf\",\"sha256\":\"{sha256}\",\"bytes\":1,\"role\":\"document\",\"addressee\":[{lines}]}}"
        )
    };
    archive_of(folder, "large", &(0..9).map(entry).collect::<Vec<_>>().join(","));
}

/// An archive of files that take long to read and no room.
fn long(folder: &Folder) {
    let entry = |number: usize| {
        let sha256 = "0".repeat(64);
        format!(
            "{{\"path\":\"{number}.bin\",\"sha256\":\"{sha256}\",\"bytes\":{LARGEST},\"role\":\"enclosure\"}}"
        )
    };
    archive_of(folder, "long", &(0..200).map(entry).collect::<Vec<_>>().join(","));
    for number in 0..200 {
        let file = fs::File::create(folder.path(&format!("long/{number}.bin"))).expect("a file");
        file.set_len(LARGEST).expect("a sparse file");
    }
}

#[test]
fn an_archive_that_takes_too_much_is_given_up_and_named() {
    let folder = built();
    large(&folder);
    long(&folder);
    let memory = "it took more than 128 MiB of memory";
    let time = "it took longer than 1 s";
    for (arguments, named, cause) in [
        (vec!["verify", "large", "--mebibytes", "128"], "`large`", memory),
        (
            vec!["diff", "output/DM-1132", "large", "--mebibytes", "128"],
            "`output/DM-1132` and `large`",
            memory,
        ),
        (vec!["pack", "large", "--mebibytes", "128"], "`large`", memory),
        (vec!["verify", "long", "--seconds", "1"], "`long`", time),
        (vec!["diff", "long", "output/DM-1132", "--seconds", "1"], "`long` and `output/DM-1132`", time),
        (vec!["pack", "long", "-o", "made", "--seconds", "1"], "`long`", time),
    ] {
        let told = format!("reading {named} was given up: {cause}");
        let ran = folder.run(&arguments).ends_with(1);
        assert!(ran.err.contains(&format!("error[reading-given-up]: {told}\n  hint: ")), "{}", ran.err);
        assert_eq!(ran.err.matches("error[").count(), 1, "{arguments:?}\n{}", ran.err);
        if arguments[0] != "verify" {
            continue;
        }
        let ran = folder.run(&[arguments, vec!["--json"]].concat()).ends_with(1);
        let line: serde_json::Value = serde_json::from_str(ran.out.trim()).expect("one line of JSON");
        assert_eq!(line["problem"]["message"], told.as_str());
        assert_eq!(ran.err, "");
    }
    assert!(!folder.path("made").exists() && !folder.path("large/pack").exists());
}

/// The process that a command has do its work, once it is there.
fn guarded_by(command: u32) -> Option<u32> {
    let begun = now();
    while begun.elapsed() < Duration::from_secs(20) {
        let text = fs::read_to_string(format!("/proc/{command}/task/{command}/children")).unwrap_or_default();
        let child = text.split_whitespace().next().and_then(|id| id.parse::<u32>().ok());
        let is_guarded = |id: &u32| {
            fs::read(format!("/proc/{id}/cmdline"))
                .is_ok_and(|line| line.windows(9).any(|part| part == b"\0guarded\0"))
        };
        if let Some(child) = child.filter(is_guarded) {
            return Some(child);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    None
}

#[expect(clippy::disallowed_methods, reason = "the test waits for other processes")]
fn now() -> Instant {
    Instant::now()
}

#[test]
fn however_its_process_ends_a_command_says_so() {
    let folder = built();
    long(&folder);
    for (name, code, told) in [
        ("SEGV", 1, "it nests too deep, or there was no memory left (signal: 11 (SIGSEGV)"),
        ("ABRT", 1, "it nests too deep, or there was no memory left (signal: 6 (SIGABRT)"),
        ("KILL", 1, "it was ended from outside, as by a system short of memory (signal: 9 (SIGKILL)"),
    ] {
        let child = folder.command(&["verify", "long"]).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("the command");
        let guarded = guarded_by(child.id()).expect("a guarded process");
        // The runtime takes the first fault for its own to look at, and returns where nothing faulted.
        while child.try_wait().expect("a child").is_none() {
            signal(guarded, name);
            std::thread::sleep(Duration::from_millis(20));
        }
        let ran = Ran::from(child.wait_with_output().expect("its end")).ends_with(code);
        ran.says(&format!("reading `long` was given up: it brought its process down: {told}"));
    }
    // An interrupt of the command ends both, and so does the end of the command.
    for (name, code) in [("INT", Some(130)), ("TERM", Some(130)), ("KILL", None)] {
        let child = folder.command(&["verify", "long"]).stderr(Stdio::null()).spawn().expect("the command");
        let mut child = child;
        let guarded = guarded_by(child.id()).expect("a guarded process");
        std::thread::sleep(Duration::from_millis(100));
        signal(child.id(), name);
        assert_eq!(child.wait().expect("its end").code(), code, "{name}");
        let begun = now();
        let is_there = || {
            let state = fs::read_to_string(format!("/proc/{guarded}/stat")).unwrap_or_default();
            !state.is_empty() && !state.contains(") Z ")
        };
        while is_there() {
            assert!(begun.elapsed() < Duration::from_secs(20), "{name}: the process is left behind");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// What the traced command does once it is confined, thread by thread.
fn calls_of_the_confined(folder: &Folder, arguments: &[&str]) -> Option<Vec<String>> {
    let traces = folder.path("traces");
    let _ = fs::remove_dir_all(&traces);
    fs::create_dir(&traces).expect("a folder");
    let traced = Command::new("strace")
        .args(["-ff", "-qq", "-y", "-o", "traces/t", "-e", "trace=%file,%network,%process,seccomp"])
        .arg(env!("CARGO_BIN_EXE_convoke"))
        .args(arguments)
        .current_dir(folder.root())
        .output();
    let Ok(ran) = traced else {
        skip("strace is not installed");
        return None;
    };
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    let read = |thread: &str| fs::read_to_string(traces.join(format!("t.{thread}"))).unwrap_or_default();
    let mut waiting: Vec<String> = Vec::new();
    for trace in fs::read_dir(&traces).expect("traces") {
        let text = fs::read_to_string(trace.expect("a trace").path()).expect("text");
        if let Some((_, after)) = text.split_once("seccomp(SECCOMP_SET_MODE_FILTER") {
            waiting.push(after.split_once('\n').expect("a line").1.to_owned());
        }
    }
    assert_eq!(waiting.len(), 1, "one process is confined");
    let mut calls = Vec::new();
    while let Some(text) = waiting.pop() {
        let refused = ["(Function not implemented)", "(Permission denied)"];
        for call in text.lines().filter(|call| !refused.iter().any(|end| call.ends_with(end))) {
            if call.starts_with("clone") {
                assert!(call.contains("CLONE_THREAD"), "{call}");
                waiting.push(read(call.rsplit(" = ").next().unwrap_or_default().trim()));
            } else if !call.starts_with(['+', '-']) {
                calls.push(call.to_owned());
            }
        }
    }
    Some(calls)
}

/// The path of what a call opened, as strace tells it behind the result. A handle of a path alone reads nothing.
fn opened(call: &str) -> Option<&str> {
    let is_open = ["open(", "openat(", "openat2("].iter().any(|name| call.starts_with(name));
    let is_open = is_open && !call.contains("O_PATH");
    let (_, result) = call.rsplit_once(" = ").filter(|_| is_open)?;
    result.split_once('<')?.1.split(['>', '(']).next()
}

#[test]
fn a_guarded_command_opens_nothing_out_of_reach() {
    let folder = built();
    fs::create_dir(folder.path("aside")).expect("a folder");
    fs::copy(folder.path("output/DM-1132/DM-1132.zip"), folder.path("aside/a.zip")).expect("a copy");
    let root = folder.root().canonicalize().expect("a path");
    let within = |path: &str, places: &[&str]| {
        places.iter().any(|place| Path::new(path).starts_with(root.join(place)))
    };
    for (arguments, places) in [
        (vec!["verify", "aside/a.zip"], vec!["aside/a.zip"]),
        (vec!["verify", "output/DM-1132"], vec!["output/DM-1132"]),
        (vec!["diff", "aside/a.zip", "output/DM-1132"], vec!["aside/a.zip", "output/DM-1132"]),
        (vec!["pack", "--jobs", "2"], vec!["output/DM-1132"]),
        (vec!["pack", "aside/a.zip", "-o", "made/pack"], vec!["aside/a.zip", "made"]),
        (vec!["verify", "output/DM-1132/pack"], vec!["output/DM-1132"]),
    ] {
        let Some(calls) = calls_of_the_confined(&folder, &arguments) else { return };
        let mut seen = 0;
        for call in calls {
            let name = call.split_once('(').map_or("", |(name, _)| name);
            assert!(!["socket", "connect", "bind", "execve", "ptrace"].contains(&name), "{call}");
            if let Some(path) = opened(&call) {
                seen += 1;
                assert!(within(path, &places), "{arguments:?}: {call}");
            }
        }
        assert!(seen > 0, "{arguments:?} opens something");
    }
}
