//! A worker that is a process of its own, started when it is needed and started again when it is gone.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, BufReader, Read};
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use typst::foundations::Bytes;

use super::frame::{Answer, Hello, Order, Outfit, read, read_up_to, write};
use super::loss::{Loss, describe_end};
use super::model::{Isolation, JobLimits, WorkerCommand};
use super::watch::{Measure, Verdict, Watched};
use crate::diagnostic::{io_text, path_text};
use crate::system::keep_from_terminal;

/// How many bytes of what a worker says last are kept.
const LAST_WORDS: usize = 2048;

/// How worker processes are started.
#[derive(Debug)]
pub(super) struct Apart {
    command: WorkerCommand,
    limits: JobLimits,
    outfit: Outfit,
    body: Body,
    /// Which protections the first worker did without.
    missing: OnceLock<Vec<String>>,
    /// A process that was started before it was known what for.
    early: Mutex<Option<Running>>,
    /// Processes that nobody is asking, for whoever needs one.
    waiting: Mutex<Vec<Running>>,
}

/// A worker process that is started before it is known what for, so that nobody waits for it. Dropped, it is ended.
#[derive(Debug)]
pub struct EarlyProcess(Running);

impl EarlyProcess {
    /// Starts a process; `None` where workers are none, or where it cannot be started, which is told when one is needed.
    #[must_use]
    pub fn start(isolation: &Isolation, limits: JobLimits) -> Option<Self> {
        match isolation {
            Isolation::None => None,
            Isolation::Processes(command) => spawn(command, limits).ok().map(Self),
        }
    }
}

/// The files of an outfit, in its order.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) fonts: Vec<Bytes>,
    pub(super) files: Arc<BTreeMap<String, Vec<u8>>>,
    /// The templates, one behind the other.
    pub(super) texts: String,
}

impl Body {
    fn parts(&self) -> Vec<&[u8]> {
        let (fonts, files) = (self.fonts.iter().map(Bytes::as_slice), self.files.values().map(Vec::as_slice));
        fonts.chain(files).chain([self.texts.as_bytes()]).collect()
    }
}

impl Apart {
    pub(super) fn new(command: WorkerCommand, limits: JobLimits, (outfit, body): (Outfit, Body)) -> Self {
        Self {
            command,
            limits,
            outfit,
            body,
            missing: OnceLock::new(),
            early: Mutex::default(),
            waiting: Mutex::default(),
        }
    }

    /// The same with other files, and with as many times the time for a job.
    pub(super) fn with_outfit(&self, outfit: (Outfit, Body), times: u32) -> Self {
        let limits = JobLimits { time: self.limits.time.saturating_mul(times), ..self.limits };
        Self::new(self.command.clone(), limits, outfit)
    }

    /// Whether processes are started by this command.
    pub(super) fn is_of(&self, command: &WorkerCommand) -> bool {
        self.command == *command
    }

    /// Takes a process that was started early for the first that is needed.
    pub(super) fn take_early(&self, early: EarlyProcess) {
        *lock(&self.early) = Some(early.0);
    }

    /// Ends the processes that nobody is asking.
    pub(super) fn end_waiting(&self) {
        lock(&self.waiting).clear();
    }

    /// Which protections workers did without; none as long as none was started.
    pub(super) fn missing(&self) -> &[String] {
        self.missing.get().map_or(&[], Vec::as_slice)
    }
}

/// One worker.
#[derive(Debug)]
pub struct WorkerProcess {
    apart: Arc<Apart>,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    watched: Watched,
    jobs: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// The last words of the process, collected by a thread of their own.
    words: Arc<Mutex<Vec<u8>>>,
    listener: std::thread::JoinHandle<()>,
}

impl WorkerProcess {
    pub(super) fn new(apart: Arc<Apart>) -> Self {
        Self { apart, running: None }
    }

    /// Starts a process that is prepared to make documents, beside other work, and leaves it to whoever needs one more than there are.
    pub(super) fn start_ahead(apart: Arc<Apart>) {
        let start = || {
            let mut process = Self::new(apart);
            process.running = process.start().ok();
            if process.running.is_some() && process.ask_once(&Order::Prepare, &[]).is_ok() {
                lock(&process.apart.waiting).splice(..0, process.running.take());
            }
        };
        // What goes wrong is told when there is a document to be made.
        let _ = std::thread::Builder::new().name("ahead".into()).spawn(start);
    }

    /// Leaves the process to whoever needs one of this kind next.
    pub(super) fn leave(self) {
        lock(&self.apart.waiting).extend(self.running);
    }

