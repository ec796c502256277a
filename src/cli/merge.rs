//! `convoke merge`: the archive of a frozen plan, from its shares.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::cage::{environment, isolation};
use super::guard::{Guard, GuardLimits};
use super::outcome::Outcome;
use super::progress::Progress;
use super::setting::{Setting, processors};
use super::status::{made_in, named_or_made};
use super::summary::{Shown, tell};
use super::{interrupt, render, sealing};
use crate::archive::VolumeSize;
use crate::batch::{self, BuildOptions, MergeReach, Summary};
use crate::diagnostic::{Diagnostic, Problems};
use crate::plan::{FrozenPlan, PlanOptions};
use crate::worker::Reach;

/// Join the shares of a frozen plan into the archive that `build` would have made, to the byte.
///
/// Every file of every share is hashed, and each recipient of the plan is looked for in its share. Shares that are missing, there twice, of another
/// plan, or altered are all told, each with the command that makes it again; nothing is merged then.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shares, or folders of them, in any order [default: where the mailing's are made, as output/DM-1132-shares].
    shares: Vec<PathBuf>,
    /// The frozen plan.
    #[arg(long, value_name = "FILE")]
    plan: PathBuf,
    /// How many files to take over at a time [default: one for each processor].
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Split the ZIP file into volumes of at most this size, such as 650MB or 4GiB, or this number of files.
    #[arg(long, value_name = "SIZE")]
    volume_size: Option<VolumeSize>,
    #[command(flatten)]
    limits: GuardLimits,
    /// Write events, problems and the summary as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let guard = Guard { setting, limits: self.limits, what: "the shares".to_owned(), json: self.json };
        guard.run(|guard| {
            let mut progress = Progress::new(self.json);
            match self.merge(guard, &mut progress) {
                Ok((summary, planned)) => {
                    let problems: Vec<Diagnostic> =
                        summary.blocked.iter().flat_map(|blocked| blocked.reasons.iter().cloned()).collect();
                    let unforeseen: Vec<Diagnostic> =
                        problems.into_iter().filter(|problem| !planned.contains(problem)).collect();
                    render::report(&unforeseen, self.json, setting.verbose);
                    render::report(&summary.notes, self.json, setting.verbose);
                    tell(setting, &summary, progress.elapsed(), Shown::Archive, self.json);
                    match summary.interrupted {
                        true => Outcome::Interrupted,
                        false => Outcome::done(
                            !summary.blocked.is_empty()
                                || planned.need_a_look()
                                || summary.notes.need_a_look(),
                        ),
                    }
                }
                Err(problems) => {
                    render::report(&problems, self.json, setting.verbose);
                    Outcome::Stopped
                }
            }
        })
    }

    /// Merges; returns with the summary what planning had found.
    fn merge(&self, guard: &Guard<'_>, progress: &mut Progress) -> Result<(Summary, Problems), Problems> {
        let setting = guard.setting;
        let frozen = FrozenPlan::read(&self.plan)?;
        let seal = sealing::open(setting, frozen.options().sealed_at.as_deref())?;
        let jobs = self.jobs.unwrap_or_else(processors);
        let lock = batch::lock(&setting.root, &setting.mailing)?;
        let planning = PlanOptions {
            seal,
            jobs: Some(jobs),
            isolation: isolation(false),
            environment: environment(),
            ..PlanOptions::default()
        };
        let plan = frozen.plan(&setting.root, &setting.mailing, None, planning)?;
        render::report(frozen.problems(), self.json, setting.verbose);
        let shares = named_or_made(&self.shares, &made_in(setting)?);
        let options = BuildOptions {
            jobs,
            stop: Some(interrupt::stop()),
            volume_size: self.volume_size,
            lock,
            ..BuildOptions::default()
        };
        let MergeReach { read, write } = batch::merge_reach(&plan, &shares);
        let confine = || {
            // A key may be on a token, and a server may be asked for the time.
            if plan.seal().is_none() {
                guard.confine(&Reach { read, write });
            }
        };
        let events = &mut |event| progress.show(&event);
        let summary = batch::merge(&frozen, &plan, &shares, &options, confine, events)?;
        Ok((summary, frozen.problems().clone()))
    }
}
