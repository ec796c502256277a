//! `convoke init`: a new mailing in an empty folder, from the embedded templates.

use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use crate::diagnostic::counted;
use crate::starter;

/// Start a new mailing in an empty folder.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match starter::write(&setting.root) {
            Ok(files) => {
                let good = render::GOOD;
                render::out(&format!(
                    "{good}started{good:#}: {} in {}\n  edit mailing.yaml and recipients/ministries.yaml, then \
                     run `convoke check` and `convoke build`\n",
                    counted(files.len(), "file"),
                    setting.root.display()
                ));
                Outcome::Done
            }
            Err(problem) => {
                render::problems(&[problem], true);
                Outcome::Stopped
            }
        }
    }
}
