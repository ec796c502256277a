//! Measures what a batch gains over a process per document, and whether its cost stays flat.
//!
//! `cargo bench --bench batch` times, in one run and on two threads: a process started for each letter and form, which
//! does for one document what a batch does for all (reads the mailing and a list of one recipient, merges, sets, writes
//! one PDF); the same with texts merged beforehand, as the `typst` command would set them; then the whole flow, plan and
//! archive included, for 195, 1,000 and 10,000 recipients made from the sample. Numbers after `--` choose other sizes.
//! `--languages` before them compares batches in six languages with batches in English instead, `--forms` batches whose
//! one-page form can be filled in with batches whose form is only drawn, `--collect` reads as many returned forms.
//!
//! `--letters` makes letters alone, from CSV, in worker processes, and throws them away: 10,000, 100,000 and 1,000,000 of
//! them, to see that cost and memory stay flat. `--isolation` compares workers that are processes with workers that are
//! threads.
//!
//! `--pack` makes the packs of archives, each size by itself, to see what a recipient adds to time and memory.
//!
//! `--seals` seals a letter with a key of each kind in turn, and looks at its seal. `--sealed` builds archives of sealed letters in worker
//! processes, 10,000 of them, and tells at each tenth what all processes hold.
//!
//! `--warm` times single letters that a program asks for, in the library and over `convoke letter`.

#![allow(clippy::disallowed_methods, reason = "a bench arranges its files as it needs them")]

mod clock;
mod sample;
mod seals;
mod warm;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use convoke::archive::Opened;
use convoke::collect::{self, CollectOptions};
use convoke::diagnostic::{Checked, Diagnostic};
use convoke::fonts::Fonts;
use convoke::pdf::{self, PdfSettings, Standards, form};
use convoke::plan::{self, Plan};
use convoke::typeset::{Facts, Typesetter};
use convoke::worker::{self, Isolation, JobLimits, ReadingRoom, WorkerCommand};
use convoke::{batch, pack};

use clock::{Each, Times, peak_memory};
use tempfile::TempDir;

/// The command's allocator, for batch and processes alike.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Threads of a batch, and processes at a time.
const WORKERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

/// Recipients whose documents are made by a process each.
const BY_PROCESS: usize = 50;

/// Recipients of the batches.
const BATCHES: [usize; 3] = [195, 1_000, 10_000];

/// Recipients of the batches that are streamed.
const STREAMED: [usize; 3] = [10_000, 100_000, 1_000_000];

/// How many times the cost a recipient of the first of them the others may take.
const MOST_FOR_MANY: f64 = 1.1;

/// How many kilobytes all processes of a batch together may hold.
const MOST_MEMORY: u64 = 300_000;

/// How many times as fast as a process per document a batch has to be.
const AIM: f64 = 10.0;

/// How many times the English cost a recipient a batch in six languages may take.
const MOST_FOR_SIX: f64 = 1.5;

/// How many milliseconds of processor time making a one-page form fillable may take.
const MOST_FOR_FIELDS: f64 = 4.0;

/// Recipients of the archives that packs are made of; from the second on what Typst holds for a sheet grows no more.
const PACKED: [usize; 3] = [195, 5_000, 20_000];

/// How many milliseconds a recipient may add to the making of a pack.
const MOST_FOR_PACKING: f64 = 2.0;

/// How many kilobytes of memory a recipient may add to it.
const MOST_MEMORY_FOR_PACKING: f64 = 10.0;

