//! Workers that are killed at the wrong moment, and systems that give no process, no thread or none of the protections.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{answered, files};
use crate::folder::{Folder, Ran, skip};

/// The workers that a process has started, by number.
fn workers_of(of: u32) -> Vec<u32> {
    let text = fs::read_to_string(format!("/proc/{of}/task/{of}/children")).unwrap_or_default();
    let mut found: Vec<u32> = text.split_whitespace().filter_map(|id| id.parse().ok()).collect();
    // Threads start workers too.
    for task in fs::read_dir(format!("/proc/{of}/task")).into_iter().flatten().flatten() {
        let text = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        found.extend(text.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
    }
    // Until it runs the program, a new process is still a part of the one that starts it.
    let is_worker =
        |id: &u32| fs::read(format!("/proc/{id}/cmdline")).is_ok_and(|line| line.ends_with(b"\0worker\0"));
    found.into_iter().filter(is_worker).collect()
}

pub(super) fn signal(process: u32, name: &str) {
    let _ = Command::new("kill").args(["-s", name, &process.to_string()]).stderr(Stdio::null()).status();
}

fn start(folder: &Folder, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_convoke"))
        .args(arguments)
        .current_dir(folder.root())
        .env("NO_COLOR", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command")
}

/// Waits for the end of a command, no longer than a minute.
fn end(mut child: Child) -> Ran {
    let begun = now();
    while child.try_wait().expect("a child").is_none() {
        if begun.elapsed() > Duration::from_secs(60) {
            let _ = child.kill();
            panic!("the command did not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ran::from(child.wait_with_output().expect("its output"))
}

#[expect(clippy::disallowed_methods, reason = "the test waits for other processes")]
fn now() -> Instant {
    Instant::now()
}

/// A program that runs the command, but kills itself at the first few starts, at a moment of its own.
fn failing(folder: &Folder, times: u32, how: &str) -> PathBuf {
    let path = folder.path("failing");
    let count = folder.path("count");
    let command = env!("CARGO_BIN_EXE_convoke");
    let script = format!(
        "#!/bin/sh\nn=$(cat {0} 2>/dev/null || echo 0)\necho $((n+1)) > {0}\nif [ $n -lt {times} ]; then\n{how}\nfi\nexec {command} worker\n",
        count.display()
    );
    folder.write("failing", &script);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a script");
    path
}

#[test]
fn a_worker_that_dies_while_it_starts_is_replaced() {
    let folder = answered();
    for how in ["exit 0", "exit 7", "kill -9 $$", "echo nonsense; exit 1", "head -c 20 >/dev/null; exit 0"] {
        let _ = fs::remove_file(folder.path("count"));
        let collected =
            collect_with(&folder, &failing(&folder, 1, how)).unwrap_or_else(|told| panic!("{how}: {told}"));
        assert_eq!(collected, (2, 2), "{how}");
    }
}

#[test]
fn a_worker_killed_at_any_moment_of_its_life_is_replaced() {
    let folder = answered();
    for delay in ["0", "0.005", "0.01", "0.02", "0.03", "0.05", "0.08", "0.12", "0.2", "0.3"] {
        let _ = fs::remove_file(folder.path("count"));
        let how = format!("(sleep {delay}; kill -9 $$) &");
        let collected = collect_with(&folder, &failing(&folder, 1, &how))
            .unwrap_or_else(|told| panic!("{delay}: {told}"));
        assert_eq!(collected, (2, 2), "{delay}");
    }
}

#[test]
fn workers_that_never_start_are_a_problem_of_the_system() {
    let folder = answered();
    for how in ["exit 0", "kill -9 $$", "exec cat >/dev/null"] {
        let told = collect_with(&folder, &failing(&folder, 1_000, how)).expect_err(how);
        assert!(told.contains("error[worker-start]: no worker process can be started"), "{told}");
    }
    let told = collect_with(&folder, Path::new("/nowhere/convoke")).expect_err("no such program");
    assert!(told.contains("`/nowhere/convoke`: it does not exist"), "{told}");
}

/// How many files were read and how many recipients answered, with this program as a worker.
fn collect_with(folder: &Folder, program: &Path) -> Result<(usize, usize), String> {
    collect_within(folder, program, Duration::from_secs(5))
}

/// The same where reading a file may take so much processor time.
fn collect_within(folder: &Folder, program: &Path, time: Duration) -> Result<(usize, usize), String> {
    use convoke::worker::{Isolation, JobLimits, ReadingRoom, WorkerCommand};
    let command = WorkerCommand { program: program.to_owned(), arguments: Vec::new() };
    let limits = JobLimits { time, ..JobLimits::RETURNED };
    let room = ReadingRoom::new(&Isolation::Processes(command), limits);
    let archive = convoke::archive::Opened::open(&folder.path("output/DM-1132")).expect("an archive");
    let returns = [folder.path("returns")];
    let jobs = std::num::NonZeroUsize::MIN;
    let keys = convoke::collect::find_keys(folder.root(), None, &archive).expect("keys").value;
    let options = convoke::collect::CollectOptions {
        jobs,
        keys: keys.as_ref(),
        ..convoke::collect::CollectOptions::default()
    };
    convoke::collect::collect(&returns, &archive, &options, &room, &mut |_, _| {})
        .map(|collected| {
            (collected.files.iter().filter(|file| file.status.is_read()).count(), collected.answered)
        })
        .map_err(|problems| problems.to_string())
}

#[test]
fn a_build_whose_worker_is_killed_makes_every_document_once() {
    let folder = Folder::built();
    let whole = folder.sha256("output/DM-1132/DM-1132.zip");
    let mut killed = 0;
    for delay in (0..4).map(|step| Duration::from_millis(80 * step)) {
        fs::remove_dir_all(folder.path("output")).expect("removed");
        let child = start(&folder, &["build", "--jobs", "1"]);
        let begun = now();
        let mut workers = Vec::new();
        while workers.is_empty() && begun.elapsed() < Duration::from_secs(20) {
            workers = workers_of(child.id());
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(delay);
        for worker in workers {
            killed += 1;
            signal(worker, "KILL");
        }
        end(child).ends_with(0);
        assert_eq!(folder.sha256("output/DM-1132/DM-1132.zip"), whole, "killed after {delay:?}");
    }
    assert!(killed > 0, "no worker was seen");
}

#[test]
fn a_worker_that_is_stopped_does_not_block_the_command() {
    // Stopped, a worker takes no processor time, and is ended by the clock after thirty times what it may take.
    std::thread::scope(|scope| {
        for how in ["kill -STOP $$", "(sleep 0.05; kill -STOP $$) &"] {
            scope.spawn(move || {
                let folder = answered();
                let begun = now();
                let time = Duration::from_millis(250);
                match collect_within(&folder, &failing(&folder, 1, how), time) {
                    // Whatever it was at costs its own line alone.
                    Ok((read, answered)) => {
                        assert!(read > 0 && answered > 0, "{how}: {read} read, {answered} answered");
                    }
                    // It was at the form that was sent, without which no other can be read.
                    Err(told) => assert!(told.contains("(it took longer than 7.5 s)"), "{how}: {told}"),
                }
                assert!(begun.elapsed() < Duration::from_secs(60), "{how}: {:?}", begun.elapsed());
            });
        }
    });
}

#[test]
fn without_processes_and_threads_every_command_says_so() {
    let folder = answered();
    folder.run(&["pack"]).ends_with(0);
    let opened = Command::new("chmod").args(["-R", "a+rwX"]).arg(folder.root()).status();
    assert!(opened.expect("chmod").success());
    let form = crate::forms::form_of(&folder, "FRA");
    let form = form.to_str().expect("UTF-8").to_owned();
    for (arguments, told) in [
        (vec!["build", "--jobs", "2"], true),
        (vec!["check"], true),
        (vec!["collect", "returns"], true),
        (vec!["collect", "returns", "--no-limits"], true),
        (vec!["pack"], true),
        (vec!["verify", "output/DM-1132"], true),
        (vec!["verify", "output/DM-1132", "--no-limits"], false),
        (vec!["form", "fields", &form], true),
        (vec!["form", "fields", &form, "--no-limits"], true),
        (vec!["form", "fill", &form, "answer.json", "-o", "x.pdf"], true),
        (vec!["preview", "FRA"], true),
    ] {
        // The limit does not hold for the administrator.
        let output = Command::new("setpriv")
            .args([
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=-all",
                "prlimit",
                "--nproc=1",
            ])
            .arg(env!("CARGO_BIN_EXE_convoke"))
            .args(&arguments)
            .current_dir(folder.root())
            .env("NO_COLOR", "1")
            .output();
        let Some(output) = output.ok().filter(|output| !output.stderr.starts_with(b"setpriv")) else {
            return skip("setpriv (util-linux) and the rights of the administrator are needed");
        };
        let ran = Ran::from(output);
        assert!(!ran.err.contains("panicked"), "{arguments:?}\n{}", ran.err);
        assert_eq!(ran.code != 0, told, "{arguments:?}\n{}\n{}", ran.out, ran.err);
        let is_named = ["error[no-thread]", "error[worker-start]"].iter().any(|code| ran.err.contains(code));
        assert_eq!(is_named, told, "{arguments:?}\n{}\n{}", ran.out, ran.err);
    }
}

#[test]
fn a_pack_that_is_interrupted_or_killed_leaves_the_earlier_one_and_no_copies() {
    let folder = Folder::built();
    folder.run(&["pack"]).ends_with(0);
    let whole = folder.sha256("output/DM-1132/pack/pack.json");
    for (name, code) in [("INT", 130), ("TERM", 130), ("KILL", -1)] {
        for delay in (0..6).map(|step| Duration::from_millis(25 + 60 * step)) {
            let child = start(&folder, &["pack", "--jobs", "1"]);
            std::thread::sleep(delay);
            signal(child.id(), name);
            let begun = now();
            let mut child = child;
            while child.try_wait().expect("a child").is_none() && begun.elapsed() < Duration::from_secs(60) {
                std::thread::sleep(Duration::from_millis(5));
            }
            let status = child.wait().expect("an end");
            // Ended before it listened, or done before it was told.
            let is_expected = status.code().is_none_or(|found| [0, code].contains(&found));
            assert!(is_expected, "{name}: {status}");
            assert_eq!(folder.sha256("output/DM-1132/pack/pack.json"), whole, "{name} after {delay:?}");
            if name != "KILL" {
                assert_eq!(left(&folder), Vec::<String>::new(), "{name} after {delay:?}");
            }
        }
    }
    // What a killed one left is removed by the next.
    folder.run(&["pack"]).ends_with(0);
    assert_eq!(left(&folder), Vec::<String>::new());
    assert_eq!(folder.sha256("output/DM-1132/pack/pack.json"), whole);
    folder.run(&["verify", "output/DM-1132"]).ends_with(0);
}

/// What lies in an archive's folder beside what belongs there.
fn left(folder: &Folder) -> Vec<String> {
    let found = fs::read_dir(folder.path("output/DM-1132")).expect("a folder");
    let names = found.map(|found| found.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

#[test]
fn a_worker_opens_nothing_once_it_reads() {
    let folder = answered();
    for (name, content) in [files::nested().remove(0), files::pictures().remove(0), files::dashes().remove(0)]
    {
        super::put(&folder.path(&format!("returns/{name}")), &content);
    }
    fs::create_dir(folder.path("traces")).expect("a folder");
    let traced = Command::new("strace")
        .args(["-ff", "-qq", "-o", "traces/t", "-e", "trace=%file,%network,%process,seccomp"])
        .arg(env!("CARGO_BIN_EXE_convoke"))
        .args(["collect", "returns", "--seconds", "1"])
        .current_dir(folder.root())
        .output();
    let Ok(_) = traced else { return skip("strace is not installed") };
    let read =
        |thread: &str| fs::read_to_string(folder.path(&format!("traces/t.{thread}"))).unwrap_or_default();
    let threads = fs::read_dir(folder.path("traces")).expect("traces").map(|entry| {
        let name = entry.expect("a trace").file_name().into_string().expect("UTF-8");
        name.trim_start_matches("t.").to_owned()
    });
    let mut caged = 0;
    let mut waiting: Vec<String> = Vec::new();
    for thread in threads {
        let trace = read(&thread);
        let Some((_, after)) = trace.split_once("seccomp(SECCOMP_SET_MODE_FILTER") else { continue };
        caged += 1;
        waiting.push(after.split_once('\n').expect("a line").1.to_owned());
    }
    assert!(caged > 1, "workers are caged");
    while let Some(calls) = waiting.pop() {
        for call in calls.lines().filter(|call| !call.ends_with("(Function not implemented)")) {
            let (name, rest) = call.split_once('(').unwrap_or((call, ""));
            assert!(
                matches!(name, "clone" | "tgkill" | "exit" | "exit_group") || call.starts_with(['+', '-']),
                "{call}"
            );
            if name == "clone" {
                assert!(rest.contains("CLONE_THREAD"), "{call}");
                waiting.push(read(rest.rsplit(" = ").next().unwrap_or_default().trim()));
            }
        }
    }
}
