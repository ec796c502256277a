//! `convoke locale import`: translations of an XLIFF file into a language's files.

use std::path::PathBuf;

use super::super::cage::isolation;
use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{GOOD, Text};
use super::export::renewed;
use crate::diagnostic::counted;
use crate::translate::{Desk, xliff};
use crate::worker::{JobLimits, ReadingRoom};

/// Take the translations of an XLIFF file over into the language's files.
///
/// Texts whose state is translated, reviewed or final are marked as done. Nothing is written if anything is wrong.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file, as `convoke locale export` wrote it and a translation tool saved it.
    file: PathBuf,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting, desk: &Desk) -> Outcome {
        let mut reader = ReadingRoom::new(&isolation(false), JobLimits::LIST).reader();
        match xliff::import(desk, &setting.mailing, &self.file, &mut reader) {
            Ok(imported) => {
                let (texts, tag, done) = (counted(imported.changed, "text"), imported.tag, imported.done);
                if let Some((mut renewed, name)) = renewed(&self.file) {
                    renewed.take_over(name);
                }
                let mut text = Text::new();
                text.paint(GOOD, "imported");
                text.line(format_args!(": {texts} changed in {tag}, {done} newly marked as done"));
                for file in &imported.files {
                    text.line(format_args!("  {file}"));
                }
                render::out(&text);
                Outcome::Done
            }
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                Outcome::Stopped
            }
        }
    }
}
