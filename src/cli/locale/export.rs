//! `convoke locale export`: a language as XLIFF, for translation tools, and how much of it is to be translated.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{GOOD, Text};
use crate::diagnostic::{Diagnostic, counted};
use crate::input::{Renewed, unwritable, write_atomically};
use crate::mailing::Mailing;
use crate::translate::Desk;
use crate::translate::xliff::{self, Exported, XliffVersion};

/// Write a language's texts as XLIFF, to work on them in a translation tool.
///
/// Texts that nobody has translated have no target. What there is to translate is counted, for a quotation.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The language.
    tag: String,
    /// Where to [default: <TAG>.xlf]; `-` for standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The version of XLIFF: most tools read 1.2.
    #[arg(long, value_enum, value_name = "VERSION", default_value = "2.1")]
    xliff: Version,
}

/// A version of XLIFF that is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Version {
    #[value(name = "1.2")]
    V1,
    #[value(name = "2.1")]
    V2,
}

impl From<Version> for XliffVersion {
    fn from(version: Version) -> Self {
        match version {
            Version::V1 => Self::V1,
            Version::V2 => Self::V2,
        }
    }
}

impl Args {
    pub(super) fn run(&self, setting: &Setting, mailing: &Mailing, desk: &Desk) -> Outcome {
        let Exported { text, quotation } =
            match xliff::export(desk, (mailing, &setting.mailing), &self.tag, self.xliff.into()) {
                Ok(exported) => exported,
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
        let mut outcome = Outcome::Done;
        match write(&path, text.as_bytes()) {
            Ok(None) => {}
            Ok(Some(kept)) => {
                render::problems(&[kept], setting.verbose);
                outcome = Outcome::ToLookAt;
            }
            Err(problem) => {
                render::problems(&[problem], setting.verbose);
                return Outcome::Stopped;
            }
        }
        let shown = setting.shown(&path);
        let mut text = Text::new();
        text.paint(GOOD, "exported").line(format_args!(": {} to {shown}", self.tag));
        let amounts = [
            ("to translate", quotation.to_do),
            ("changed", quotation.changed),
            ("translated", quotation.done),
        ];
        for (what, amount) in amounts.into_iter().filter(|(_, amount)| amount.texts > 0) {
            text.line(format_args!(
                "  {what}: {} with {}",
                counted(amount.texts, "text"),
                counted(amount.words, "word")
            ));
        }
        text.line(format_args!("  when it comes back, `convoke locale import {shown}`"));
        render::out(&text);
        outcome
    }
}

/// Writes the file; one that a translator has worked on is kept under another name.
fn write(path: &Path, bytes: &[u8]) -> Result<Option<Diagnostic>, Diagnostic> {
    match renewed(path) {
        Some((mut renewed, name)) => renewed.write(name, bytes),
        None => write_atomically(path, bytes).map(|()| None).map_err(|error| unwritable(path, &error)),
    }
}

/// The files of the folder that a file is in, and its name there.
pub(super) fn renewed(path: &Path) -> Option<(Renewed, &str)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some((Renewed::open(folder, false), path.file_name()?.to_str()?))
}
