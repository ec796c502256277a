//! `convoke build`: every document and the archive.

use std::num::NonZeroUsize;

use super::progress::Progress;
use super::{Outcome, Setting, processors, render, summary};
use crate::batch;
use crate::plan::{self, Unfinished};

/// Make every document of the mailing and the archive.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many documents to make at a time [default: one for each processor].
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Write events, problems and the summary as one JSON object a line.
    #[arg(long)]
    json: bool,
    /// Make the loose documents of these recipients only, and leave the archive alone.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    only: Vec<String>,
    /// Build although a language is stale or incomplete; the manifest records which.
    #[arg(long)]
    allow_stale: bool,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let mut progress = Progress::new(self.json);
        let jobs = self.jobs.unwrap_or_else(processors);
        let options = plan::Options {
            jobs: Some(jobs),
            unfinished: if self.allow_stale { Unfinished::Allow } else { Unfinished::Refuse },
            encoding: self.encoding.clone(),
            only: self.only.clone(),
            ..plan::Options::default()
        };
        let (plan, problems) = plan::make(&setting.root, &setting.mailing, &options);
        self.report(setting, &problems);
        let Some(plan) = plan else { return Outcome::Stopped };
        let built = batch::build(&plan, jobs, &mut |event| {
            progress.show(&event);
        });
        match built {
            Ok(built) => {
                let reasons: Vec<_> =
                    built.blocked.iter().flat_map(|blocked| blocked.reasons.clone()).collect();
                let new: Vec<_> = reasons.into_iter().filter(|reason| !problems.contains(reason)).collect();
                self.report(setting, &new);
                if self.json {
                    render::out(&format!("{}\n", summary::to_json(&built)));
                } else {
                    render::out(&summary::to_text(setting, &built, progress.elapsed()));
                }
                if built.blocked.is_empty() { Outcome::Done } else { Outcome::SomeBlocked }
            }
            Err(problems) => {
                self.report(setting, &problems);
                Outcome::Stopped
            }
        }
    }

    fn report(&self, setting: &Setting, problems: &[crate::diagnostic::Diagnostic]) {
        render::report(problems, self.json, setting.verbose);
    }
}