/// What the forms of single processes carry.
const IDENTITY: &str = "CVK1*DM-1132/059*FRA*form*fr*3f9a12bc*12";

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[expect(clippy::disallowed_methods, reason = "no terminal reads the answers of a worker")]
fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--one", root, mailing, document, pdf] => {
            return one(Path::new(root), mailing, document.parse()?, Path::new(pdf));
        }
        ["--set", root, text, pdf, pages] => {
            return set(Path::new(root), Path::new(text), Path::new(pdf), pages.parse()?);
        }
        ["--batch", root, size] => return batch(Path::new(root), size.parse()?),
        ["--trial", root, size, isolation] => return trial(Path::new(root), size.parse()?, isolation),
        ["--worker"] => {
            return Ok(worker::serve(std::io::stdin(), std::io::stdout(), || std::process::exit(0))?);
        }
        ["--read", root, size] => return read(Path::new(root), size.parse()?),
        ["--packed", root] => return packed(Path::new(root)),
        ["--seal-all", root, size] => return seals::seal_all(Path::new(root), size.parse()?),
        _ => {}
    }
    let compare = match arguments.first().map(String::as_str) {
        Some("--languages") => languages,
        Some("--forms") => forms,
        Some("--collect") => collected,
        Some("--letters") => letters,
        Some("--pack") => packs,
        Some("--isolation") => isolation,
        Some("--seals") => seals::seals,
        Some("--sealed") => seals::sealed,
        Some("--warm") => warm::warm,
        _ => against_processes,
    };
    let sizes = arguments.iter().filter(|argument| !argument.starts_with("--")).map(|size| size.parse());
    let sizes = sizes.collect::<Result<Vec<usize>, _>>()?;
    let default = match arguments.first().map(String::as_str) {
        Some("--letters") => &STREAMED,
        Some("--pack") => &PACKED,
        Some("--isolation") => &BATCHES[..2],
        Some("--sealed") => &BATCHES[2..],
        Some("--warm") => &BATCHES[1..2],
        _ => &BATCHES[..],
    };
    let sizes = if sizes.is_empty() { default.to_vec() } else { sizes };
    // Removed together at the end: a file system may search long for a free inode after many files are gone.
    let mut folders = Vec::new();
    compare(&sizes, &mut folders)
}

/// Compares batches of one-page forms that can be filled in with batches of the same forms only drawn, each twice in turn.
fn forms(sizes: &[usize], folders: &mut Vec<TempDir>) -> Result<(), Failure> {
    for &size in sizes {
        let mut times = [Vec::new(), Vec::new()];
        for is_fillable in [false, true, true, false] {
            let folder = tempfile::tempdir()?;
            sample::write(folder.path(), size, &[])?;
            sample::keep_one_page_forms(folder.path(), is_fillable)?;
            let Batch { each, peak, .. } = timed(folder, size, folders)?;
            out(&format!(
                "a batch of {size} one-page forms, {}: {each}, peak memory {peak}",
                if is_fillable { "fillable" } else { "drawn" }
            ));
            times[usize::from(is_fillable)].push(each.cpu);
        }
        let [drawn, fillable] = times.map(|times| times.iter().copied().fold(f64::INFINITY, f64::min));
        let cost = fillable - drawn;
        let verdict = if cost <= MOST_FOR_FIELDS { "" } else { ", ABOVE THE AIM" };
        out(&format!(
            "  making a form fillable costs {cost:.2} ms of processor time, {:.2} times a drawn one{verdict}",
            fillable / drawn
        ));
    }
    Ok(())
}

/// Compares batches with a process per document.
fn against_processes(sizes: &[usize], folders: &mut Vec<TempDir>) -> Result<(), Failure> {
    let (alone, set_alone) = processes()?;
    out(&format!("a process per document: {alone}"));
    out(&format!("  of it setting merged texts: {set_alone}"));
    for &size in sizes {
        let Batch { each, plan, peak } = batch_of(size, &[], folders)?;
        out(&format!("a batch of {size}: {each}, of it the plan {plan:.2} ms, peak memory {peak}"));
        let ratio = alone.wall / each.wall;
        let verdict = if ratio >= AIM { "" } else { ", BELOW THE AIM" };
        out(&format!(
            "  {ratio:.1} times the recipients a second ({:.1} by processor time){verdict}; {:.1} times that of setting merged texts",
            alone.cpu / each.cpu,
            set_alone.wall / each.wall
        ));
    }
    Ok(())
}

/// Compares batches in six languages, an equal share in each, with batches in English.
fn languages(sizes: &[usize], folders: &mut Vec<TempDir>) -> Result<(), Failure> {
    for &size in sizes {
        let Batch { each: english, peak, .. } = batch_of(size, &["en"], folders)?;
        out(&format!("a batch of {size} in English: {english}, peak memory {peak}"));
        let Batch { each: six, peak, .. } = batch_of(size, &["ar", "en", "es", "fr", "ru", "zh"], folders)?;
        out(&format!("a batch of {size} in six languages: {six}, peak memory {peak}"));
        let ratio = six.wall / english.wall;
        let verdict = if ratio <= MOST_FOR_SIX { "" } else { ", ABOVE THE AIM" };
        out(&format!(
            "  {ratio:.2} times the cost a recipient ({:.2} by processor time){verdict}",
            six.cpu / english.cpu
        ));
    }
    Ok(())
}

