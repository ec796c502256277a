//! `convoke build`: every document and the archive.

use std::num::NonZeroUsize;

use super::progress::Progress;
use super::{Outcome, Setting, interrupt, processors, render, summary};
use crate::archive::VolumeSize;
use crate::batch::{self, Summary};
use crate::plan::{self, Unfinished};
use crate::worker::{Isolation, WorkerCommand};

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
    /// Split the ZIP file into volumes of at most this size, such as 650MB or 4GiB, or this number of files.
    #[arg(long, value_name = "SIZE")]
    volume_size: Option<VolumeSize>,
    /// Make documents in this process, a little faster and without limits of time and memory.
    #[arg(long)]
    no_limits: bool,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        interrupt::listen();
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
        let options = batch::Options {
            jobs,
            isolation: self.isolation(),
            stop: Some(interrupt::stop()),
            volume_size: self.volume_size,
            ..batch::Options::default()
        };
        let built = batch::build(&plan, &options, &mut |event| progress.show(&event));
        match built {
            Ok(built) => {
                let reasons: Vec<_> =
                    built.blocked.iter().flat_map(|blocked| blocked.reasons.clone()).collect();
                let new: Vec<_> = reasons.into_iter().filter(|reason| !problems.contains(reason)).collect();
                self.report(setting, &new);
                self.report(setting, &built.notes);
                if self.json {
                    render::out(&format!("{}\n", summary::to_json(&built)));
                } else {
                    render::out(&summary::to_text(setting, &built, progress.elapsed()));
                }
                match built {
                    Summary { interrupted: true, .. } => Outcome::Interrupted,
                    _ if built.blocked.is_empty() => Outcome::Done,
                    _ => Outcome::SomeBlocked,
                }
            }
            Err(problems) => {
                self.report(setting, &problems);
                Outcome::Stopped
            }
        }
    }

    /// This very program makes the documents, in processes of its own.
    fn isolation(&self) -> Isolation {
        match std::env::current_exe() {
            Ok(program) if !self.no_limits => {
                Isolation::Processes(WorkerCommand { program, arguments: vec!["worker".into()] })
            }
            _ => Isolation::None,
        }
    }

    fn report(&self, setting: &Setting, problems: &[crate::diagnostic::Diagnostic]) {
        render::report(problems, self.json, setting.verbose);
    }
}
