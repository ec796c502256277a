//! A worker that is a process of its own, started when it is needed and started again when it is gone.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read};
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::frame::{Outfit, read_answer, write, write_job};
use super::model::{Job, JobLimits, Printed, WorkerCommand};
use super::watch::{Verdict, Watched};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::fonts::Fonts;

/// How many bytes of what a worker says last are kept.
const LAST_WORDS: usize = 2048;

/// How worker processes are started.
#[derive(Debug)]
pub(super) struct Apart {
    command: WorkerCommand,
    limits: JobLimits,
    outfit: Outfit,
    /// Fonts and files of the outfit, one behind the other.
    body: Vec<u8>,
}

impl Apart {
    pub(super) fn new(
        command: WorkerCommand,
        fonts: &Fonts,
        files: &BTreeMap<String, Vec<u8>>,
        limits: JobLimits,
    ) -> Self {
        let fonts: Vec<_> = fonts.added_files().collect();
        let outfit = Outfit {
            fonts: fonts.iter().map(|font| font.len()).collect(),
            files: files.iter().map(|(name, content)| (name.clone(), content.len())).collect(),
        };
        let fonts = fonts.iter().map(|font| font.as_slice());
        let body = fonts.chain(files.values().map(Vec::as_slice)).collect::<Vec<_>>().concat();
        Self { command, limits, outfit, body }
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

    /// Has a document made; if that brings the process down, the next job gets another.
    pub(super) fn make(&mut self, job: &Job) -> Result<Printed, Problems> {
        if self.running.as_ref().is_some_and(|running| running.watched.is_worn()) {
            self.dismiss();
        }
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.start().map_err(|error| self.unstartable(&error))?,
        };
        running.watched.is_busy(true);
        let answer = write_job(&mut running.jobs, job).and_then(|()| read_answer(&mut running.answers));
        running.watched.is_busy(false);
        match answer {
            Ok(answer) => {
                self.running = Some(running);
                answer
            }
            Err(_) => Err(self.post_mortem(running).into()),
        }
    }

    fn start(&self) -> io::Result<Running> {
        let Apart { command, limits, outfit, body } = &*self.apart;
        let mut process = Command::new(&command.program);
        process.args(&command.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        {
            // An interrupt from the terminal must reach the main process only.
            use std::os::unix::process::CommandExt as _;
            process.process_group(0);
        }
        let mut child = process.spawn()?;
        let (Some(mut jobs), Some(answers), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let words = Arc::default();
        let heard = Arc::clone(&words);
        let listener =
            std::thread::Builder::new().name("words".into()).spawn(move || listen(stderr, &heard))?;
        let watched = Watched::new(child, *limits)?;
        write(&mut jobs, outfit, &[body])?;
        Ok(Running { watched, jobs, answers: BufReader::new(answers), words, listener })
    }

    fn dismiss(&mut self) {
        if let Some(Running { watched, jobs, listener, .. }) = self.running.take() {
            // Without its jobs it ends by itself.
            drop(jobs);
            watched.wait();
            let _ = listener.join();
        }
    }

    fn unstartable(&self, error: &io::Error) -> Diagnostic {
        let program = self.apart.command.program.display();
        Diagnostic::new(
            codes::WORKER_START,
            format!("`{program}` cannot be started to make documents ({error})"),
        )
        .with_hint("check that it is there and may be run")
    }

    /// Why a worker is gone.
    fn post_mortem(&self, running: Running) -> Diagnostic {
        let Running { watched, jobs, listener, words, .. } = running;
        drop(jobs);
        let (verdict, status) = watched.end();
        let _ = listener.join();
        let words = words.lock().unwrap_or_else(PoisonError::into_inner);
        let words = String::from_utf8_lossy(&words);
        let JobLimits { time, bytes } = self.apart.limits;
        let raise =
            "look for what in the template or its data asks for so much, or raise `limits` in mailing.yaml";
        match verdict {
            Some(Verdict::Time) => {
                let seconds = time.as_secs_f64();
                Diagnostic::new(codes::DOCUMENT_TIME, format!("the document took longer than {seconds} s"))
                    .with_hint(raise)
            }
            Some(Verdict::Memory) => {
                let mebibytes = bytes >> 20;
                let message = format!("the document took more than {mebibytes} MiB of memory");
                Diagnostic::new(codes::DOCUMENT_MEMORY, message).with_hint(raise)
            }
            None => Diagnostic::new(codes::DOCUMENT_CRASH, describe_crash(status, &words)).with_hint(
                "simplify the template where it nests or repeats; report it if there is no such place",
            ),
        }
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        self.dismiss();
    }
}

/// What brought a worker down, as far as it said.
fn describe_crash(status: Option<ExitStatus>, words: &str) -> String {
    let cause = if words.contains("has overflowed its stack") {
        "it nests too deep".to_owned()
    } else if words.contains("memory allocation of") {
        "there was no memory left".to_owned()
    } else {
        status.map_or_else(|| "for an unknown reason".to_owned(), |status| status.to_string())
    };
    format!("making the document brought its process down ({cause})")
}

/// Keeps the last words of a process.
fn listen(mut stderr: ChildStderr, words: &Mutex<Vec<u8>>) {
    let mut piece = [0; 1024];
    while let Ok(length @ 1..) = stderr.read(&mut piece) {
        let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
        words.extend_from_slice(piece.get(..length).unwrap_or_default());
        let surplus = words.len().saturating_sub(LAST_WORDS);
        words.drain(..surplus);
    }
}
