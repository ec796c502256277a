//! The command line: arguments in, library calls, rendered results out.
//!
//! One file per subcommand holds its arguments and its `run` together; the doc comment of an argument is
//! its help text. Nothing in the library depends on this module, and no rule of the project stands here.

mod build;
mod check;
mod collect;
mod completions;
mod diff;
mod form;
mod init;
mod interrupt;
mod locale;
mod man;
mod pack;
mod preview;
mod progress;
mod release;
mod render;
mod schema;
mod summary;
mod verify;
mod worker;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::archive::layout::folder_name;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::mailing;

/// Turns a list of recipients and localised templates into individually addressed, archival, accessible PDF
/// letters with a form each, and into one archive that a dispatch office can send.
#[derive(Debug, Parser)]
#[command(name = "convoke", version, after_help = EXIT_CODES)]
struct Cli {
    /// The mailing's folder.
    #[arg(short = 'C', long, global = true, value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// The file that describes the mailing, inside its folder.
    #[arg(long, global = true, value_name = "FILE", default_value = "mailing.yaml")]
    mailing: String,
    /// Show every note, also those of which there are many.
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    stopped by problems in the input
  2    wrong usage
  3    done in part: some recipients blocked, or returned files or parts of a pack for a person to look at
  130  interrupted (Ctrl-C): what was made is kept, the same command goes on from there";

/// The exit code of an interrupted command, as shells have it: 128 and the number of the signal.
const INTERRUPTED: u8 = 130;

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Check(check::Args),
    Preview(preview::Args),
    Build(build::Args),
    Release(release::Args),
    Verify(verify::Args),
    Pack(pack::Args),
    Diff(diff::Args),
    Collect(collect::Args),
    Form(form::Args),
    Locale(locale::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    #[command(hide = true)]
    Worker(worker::Args),
}

/// What every subcommand knows: which mailing it works on and how much to show.
#[derive(Debug)]
struct Setting {
    root: PathBuf,
    mailing: String,
    verbose: bool,
}

impl Setting {
    /// A path as it helps the reader: as seen from where the command was started.
    fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(".").unwrap_or(path);
        path.display().to_string().replace('\\', "/")
    }
}

/// How a command ended; the one place that knows the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything asked for was done.
    Done,
    /// Problems in the input stopped it.
    Stopped,
    /// The command was called wrongly.
    Usage,
    /// Some recipients were blocked, the rest made.
    SomeBlocked,
    /// It was interrupted; what was done is kept.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Stopped => 1,
            Outcome::Usage => 2,
            Outcome::SomeBlocked => 3,
            Outcome::Interrupted => INTERRUPTED,
        })
    }
}

/// How many processors there are: as many threads work.
fn processors() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// The folder the archive of the mailing lies in.
fn find_archive(setting: &Setting) -> Result<PathBuf, Problems> {
    let Checked { value: mailing, problems } = mailing::read(&setting.root, &setting.mailing);
    let mailing = mailing.ok_or(problems)?;
    let archive = setting.root.join(&mailing.output).join(folder_name(&mailing.reference));
    if archive.exists() {
        return Ok(archive);
    }
    let problem = Diagnostic::new(codes::NO_ARCHIVE, "the mailing has no archive yet")
        .with_location(Location::file(setting.shown(&archive)))
        .with_hint("name the archive, or make it with `convoke build`");
    Err(problem.into())
}

/// Runs the command with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let shown = error.print();
            let usage = error.use_stderr() || shown.is_err();
            return if usage { Outcome::Usage } else { Outcome::Done }.into();
        }
    };
    let setting = Setting { root: cli.folder, mailing: cli.mailing, verbose: cli.verbose };
    match cli.command {
        Command::Init(args) => args.run(&setting),
        Command::Check(args) => args.run(&setting),
        Command::Preview(args) => args.run(&setting),
        Command::Build(args) => args.run(&setting),
        Command::Release(args) => args.run(&setting),
        Command::Verify(args) => args.run(&setting),
        Command::Pack(args) => args.run(&setting),
        Command::Diff(args) => args.run(&setting),
        Command::Collect(args) => args.run(&setting),
        Command::Form(args) => args.run(&setting),
        Command::Locale(args) => args.run(&setting),
        Command::Schema(args) => args.run(),
        Command::Completions(args) => args.run(),
        Command::Man(args) => args.run(),
        Command::Worker(args) => args.run(),
    }
    .into()
}

/// The command's definition, for completions and the manual page.
fn definition() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        definition().debug_assert();
    }
}
