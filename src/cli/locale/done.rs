//! `convoke locale done`: marks texts as translated.

use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{GOOD, Text};
use crate::diagnostic::{codes, counted};
use crate::translate::Desk;

/// Mark texts as translated from what the source says now.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The language.
    tag: String,
    /// Texts, as `convoke locale status` names them (t1a2b3c4d, labels.tel), or by file (letter.typ.hbs) or by file and
    /// line (letter.typ.hbs:20).
    #[arg(value_name = "TEXT", required_unless_present = "all", conflicts_with = "all")]
    texts: Vec<String>,
    /// All texts of the language.
    #[arg(long)]
    all: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting, desk: &Desk) -> Outcome {
        match desk.mark_done(&self.tag, &self.texts, self.all) {
            Ok(count) => {
                let (texts, tag) = (counted(count, "text"), &self.tag);
                render::out(
                    Text::new().paint(GOOD, "done").line(format_args!(": {texts} newly marked in {tag}")),
                );
                let mut status = desk.status(tag, |_| None);
                status.problems.retain(|problem| problem.code == codes::TRANSLATION_UNCHANGED);
                render::problems(&status.problems, setting.verbose);
                Outcome::Done
            }
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                Outcome::Stopped
            }
        }
    }
}
