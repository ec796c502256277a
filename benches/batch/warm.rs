//! What one letter takes that a program asks for, of a mailing that is warm: in the library, and over `convoke letter`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use convoke::session::{MailingSource, Request, Session, SessionOptions};
use convoke::worker::{Isolation, WorkerCommand};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Failure, WORKERS, sample};

/// Letters that are made before any is timed.
const BEFORE: usize = 50;

/// Times letters one after the other, and as many as two workers make.
#[expect(clippy::print_stdout, reason = "a benchmark is a program with nothing but its output")]
pub(crate) fn warm(sizes: &[usize], folders: &mut Vec<TempDir>) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    sample::write_letters(root, 1)?;
    for &size in sizes {
        let session = open(root, NonZeroUsize::MIN)?;
        show(
            "library, one worker",
            times(size, |number| Ok(session.letter(&request(number)?)?.bytes.len()))?,
        );
        show("`convoke letter -`, one at a time", piped(root, size)?);
        let session = open(root, WORKERS)?;
        let requests = (1..=size).map(|number| (number, request(number)));
        let start = now();
        let mut made = 0;
        session.batch(requests, |_, letter| {
            made += usize::from(letter.is_ok());
            ControlFlow::Continue(())
        })?;
        let each = made as f64 / start.elapsed().as_secs_f64();
        println!("library, batch on {WORKERS} workers: {made} of {size} letters, {each:.0} a second");
    }
    folders.push(folder);
    Ok(())
}

fn open(root: &Path, workers: NonZeroUsize) -> Result<Session, Failure> {
    let program = std::env::current_exe()?;
    let isolation = Isolation::Processes(WorkerCommand { program, arguments: vec!["--worker".into()] });
    let languages = vec!["en".to_owned()];
    let options =
        SessionOptions { languages, workers, isolation, is_trial: true, ..SessionOptions::default() };
    Ok(Session::open(MailingSource::Folder(root.to_owned()), options)?)
}

fn recipient(number: usize) -> Value {
    json!({
        "id": format!("R{number}"),
        "kind": "state",
        "iso": "FRA",
        "addressee": { "office": "foreign-minister" },
        "ministry": "Ministry of Foreign Affairs",
        "city": "Paris",
        "channels": ["pouch"],
        "languages": ["en"],
    })
}

fn request(number: usize) -> Result<Request, convoke::diagnostic::Problems> {
    Ok(Request::new(&recipient(number))?.number(u32::try_from(number).unwrap_or(u32::MAX)))
}

/// Milliseconds of each letter behind the first ones, in order of length.
fn times(size: usize, mut make: impl FnMut(usize) -> Result<usize, Failure>) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::with_capacity(size);
    for number in 1..=BEFORE + size {
        let start = now();
        make(number)?;
        if number > BEFORE {
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn piped(root: &Path, size: usize) -> Result<Vec<f64>, Failure> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convoke"));
    command.arg("-C").arg(root).args(["letter", "-", "--trial", "--languages", "en", "--jobs", "1"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (mut input, output) = child.stdin.take().zip(child.stdout.take()).ok_or("no pipes")?;
    let mut output = BufReader::new(output);
    let times = times(size, |number| {
        writeln!(input, "{}", json!({ "number": number, "recipient": recipient(number) }))?;
        let mut line = String::new();
        output.read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line)?;
        let length = answer["bytes"].as_u64().ok_or_else(|| format!("no letter: {line}"))?;
        let mut document = vec![0; usize::try_from(length)? + 1];
        output.read_exact(&mut document)?;
        Ok(document.len())
    })?;
    drop(input);
    child.wait()?;
    Ok(times)
}

#[expect(clippy::print_stdout, reason = "a benchmark is a program with nothing but its output")]
fn show(what: &str, times: Vec<f64>) {
    let at = |part: f64| {
        times.get((times.len() as f64 * part) as usize).or(times.last()).copied().unwrap_or_default()
    };
    println!("{what}: p50 {:.2} ms, p99 {:.2} ms, of {} letters", at(0.5), at(0.99), times.len());
}

#[expect(clippy::disallowed_methods, reason = "a benchmark is there to look at the clock")]
fn now() -> Instant {
    Instant::now()
}
