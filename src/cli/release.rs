//! `convoke release`: freezes the numbers of what has gone out.

use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{GOOD, Text};
use crate::batch;
use crate::diagnostic::counted;

/// Freeze the newest archive and the numbers of its documents, once they have gone out.
///
/// A frozen document that changes later gets a new number that names the one it replaces. The archive stays as it is: a later build
/// puts its own beside it, as DM-1132.2 beside DM-1132.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// When they went out: date, time and offset, such as 2004-05-11T09:00:00+02:00.
    #[arg(long, value_name = "TIME")]
    now: String,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match batch::release(&setting.root, &setting.mailing, &self.now) {
            Ok(frozen) => {
                let numbers = counted(frozen.numbers.len(), "number");
                let folder = setting.shown(&frozen.folder);
                let told =
                    format!(": {numbers} frozen in register.yaml; {folder} stays as it is from now on");
                render::out(Text::new().paint(GOOD, "released").line(told));
                Outcome::Done
            }
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                Outcome::Stopped
            }
        }
    }
}
