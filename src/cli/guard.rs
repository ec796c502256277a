//! Commands that read archives of others do so in a process of their own, within limits: this program with the same arguments,
//! started as `convoke guarded`, which is hidden.
//!
//! A command that reads something foreign all along wraps its work in [`Guard::run`], and confines itself in it once it knows
//! which files it needs.

use std::cell::OnceCell;
use std::ffi::OsString;
#[cfg(all(feature = "store", unix))]
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;

use super::outcome::Outcome;
use super::setting::{Output, Setting};
use super::stores::{self, Asking, OpenStored, Stored};
use super::{interrupt, render};
use crate::archive::ArchiveAt;
#[cfg(all(feature = "store", unix))]
use crate::archive::layout;
use crate::batch::SharePlace;
use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::objects::Depot;
#[cfg(all(feature = "store", unix))]
use crate::objects::{self, Remote, Served, ServedPlace};
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
    limits: GuardLimits,
    /// What it reads, as a message names it.
    what: String,
    json: bool,
    /// What a person named, some of which may lie in stores.
    named: Vec<PathBuf>,
    /// Whether what is named may be a place with shares.
    shares: bool,
    /// What is written to in a store.
    written: Option<PathBuf>,
    /// Whether the process that reads may ask stores itself, before it gives up the network.
    asks: bool,
    stored: OnceCell<Vec<OpenStored>>,
}

impl<'a> Guard<'a> {
    /// A command that reads archives which a person named.
    pub(super) fn new(
        setting: &'a Setting,
        limits: GuardLimits,
        what: String,
        json: bool,
        named: impl IntoIterator<Item = PathBuf>,
    ) -> Self {
        let named = named.into_iter().collect();
        let stored = OnceCell::new();
        Self { setting, limits, what, json, named, shares: false, written: None, asks: false, stored }
    }

    /// The same; of shares.
    pub(super) fn of_shares(
        setting: &'a Setting,
        limits: GuardLimits,
        json: bool,
        named: &[PathBuf],
    ) -> Self {
        let what = "the shares".to_owned();
        Self { shares: true, ..Self::new(setting, limits, what, json, named.iter().cloned()) }
    }

    /// The same; it writes to a place in a store, if there is one.
    pub(super) fn writing_to(self, place: Option<&Path>) -> Self {
        Self { written: place.map(Path::to_owned), ..self }
    }

    /// The same; lists of the mailing may lie in a store, and are fetched before anything foreign is read.
    pub(super) fn asking_for_lists(self, asks: bool) -> Self {
        Self { asks, ..self }
    }

