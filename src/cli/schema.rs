//! `convoke schema`: JSON Schemas of the files people write, for editors, and of what programs write and read.

use clap::ValueEnum;

use super::outcome::Outcome;
use super::render;
use crate::schema::Described;

/// Print the JSON Schema of a file that people write, or of what programs ask and are told.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which file.
    file: File,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum File {
    /// `mailing.yaml`
    Mailing,
    /// A list of recipients in YAML
    Recipients,
    /// What the columns of a spreadsheet are
    Columns,
    /// `locale.yaml` of a language
    Locale,
    /// `countries.yaml` of a language
    Countries,
    /// `translation.yaml` of a language
    Translation,
    /// A request of `convoke letter`, one on each line
    Request,
    /// Its answer
    Answer,
    /// What `convoke letter --hello` says first
    Greeting,
}

impl From<File> for Described {
    fn from(file: File) -> Self {
        match file {
            File::Mailing => Self::Mailing,
            File::Recipients => Self::Recipients,
            File::Columns => Self::Columns,
            File::Locale => Self::Locale,
            File::Countries => Self::Countries,
            File::Translation => Self::Translation,
            File::Request => Self::Request,
            File::Answer => Self::Answer,
            File::Greeting => Self::Greeting,
        }
    }
}

impl Args {
    pub(super) fn run(&self) -> Outcome {
        render::bytes(Described::from(self.file).json().as_bytes());
        Outcome::Done
    }
}
