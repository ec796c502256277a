//! `convoke build --shard`: one share of a frozen plan, on one of several machines.

use std::path::Path;

use super::cage::{environment, isolation};
use super::outcome::Outcome;
use super::progress::Progress;
use super::setting::Setting;
use super::summary::{Shown, tell};
use super::text::Text;
use super::{render, sealing};
use crate::batch::{self, BuildOptions, BuiltShare};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::plan::{AskedShare, FrozenPlan, PlanOptions};

/// The share that is wanted.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// Which, as a person says.
    pub(super) asked: &'a str,
    /// The file of the frozen plan.
    pub(super) plan: &'a Path,
    pub(super) json: bool,
    pub(super) no_limits: bool,
}

/// Makes a share.
pub(super) fn run(setting: &Setting, wanted: &Wanted<'_>, options: &BuildOptions<'_>) -> Outcome {
    let report = |problems: &[Diagnostic]| render::report(problems, wanted.json, setting.verbose);
    let mut progress = Progress::new(wanted.json);
    match build(setting, wanted, options, &mut progress) {
        Ok(mut built) => {
            built.summary.notes.retain(|note| setting.verbose || note.code != codes::WORKER_CONFINEMENT);
            report(&built.unforeseen);
            report(&built.summary.notes);
            tell(setting, &built.summary, progress.elapsed(), Shown::Share, wanted.json);
            match built.summary.interrupted {
                true => Outcome::Interrupted,
                false => Outcome::done(built.needs_a_look()),
            }
        }
        Err(problems) => {
            report(&problems);
            Outcome::Stopped
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a scheduler tells by the environment which task a command is")]
fn build(
    setting: &Setting,
    wanted: &Wanted<'_>,
    options: &BuildOptions<'_>,
    progress: &mut Progress,
) -> Result<BuiltShare, Problems> {
    let AskedShare { share, by } = AskedShare::find(wanted.asked, &|name| std::env::var(name).ok())?;
    let frozen = FrozenPlan::read(wanted.plan)?;
    match wanted.json {
        true => render::json(&serde_json::json!({ "event": "share", "share": share, "by": by })),
        false => {
            let by = by.map_or_else(String::new, |by| format!(" ({by})"));
            render::out(Text::new().line(format_args!("share {share}{by}")));
        }
    }
    let seal = sealing::open(setting, frozen.options().sealed_at.as_deref())?;
    let planning = PlanOptions {
        seal,
        jobs: Some(options.jobs),
        isolation: isolation(wanted.no_limits),
        environment: environment(),
        ..PlanOptions::default()
    };
    let events = &mut |event| progress.show(&event);
    let (root, mailing) = (&setting.root, &setting.mailing);
    batch::build_share(root, mailing, (&frozen, share), planning, options, events)
}
