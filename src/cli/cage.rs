//! Where files of others are read: the options of the commands that do so, and this program as a worker.

use std::time::Duration;

use super::render;
use super::setting::Setting;
use crate::recipient::Environment;
use crate::worker::{Isolation, JobLimits, ReadingRoom, WorkerCommand};

/// The limits on reading one file.
#[derive(Debug, clap::Args)]
pub(super) struct Limits {
    /// How many seconds of processor time reading one file may take.
    #[arg(long, value_name = "N", default_value_t = JobLimits::RETURNED.time.as_secs(), value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,
    /// How much memory reading one file may take, in MiB.
    #[arg(long, value_name = "N", default_value_t = JobLimits::RETURNED.bytes >> 20, value_parser = clap::value_parser!(u64).range(128..=1 << 20))]
    mebibytes: u64,
    /// Read files in this process, without limits of time and memory: a damaged one can end the command.
    #[arg(long, conflicts_with_all = ["seconds", "mebibytes"])]
    no_limits: bool,
}

impl Limits {
    /// Where files are read.
    pub(super) fn room(&self) -> ReadingRoom {
        let limits = JobLimits { time: Duration::from_secs(self.seconds), bytes: self.mebibytes << 20 };
        ReadingRoom::new(&isolation(self.no_limits), limits)
    }
}

/// This very program does the work, in processes of its own, unless it is to go without limits.
pub(super) fn isolation(no_limits: bool) -> Isolation {
    match std::env::current_exe() {
        Ok(program) if !no_limits => {
            Isolation::Processes(WorkerCommand { program, arguments: vec!["worker".into()] })
        }
        _ => Isolation::None,
    }
}

/// The variables of the environment of the command, which a mailing may name.
pub(super) fn environment() -> Environment {
    #[expect(
        clippy::disallowed_methods,
        reason = "the library is told what the environment of the command holds"
    )]
    Environment::new(|name| std::env::var(name).ok())
}

/// Tells those who ask for everything which protections the system did not give to workers.
pub(super) fn tell_missing(room: &ReadingRoom, json: bool, setting: &Setting) {
    if let Some(note) = room.missing_protection().filter(|_| setting.verbose) {
        render::report(&[note], json, setting.verbose);
    }
}
