//! `convoke locale export`: a language as XLIFF, for translation tools.

use std::path::PathBuf;

use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{GOOD, Text};
use crate::input::{unwritable, write_atomically};
use crate::mailing::Mailing;
use crate::translate::{Desk, xliff};

/// Write a language's texts as XLIFF 2.1, to work on them in a translation tool.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The language.
    tag: String,
    /// Where to [default: <TAG>.xlf]; `-` for standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting, mailing: &Mailing, desk: &Desk) -> Outcome {
        let text = match xliff::export(desk, mailing, &self.tag) {
            Ok(text) => text,
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                return Outcome::Stopped;
            }
        };
        let path = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.xlf", self.tag)));
        if path.as_os_str() == "-" {
            render::bytes(text.as_bytes());
            return Outcome::Done;
        }
        if let Err(error) = write_atomically(&path, text.as_bytes()) {
            let problem = unwritable(&path, &error);
            render::problems(&[problem], setting.verbose);
            return Outcome::Stopped;
        }
        let shown = setting.shown(&path);
        render::out(
            Text::new()
                .paint(GOOD, "exported")
                .line(format_args!(": {} to {shown}", self.tag))
                .line(format_args!("  when it comes back, `convoke locale import {shown}`")),
        );
        Outcome::Done
    }
}
