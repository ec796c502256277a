//! What `remind` and `confirm` share: the mailing that they follow, and the folder that they begin.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::cage::isolation;
use super::setting::Setting;
use super::text::{DIM, Text};
use crate::archive::Opened;
use crate::collect;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::follow_up::{FirstMailing, FollowUpOptions};
use crate::mailing::IssuedAt;
use crate::worker::{JobLimits, ReadingRoom};

/// The mailing that is followed, and the folder of the new one.
#[derive(Debug, clap::Args)]
pub(super) struct Following {
    /// The folder of the new mailing, which is made where it is missing.
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) output: PathBuf,
    /// Date of issue of the new letters, such as 2004-06-02.
    #[arg(long, value_name = "DATE")]
    issued_at: String,
    /// The table that `collect` wrote: registrations.json, or the folder it is in [default: <REFERENCE>-registrations, beside the
    /// archive].
    #[arg(long, value_name = "PATH")]
    returns: Option<PathBuf>,
    /// The archive of what was sent: its folder, ZIP file, or the mailing's reference [default: the mailing's newest].
    #[arg(long, value_name = "PATH")]
    archive: Option<PathBuf>,
}

impl Following {
    /// Reads the mailing that is followed.
    pub(super) fn open(&self, setting: &Setting) -> Result<FirstMailing, Problems> {
        let path = setting.name_archive(self.archive.as_deref())?;
        let archive = Opened::open(&path)?;
        let default = || collect::default_folder(&path, &archive.manifest().reference);
        let returns = self.returns.clone().unwrap_or_else(default);
        FirstMailing::open(&setting.root, &setting.mailing, archive, &returns)
    }

    /// What was said of the new mailing.
    pub(super) fn options(
        &self,
        reference: Option<&str>,
        deadline: Option<&str>,
    ) -> Result<FollowUpOptions, Problems> {
        let mut problems = Problems::new();
        let mut read = |written: &str, flag: &str| {
            let read = day(written, flag);
            read.map_err(|problem| problems.push(problem)).ok()
        };
        let issued_at = read(&self.issued_at, "--issued-at");
        let deadline = deadline.map(|written| read(written, "--deadline"));
        match issued_at {
            Some(issued_at) if problems.is_empty() => {
                let reference = reference.map(str::to_owned);
                Ok(FollowUpOptions { issued_at, reference, deadline: deadline.flatten() })
            }
            _ => Err(problems),
        }
    }
}

fn day(written: &str, flag: &str) -> Result<Date, Diagnostic> {
    IssuedAt::parse_date(written).ok_or_else(|| {
        Diagnostic::new(codes::TIME, format!("`{written}` is not a date"))
            .with_field(flag)
            .with_hint("write it as in 2004-06-05")
    })
}

/// Where lists and forms are read.
pub(super) fn room() -> ReadingRoom {
    ReadingRoom::new(&isolation(false), JobLimits::LIST)
}

/// Says what to do next with the mailing that was begun.
pub(super) fn tell_next(text: &mut Text, folder: &Path, setting: &Setting) {
    let folder = super::init::as_word(&setting.shown(folder));
    text.line("next:");
    for (command, why) in [
        ("check", "names every problem before a page is made"),
        ("preview", "shows the letters; name a recipient"),
        ("build", "makes the letters and the archive"),
    ] {
        let command = format!("convoke -C {folder} {command}");
        text.say(format_args!("  {command}  ")).paint(DIM, why).end();
    }
}
