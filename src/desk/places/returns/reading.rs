//! Reading all that came, as a job: the same round that the command does.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::parts::{DECIDE, FOLDER, PARTICIPANTS, SILENT, read};
use super::taken::Taken;
use crate::collect::{CollectRound, RoundResult, collect_round};
use crate::desk::answer::{Visitor, begun};
use crate::desk::jobs::{Ended, Job};
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Problems, visible};
use crate::worker::{JobLimits, ReadingRoom};

/// Most names that are told.
const NAMES: usize = 50;

/// Reads all again.
pub(super) async fn begin(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    start(&desk, words, Taken::default())
}

/// Begins to read all; what was put in before is told with what comes of it.
pub(super) fn start(desk: &Arc<Desk>, words: &'static Words, taken: Taken) -> Response {
    let at_work = Arc::clone(desk);
    let job = move |job: &Job| match work(words, &at_work, job) {
        Ok(result) => Ended::done(html! { (told_taken(words, &taken)) (shown(words, &result)) }),
        Err(problems) => Ended::refused_with(html! {
            (told_taken(words, &taken))
            (all_shown(words, problems.iter()))
        }),
    };
    begun(words, Place::Returns, desk.jobs.begin(Place::Returns, words.returns.reading.as_str(), job))
}

fn work(words: &Words, desk: &Desk, job: &Job) -> Result<RoundResult, Problems> {
    job.step(0, 0, &words.returns.reading);
    let found = read(desk);
    let folder = match found.as_deref() {
        Some(Ok(read)) => read.folder.clone(),
        Some(Err(problem)) => return Err(problem.clone().into()),
        None => return Err(crate::archive::no_archive(desk.mailing.clone()).into()),
    };
    let returns = desk.root.join(FOLDER);
    let round = CollectRound {
        root: &desk.root,
        archive: &(&folder).into(),
        // Answers may be entered before any file comes.
        returns: if returns.is_dir() { std::slice::from_ref(&returns) } else { &[] },
        output: None,
        key: None,
        answers: None,
        jobs: desk.threads,
        now: Some(desk.today()),
        booked_at: (desk.now)(),
        accepts_unverified: false,
        shown_from: Some(&desk.root),
    };
    let room = ReadingRoom::new(&desk.isolation, JobLimits::RETURNED);
    collect_round(&round, &room, &mut |done, all| job.step(done, all, &words.returns.reading))
}

fn told_taken(words: &Words, taken: &Taken) -> Markup {
    let told = &words.returns;
    html! {
        @if taken.files > 0 { p { (filled(&told.given, &[&taken.files])) } }
        @if !taken.left.is_empty() {
            p.warning { span.state { (filled(&told.left, &[&taken.left.len()])) } }
            ul { @for name in taken.left.iter().take(NAMES) { li { bdi { (visible(name)) } } } }
        }
    }
}

fn shown(words: &Words, result: &RoundResult) -> Markup {
    let told = &words.returns;
    let collected = &result.collected;
    let to_look_at = collected.to_look_at().count();
    html! {
        dl.facts {
            dt { (told.files) } dd { (collected.file_count()) }
            dt { (told.participants) } dd { a href=(PARTICIPANTS) { (collected.participants()) } }
            dt { (told.answered) } dd { (filled(&words.jobs.count, &[&collected.answered, &collected.asked()])) }
            dt { (told.silent) } dd { a href=(SILENT) { (collected.unanswered.len()) } }
            dt { (told.decide) } dd { a href=(DECIDE) { (to_look_at) } }
            @if let Some(booked @ 1..) = result.booked { dt { (told.booked) } dd { (booked) } }
        }
        (all_shown(words, result.problems.iter()))
    }
}
