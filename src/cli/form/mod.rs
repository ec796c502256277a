//! `convoke form`: what the fields of a form are, and filling one in.

mod fields;
mod fill;

use clap::Subcommand;

use super::outcome::Outcome;
use super::setting::Setting;

/// List the fields of a form, or fill one in.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
For an answer that came on paper, take the form that was sent out and key it in:
  convoke form fields form.pdf                the names of its fields
  convoke form fill form.pdf answer.json      answer.json: {\"participant.1.family_name\": \"Dupont\"}")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Fields(fields::Args),
    Fill(fill::Args),
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match &self.command {
            Command::Fields(args) => args.run(setting),
            Command::Fill(args) => args.run(setting),
        }
    }
}
