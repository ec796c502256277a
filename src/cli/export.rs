//! `convoke export`: what a mailing holds, as tables for spreadsheet programs.

use std::path::{Path, PathBuf};

use super::cage::{environment, isolation};
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{GOOD, Text};
use crate::diagnostic::{Checked, Problems, counted};
use crate::export::{TableFormat, write_recipients};
use crate::input::{unwritable, write_atomically};
use crate::mailing;
use crate::recipient::Lists;
use crate::worker::{JobLimits, ReadingRoom};

/// Write what a mailing holds as tables for spreadsheet programs.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Recipients(RecipientsArgs),
}

/// Write the recipients of all lists as one table, as a workbook and as CSV, with every column that they have.
///
/// The table can be named under `recipients` of a mailing as it is: all comes back as it was.
#[derive(Debug, clap::Args)]
struct RecipientsArgs {
    /// Where to put it: .xlsx or .csv for one of them, another name for both [default: recipients-export in the mailing's folder].
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Replace files that are there.
    #[arg(long)]
    replace: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let What::Recipients(args) = &self.what;
        args.run(setting).unwrap_or_else(|problems| {
            render::problems(&problems, setting.verbose);
            Outcome::Stopped
        })
    }
}

impl RecipientsArgs {
    fn run(&self, setting: &Setting) -> Result<Outcome, Problems> {
        let Checked { value: mailing, mut problems } = mailing::read(&setting.root, &setting.mailing);
        let Some(mailing) = mailing else { return Err(problems) };
        let mut reader = ReadingRoom::new(&isolation(false), JobLimits::LIST).reader();
        let sources = mailing.recipients.iter().map(|source| &source.value);
        let (encoding, fields) = (self.encoding.as_deref(), &mailing.extra_fields);
        let opened = Lists::open(&setting.root, sources, encoding, fields, &mut reader, environment());
        let lists = opened.report_to(&mut problems);
        for row in lists.rows() {
            problems.extend(row.map(|row| row.problems).unwrap_or_else(Problems::from));
        }
        let files = self.files(setting);
        for (path, _) in &files {
            super::import::check_free(path, self.replace, setting)?;
        }
        let mut text = Text::new();
        for (path, format) in files {
            let (bytes, count) = write_recipients(&lists, format)?;
            write_atomically(&path, &bytes).map_err(|error| unwritable(&path, &error))?;
            text.paint(GOOD, "wrote");
            text.line(format_args!(": {}, {}", setting.shown(&path), counted(count, "recipient")));
        }
        render::problems(&problems, setting.verbose);
        render::out(&text);
        Ok(Outcome::done(problems.has_errors()))
    }

    fn files(&self, setting: &Setting) -> Vec<(PathBuf, TableFormat)> {
        let usual = || setting.root.join("recipients-export");
        let output = self.output.clone().unwrap_or_else(usual);
        match output.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase).as_deref() {
            Some("xlsx") => vec![(output, TableFormat::Xlsx)],
            Some("csv") => vec![(output, TableFormat::Csv)],
            _ => {
                let with = |ending: &str| Path::new(&format!("{}.{ending}", output.display())).to_owned();
                vec![(with("xlsx"), TableFormat::Xlsx), (with("csv"), TableFormat::Csv)]
            }
        }
    }
}
