//! `convoke form fill`: writes values into a form.

use std::path::PathBuf;

use jiff::ZonedDateTime;

use super::super::cage::{Limits, tell_missing};
use super::super::outcome::Outcome;
use super::super::render;
use super::super::setting::Setting;
use super::super::text::{GOOD, Text};
use crate::collect::{fill_form, filled_path};
use crate::diagnostic::{Diagnostic, Problems, codes, counted};
use crate::mailing::IssuedAt;

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
    #[command(flatten)]
    limits: Limits,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.fill(setting) {
            Ok((path, fields)) => {
                let (fields, path) = (counted(fields, "field"), setting.shown(&path));
                render::out(Text::new().paint(GOOD, "filled").line(format_args!(": {fields}, {path}")));
                Outcome::Done
            }
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn fill(&self, setting: &Setting) -> Result<(PathBuf, usize), Problems> {
        let now = self.now.as_deref().map(read_moment).transpose()?;
        let path = self.output.clone().unwrap_or_else(|| filled_path(&self.form));
        let room = self.limits.room();
        let fields = fill_form(&self.form, &self.data, &path, now.as_ref(), &mut room.reader());
        tell_missing(&room, false, setting);
        Ok((path, fields?))
    }
}

fn read_moment(text: &str) -> Result<ZonedDateTime, Diagnostic> {
    IssuedAt::parse(text).and_then(|moment| moment.zoned().ok()).ok_or_else(|| {
        Diagnostic::new(codes::TIME, format!("`{text}` is not a date and time with its offset"))
            .with_field("--now")
            .with_hint("write it as in 2004-06-02T09:00:00+02:00")
    })
}
