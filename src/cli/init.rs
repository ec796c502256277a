//! `convoke init`: a new mailing in an empty folder, from the embedded templates.

use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{GOOD, Text};
use crate::diagnostic::{counted, path_text};
use crate::starter;

/// Start a new mailing in an empty folder.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match starter::write(&setting.root) {
            Ok(files) => {
                let (files, root) = (counted(files.len(), "file"), path_text(&setting.root));
                render::out(Text::new().paint(GOOD, "started").line(format_args!(": {files} in {root}")).line(
                    "  edit mailing.yaml and recipients/ministries.yaml, then run `convoke check` and `convoke build`",
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