/// Makes letters from CSV and throws them away, ever more of them.
fn letters(sizes: &[usize], folders: &mut Vec<TempDir>) -> Result<(), Failure> {
    let mut first = None;
    for &size in sizes {
        let Trial { each, plan, held } = trial_of(size, "processes", folders)?;
        out(&format!("{size} letters: {each}, of it the plan {plan:.3} ms, peak memory {held} kB"));
        if held > MOST_MEMORY {
            out("  MORE MEMORY THAN THE AIM");
        }
        let least = *first.get_or_insert(each.cpu);
        let ratio = each.cpu / least;
        let verdict = if ratio <= MOST_FOR_MANY { "" } else { ", ABOVE THE AIM" };
        out(&format!("  {ratio:.3} times the processor time a recipient of the first{verdict}"));
    }
    Ok(())
}

/// Compares workers that are processes with workers that are threads, each twice in turn.
fn isolation(sizes: &[usize], folders: &mut Vec<TempDir>) -> Result<(), Failure> {
    for &size in sizes {
        let mut times = [Vec::new(), Vec::new()];
        for (index, isolation) in [(0, "threads"), (1, "processes"), (1, "processes"), (0, "threads")] {
            let Trial { each, held, .. } = trial_of(size, isolation, folders)?;
            out(&format!("{size} letters by {isolation}: {each}, peak memory {held} kB"));
            times[index].push(each);
        }
        let least = |times: &[Each], of: fn(&Each) -> f64| times.iter().map(of).fold(f64::INFINITY, f64::min);
        let [threads, processes] = times;
        out(&format!(
            "  processes take {:.3} times as long as threads ({:.3} by processor time)",
            least(&processes, |each| each.wall) / least(&threads, |each| each.wall),
            least(&processes, |each| each.cpu) / least(&threads, |each| each.cpu)
        ));
    }
    Ok(())
}

/// What a batch of letters that are thrown away took.
struct Trial {
    each: Each,
    /// Milliseconds a recipient of it that the plan took.
    plan: f64,
    /// Kilobytes all processes held at most.
    held: u64,
}

/// Has a process of its own time a batch of letters.
fn trial_of(size: usize, isolation: &str, folders: &mut Vec<TempDir>) -> Result<Trial, Failure> {
    let folder = tempfile::tempdir()?;
    sample::write_letters(folder.path(), size)?;
    let mut command = Command::new(std::env::current_exe()?);
    let done = command.arg("--trial").arg(folder.path()).args([&size.to_string(), isolation]).output()?;
    folders.push(folder);
    let said = String::from_utf8(done.stdout)?;
    let [wall, cpu, plan, held] = said.trim().split('|').collect::<Vec<_>>()[..] else {
        return Err(String::from_utf8(done.stderr)?.into());
    };
    let each = Each { wall: wall.parse()?, cpu: cpu.parse()? };
    Ok(Trial { each, plan: plan.parse()?, held: held.parse()? })
}

/// This program as a worker.
fn this_program() -> Result<Isolation, Failure> {
    let arguments = vec!["--worker".into()];
    Ok(Isolation::Processes(WorkerCommand { program: std::env::current_exe()?, arguments }))
}

/// Times a batch whose documents are thrown away, from the first file read to the last document.
fn trial(root: &Path, size: usize, isolation: &str) -> Result<(), Failure> {
    let isolation = match isolation {
        "processes" => this_program()?,
        _ => Isolation::None,
    };
    let options =
        batch::BuildOptions { jobs: WORKERS, isolation, is_trial: true, ..batch::BuildOptions::default() };
    let (timed, held) = clock::held(|| -> Result<_, Failure> {
        let (planned, plan) = Times::of(|| plan(root))?;
        let (made, ()) = Times::of(|| build(&plan, &options, size))?;
        Ok((planned, made))
    });
    let (planned, made) = timed?;
    let Each { wall, cpu } = planned.and(made).each(size);
    out(&format!("{wall}|{cpu}|{}|{held}", planned.each(size).wall));
    Ok(())
}

