//! The pieces of work a pack is made of, done by several threads and put together in order.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::desk::Desk;
use super::email::EmailRecord;
use super::lists;
use super::messages::{Messages, write_list, write_messages};
use super::model::{PackEvent, PackOptions};
use super::print::{self, Sheet};
use super::second_try::{self, Undelivered};
use super::sending::{Group, Sending};
use crate::archive::{LongList, PackFile};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::recipient::{Carrier, Channel, Handover};
use crate::typeset;

/// How many messages are one piece of work.
const MESSAGES: usize = 256;

/// A piece of work.
#[derive(Debug, Clone, Copy)]
enum Task<'a> {
    /// The print run of a group, and the messages kept in reserve.
    PrintRun(&'a Group<'a>),
    Sheets(&'a Group<'a>, Sheet),
    /// The messages of some of a group's sendings, which go by e-mail and are not printed.
    Messages(&'a Group<'a>, usize),
    /// The list of what is handed over by a channel.
    List(Channel, Handover),
    /// The list of a group's single files.
    Files(&'a Group<'a>),
    Register,
    /// The list of what failed.
    Undelivered(&'a [Undelivered]),
}

/// What a piece of work came to.
#[derive(Debug, Default)]
struct Done {
    files: Vec<PackFile>,
    messages: Messages,
    problems: Problems,
}

impl Done {
    /// The path of the first file.
    fn path(&self) -> String {
        let first = self.files.first().map(|file| file.path.to_string());
        first.or_else(|| self.messages.first.clone()).unwrap_or_default()
    }
}

/// Everything that was made, in the order of the tasks, whichever thread did them.
#[derive(Default)]
struct All {
    files: LongList<PackFile>,
    records: LongList<EmailRecord>,
    problems: Problems,
}

impl All {
    fn add(&mut self, done: Done, folder: &Path) -> io::Result<()> {
        let Done { files, messages, problems } = done;
        files.into_iter().try_for_each(|file| self.files.push(file, folder))?;
        self.files.append(messages.files, folder)?;
        self.records.append(messages.records, folder)?;
        self.problems.extend(problems.into_iter().chain(messages.problems));
        Ok(())
    }
}

/// Does all work; `None` if it was stopped before.
pub(super) fn run(
    desk: &Desk<'_>,
    groups: &[Group<'_>],
    options: &PackOptions<'_>,
    events: &mut dyn FnMut(PackEvent),
) -> Result<Option<Checked<LongList<PackFile>>>, Problems> {
    let tasks = plan_tasks(groups, options);
    let sendings = groups.iter().map(|group| group.sendings.len()).sum();
    events(PackEvent::Started { sendings, tasks: tasks.len() });
    let (mut all, mut waiting) = (All::default(), BTreeMap::new());
    let mut first = 0;
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (report, reports) = mpsc::channel();
        for number in 0..options.jobs.get().min(tasks.len()) {
            let (report, next, tasks) = (report.clone(), &next, &tasks);
            let work = move || work_through(desk, groups, tasks, next, options, &report);
            match std::thread::Builder::new().spawn_scoped(scope, work) {
                Ok(_) => {}
                Err(error) if number == 0 => return Err(Problems::from(typeset::no_thread(&error))),
                // Those that could be started do the work of all.
                Err(_) => break,
            }
        }
        drop(report);
        for (number, result) in reports {
            let result = result?;
            events(PackEvent::Done { path: result.path() });
            waiting.insert(number, result);
            while let Some(done) = waiting.remove(&first) {
                all.add(done, desk.scratch()).map_err(|error| desk.unwritable(&error))?;
                first += 1;
            }
        }
        Ok(())
    })?;
    if first < tasks.len() {
        return Ok(None);
    }
    let All { mut files, records, problems } = all;
    if records.len() > 0 {
        let list = write_list(desk, records)?;
        files.push(list, desk.scratch()).map_err(|error| desk.unwritable(&error))?;
    }
    Ok(Some(Checked::new(files, problems)))
}

/// Does pieces of work until none is left: what one thread does.
fn work_through(
    desk: &Desk<'_>,
    groups: &[Group<'_>],
    tasks: &[Task<'_>],
    next: &AtomicUsize,
    options: &PackOptions<'_>,
    report: &mpsc::Sender<(usize, Result<Done, Problems>)>,
) {
    let worked = typeset::with_worker_pool(|| {
        while !options.is_stopped() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = tasks.get(number) else { break };
            // Nobody listens any more once a piece has failed.
            if report.send((number, work_guarded(desk, groups, task))).is_err() {
                break;
            }
            typeset::evict();
        }
    });
    if let Err(problem) = worked {
        let _ = report.send((0, Err(problem.into())));
    }
}

/// All pieces of work; the register is of the whole archive, and so not in a pack of a part.
fn plan_tasks<'a>(groups: &'a [Group<'a>], options: &'a PackOptions<'_>) -> Vec<Task<'a>> {
    let mut tasks = Vec::new();
    let mut last = None;
    for group in groups {
        let is_first = last != Some(group.channel);
        if let Some(handover) = group.channel.handover().filter(|_| is_first) {
            tasks.push(Task::List(group.channel, handover));
        }
        last = Some(group.channel);
        match group.channel.carrier() {
            Carrier::EMail => {
                let parts = 0..group.sendings.len().div_ceil(MESSAGES);
                tasks.extend(parts.map(|part| Task::Messages(group, part)));
            }
            Carrier::Fax => tasks.extend([Task::Sheets(group, Sheet::FaxCovers), Task::PrintRun(group)]),
            Carrier::Paper => tasks.extend([
                Task::PrintRun(group),
                Task::Sheets(group, Sheet::Labels),
                Task::Sheets(group, Sheet::Envelopes),
            ]),
        }
        tasks.push(Task::Files(group));
    }
    tasks.extend(options.undelivered.as_deref().map(Task::Undelivered));
    if !options.is_part() {
        tasks.push(Task::Register);
    }
    tasks
}

/// Does a piece of work; a panic in a library is its failure, not the program's.
fn work_guarded(desk: &Desk<'_>, groups: &[Group<'_>], task: &Task<'_>) -> Result<Done, Problems> {
    let work = std::panic::AssertUnwindSafe(|| work(desk, groups, task));
    std::panic::catch_unwind(work).unwrap_or_else(|_| {
        let problem =
            Diagnostic::new(codes::INTERNAL, "the pack could not be made because of a fault in the program");
        Err(problem.with_hint("report it with the archive's manifest").into())
    })
}

fn work<'a>(desk: &Desk<'a>, groups: &[Group<'a>], task: &Task<'a>) -> Result<Done, Problems> {
    let Checked { value: files, problems } = match *task {
        Task::PrintRun(group) => {
            let mut messages = Messages::default();
            let also = |sending: &Sending<'a>, documents| messages.add(desk, sending, documents);
            let Checked { value: files, problems } = print::make_run(desk, group, also)?;
            return Ok(Done { files, messages, problems });
        }
        Task::Messages(group, part) => {
            let sendings = group.sendings.chunks(MESSAGES).nth(part).unwrap_or_default();
            return Ok(Done { messages: write_messages(desk, sendings)?, ..Done::default() });
        }
        Task::Sheets(group, sheet) => print::make_sheets(desk, group, sheet)?,
        Task::List(channel, handover) => lists::list_handed_over(desk, groups, channel, handover)?,
        Task::Files(group) => lists::list_files(desk, group)?,
        Task::Register => lists::write_register(desk)?,
        Task::Undelivered(failed) => second_try::list(desk, failed)?,
    };
    Ok(Done { files, problems, ..Done::default() })
}