    /// Does the work in a process of its own, unless this is that process or it is to go without limits.
    pub(super) fn run(&self, work: impl FnOnce(&Self) -> Outcome) -> Outcome {
        match self.try_run(work) {
            Ok(outcome) => outcome,
            Err(problem) => {
                render::report(&[problem], self.json, self.setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn try_run(&self, work: impl FnOnce(&Self) -> Outcome) -> Result<Outcome, Diagnostic> {
        let mut stored = stores::find(&self.named, self.shares)?;
        if let Some(written) = &self.written {
            stored.extend(stores::find_written(written)?);
        }
        if self.setting.guarded.is_some() {
            interrupt::obey();
            self.open(remote(self.setting, stored)?);
            return Ok(work(self));
        }
        let asking: Vec<Asking> =
            stored.iter().map(|stored| stores::ask(&stored.place)).collect::<Result<_, _>>()?;
        let outcome = match std::env::current_exe() {
            Ok(program) if !self.limits.no_limits && (CAN_SERVE || stored.is_empty()) => {
                let served = serve(&stored, &asking)?;
                let arguments = arguments(served.as_ref().map(Served::socket));
                // Whoever reads archives of others has no use for the keys of the store.
                let forgets = served.is_some() && !self.asks;
                let forgotten = if forgets { stores::variables() } else { Vec::new() };
                // What it makes on its way to a store, or fetches from one, is removed by this one: it will have no right to.
                let scratch = (self.asks || self.written.is_some()).then(scratch).transpose()?;
                let named = scratch.as_ref().map(|folder| ("TMPDIR".into(), Some(folder.path().into())));
                let environment: Vec<_> =
                    forgotten.into_iter().map(|name| (name, None)).chain(named).collect();
                self.start(WorkerCommand { program, arguments }, &environment)
            }
            _ => {
                interrupt::listen();
                let open =
                    stored.into_iter().zip(&asking).map(|(stored, asking)| stored.open_with(asking.depot()));
                self.open(open.collect());
                work(self)
            }
        };
        asking.iter().for_each(|asking| asking.tell_retries(self.setting, self.json));
        Ok(outcome)
    }

    fn open(&self, stored: Vec<OpenStored>) {
        // It is opened once.
        let _ = self.stored.set(stored);
    }

    fn stored(&self) -> &[OpenStored] {
        self.stored.get().map(Vec::as_slice).unwrap_or_default()
    }

    /// Where an archive lies that a person named.
    pub(super) fn archive(&self, named: &Path) -> ArchiveAt {
        stores::archive(self.stored(), named)
    }

    /// Where shares lie that a person named.
    pub(super) fn shares(&self, named: &[PathBuf]) -> Vec<SharePlace> {
        named.iter().map(|named| stores::shares(self.stored(), named)).collect()
    }

    /// The place in a store that a person named.
    pub(super) fn depot(&self, named: &Path) -> Option<Arc<dyn Depot>> {
        stores::depot(self.stored(), named)
    }

    /// Gives up all but what is within reach, in the process that is for it.
    pub(super) fn confine(&self, reach: &Reach) {
        if self.setting.guarded.is_none() {
            return;
        }
        let missing = report_missing(&confine_to(reach)).filter(|_| self.setting.verbose);
        render::report(missing.as_slice(), self.json, self.setting.verbose);
    }

    fn start(&self, command: WorkerCommand, environment: &[(OsString, Option<OsString>)]) -> Outcome {
        let limits =
            JobLimits { time: Duration::from_secs(self.limits.seconds), bytes: self.limits.mebibytes << 20 };
        let ended = Guarded::start(&command, limits, environment).and_then(|guarded| {
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

/// A folder for what is made here before it goes to a store, or fetched from one.
pub(super) fn scratch() -> Result<TempDir, Diagnostic> {
    tempfile::Builder::new().prefix("convoke-").tempdir().map_err(|error| {
        let message = format!("there is no folder for temporary files ({})", io_text(&error));
        Diagnostic::new(codes::FILE_UNREADABLE, message).with_hint("set the variable TMPDIR to one")
    })
}

/// Objects of places, read for a process that has no network. An index may be written to them, and anything to the place that is for it.
#[cfg(all(feature = "store", unix))]
fn serve(stored: &[Stored], asking: &[Asking]) -> Result<Option<Served>, Diagnostic> {
    if asking.is_empty() {
        return Ok(None);
    }
    let is_index = |name: &str| layout::is_index(Path::new(name.split('/').next().unwrap_or_default()));
    let places = stored.iter().zip(asking).map(|(stored, asking)| ServedPlace {
        depot: asking.depot(),
        may_write: if stored.is_written { |_| true } else { is_index },
    });
    objects::serve(places.collect()).map(Some).map_err(|error| unserved(&error))
}

/// Whether a process without a network can be served.
const CAN_SERVE: bool = cfg!(all(feature = "store", unix));

/// There are no stores.
#[cfg(not(all(feature = "store", unix)))]
fn serve(_: &[Stored], _: &[Asking]) -> Result<Option<Served>, Diagnostic> {
    Ok(None)
}

/// What is served where there are no stores.
#[cfg(not(all(feature = "store", unix)))]
struct Served;

#[cfg(not(all(feature = "store", unix)))]
impl Served {
    fn socket(&self) -> &Path {
        Path::new("")
    }
}

/// Places in stores, asked of the process that started this one.
#[cfg(all(feature = "store", unix))]
fn remote(setting: &Setting, stored: Vec<Stored>) -> Result<Vec<OpenStored>, Diagnostic> {
    let Some(socket) = &setting.objects else { return Ok(Vec::new()) };
    let places = Remote::connect(socket, stored.len()).map_err(|error| unserved(&error))?;
    Ok(stored.into_iter().zip(places).map(|(stored, remote)| stored.open_with(Arc::new(remote))).collect())
}

/// There are none.
#[cfg(not(all(feature = "store", unix)))]
fn remote(_: &Setting, _: Vec<Stored>) -> Result<Vec<OpenStored>, Diagnostic> {
    Ok(Vec::new())
}

#[cfg(all(feature = "store", unix))]
fn unserved(error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::STORE_UNREACHABLE, format!("the store cannot be asked ({})", io_text(error)))
        .with_hint("run the command again, or with `--no-limits`")
}

/// The arguments of this process, for one that is guarded.
fn arguments(socket: Option<&Path>) -> Vec<OsString> {
    let output = if render::is_closed() { Output::Closed } else { Output::Open };
    let socket = socket.map(|socket| [OsString::from("--objects"), socket.into()]);
    [Args::NAME.into(), output.name().into()]
        .into_iter()
        .chain(socket.into_iter().flatten())
        .chain(["--".into()])
        .chain(std::env::args_os().skip(1))
        .collect()
}

/// Run a command as the process that started this one asks, within the limits it watches.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What became of the other process' standard output: a closed one cannot be handed on.
    pub(super) output: Output,
    /// Where the other process reads objects of stores for this one, which has no network.
    #[arg(long)]
    pub(super) objects: Option<PathBuf>,
    /// The command, and all its arguments.
    #[arg(last = true)]
    pub(super) arguments: Vec<OsString>,
}

impl Args {
    /// Name of the subcommand.
    const NAME: &str = "guarded";
}
