//! `convoke preview`: one recipient's documents, or the recipients that break layouts on one contact sheet.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::cage::{environment, isolation};
use super::only::Only;
use super::outcome::Outcome;
use super::render;
use super::setting::{Setting, processors};
use super::text::Text;
use super::watch;

use crate::batch;
use crate::diagnostic::{Checked, Diagnostic, Problems, Severity};
use crate::plan::{self, Plan, PlannedRecipient, Unfinished};
use crate::register::KeyUse;

/// Make the documents and e-mails of some recipients, to look at, or a contact sheet of recipients that break layouts.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "convoke preview [OPTIONS] <RECIPIENT>\n       convoke preview [OPTIONS] --only <WHO>\n       convoke preview [OPTIONS] --sample"
)]
pub(super) struct Args {
    /// The recipient, by its id or name; several with `--only`.
    #[arg(required_unless_present_any = ["sample", "only"], conflicts_with_all = ["sample", "only"])]
    recipient: Option<String>,
    #[command(flatten)]
    only: Only,
    /// Make everything in this language, whatever the recipient's are.
    #[arg(long, value_name = "TAG")]
    locale: Option<String>,
    /// Put all pages of the recipients that break layouts on one sheet: the longest names, each gender, names without
    /// article, inverted names, nothing optional filled [default language: the mailing's].
    #[arg(long, conflicts_with = "only")]
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
    /// Go on, and make them again whenever a file of the mailing is saved; Ctrl-C ends.
    #[arg(long)]
    watch: bool,
    /// Where to put them [default: `preview` in the mailing's output folder].
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        if self.watch {
            return watch::repeat(setting, self.output.as_deref(), || self.make(setting));
        }
        self.make(setting)
    }

    fn make(&self, setting: &Setting) -> Outcome {
        let only = match self.only.texts() {
            Ok(only) => self.recipient.iter().cloned().chain(only).collect(),
            Err(problem) => {
                render::problems(&[problem], true);
                return Outcome::Stopped;
            }
        };
        let options = plan::PlanOptions {
            only,
            locale: self.locale.clone(),
            sample: self.sample,
            pseudo: self.pseudo,
            // Translators look at what they are at work on.
            unfinished: Unfinished::Ignore,
            key: KeyUse::Trial,
            worker_ahead: !self.sample && processors().get() > 1,
            isolation: isolation(false),
            environment: environment(),
            ..plan::PlanOptions::default()
        };
        let Checked { value: plan, problems } = plan::make(&setting.root, &setting.mailing, &options);
        let problems = match &plan {
            Some(plan) if !self.sample && !setting.verbose => of_asked(plan, problems),
            _ => problems,
        };
        render::problems(&problems, setting.verbose);
        let Some(plan) = plan else { return Outcome::Stopped };
        let workplace = match plan.workplace(&options.isolation) {
            Ok(workplace) => workplace,
            Err(problem) => {
                render::problems(&[problem], true);
                return Outcome::Stopped;
            }
        };
        let what = if self.png { batch::Preview::Png { dpi: self.dpi } } else { batch::Preview::Pdf };
        if self.sample {
            return match batch::sheet(&plan, what, &mut workplace.worker()) {
                Ok(sheet) => {
                    render::problems(&sheet.problems, setting.verbose);
                    let written = self.write(setting, &plan, &sheet.files);
                    let missing = plan.blocked().next().is_some() || !sheet.problems.is_empty();
                    if written == Outcome::Done && missing { Outcome::ToLookAt } else { written }
                }
                Err(problems) => {
                    render::problems(&problems, setting.verbose);
                    Outcome::ToLookAt
                }
            };
        }
        // One for each of two documents: further ones would take longer to start than to do the rest.
        let mut worker = workplace.worker();
        let mut other: Vec<_> = options.worker_ahead.then(|| workplace.worker()).into_iter().collect();
        let mut outcome = Outcome::Done;
        // Why some cannot be made is told already.
        let can_be_made =
            |planned: &Result<PlannedRecipient, _>| planned.as_ref().map_or(true, |it| !it.is_blocked());
        for planned in plan.recipients().filter(can_be_made) {
            let made = planned
                .map_err(Problems::from)
                .and_then(|planned| batch::preview(&plan, &planned, what, (&mut worker, &mut other)));
            match made {
                Ok(files) => match self.write(setting, &plan, &files) {
                    Outcome::Done => {}
                    other => return other,
                },
                Err(problems) => {
                    render::problems(&problems, setting.verbose);
                    outcome = Outcome::ToLookAt;
                }
            }
        }
        if plan.blocked().next().is_some() { Outcome::ToLookAt } else { outcome }
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

/// The problems that are about the recipients asked for, or about no recipient, and all errors: what is to be looked at of others is told
/// by `check`.
fn of_asked(plan: &Plan, problems: Problems) -> Problems {
    let asked: BTreeSet<String> =
        plan.recipients().filter_map(|planned| Some(planned.ok()?.recipient.id.value)).collect();
    let is_of_asked = |problem: &Diagnostic| {
        let about = problem.subject.recipient.as_ref();
        problem.severity == Severity::Error || about.is_none_or(|recipient| asked.contains(recipient))
    };
    problems.into_iter().filter(is_of_asked).collect()
}
