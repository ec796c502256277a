//! `convoke build`: every document and the archive.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::cage::{environment, isolation};
use super::lists::{OtherLists, from_folder};
use super::only::Only;
use super::outcome::Outcome;
use super::progress::Progress;
use super::setting::{Setting, processors};
use super::stores::{self, Asking};
use super::summary::{Shown, tell};
use super::{interrupt, render, sealing, share};
use crate::archive::VolumeSize;
use crate::batch::{self, Summary};
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::{self, Unfinished};
use crate::register::KeyUse;

/// Make every document of the mailing and the archive; with `--only` or `--draft`, loose documents, and the archive is left alone.
///
/// With `--plan` and `--shard`, one share of a frozen plan is made, on one of several machines: see `convoke plan`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many documents to make at a time [default: one for each processor].
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Write events, problems and the summary as one JSON object a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    lists: OtherLists,
    #[command(flatten)]
    only: Only,
    /// Write the archive into this folder instead of the mailing's output folder; numbers are taken from the register all the same. Or into a place in
    /// an object store, such as s3://bucket/folder (also az:// and gs://): it is there as a whole or not at all, and never written over.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<String>,
    /// Mark each page as a draft, and leave the archive alone: no number is taken, and no form is accepted back.
    #[arg(long, conflicts_with_all = ["new_key", "volume_size"])]
    draft: bool,
    /// Build although a language is stale or incomplete, or letters mix languages; the manifest records which.
    #[arg(long)]
    allow_stale: bool,
    /// Make a new key for the forms, where the old one is lost or others may have it. Forms made before are still told from
    /// forgeries if register.key has the old one.
    #[arg(long)]
    new_key: bool,
    /// Split the ZIP file into volumes of at most this size, such as 650MB or 4GiB, or this number of files.
    #[arg(long, value_name = "SIZE")]
    volume_size: Option<VolumeSize>,
    /// Whether each file is also written by itself, beside the ZIP file. With `no`, large archives are made faster and take half the room; what reads
    /// archives takes the ZIP file, and unpacked in its folder by any program it has the files again. An interrupted build begins anew.
    #[arg(long, value_name = "YES|NO", hide_possible_values = true, default_value = "yes", conflicts_with_all = ["only", "draft", "volume_size", "shard"])]
    loose: Loose,
    /// Make documents in this process, a little faster and without limits of time and memory.
    #[arg(long)]
    no_limits: bool,
    /// Encoding of CSV recipient lists, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The moment that seals claim, such as 2004-05-11T09:00:00+02:00 [default: the mailing's date of issue].
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Make this share of a frozen plan, such as 3/8. With auto/8 its number is that of a task of Slurm, Kubernetes, AWS Batch or Nomad, and with
    /// auto the scheduler says too how many there are.
    #[arg(long, value_name = "I/N", requires = "plan", conflicts_with_all = [
        "recipients", "only", "draft", "allow_stale", "new_key", "volume_size", "encoding", "now",
    ])]
    shard: Option<String>,
    /// The frozen plan that the share is of.
    #[arg(long, value_name = "FILE", requires = "shard")]
    plan: Option<PathBuf>,
}

