//! A whole command as a process of its own, within limits: for what reads files of others all along, such as an archive.
//!
//! The process shares this one's output and error streams, so that all it says is said as by this one. Its standard input is a
//! leash: what is written there asks it to end in order, and its end says that nobody waits for it any more. What it gives up
//! is its own business, by [`confine_to`](super::confine_to).

use std::ffi::OsString;
use std::io::Write as _;
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::loss::Loss;
use super::model::{JobLimits, WorkerCommand};
use super::watch::{Measure, Verdict, Watched};
use crate::diagnostic::{io_text, path_text};
use crate::system::signal;

/// The shortest and the longest time between two looks whether the process has ended.
const PAUSES: [Duration; 2] = [Duration::from_micros(200), Duration::from_millis(20)];

/// A command at work.
#[derive(Debug)]
pub struct Guarded {
    watched: Watched,
    limits: JobLimits,
    leash: Leash,
}

/// What asks a command to end. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Leash(Arc<Mutex<ChildStdin>>);

impl Guarded {
    /// Starts a command, which is watched from now on; it has these variables of the environment too, or does not have them where they say nothing.
    ///
    /// # Errors
    ///
    /// It cannot be started.
    pub fn start(
        command: &WorkerCommand,
        limits: JobLimits,
        environment: &[(OsString, Option<OsString>)],
    ) -> Result<Self, Loss> {
        let WorkerCommand { program, arguments } = command;
        let failed = |cause: String| Loss::Start(format!("`{}`: {cause}", path_text(program)));
        let mut starting = Command::new(program);
        for (name, value) in environment {
            match value {
                Some(value) => starting.env(name, value),
                None => starting.env_remove(name),
            };
        }
        let spawned = starting.args(arguments).stdin(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|error| failed(io_text(&error)))?;
        let stdin = child.stdin.take();
        // From here on it is ended when it is dropped.
        let watched = Watched::new(child, limits, Measure::Clock).map_err(|error| failed(io_text(&error)))?;
        let stdin = stdin.ok_or_else(|| failed("it has no standard input".to_owned()))?;
        watched.is_busy(true);
        Ok(Self { watched, limits, leash: Leash(Arc::new(Mutex::new(stdin))) })
    }

    /// What asks it to end.
    #[must_use]
    pub fn leash(&self) -> Leash {
        self.leash.clone()
    }

    /// Waits for its end; returns its exit code.
    ///
    /// # Errors
    ///
    /// It exceeded its limits, or ended without an exit code.
    pub fn wait(self) -> Result<i32, Loss> {
        let Self { watched, limits, .. } = &self;
        let [mut pause, longest] = PAUSES;
        let (verdict, status) = loop {
            match watched.look() {
                Ok(Some(end)) => break end,
                Ok(None) => std::thread::sleep(pause),
                Err(error) => return Err(Loss::Crash(io_text(&error))),
            }
            // A short command is not held up by a long pause, nor a long one by many short ones.
            pause = (pause + pause / 8).min(longest);
        };
        match verdict {
            Some(Verdict::Time(most)) => Err(Loss::Time(most)),
            Some(Verdict::Clock(most)) => Err(Loss::Clock(most)),
            Some(Verdict::Memory) => Err(Loss::Memory(limits.bytes)),
            None => status.code().ok_or_else(|| Loss::Crash(describe(status))),
        }
    }
}

impl Leash {
    /// Asks the command to end; once more, to end at once. One that is gone already needs no asking.
    pub fn pull(&self) {
        let mut stdin = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = stdin.write_all(&[0]).and_then(|()| stdin.flush());
    }
}

/// What brought the process down; how it ended is all there is to know.
fn describe(status: ExitStatus) -> String {
    /// Numbers of the signals that a process ends itself by, and of the one that the system does. (POSIX, `signal.h`)
    const ABORT: i32 = 6;
    const KILL: i32 = 9;
    const FAULT: i32 = 11;
    let cause = match signal(status) {
        Some(ABORT | FAULT) => "it nests too deep, or there was no memory left",
        Some(KILL) => "it was ended from outside, as by a system short of memory",
        Some(_) => "it was ended from outside",
        None => return status.to_string(),
    };
    format!("{cause} ({status})")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> WorkerCommand {
        WorkerCommand { program: "/bin/sh".into(), arguments: ["-c".into(), script.into()].into() }
    }

    fn guard(script: &str, limits: JobLimits) -> Result<i32, Loss> {
        Guarded::start(&shell(script), limits, &[])?.wait()
    }

    const LIMITS: JobLimits = JobLimits { time: Duration::from_secs(60), bytes: 64 << 20 };

    #[test]
    fn an_exit_code_is_passed_on() {
        for code in [0, 1, 3, 130, 141] {
            assert_eq!(guard(&format!("exit {code}"), LIMITS), Ok(code));
        }
    }

    #[test]
    fn what_takes_too_long_or_too_much_or_crashes_is_a_loss() {
        let short = JobLimits { time: Duration::from_millis(100), ..LIMITS };
        assert_eq!(guard("exec sleep 60", short), Err(Loss::Clock(short.time)));
        // It keeps the last line of its input, which has no end.
        assert_eq!(guard("exec tail -n 1 /dev/zero", LIMITS), Err(Loss::Memory(LIMITS.bytes)));
        for (signal, cause) in [("SEGV", "nests too deep"), ("ABRT", "no memory left"), ("KILL", "outside")] {
            let lost = guard(&format!("kill -s {signal} $$"), LIMITS);
            assert!(matches!(&lost, Err(Loss::Crash(told)) if told.contains(cause)), "{lost:?}");
        }
        let nowhere = WorkerCommand { program: "/nowhere".into(), arguments: Vec::new() };
        assert!(matches!(Guarded::start(&nowhere, LIMITS, &[]), Err(Loss::Start(_))));
    }

    #[test]
    fn a_leash_asks_and_its_end_tells() {
        let asked = Guarded::start(&shell("head -c 1 >/dev/null; exit 7"), LIMITS, &[]).expect("a shell");
        asked.leash().pull();
        assert_eq!(asked.wait(), Ok(7));
    }
}