/// Times collecting the filled in forms of batches, in a process of its own.
fn collected(sizes: &[usize], folders: &mut Vec<TempDir>) -> Result<(), Failure> {
    for &size in sizes {
        let folder = tempfile::tempdir()?;
        let root = folder.path();
        sample::write(root, size, &[])?;
        let plan = plan(root)?;
        build(&plan, &options(), size)?;
        let archive = Opened::open(&archive_of(root)).map_err(failure)?;
        let forms = archive.manifest().files.iter();
        let forms = forms.filter(|entry| entry.document.as_deref() == Some("form"));
        let forms = forms.map(|entry| archive.path().join(entry.path.as_str())).collect::<Vec<_>>();
        fs::create_dir(root.join("returns"))?;
        let left = Mutex::new(forms);
        std::thread::scope(|scope| {
            let fill = || -> Result<(), Failure> {
                while let Some(form) = left.lock().ok().and_then(|mut left| left.pop()) {
                    answer(&form, &root.join("returns"))?;
                }
                Ok(())
            };
            let workers: Vec<_> = (0..WORKERS.get()).map(|_| scope.spawn(fill)).collect();
            workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker ended early")?)
        })?;
        let done =
            Command::new(std::env::current_exe()?).arg("--read").arg(root).arg(size.to_string()).output()?;
        let (said, failed) = (String::from_utf8(done.stdout)?, String::from_utf8(done.stderr)?);
        out(if said.is_empty() { failed.trim() } else { said.trim() });
        folders.push(folder);
    }
    Ok(())
}

/// Fills in a form as a ministry would.
fn answer(form: &Path, returns: &Path) -> Result<(), Failure> {
    let bytes = fs::read(form)?;
    let blank = form::read(&bytes).map_err(|cause| cause.to_string())?;
    let values = [
        ("participant.1.family_name", "Dupont"),
        ("participant.1.first_name", "Zoë"),
        ("participant.1.function", "Minister"),
        ("participant.1.role", "head"),
        ("participant.1.e_mail", "zoe@example.org"),
    ];
    let values = values.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
    let filled = form::fill(&bytes, &blank, &values, None).map_err(failures)?;
    fs::File::create(returns.join(form.file_name().unwrap_or_default()))?.write_all(&filled)?;
    Ok(())
}

/// Collects the returned forms of a folder and tells what that took.
fn read(root: &Path, size: usize) -> Result<(), Failure> {
    let archive = archive_of(root);
    let returns = [root.join("returns")];
    let room = ReadingRoom::new(&this_program()?, JobLimits::RETURNED);
    let (times, collected) = Times::of(|| -> Result<_, Failure> {
        let archive = Opened::open(&archive).map_err(failure)?;
        let keys = collect::find_keys(root, None, &archive).map_err(failures)?.value;
        let options = CollectOptions { jobs: WORKERS, keys: keys.as_ref(), ..CollectOptions::default() };
        let collected =
            collect::collect(&returns, &archive, &options, &room, &mut |_, _| {}).map_err(failures)?;
        let _ = collect::write(&collected, &root.join("table")).map_err(failure)?;
        Ok(collected)
    })?;
    if collected.answered != size || collected.to_look_at().next().is_some() {
        return Err(format!("{} of {size} answers read", collected.answered).into());
    }
    let peak = peak_memory().unwrap_or_else(|| "not known".to_owned());
    let Each { wall, cpu } = times.each(1);
    out(&format!(
        "collecting {size} forms: {:.2} s, {:.2} s of processor time, peak memory {peak}",
        wall / 1e3,
        cpu / 1e3
    ));
    Ok(())
}

/// Makes the packs of ever larger archives; what one adds to the one before is what its recipients add.
fn packs(sizes: &[usize], folders: &mut Vec<TempDir>) -> Result<(), Failure> {
    let mut before: Option<(usize, f64, u64)> = None;
    for &size in sizes {
        let folder = tempfile::tempdir()?;
        sample::write(folder.path(), size, &[])?;
        build(&plan(folder.path())?, &options(), size)?;
        settle();
        let done = Command::new(std::env::current_exe()?).arg("--packed").arg(folder.path()).output()?;
        folders.push(folder);
        let said = String::from_utf8(done.stdout)?;
        let [wall, cpu, held] = said.trim().split('|').collect::<Vec<_>>()[..] else {
            return Err(String::from_utf8(done.stderr)?.into());
        };
        let (wall, cpu, held): (f64, f64, u64) = (wall.parse()?, cpu.parse()?, held.parse()?);
        out(&format!(
            "the pack of {size}: {:.2} s, {:.2} s of processor time, peak memory {held} kB",
            wall / 1e3,
            cpu / 1e3
        ));
        if let Some((fewer, less, less_held)) = before {
            let more = (size - fewer) as f64;
            let (time, memory) = ((wall - less) / more, (held as f64 - less_held as f64) / more);
            let verdict = if time <= MOST_FOR_PACKING && memory <= MOST_MEMORY_FOR_PACKING {
                ""
            } else {
                ", ABOVE THE AIM"
            };
            out(&format!("  a recipient more adds {time:.2} ms and {memory:.1} kB{verdict}"));
        }
        before = Some((size, wall, held));
    }
    Ok(())
}

