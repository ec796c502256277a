//! `convoke ledger`: what was sent to whom and what came of it, and what people did by hand.

mod add;
mod seal;
mod show;

use super::outcome::Outcome;
use super::setting::Setting;

/// Show where each sending of the newest archive stands, or book what was done by hand.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    show: show::Show,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Add(Box<add::Add>),
    Seal(seal::Seal),
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match &self.command {
            Some(Command::Add(add)) => add.run(setting),
            Some(Command::Seal(seal)) => seal.run(setting),
            None => self.show.run(setting),
        }
    }
}
