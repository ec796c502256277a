//! `convoke locale`: the translators' desk.

mod done;
mod export;
mod import;
mod new;
mod status;

use clap::Subcommand;

use super::cage::{environment, isolation};
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use crate::diagnostic::Checked;
use crate::mailing;
use crate::translate::{Desk, NamedStates};
use crate::worker::{JobLimits, ReadingRoom};

/// Begin a language, see what it lacks, mark what is translated, work on it in other tools.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A language is a folder of templates with its tag for a name:
  convoke locale new pt --from fr     begin Portuguese with a copy of the French
  convoke locale status pt            what is missing, stale or wrong, with file and line
  convoke locale done pt --all        all of it is translated from what the source says now
  convoke locale export pt            pt.xlf, to work on it in a translation tool
  convoke locale import pt.xlf        and back into the folder")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Status(status::Args),
    Done(done::Args),
    Export(export::Args),
    Import(import::Args),
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        // Languages can be worked on while the mailing is still to be filled in.
        let Checked { value: mailing, problems } = mailing::read_with_gaps(&setting.root, &setting.mailing);
        let Some(mailing) = mailing.filter(|mailing| !mailing.default_language.is_empty()) else {
            render::problems(&problems, setting.verbose);
            return Outcome::Stopped;
        };
        let desk = Desk::open(&setting.root, &mailing.templates, &mailing.default_language);
        let desk = match &self.command {
            Command::Status(_) | Command::Export(_) => {
                let mut reader = ReadingRoom::new(&isolation(false), JobLimits::LIST).reader();
                match NamedStates::of_mailing(&setting.root, &mailing, &mut reader, environment()) {
                    Some(states) => desk.for_states(states),
                    None => desk,
                }
            }
            _ => desk,
        };
        match &self.command {
            Command::New(args) => args.run(setting, &mailing),
            Command::Status(args) => args.run(setting, &mailing, &desk),
            Command::Done(args) => args.run(setting, &desk),
            Command::Export(args) => args.run(setting, &mailing, &desk),
            Command::Import(args) => args.run(setting, &desk),
        }
    }
}
