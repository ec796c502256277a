//! Why nothing came of a job.

use std::fmt;
use std::process::ExitStatus;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, codes};

/// Why nothing came of a job that a process was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// No process can be started, for this reason.
    Start(String),
    /// It took more than this of the processor.
    Time(Duration),
    /// It was not done after so much time by the clock.
    Clock(Duration),
    /// The process held more than so many bytes.
    Memory(u64),
    /// The process ended, for this reason.
    Crash(String),
}

impl Loss {
    /// The end of a process that answered something else than it was asked.
    pub(super) fn wrong_answer() -> Self {
        Self::Crash("it answered what it was not asked".to_owned())
    }

    /// Whether the process may have been brought down by something other than the job.
    pub(super) fn may_be_chance(&self) -> bool {
        matches!(self, Self::Start(_) | Self::Crash(_))
    }

    /// The problem of a process that cannot be started.
    pub(crate) fn report_start(cause: &str) -> Diagnostic {
        Diagnostic::new(codes::WORKER_START, format!("no worker process can be started ({cause})")).with_hint(
            "look whether the program may be run and the system allows more processes, or try fewer jobs",
        )
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(cause) => write!(f, "no process could be started for it: {cause}"),
            Self::Time(time) => write!(f, "it took more than {} s of processor time", time.as_secs_f64()),
            Self::Clock(time) => write!(f, "it took longer than {} s", time.as_secs_f64()),
            Self::Memory(bytes) => write!(f, "it took more than {} MiB of memory", bytes >> 20),
            Self::Crash(cause) => write!(f, "it brought its process down: {cause}"),
        }
    }
}

/// What brought a process down, as far as its last words tell.
pub(super) fn describe_end(status: Option<ExitStatus>, words: &str) -> String {
    if words.contains("has overflowed its stack") {
        return "it nests too deep".to_owned();
    }
    if words.contains("memory allocation of") {
        return "there was no memory left".to_owned();
    }
    match status {
        Some(status) if status.code().is_none() => status.to_string(),
        _ => "it ended without an answer".to_owned(),
    }
}
