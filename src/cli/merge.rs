//! `convoke merge`: the archive of a frozen plan, from its shares.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::cage::{environment, isolation};
use super::guard::{Guard, GuardLimits};
use super::outcome::Outcome;
use super::progress::Progress;
use super::setting::{Setting, processors};
use super::status::{made_in, named_or_made};
use super::summary::{Shown, tell};
use super::{interrupt, render, sealing, stores};
use crate::archive::VolumeSize;
use crate::batch::{self, BuildOptions, Joined, MergeReach, Summary};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::mailing;
use crate::plan::{FrozenPlan, PlanOptions};
use crate::worker::Reach;

/// Join the shares of a frozen plan into the archive that `build` would have made, to the byte; with `--volumes`, into an index of shares that stay
/// where they lie.
///
/// Every file of every share is hashed, and each recipient of the plan is looked for in its share; for an index, the manifests of the shares are held
/// against the plan. Shares that are missing, there twice, of another
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
    /// Leave the shares where they lie, as the volumes of an archive: write an index of them beside them, which `verify`, `diff`, `pack` and `status`
    /// take as the archive. Their manifests are read, and not their bytes.
    #[arg(long, conflicts_with = "volume_size")]
    volumes: bool,
    /// With `--volumes`, read and hash every byte of the shares again.
    #[arg(long, requires = "volumes")]
    rehash: bool,
    #[command(flatten)]
    limits: GuardLimits,
    /// Write events, problems and the summary as one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let guard = Guard::of_shares(setting, self.limits, self.json, &self.shares);
        let guard = guard.asking_for_lists(has_stored_lists(setting));
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
                    let shown = if self.volumes { Shown::Index } else { Shown::Archive };
                    tell(setting, &summary, progress.elapsed(), shown, self.json);
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
        let joined = self.joined(&shares)?;
        let depot = match &joined {
            Joined::Index { folder, .. } => guard.depot(folder),
            Joined::Archive => None,
        };
        let options = BuildOptions {
            depot,
            jobs,
            stop: Some(interrupt::stop()),
            volume_size: self.volume_size,
            lock,
            ..BuildOptions::default()
        };
        let MergeReach { read, write } = batch::merge_reach(&plan, &shares, &joined);
        let confine = || {
            // A key may be on a token, and a server may be asked for the time.
            if plan.seal().is_none() {
                guard.confine(&Reach { read, write });
            }
        };
        let events = &mut |event| progress.show(&event);
        let summary =
            batch::merge(&frozen, &plan, (&guard.shares(&shares), &joined), &options, confine, events)?;
        Ok((summary, frozen.problems().clone()))
    }

    /// What the shares are joined into.
    fn joined(&self, shares: &[PathBuf]) -> Result<Joined, Problems> {
        match shares {
            _ if !self.volumes => Ok(Joined::Archive),
            [folder] if folder.is_dir() || is_place(folder) => {
                Ok(Joined::Index { folder: folder.clone(), rehash: self.rehash })
            }
            _ => Err(Diagnostic::new(codes::INDEX_PLACE, "an index lies beside its shares, in one folder")
                .with_field("--volumes")
                .with_hint("name one folder that all shares lie beneath, such as output/DM-1132-shares")
                .into()),
        }
    }
}

/// Whether a list of the mailing lies in a store. What is wrong with its file is told later.
fn has_stored_lists(setting: &Setting) -> bool {
    let read = mailing::read(&setting.root, &setting.mailing).value;
    read.is_some_and(|mailing| mailing.recipients.iter().any(|source| source.value.is_stored()))
}

/// Whether shares lie in a store, all beneath one place.
fn is_place(named: &Path) -> bool {
    stores::is_address(named) && named.extension().is_none_or(|extension| extension != "zip")
}
