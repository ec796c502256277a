//! `convoke participants`: lists for the door and badges.

use std::path::PathBuf;

use super::cage::isolation;
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{DIM, GOOD, Text};
use crate::archive::Opened;
use crate::collect;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes, counted, path_text};
use crate::mailing::{self, IssuedAt, LabelSheet};
use crate::participants::{ListFile, ListOptions, MadeLists, lists_folder, make_lists};
use crate::sheets::BadgeSheet;
use crate::worker::{JobLimits, ReadingRoom};

/// Make lists for the door and badges, from the archive and what `collect` wrote.
///
/// Whoever is registered by an answer that counts is in them: a list by name to be ticked, a list by delegation, the heads of
/// delegation, and counts, each as PDF and all as one workbook; and a badge for everybody. They are in the office's language, each name as
/// it was written, with the registration number that `confirm` tells. The files hold personal data and are readable by you alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code 3 says that an answer waits for a decision, or that a participant has no name; all others are in the lists.

  convoke collect returns/
  convoke participants                     badges of 90 by 55 mm, with marks for cutting
  convoke participants --labels L7165      badges on a sheet of labels
  convoke participants --language fr")]
pub(super) struct Args {
    /// Where to put them [default: <REFERENCE>-participants, beside the archive].
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The table that `collect` wrote: registrations.json, or the folder it is in [default: <REFERENCE>-registrations, beside the
    /// archive].
    #[arg(long, value_name = "PATH")]
    returns: Option<PathBuf>,
    /// The archive of what was sent: its folder, ZIP file, or the mailing's reference [default: the mailing's newest].
    #[arg(long, value_name = "PATH")]
    archive: Option<PathBuf>,
    /// Language of the lists, which the mailing has [default: that of the office].
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Print badges on this sheet of labels, by its trade number.
    #[arg(long, value_name = "NUMBER", value_parser = super::pack::labels)]
    labels: Option<LabelSheet>,
    /// The day that the lists bear, such as 2004-06-22.
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// Write what was made as one JSON object, and problems as one a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        match self.make(setting) {
            Ok(Checked { value: made, problems }) => {
                render::report(&problems, self.json, setting.verbose);
                self.tell(&made, setting);
                Outcome::done(problems.has_errors() || problems.need_a_look())
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn make(&self, setting: &Setting) -> Result<Checked<MadeLists>, Problems> {
        let as_of = self.now.as_deref().map(day).transpose()?;
        let path = setting.name_archive(self.archive.as_deref())?;
        let archive = Opened::open(&path)?;
        let reference = archive.manifest().reference.clone();
        let returns = self.returns.clone().unwrap_or_else(|| collect::default_folder(&path, &reference));
        let collected = collect::read_registrations(&returns)?;
        collect::check_registrations(&collected, &archive, &returns)?;
        let Checked { value: mailing, problems } = mailing::read(&setting.root, &setting.mailing);
        let mailing = mailing.ok_or(problems)?;
        let badges = self.labels.map(BadgeSheet::Labels);
        let options = ListOptions { language: self.language.clone(), badges, as_of };
        let folder = self.output.clone().unwrap_or_else(|| lists_folder(&path, &reference));
        let room = ReadingRoom::new(&isolation(false), JobLimits::RETURNED);
        make_lists(&setting.root, &mailing, (&archive, &collected), &options, &folder, &room)
    }

    fn tell(&self, made: &MadeLists, setting: &Setting) {
        let MadeLists { folder, files, participants, delegations } = made;
        if self.json {
            return render::json(&serde_json::json!({
                "event": "listed",
                "folder": path_text(folder),
                "participants": participants,
                "delegations": delegations,
                "files": files.iter().map(|made| made.file.name()).collect::<Vec<_>>(),
            }));
        }
        let mut text = Text::new();
        text.paint(GOOD, counted(*participants, "participant"));
        text.line(format_args!(" of {} in {}", counted(*delegations, "delegation"), setting.shown(folder)));
        for made in files {
            let pages = made.pages.map(|pages| counted(pages as usize, "page")).unwrap_or_default();
            text.say(format_args!("  {:<20}  {:<34}", made.file.name(), describe(made.file)));
            text.paint(DIM, pages).end();
        }
        render::out(&text);
    }
}

fn describe(file: ListFile) -> &'static str {
    match file {
        ListFile::Workbook => "all lists, as sheets of a workbook",
        ListFile::Participants => "all by name, to be ticked",
        ListFile::ByState => "the people of each delegation",
        ListFile::Heads => "heads of delegation",
        ListFile::Counts => "how many there are",
        ListFile::Badges => "badges",
    }
}

fn day(text: &str) -> Result<jiff::civil::Date, Diagnostic> {
    IssuedAt::parse_date(text).ok_or_else(|| {
        Diagnostic::new(codes::TIME, format!("`{text}` is not a date"))
            .with_field("--now")
            .with_hint("write it as in 2004-06-05")
    })
}
