//! Making the proof, as a job.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;

use crate::batch::{self, ProofOptions};
use crate::desk::answer::{Visitor, begun};
use crate::desk::jobs::{Ended, Job};
use crate::desk::parts::PROOF;
use crate::desk::place::Place;
use crate::desk::proofs::Proofing;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Checked, Problems};
use crate::plan::{self, PlanOptions, Unfinished};
use crate::register::KeyUse;

/// Begins it.
pub(super) async fn begin(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    let at_work = Arc::clone(&desk);
    let job = move |job: &Job| match work(words, &at_work, job) {
        Ok(ended) => ended,
        Err(problems) => Ended::refused(words, &problems),
    };
    begun(words, Place::Check, desk.jobs.begin(Place::Check, words.proof.title.as_str(), job))
}

fn work(words: &Words, desk: &Desk, job: &Job) -> Result<Ended, Problems> {
    job.step(0, 0, &words.make.checking);
    desk.trials.rest();
    let mut proofing = Proofing::new(desk.read());
    let options = PlanOptions {
        jobs: Some(desk.threads),
        key: KeyUse::Trial,
        // What is not finished is what one looks for.
        unfinished: Unfinished::Allow,
        isolation: desk.isolation.clone(),
        environment: desk.environment,
        ..PlanOptions::default()
    };
    let Checked { value: plan, problems } = plan::make(&desk.root, &desk.mailing, &options);
    let Some(plan) = plan else { return Err(problems) };
    let workplace = plan.workplace(&desk.isolation)?;
    let all = plan.recipient_count();
    let making = ProofOptions {
        jobs: desk.threads,
        stop: Some(job.stop()),
        progress: &mut |done| job.step(done, all, &words.proof.drawing),
        rows: &mut |rows| proofing.take(rows),
    };
    let proofed = batch::proof(&plan, &problems, &batch::proof_folder(&plan), &workplace, making)?;
    if proofed.is_stopped {
        return Ok(Ended::stopped(html! { p { a href=(PROOF) { (words.proof.title) } } }));
    }
    desk.proofs.set(proofing.finish(proofed.files, proofed.problems));
    Ok(Ended::done(html! {
        p { (filled(&words.proof.made, &[&proofed.recipients, &proofed.to_look_at])) }
        p { a href=(PROOF) { (words.proof.look) } }
    }))
}
