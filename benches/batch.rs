//! Measures what a batch gains over a process per document, and whether its cost stays flat.
//!
//! `cargo bench --bench batch` times, in one run and on the same number of threads: a process started
//! for each document (this very program, which loads its fonts, sets one document and ends), and batches
//! of 195, 1,000 and 10,000 documents. A document is a letter with its form, two pages, PDF/A-2a and
//! PDF/UA-1, whose structure differs from one recipient to the next.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use convoke::fonts::Fonts;
use convoke::pdf::{self, PdfSettings, Standards};
use convoke::typeset::{Typesetter, evict, evict_everything, with_worker_pool};

/// Threads of a batch, and processes at a time.
const WORKERS: usize = 2;

/// Documents made by a process each.
const PROCESSES: usize = 100;

/// Sizes of the batches.
const BATCHES: [usize; 3] = [195, 1_000, 10_000];

/// How many times as fast as a process per document a batch has to be.
const AIM: f64 = 5.0;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, number] = &arguments[..]
        && mode == "--one"
    {
        return one(number.parse()?);
    }
    let program = std::env::current_exe()?;
    let alone = time(PROCESSES, |number| {
        let done = Command::new(&program).arg("--one").arg(number.to_string()).status()?;
        if done.success() { Ok(()) } else { Err(format!("document {number} failed").into()) }
    })?;
    report("a process per document", PROCESSES, alone);

    let settings = settings()?;
    let typesetter = typesetter()?;
    for size in BATCHES {
        evict_everything();
        let took = time(size, |number| {
            let written = make(&typesetter, &settings, number).map(|_| ());
            evict();
            written
        })?;
        report("batch", size, took);
        let ratio = (alone.as_secs_f64() / PROCESSES as f64) / (took.as_secs_f64() / size as f64);
        let verdict = if ratio >= AIM { "" } else { "  BELOW THE AIM" };
        out(&format!("{:>24}  {ratio:.1} times a process per document{verdict}", ""));
    }
    if let Some(memory) = peak_memory() {
        out(&format!("peak memory: {memory}"));
    }
    Ok(())
}

/// What a process of its own does.
fn one(number: usize) -> Result<(), Failure> {
    make(&typesetter()?, &settings()?, number).map(|_| ())
}

/// Sets and writes one document.
fn make(typesetter: &Typesetter, settings: &PdfSettings, number: usize) -> Result<Vec<u8>, Failure> {
    let settings = PdfSettings { ident: format!("DM-1132/{number}/letter"), ..settings.clone() };
    let document = typesetter.set(&rendered(number)).map_err(first)?;
    pdf::export(&document, &settings).map_err(first)
}

fn first(problems: Vec<convoke::diagnostic::Diagnostic>) -> Failure {
    problems.first().map(ToString::to_string).unwrap_or_default().into()
}

fn typesetter() -> Result<Typesetter, Failure> {
    let layout = include_bytes!("layout.typ").to_vec();
    let files = BTreeMap::from([("/layout.typ".to_owned(), layout)]);
    Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(files))
        .map_err(|problem| problem.to_string().into())
}

fn settings() -> Result<PdfSettings, Failure> {
    let at = jiff::civil::date(2004, 5, 10).at(9, 0, 0, 0);
    Ok(PdfSettings {
        ident: String::new(),
        issued_at: at.to_zoned_datetime(jiff::tz::TimeZone::fixed(jiff::tz::offset(2)))?,
        standards: Standards::parse(["a-2a", "ua-1"]).map_err(|problem| problem.to_string())?,
    })
}

/// The text of a recipient's letter; one in three has a paragraph more, and addresses differ in length.
fn rendered(number: usize) -> String {
    let address = (0..3 + number % 3)
        .map(|line| format!("Line {line} of the ministry of country {number}"))
        .collect::<Vec<_>>()
        .join(" \\\n");
    let visa = if number.is_multiple_of(3) {
        "A visa is issued on arrival to holders of official passports."
    } else {
        ""
    };
    include_str!("letter.typ")
        .replace("@NUMBER@", &format!("{number:05}"))
        .replace("@ADDRESS@", &address)
        .replace("@VISA@", visa)
        .replace("@COUNTRY@", &format!("Country {number}"))
        .replace("@MINISTRY@", &format!("the Ministry of Foreign Affairs of Country {number}"))
}

/// Does a task for every number on [`WORKERS`] threads and says how long all of it took.
fn time(count: usize, task: impl Fn(usize) -> Result<(), Failure> + Sync) -> Result<Duration, Failure> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), Failure> {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return Ok(());
            }
            task(number)?;
        }
    };
    let start = now();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(|| with_worker_pool(work))).collect();
        for worker in workers {
            worker.join().map_err(|_| "a worker ended early")?.map_err(|problem| problem.to_string())??;
        }
        Ok::<(), Failure>(())
    })?;
    Ok(start.elapsed())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark is there to look at the clock")]
fn now() -> Instant {
    Instant::now()
}

fn report(what: &str, count: usize, took: Duration) {
    let each = took.as_secs_f64() * 1e3 / count as f64;
    out(&format!("{what:>24}  {count:>6} documents  {each:7.2} ms each  {:6.0} a second", 1e3 / each));
}

#[expect(clippy::print_stdout, reason = "a benchmark is a program with nothing but its output")]
fn out(line: &str) {
    println!("{line}");
}

/// The largest resident set this process has had, where the system tells.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(kilobytes.trim().to_owned())
}