/// Waits until what has been written is on the disk, so that no other work bears the time that takes.
fn settle() {
    #[cfg(unix)]
    rustix::fs::sync();
}

/// Times making the pack of a folder's archive.
fn packed(root: &Path) -> Result<(), Failure> {
    let archive = archive_of(root);
    let options = pack::PackOptions { jobs: WORKERS, ..pack::PackOptions::default() };
    let (timed, held) = clock::held(|| {
        Times::of(|| pack::pack(&archive, &archive.join(pack::FOLDER), &options, &mut |_| {}))
    });
    let (times, packed) = timed.map_err(failures)?;
    let packed = packed.ok_or("the pack was stopped")?;
    if packed.is_partial() {
        return Err(failures(packed.problems));
    }
    let Each { wall, cpu } = times.each(1);
    out(&format!("{wall}|{cpu}|{held}"));
    Ok(())
}

/// Where the sample's archive lies.
fn archive_of(root: &Path) -> PathBuf {
    root.join("output/DM-1132")
}

/// What a batch took.
struct Batch {
    each: Each,
    /// Milliseconds a recipient of it that the plan took.
    plan: f64,
    peak: String,
}

/// Has a process of its own time a batch, so that none bears the memory of another.
fn batch_of(size: usize, languages: &[&str], folders: &mut Vec<TempDir>) -> Result<Batch, Failure> {
    let folder = tempfile::tempdir()?;
    sample::write(folder.path(), size, languages)?;
    timed(folder, size, folders)
}

/// Has a process of its own time the batch of a folder, which is kept.
fn timed(folder: TempDir, size: usize, folders: &mut Vec<TempDir>) -> Result<Batch, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    let done = command.arg("--batch").arg(folder.path()).arg(size.to_string()).output()?;
    folders.push(folder);
    let said = String::from_utf8(done.stdout)?;
    let [wall, cpu, plan, peak] = said.trim().split('|').collect::<Vec<_>>()[..] else {
        return Err(String::from_utf8(done.stderr)?.into());
    };
    let each = Each { wall: wall.parse()?, cpu: cpu.parse()? };
    Ok(Batch { each, plan: plan.parse()?, peak: peak.to_owned() })
}

/// Times a batch from the first file read to the finished archive.
fn batch(root: &Path, size: usize) -> Result<(), Failure> {
    let (planned, plan) = Times::of(|| plan(root))?;
    let (made, ()) = Times::of(|| build(&plan, &options(), size))?;
    let Each { wall, cpu } = planned.and(made).each(size);
    let peak = peak_memory().unwrap_or_else(|| "not known".to_owned());
    out(&format!("{wall}|{cpu}|{}|{peak}", planned.each(size).wall));
    Ok(())
}

/// Makes the documents of the first recipients by a process each: in whole, and from texts merged beforehand.
fn processes() -> Result<(Each, Each), Failure> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    sample::write(root, BY_PROCESS, &[])?;
    let mailings = sample::write_apart(root)?;
    let plan = plan(root)?;
    let program = std::env::current_exe()?;
    let (mut whole, mut merged) = (Vec::new(), Vec::new());
    for (planned, mailing) in plan.recipients().zip(mailings) {
        let planned = &planned.map_err(failure)?;
        for (index, document) in planned.documents.iter().enumerate() {
            let text = root.join(format!("{}.typ", merged.len()));
            fs::File::create(&text)?
                .write_all(plan.merge(planned, document).map_err(failure)?.text.as_bytes())?;
            let pdf = text.with_extension("pdf");
            let mut in_whole = Command::new(&program);
            in_whole.arg("--one").arg(root).args([mailing.as_str(), &index.to_string()]).arg(&pdf);
            whole.push(in_whole);
            // What a batch knows from the document before: how many pages there are.
            let told = Command::new(&program).arg("--set").args([root, &text, &pdf]).arg("1").output()?;
            let mut from_text = Command::new(&program);
            from_text.arg("--set").args([root, &text, &pdf]).arg(String::from_utf8(told.stdout)?.trim());
            merged.push(from_text);
        }
    }
    Ok((run_all(whole)?.each(BY_PROCESS), run_all(merged)?.each(BY_PROCESS)))
}

