//! `convoke form fill`: writes values into a form.

use std::path::PathBuf;

use super::super::{Outcome, Setting, render};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::input::write_privately;
use crate::mailing::IssuedAt;
use crate::pdf::form;

/// Fill in a form with values from a JSON file.
///
/// Dates, addresses, options and lengths are checked first; nothing is written unless all values fit. The form itself is
/// left as it is, and the filled one is PDF/A and PDF/UA as it was.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The form, a PDF.
    form: PathBuf,
    /// An object of field names and values: {"participant.1.family_name": "Dupont"}; true ticks a box, null empties a field.
    data: PathBuf,
    /// Where to put it [default: <FORM>_filled.pdf, beside the form].
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// When the answer came in, which becomes the modification date: of several answers `collect` counts the latest.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.fill() {
            Ok((path, fields)) => {
                let good = render::GOOD;
                render::out(&format!("{good}filled{good:#}: {fields} fields, {}\n", setting.shown(&path)));
                Outcome::Done
            }
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn fill(&self) -> Result<(PathBuf, usize), Vec<Diagnostic>> {
        let now = match &self.now {
            Some(text) => Some(time(text).ok_or_else(|| {
                vec![
                    Diagnostic::new(codes::TIME, format!("`{text}` is not a date and time with its offset"))
                        .with_field("--now")
                        .with_hint("write it as in 2004-06-02T09:00:00+02:00"),
                ]
            })?),
            None => None,
        };
        let (bytes, blank) = super::read(&self.form).map_err(|problem| vec![problem])?;
        let file = self.data.display().to_string();
        let json = std::fs::read_to_string(&self.data).map_err(|error| {
            vec![
                Diagnostic::new(codes::FORM_DATA, format!("the values cannot be read ({error})"))
                    .with_location(Location::file(file.clone()))
                    .with_hint("give the path of a JSON file in UTF-8"),
            ]
        })?;
        let (values, problems) = form::values(&json, &file, &blank);
        if !problems.is_empty() {
            return Err(problems);
        }
        let filled = form::fill(&bytes, &blank, &values, now.as_ref())?;
        let path = self.output.clone().unwrap_or_else(|| {
            let stem = self.form.file_stem().unwrap_or_default().to_string_lossy();
            self.form.with_file_name(format!("{stem}_filled.pdf"))
        });
        if path == self.form {
            return Err(vec![
                Diagnostic::new(
                    codes::FORM_OVERWRITE,
                    "the filled form would take the place of the form itself",
                )
                .with_location(Location::file(path.display().to_string()))
                .with_hint("give another file with --output"),
            ]);
        }
        write_privately(&path, &filled).map_err(|error| {
            vec![
                Diagnostic::new(codes::WRITE, format!("the file cannot be written ({error})"))
                    .with_location(Location::file(path.display().to_string()))
                    .with_hint("check that the folder can be written to and the disk is not full"),
            ]
        })?;
        Ok((path, values.len()))
    }
}

fn time(text: &str) -> Option<jiff::ZonedDateTime> {
    let IssuedAt { local, offset } = IssuedAt::parse(text)?;
    local.to_zoned_datetime(jiff::tz::TimeZone::fixed(offset)).ok()
}