    /// Has something done. A process that ends without having exceeded a limit may have been brought down from outside: the
    /// order is given to one other process before the order is to blame.
    pub(super) fn ask(&mut self, order: &Order, body: &[u8]) -> Result<(Answer, Vec<u8>), Loss> {
        match self.ask_once(order, body) {
            Err(loss) if loss.may_be_chance() => {
                // One that waited may be gone for the same reason.
                self.running = Some(self.start()?);
                self.ask_once(order, body)
            }
            result => result,
        }
    }

    fn ask_once(&mut self, order: &Order, body: &[u8]) -> Result<(Answer, Vec<u8>), Loss> {
        if self.running.as_ref().is_some_and(|running| running.watched.is_worn()) {
            self.running = None;
        }
        let mut running = match self.running.take() {
            Some(running) => running,
            None => match self.take_waiting() {
                Some(running) => running,
                None => self.start()?,
            },
        };
        running.watched.is_busy(true);
        // No process answers with more than it may hold.
        let most = self.apart.limits.bytes;
        let answer =
            write(&mut running.jobs, order, &[body]).and_then(|()| read_up_to(&mut running.answers, most));
        running.watched.is_busy(false);
        match answer {
            Ok(answer) => {
                self.running = Some(running);
                Ok(answer)
            }
            Err(_) => Err(self.post_mortem(running)),
        }
    }

    /// Takes a process that nobody is asking, unless another in its place is better.
    fn take_waiting(&self) -> Option<Running> {
        lock(&self.apart.waiting).pop().filter(|running| !running.watched.is_worn())
    }

    /// Starts a process, and waits until it is ready for orders.
    fn start(&self) -> Result<Running, Loss> {
        let early = lock(&self.apart.early).take();
        // One that is gone meanwhile is replaced.
        if let Some(Ok(running)) = early.map(|early| self.greet(early)) {
            return Ok(running);
        }
        let running = spawn(&self.apart.command, self.apart.limits)
            .map_err(|error| self.report_start(io_text(&error)))?;
        self.greet(running)
    }

    /// Gives a process what it needs to begin, and waits until it is ready for orders.
    fn greet(&self, mut running: Running) -> Result<Running, Loss> {
        running.watched.is_busy(true);
        let hello = write(&mut running.jobs, &self.apart.outfit, &self.apart.body.parts())
            .and_then(|()| read::<Hello>(&mut running.answers));
        running.watched.is_busy(false);
        match hello {
            Ok((Hello { missing }, _)) => {
                self.apart.missing.get_or_init(|| missing);
                Ok(running)
            }
            Err(_) => {
                let loss = self.post_mortem(running);
                Err(self.report_start(loss))
            }
        }
    }

    fn report_start(&self, cause: impl Display) -> Loss {
        Loss::Start(format!("`{}`: {cause}", path_text(&self.apart.command.program)))
    }

    /// Why a worker is gone.
    fn post_mortem(&self, running: Running) -> Loss {
        let Running { watched, jobs, listener, words, .. } = running;
        drop(jobs);
        let (verdict, status) = watched.end();
        let _ = listener.join();
        let words = lock(&words);
        match verdict {
            Some(Verdict::Time(most)) => Loss::Time(most),
            Some(Verdict::Clock(most)) => Loss::Clock(most),
            Some(Verdict::Memory) => Loss::Memory(self.apart.limits.bytes),
            None => Loss::Crash(describe_end(status, &String::from_utf8_lossy(&words))),
        }
    }
}

/// Starts a process, which waits for what it needs to begin.
fn spawn(command: &WorkerCommand, limits: JobLimits) -> io::Result<Running> {
    let WorkerCommand { program, arguments } = command;
    let mut process = Command::new(program);
    process.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    keep_from_terminal(&mut process);
    let mut child = process.spawn()?;
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // From here on it is ended when it is dropped.
    let watched = Watched::new(child, limits, Measure::Processor)?;
    let (Some(jobs), Some(answers), Some(stderr)) = pipes else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let words = Arc::default();
    let heard = Arc::clone(&words);
    let listener = std::thread::Builder::new().name("words".into()).spawn(move || listen(stderr, &heard))?;
    Ok(Running { watched, jobs, answers: BufReader::new(answers), words, listener })
}

/// Keeps the last words of a process.
fn listen(mut stderr: ChildStderr, words: &Mutex<Vec<u8>>) {
    let mut piece = [0; 1024];
    while let Ok(length @ 1..) = stderr.read(&mut piece) {
        let mut words = lock(words);
        words.extend_from_slice(piece.get(..length).unwrap_or_default());
        let surplus = words.len().saturating_sub(LAST_WORDS);
        words.drain(..surplus);
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