/// Whether an archive has loose files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Loose {
    Yes,
    No,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        interrupt::listen();
        if let (Some(asked), Some(plan)) = (&self.shard, &self.plan) {
            let wanted = share::Wanted { asked, plan, json: self.json, no_limits: self.no_limits };
            let asking = match self.ask() {
                Ok(Some(asking)) => Some(asking),
                Ok(None) if self.output.is_none() => None,
                Ok(None) => {
                    self.report(setting, &[share_output()]);
                    return Outcome::Stopped;
                }
                Err(problem) => {
                    self.report(setting, &[problem]);
                    return Outcome::Stopped;
                }
            };
            let outcome = share::run(setting, &wanted, &self.building(asking.as_ref()));
            asking.iter().for_each(|asking| asking.tell_retries(setting, self.json));
            return outcome;
        }
        let mut progress = Progress::new(self.json);
        let jobs = self.jobs.unwrap_or_else(processors);
        let only = match self.only.texts() {
            Ok(only) => only,
            Err(problem) => {
                self.report(setting, &[problem]);
                return Outcome::Stopped;
            }
        };
        let seal = match sealing::open(setting, self.now.as_deref()) {
            Ok(seal) => seal,
            Err(problems) => {
                self.report(setting, &problems);
                return Outcome::Stopped;
            }
        };
        let lists = self.lists.sources(setting);
        let asking = match self.ask() {
            Ok(asking) => asking,
            Err(problem) => {
                self.report(setting, &[problem]);
                return Outcome::Stopped;
            }
        };
        let output = self.output.as_deref().filter(|_| asking.is_none());
        let output = output.map(|output| from_folder(output, setting)).transpose();
        let (lists, output) = match (lists, output) {
            (Ok(lists), Ok(output)) => (lists, output),
            (Err(problem), _) | (_, Err(problem)) => {
                self.report(setting, &[problem]);
                return Outcome::Stopped;
            }
        };
        let options = plan::PlanOptions {
            lists,
            output,
            seal,
            jobs: Some(jobs),
            unfinished: if self.allow_stale { Unfinished::Allow } else { Unfinished::Refuse },
            encoding: self.encoding.clone(),
            only,
            key: self.key(),
            draft: self.draft,
            notes_texts: !self.draft,
            isolation: isolation(self.no_limits),
            environment: environment(),
            ..plan::PlanOptions::default()
        };
        let built = batch::build_mailing(
            &setting.root,
            &setting.mailing,
            &options,
            self.building(asking.as_ref()),
            setting.verbose,
            &mut |problems| self.report(setting, problems),
            &mut |event| progress.show(&event),
        );
        asking.iter().for_each(|asking| asking.tell_retries(setting, self.json));
        match built {
            Ok(built) => {
                let summary = &built.summary;
                self.report(setting, &built.unforeseen());
                self.report(setting, &summary.notes);
                let shown = match summary.archive {
                    _ if self.loose == Loose::No => Shown::Zipped,
                    Some(_) => Shown::Archive,
                    None => Shown::Loose(if self.draft { "--draft" } else { "--only" }),
                };
                tell(setting, summary, progress.elapsed(), shown, self.json);
                match summary {
                    Summary { interrupted: true, .. } => Outcome::Interrupted,
                    _ => Outcome::done(built.needs_a_look()),
                }
            }
            Err(problems) => {
                self.report(setting, &problems);
                Outcome::Stopped
            }
        }
    }

    /// The place in a store that the archive goes to, where it is one.
    fn ask(&self) -> Result<Option<Asking>, Diagnostic> {
        let address = self.output.as_deref().and_then(stores::address).transpose()?;
        address.map(|address| stores::ask(&address)).transpose()
    }

    fn building(&self, asking: Option<&Asking>) -> batch::BuildOptions<'static> {
        batch::BuildOptions {
            depot: asking.map(Asking::depot),
            jobs: self.jobs.unwrap_or_else(processors),
            isolation: isolation(self.no_limits),
            stop: Some(interrupt::stop()),
            volume_size: self.volume_size,
            loose: self.loose == Loose::Yes,
            ..batch::BuildOptions::default()
        }
    }

    fn key(&self) -> KeyUse {
        match (self.draft, self.new_key) {
            (true, _) => KeyUse::Trial,
            (_, true) => KeyUse::Renewed,
            _ => KeyUse::Own,
        }
    }

    fn report(&self, setting: &Setting, problems: &[Diagnostic]) {
        render::report(problems, self.json, setting.verbose);
    }
}

/// Shares are in the mailing's output folder, where they are looked for, or in a store.
fn share_output() -> Diagnostic {
    Diagnostic::new(codes::SHARE_ASKED, "a share is made in the output folder of the mailing, or in a store")
        .with_field("--output")
        .with_hint("leave it out, or name a place such as s3://bucket/folder")
}
