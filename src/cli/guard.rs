//! Commands that read archives of others do so in a process of their own, within limits: this program with the same arguments,
//! started as `convoke guarded`, which is hidden.
//!
//! A command that reads something foreign all along wraps its work in [`Guard::run`], and confines itself in it once it knows
//! which files it needs.

use std::ffi::OsString;
use std::time::Duration;

use super::outcome::Outcome;
use super::setting::{Output, Setting};
use super::{interrupt, render};
use crate::diagnostic::{Diagnostic, codes};
use crate::worker::{Guarded, JobLimits, Loss, Reach, WorkerCommand, confine_to, report_missing};

/// The limits on a whole command.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct GuardLimits {
    /// How many seconds the command may take.
    #[arg(long, value_name = "N", default_value_t = 3600, value_parser = clap::value_parser!(u64).range(1..=864_000))]
    seconds: u64,
    /// How much memory the command may take, in MiB.
    #[arg(long, value_name = "N", default_value_t = 2048, value_parser = clap::value_parser!(u64).range(128..=1 << 20))]
    mebibytes: u64,
    /// Read in this process, without limits of time and memory: a damaged archive can end the command.
    #[arg(long, conflicts_with_all = ["seconds", "mebibytes"])]
    no_limits: bool,
}

/// A command that is guarded.
#[derive(Debug)]
pub(super) struct Guard<'a> {
    pub(super) setting: &'a Setting,
    pub(super) limits: GuardLimits,
    /// What it reads, as a message names it.
    pub(super) what: String,
    pub(super) json: bool,
}

impl Guard<'_> {
    /// Does the work in a process of its own, unless this is that process or it is to go without limits.
    pub(super) fn run(&self, work: impl FnOnce(&Self) -> Outcome) -> Outcome {
        if self.setting.guarded.is_some() {
            interrupt::obey();
            return work(self);
        }
        match std::env::current_exe() {
            Ok(program) if !self.limits.no_limits => {
                self.start(WorkerCommand { program, arguments: arguments() })
            }
            _ => {
                interrupt::listen();
                work(self)
            }
        }
    }

    /// Gives up all but what is within reach, in the process that is for it.
    pub(super) fn confine(&self, reach: &Reach) {
        if self.setting.guarded.is_none() {
            return;
        }
        let missing = report_missing(&confine_to(reach)).filter(|_| self.setting.verbose);
        render::report(missing.as_slice(), self.json, self.setting.verbose);
    }

    fn start(&self, command: WorkerCommand) -> Outcome {
        let limits =
            JobLimits { time: Duration::from_secs(self.limits.seconds), bytes: self.limits.mebibytes << 20 };
        let ended = Guarded::start(&command, limits).and_then(|guarded| {
            interrupt::pass_on(guarded.leash());
            guarded.wait()
        });
        let loss = match ended {
            Ok(code) => match Outcome::of_code(code) {
                Some(outcome) => return outcome,
                None => Loss::Crash(format!("a fault in the program (exit code {code})")),
            },
            // An interrupt at its very beginning ends it before it listens.
            Err(Loss::Crash(_)) if interrupt::is_heard() => return Outcome::Interrupted,
            Err(loss) => loss,
        };
        render::report(&[self.report(&loss)], self.json, self.setting.verbose);
        Outcome::Stopped
    }

    /// The problem of a command that nothing came of.
    fn report(&self, loss: &Loss) -> Diagnostic {
        if let Loss::Start(cause) = loss {
            return Loss::report_start(cause).with_hint("or run the command with `--no-limits`");
        }
        let raise = |option: &str| {
            format!("do not use it unless it is known to be that large; then raise `{option}`")
        };
        let hint = match loss {
            Loss::Time(_) | Loss::Clock(_) => raise("--seconds"),
            Loss::Memory(_) => raise("--mebibytes"),
            Loss::Start(_) | Loss::Crash(_) => {
                "do not use it: it may be made to do harm; run the command again if the system was short of memory"
                    .to_owned()
            }
        };
        let message = format!("reading {} was given up: {loss}", self.what);
        Diagnostic::new(codes::READING_GIVEN_UP, message).with_hint(hint)
    }
}

/// The arguments of this process, for one that is guarded.
fn arguments() -> Vec<OsString> {
    let output = if render::is_closed() { Output::Closed } else { Output::Open };
    [Args::NAME.into(), output.name().into(), "--".into()]
        .into_iter()
        .chain(std::env::args_os().skip(1))
        .collect()
}

/// Run a command as the process that started this one asks, within the limits it watches.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What became of the other process' standard output: a closed one cannot be handed on.
    pub(super) output: Output,
    /// The command, and all its arguments.
    #[arg(last = true)]
    pub(super) arguments: Vec<OsString>,
}

impl Args {
    /// Name of the subcommand.
    const NAME: &str = "guarded";
}
