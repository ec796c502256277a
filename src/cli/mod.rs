//! The command line: arguments in, library calls, rendered results out.
//!
//! One file per subcommand holds its arguments and its `run` together; the doc comment of an argument is
//! its help text. Nothing in the library depends on this module, and it holds no rule of the project.

mod approve;
mod build;
mod cage;
mod check;
mod collect;
mod completions;
mod confirm;
#[cfg(feature = "desk")]
mod desk;
mod diff;
mod explain;
mod export;
mod follow_up;
mod form;
mod guard;
mod import;
mod init;
mod interrupt;
mod ledger;
mod letter;
mod lists;
mod locale;
mod man;
mod merge;
mod only;
mod outcome;
mod pack;
mod participants;
mod plan;
mod preview;
mod progress;
mod proof;
mod proof_of_dispatch;
mod receive;
mod release;
mod remind;
mod render;
mod schema;
mod sealing;
mod secret;
mod send;
#[cfg(feature = "desk")]
mod serve;
mod session;
mod setting;
mod share;
mod status;
mod stores;
mod summary;
mod text;
mod time;
mod verify;
mod version;
mod watch;
mod worker;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use outcome::Outcome;
use setting::{Output, Setting};
use text::Text;

use crate::diagnostic::{path_text, visible};

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
  3    done, and a person has something to look at: a warning that is not accepted, recipients blocked, returned
       files or parts of a pack left out
  4    done, but not all output could be written, as where a device is full
  130  interrupted (Ctrl-C): what was made is kept, the same command goes on from there
  141  done, and the reader of the output had gone (a closed pipe)";

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Import(import::Args),
    Check(check::Args),
    Preview(preview::Args),
    Proof(proof::Args),
    ProofOfDispatch(proof_of_dispatch::Args),
    Build(build::Args),
    Plan(plan::Args),
    Status(status::Args),
    Merge(merge::Args),
    Letter(letter::Args),
    #[cfg(feature = "desk")]
    Serve(serve::Args),
    Approve(approve::Args),
    Release(release::Args),
    Verify(verify::Args),
    Pack(pack::Args),
    Diff(diff::Args),
    Send(send::Args),
    Receive(receive::Args),
    Ledger(ledger::Args),
    Collect(collect::Args),
    Remind(remind::Args),
    Confirm(confirm::Args),
    Participants(participants::Args),
    #[cfg(feature = "desk")]
    Desk(desk::Args),
    Form(form::Args),
    Locale(locale::Args),
    Export(export::Args),
    Explain(explain::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    #[command(hide = true)]
    Worker(worker::Args),
    #[command(hide = true)]
    Guarded(guard::Args),
}

/// Runs the command with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    // Many workers are started, and their one argument needs no definition of all that others take.
    if std::env::args_os().skip(1).eq(["worker"]) {
        return render::finish(worker::Args {}.run()).into();
    }
    let outcome = match parse(std::env::args_os()) {
        Ok(Cli { command: Command::Guarded(guarded), .. }) => run_guarded(guarded),
        Ok(cli) => cli.run(None, None),
        Err(error) => answer(&error),
    };
    render::finish(outcome).into()
}

/// Runs the command that this process is started for by another.
fn run_guarded(guarded: guard::Args) -> Outcome {
    if guarded.output == Output::Closed {
        render::close();
    }
    let program = std::env::args_os().take(1);
    match parse(program.chain(guarded.arguments)) {
        Ok(cli) => cli.run(Some(guarded.output), guarded.objects),
        Err(error) => answer(&error),
    }
}

/// Reads arguments. What `--version` tells takes a look at every font, so that it is put together only where it may be asked for.
fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let arguments: Vec<OsString> = arguments.collect();
    let asks = arguments.iter().any(|argument| argument == "--version");
    let command = if asks { full_command() } else { Cli::command() };
    command.try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches))
}

/// The definition of the command with all that `--version` tells.
fn full_command() -> clap::Command {
    Cli::command().long_version(version::long())
}

impl Cli {
    fn run(self, guarded: Option<Output>, objects: Option<PathBuf>) -> Outcome {
        let setting =
            Setting { root: self.folder, mailing: self.mailing, verbose: self.verbose, guarded, objects };
        match self.command {
            Command::Init(args) => args.run(&setting),
            Command::Import(args) => args.run(&setting),
            Command::Check(args) => args.run(&setting),
            Command::Preview(args) => args.run(&setting),
            Command::Proof(args) => args.run(&setting),
            Command::ProofOfDispatch(args) => args.run(&setting),
            Command::Build(args) => args.run(&setting),
            Command::Plan(args) => args.run(&setting),
            Command::Status(args) => args.run(&setting),
            Command::Merge(args) => args.run(&setting),
            Command::Letter(args) => args.run(&setting),
            #[cfg(feature = "desk")]
            Command::Serve(args) => args.run(&setting),
            Command::Approve(args) => args.run(&setting),
            Command::Release(args) => args.run(&setting),
            Command::Verify(args) => args.run(&setting),
            Command::Pack(args) => args.run(&setting),
            Command::Diff(args) => args.run(&setting),
            Command::Send(args) => args.run(&setting),
            Command::Receive(args) => args.run(&setting),
            Command::Ledger(args) => args.run(&setting),
            Command::Collect(args) => args.run(&setting),
            Command::Remind(args) => args.run(&setting),
            Command::Confirm(args) => args.run(&setting),
            Command::Participants(args) => args.run(&setting),
            #[cfg(feature = "desk")]
            Command::Desk(args) => args.run(&setting),
            Command::Form(args) => args.run(&setting),
            Command::Locale(args) => args.run(&setting),
            Command::Export(args) => args.run(&setting),
            Command::Explain(args) => args.run(),
            Command::Schema(args) => args.run(),
            Command::Completions(args) => args.run(&mut full_command()),
            Command::Man(args) => args.run(&full_command()),
            Command::Worker(args) => args.run(),
            // It starts no other of its kind.
            Command::Guarded(_) => Outcome::Usage,
        }
    }
}

/// Shows help where it was asked for, and what is wrong with the arguments elsewhere.
fn answer(error: &clap::Error) -> Outcome {
    if !error.use_stderr() {
        render::out(&Text::of_help(&error.render()));
        return Outcome::Done;
    }
    // What is wrong with arguments is told with them in it; names of files, which a shell puts there, may hold anything.
    let arguments = std::env::args_os().map(|argument| visible(&path_text(argument.as_ref())).into_owned());
    let mut text = Text::new();
    match parse(arguments.map(OsString::from)) {
        Err(same) => text.append(&Text::of_help(&same.render())),
        Ok(_) => text.lines(error.render()),
    };
    render::err(&text);
    Outcome::Usage
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }
}
