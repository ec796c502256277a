//! The batch: a build of the library, as a job.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::response::Response;

use super::asked::Asked;
use super::results;
use crate::batch::{self, BuildEvent, BuildOptions};
use crate::desk::answer::{Visitor, begun};
use crate::desk::jobs::{Ended, Job};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::Problems;
use crate::plan::{PlanOptions, Unfinished};
use crate::register::KeyUse;

/// Begins it.
pub(super) async fn begin(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(asked): Form<Asked>,
) -> Response {
    let title = if asked.is_for_archive() { &words.make.letters } else { &words.make.loose };
    let at_work = Arc::clone(&desk);
    let job = move |job: &Job| match work(words, &at_work, &asked, job) {
        Ok(ended) => ended,
        Err(problems) => Ended::refused(words, &problems),
    };
    begun(words, Place::Make, desk.jobs.begin(Place::Make, title, job))
}

fn work(words: &'static Words, desk: &Desk, asked: &Asked, job: &Job) -> Result<Ended, Problems> {
    job.step(0, 0, &words.make.checking);
    desk.trials.rest();
    let only = asked.only.trim();
    let options = PlanOptions {
        only: if only.is_empty() { Vec::new() } else { vec![only.to_owned()] },
        draft: asked.draft.is_some(),
        key: if asked.draft.is_some() { KeyUse::Trial } else { KeyUse::Own },
        unfinished: if asked.unfinished.is_some() { Unfinished::Allow } else { Unfinished::Refuse },
        jobs: Some(desk.threads),
        isolation: desk.isolation.clone(),
        environment: desk.environment,
        seal: desk.open_seal()?,
        ..PlanOptions::default()
    };
    let building = BuildOptions {
        jobs: desk.threads,
        isolation: desk.isolation.clone(),
        stop: Some(job.stop()),
        ..BuildOptions::default()
    };
    let (mut done, mut total) = (0, 0);
    let mut tell = |event: BuildEvent| match event {
        BuildEvent::Started { recipients, .. } => {
            total = recipients;
            job.step(0, total, &words.make.making);
        }
        BuildEvent::Made { recipient, .. } | BuildEvent::Blocked { recipient, .. } => {
            done += 1;
            let text = if done == total { &words.make.closing } else { &recipient };
            job.step(done, total, text);
        }
        BuildEvent::Finished => {}
    };
    let built =
        batch::build_mailing(&desk.root, &desk.mailing, &options, building, false, &mut |_| {}, &mut tell)?;
    Ok(match built.summary.interrupted {
        true => Ended::stopped(results::stopped(words, &built.summary, asked)),
        false => Ended::done(results::shown(words, &built, asked)),
    })
}
