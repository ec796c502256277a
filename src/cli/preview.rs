//! `convoke preview`: one recipient's documents, or the recipients that break layouts on one contact sheet.

use std::path::PathBuf;

use super::cage::isolation;
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::Text;

use crate::batch;
use crate::diagnostic::{Checked, Problems};
use crate::plan::{self, Plan, Unfinished};
use crate::register::KeyUse;

/// Make one recipient's documents and e-mail, to look at, or a contact sheet of recipients that break layouts.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Id of the recipient.
    #[arg(required_unless_present = "sample", conflicts_with = "sample")]
    recipient: Option<String>,
    /// Make everything in this language, whatever the recipient's are.
    #[arg(long, value_name = "TAG")]
    locale: Option<String>,
    /// Put all pages of the recipients that break layouts on one sheet: the longest names, each gender, names without
    /// article, inverted names, nothing optional filled [default language: the mailing's].
    #[arg(long)]
    sample: bool,
    /// Write in a pseudo-language: what stays plain cannot be translated, what overflows has no room for longer words.
    #[arg(long)]
    pseudo: bool,
    /// Make an image of each page instead of a PDF.
    #[arg(long)]
    png: bool,
    /// Dots per inch of the images.
    #[arg(long, value_name = "DPI", default_value_t = 144, value_parser = clap::value_parser!(u16).range(24..=600))]
    dpi: u16,
    /// Where to put them [default: `preview` in the mailing's output folder].
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let options = plan::PlanOptions {
            only: self.recipient.iter().cloned().collect(),
            locale: self.locale.clone(),
            sample: self.sample,
            pseudo: self.pseudo,
            // Translators look at what they are at work on.
            unfinished: Unfinished::Ignore,
            key: KeyUse::Trial,
            isolation: isolation(false),
            ..plan::PlanOptions::default()
        };
        let Checked { value: plan, problems } = plan::make(&setting.root, &setting.mailing, &options);
        render::problems(&problems, setting.verbose);
        let Some(plan) = plan else { return Outcome::Stopped };
        let what = if self.png { batch::Preview::Png { dpi: self.dpi } } else { batch::Preview::Pdf };
        let made = match &self.recipient {
            Some(recipient) => batch::preview(&plan, recipient, what).map(|files| (files, Problems::new())),
            None => batch::sheet(&plan, what).map(|sheet| (sheet.files, sheet.problems)),
        };
        match made {
            Ok((files, problems)) => {
                render::problems(&problems, setting.verbose);
                let written = self.write(setting, &plan, &files);
                let blocked = plan.blocked().next().is_some();
                let missing = blocked || !problems.is_empty();
                if written == Outcome::Done && missing { Outcome::SomeBlocked } else { written }
            }
            Err(problems) => {
                render::problems(&problems, setting.verbose);
                Outcome::SomeBlocked
            }
        }
    }

    fn write(&self, setting: &Setting, plan: &Plan, files: &[(String, Vec<u8>)]) -> Outcome {
        let folder = self.output.clone().unwrap_or_else(|| plan.output().join("preview"));
        match batch::write_preview(&folder, files) {
            Ok(()) => {
                for (name, _) in files {
                    render::out(Text::new().line(setting.shown(&folder.join(name))));
                }
                Outcome::Done
            }
            Err(problem) => {
                render::problems(&[problem], true);
                Outcome::Stopped
            }
        }
    }
}
