//! `convoke form`: what the fields of a form are, and filling one in.

mod fields;
mod fill;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use clap::Subcommand;

use super::{Outcome, Setting};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::pdf::form::{self, Form, MAX_FILE};

/// List the fields of a form, or fill one in.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
For an answer that came on paper, take the form that was sent out and key it in:
  convoke form fields form.pdf                the names of its fields
  convoke form fill form.pdf answer.json      answer.json: {\"participant.1.family_name\": \"Dupont\"}")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Fields(fields::Args),
    Fill(fill::Args),
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match &self.command {
            Command::Fields(args) => args.run(setting),
            Command::Fill(args) => args.run(setting),
        }
    }
}

/// Reads a form and its bytes.
fn read(path: &Path) -> Result<(Vec<u8>, Form), Diagnostic> {
    let refused = |cause: String| {
        Diagnostic::new(codes::FORM_UNREADABLE, format!("the form cannot be read ({cause})"))
            .with_location(Location::file(path.display().to_string()))
            .with_hint("give the path of a PDF form")
    };
    let mut bytes = Vec::new();
    let limit = MAX_FILE as u64 + 1;
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|error| refused(error.to_string()))?;
    let form = form::read(&bytes).map_err(|cause| refused(cause.to_string()))?;
    if form.fields.is_empty() {
        return Err(refused("it has no form fields".to_owned()));
    }
    Ok((bytes, form))
}