/// Runs processes, as many at a time as there are workers.
fn run_all(commands: Vec<Command>) -> Result<Times, Failure> {
    let left = Mutex::new(commands);
    let take = || left.lock().ok().and_then(|mut left| left.pop());
    let work = || -> Result<(), Failure> {
        while let Some(mut command) = take() {
            let done = command.output()?;
            if !done.status.success() {
                return Err(format!("{command:?} failed: {}", String::from_utf8_lossy(&done.stderr)).into());
            }
        }
        Ok(())
    };
    let (times, ()) = Times::of(|| {
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..WORKERS.get()).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker ended early")?)
        })
    })?;
    Ok(times)
}

/// What a process for one document does, from the first file read to the finished PDF.
fn one(root: &Path, mailing: &str, document: usize, pdf: &Path) -> Result<(), Failure> {
    let Checked { value: plan, problems } = plan::make(root, mailing, &plan::PlanOptions::default());
    let plan = plan.ok_or_else(|| failures(problems))?;
    let planned = &plan.recipients().next().ok_or("no recipient")?.map_err(failure)?;
    let document = planned.documents.get(document).ok_or("no such document")?;
    let merged = plan.merge(planned, document).map_err(failure)?;
    let facts = plan.facts(planned, document, 1);
    let typeset = plan.typesetter().map_err(failure)?.set_with(&merged.text, &facts).map_err(failures)?;
    let written = pdf::export(&typeset, &plan.pdf_settings(planned, document)).map_err(failures)?;
    fs::File::create(pdf)?.write_all(&written)?;
    Ok(())
}

/// What a process for one merged text does.
fn set(root: &Path, text: &Path, pdf: &Path, pages: usize) -> Result<(), Failure> {
    let templates = root.join("templates");
    let mut files = BTreeMap::from([("/layout.typ".to_owned(), fs::read(templates.join("layout.typ"))?)]);
    for asset in fs::read_dir(templates.join("assets"))? {
        let asset = asset?;
        files.insert(format!("/assets/{}", asset.file_name().to_string_lossy()), fs::read(asset.path())?);
    }
    let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(files)).map_err(failure)?;
    let at = jiff::civil::date(2004, 5, 10).at(9, 0, 0, 0);
    let settings = PdfSettings {
        ident: text.to_string_lossy().into_owned(),
        issued_at: at.to_zoned_datetime(jiff::tz::TimeZone::fixed(jiff::tz::offset(2)))?,
        standards: Standards::archival_and_accessible().map_err(failure)?,
        identity: Some(IDENTITY.to_owned()),
        seal: None,
    };
    let facts = Facts { pages, barcode: IDENTITY.to_owned(), is_sealed: false };
    let document = typesetter.set_with(&fs::read_to_string(text)?, &facts).map_err(failures)?;
    let written = pdf::export(&document, &settings).map_err(failures)?;
    fs::File::create(pdf)?.write_all(&written)?;
    out(&document.pages().to_string());
    Ok(())
}

fn plan(root: &Path) -> Result<Plan, Failure> {
    let options = plan::PlanOptions { jobs: Some(WORKERS), ..plan::PlanOptions::default() };
    let Checked { value: plan, problems } = plan::make(root, "mailing.yaml", &options);
    plan.ok_or_else(|| failures(problems))
}

/// Batches as an embedding program makes them.
fn options() -> batch::BuildOptions<'static> {
    batch::BuildOptions { jobs: WORKERS, ..batch::BuildOptions::default() }
}

/// Makes all documents and the archive; a blocked recipient would be time saved.
fn build(plan: &Plan, options: &batch::BuildOptions<'_>, expected: usize) -> Result<(), Failure> {
    let summary = batch::build(plan, options, &mut |_| {}).map_err(failures)?;
    let made = summary.recipients - summary.blocked.len();
    if made == expected { Ok(()) } else { Err(format!("{made} of {expected} recipients made").into()) }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failure(problem: Diagnostic) -> Failure {
    problem.to_string().into()
}

fn failures(problems: impl IntoIterator<Item = Diagnostic>) -> Failure {
    let error = problems.into_iter().max_by_key(|problem| problem.severity);
    error.map(|problem| problem.to_string()).unwrap_or_default().into()
}

#[expect(clippy::print_stdout, reason = "a benchmark is a program with nothing but its output")]
fn out(line: &str) {
    println!("{line}");
}
