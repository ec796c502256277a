//! `convoke plan`: the plan of a mailing, frozen for several machines.

use std::path::PathBuf;

use super::cage::{environment, isolation};
use super::outcome::Outcome;
use super::setting::{Setting, processors};
use super::text::{BAD, GOOD, Text};
use super::{render, sealing};
use crate::batch::{self, Freezing};
use crate::diagnostic::{Problems, counted};
use crate::plan::{FreezeOptions, PlanOptions};

/// Freeze the plan of the mailing, so that several machines can each make a share of it.
///
/// Everything is checked as by `check`, recipients get their numbers, and a file is written that says who gets what, who is held back, and what all is
/// made from. Each machine then makes its share from the same files with `build --plan FILE --shard I/N`, and `merge` joins the shares into the archive
/// that `build` would have made.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
  convoke plan --freeze plan.json
  convoke build --plan plan.json --shard 1/8        on each machine, 1/8 to 8/8; the number also from Slurm, Kubernetes, AWS Batch, Nomad
  convoke status --plan plan.json                   which shares are whole, under way, missing
  convoke merge --plan plan.json                    the archive of them")]
pub(super) struct Args {
    /// Where to write the frozen plan.
    #[arg(long, value_name = "FILE")]
    freeze: PathBuf,
    /// Freeze although a language is stale or incomplete, or letters mix languages; the manifest records which.
    #[arg(long)]
    allow_stale: bool,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The moment that seals claim, such as 2004-05-11T09:00:00+02:00 [default: the mailing's date of issue].
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Write problems and the outcome as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let frozen = self.freeze(setting);
        match frozen {
            Ok(freezing) => {
                self.tell(setting, &freezing);
                Outcome::done(freezing.needs_a_look())
            }
            Err(problems) => {
                render::report(&problems, self.json, setting.verbose);
                Outcome::Stopped
            }
        }
    }

    fn freeze(&self, setting: &Setting) -> Result<Freezing, Problems> {
        let seal = sealing::open(setting, self.now.as_deref())?;
        let planning = PlanOptions {
            seal,
            jobs: Some(processors()),
            isolation: isolation(false),
            environment: environment(),
            ..PlanOptions::default()
        };
        let options = FreezeOptions {
            allow_stale: self.allow_stale,
            encoding: self.encoding.clone(),
            sealed_at: self.now.clone(),
        };
        batch::freeze_plan(
            &setting.root,
            &setting.mailing,
            options,
            &planning,
            &self.freeze,
            &mut |problems| {
                render::report(problems, self.json, setting.verbose);
            },
        )
    }

    fn tell(&self, setting: &Setting, Freezing { frozen, .. }: &Freezing) {
        let (recipients, documents) = frozen.counts();
        let blocked = frozen.blocked().len();
        if self.json {
            return render::json(&serde_json::json!({
                "event": "frozen",
                "plan": setting.shown(frozen.path()),
                "sha256": frozen.sha256(),
                "recipients": recipients,
                "documents": documents,
                "blocked": frozen.blocked().keys().collect::<Vec<_>>(),
            }));
        }
        let mut text = Text::new();
        let recipients = counted(recipients, "recipient");
        text.paint(GOOD, "frozen")
            .line(format_args!(": {} for {recipients}", counted(documents, "document")));
        if blocked > 0 {
            text.paint(BAD, "blocked")
                .line(format_args!(": {blocked} of {recipients}; the rest can be made"));
        }
        let file = setting.shown(frozen.path());
        text.line(format_args!("  {:<12} {file}", "plan"));
        text.line(format_args!("  {:<12} {}", "sha-256", frozen.sha256()));
        text.line(format_args!(
            "  {:<12} convoke build --plan {file} --shard 1/8, and so on, of as many as you like",
            "shares"
        ));
        render::out(&text);
    }
}
