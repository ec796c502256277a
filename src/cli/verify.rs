//! `convoke verify`: re-reads and re-hashes an archive.

use std::path::PathBuf;

use super::{Outcome, Setting, render};
use crate::archive;

/// Check an archive: every file there, none added, none altered, none unreadable.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The ZIP file.
    archive: PathBuf,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let report = archive::verify(&self.archive);
        render::problems(&report.problems, setting.verbose);
        if !report.is_sound() {
            return Outcome::Stopped;
        }
        let good = render::GOOD;
        render::out(&format!("{good}intact{good:#}: {}\n", setting.shown(&self.archive)));
        Outcome::Done
    }
}
