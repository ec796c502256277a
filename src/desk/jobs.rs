//! Work that takes long, one piece at a time, on a thread of its own: how far it is, the wish that it ends, and what came of it.
//!
//! A job is a call of the library, which keeps other commands out itself, and leaves nothing half done when it is asked to stop.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use maud::Markup;
use tokio::sync::watch;

use super::place::Place;
use super::problem::all_shown;
use super::words::Words;
use crate::diagnostic::Diagnostic;

/// How many jobs are remembered.
const KEPT: usize = 20;

/// How long a job is watched before it is said how long it will take.
const WATCHED: Duration = Duration::from_secs(1);

/// The jobs of a desk, the latest last.
#[derive(Debug, Default)]
pub(super) struct Jobs(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    jobs: VecDeque<Arc<Job>>,
    begun: u64,
    thread: Option<JoinHandle<()>>,
    /// Whether the desk is ending.
    is_ending: bool,
}

/// The job that is at work, so that no other can begin.
#[derive(Debug)]
pub(super) struct Busy(pub(super) Arc<Job>);

/// A piece of work.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) id: u64,
    /// The place it was begun at.
    pub(super) here: Place,
    /// What it does, in the language of who began it.
    pub(super) title: String,
    stop: AtomicBool,
    state: watch::Sender<State>,
}

/// How far a job is.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) done: usize,
    /// How much there is to do; 0 while that is not known.
    pub(super) total: usize,
    /// What is being done.
    pub(super) text: String,
    /// When this much was to do first, and how much was done then.
    since: Option<(Instant, usize)>,
    /// What it ended with.
    pub(super) ended: Option<Ended>,
}

/// What a job ended with.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) how: How,
    /// What came of it.
    pub(super) shown: Markup,
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// It did all of it.
    Done,
    /// A person stopped it.
    Stopped,
    /// Something stands in its way.
    Refused,
    /// It broke off: a fault in the program.
    Fell,
}

impl Ended {
    /// It did all of it.
    pub(super) fn done(shown: Markup) -> Self {
        Self { how: How::Done, shown }
    }

    /// It was stopped by a person.
    pub(super) fn stopped(shown: Markup) -> Self {
        Self { how: How::Stopped, shown }
    }

    /// Something stands in its way.
    pub(super) fn refused(words: &Words, problems: &[Diagnostic]) -> Self {
        Self::refused_with(all_shown(words, problems))
    }

    /// The same, shown in another way than as problems alone.
    pub(super) fn refused_with(shown: Markup) -> Self {
        Self { how: How::Refused, shown }
    }
}

impl Jobs {
    /// Begins a job at a place; returns its id, as soon as it is under way.
    ///
    /// # Errors
    ///
    /// Another is at work.
    pub(super) fn begin(
        &self,
        here: Place,
        title: impl Into<String>,
        work: impl FnOnce(&Job) -> Ended + Send + 'static,
    ) -> Result<u64, Busy> {
        let mut kept = self.kept();
        if let Some(job) = kept.jobs.back().filter(|job| job.is_running()) {
            return Err(Busy(Arc::clone(job)));
        }
        kept.begun += 1;
        let id = kept.begun;
        let state = watch::Sender::default();
        let job = Arc::new(Job { id, here, title: title.into(), stop: AtomicBool::default(), state });
        kept.jobs.push_back(Arc::clone(&job));
        let surplus = kept.jobs.len().saturating_sub(KEPT);
        kept.jobs.drain(..surplus);
        if kept.is_ending {
            job.end(Ended::stopped(Markup::default()));
            return Ok(id);
        }
        let at_work = Arc::clone(&job);
        let started = std::thread::Builder::new().name("job".to_owned()).spawn(move || {
            // A fault in the program is told on the job's page, not by silence.
            let ended = catch_unwind(AssertUnwindSafe(|| work(&at_work)));
            at_work.end(ended.unwrap_or_else(|_| Ended { how: How::Fell, shown: Markup::default() }));
        });
        match started {
            Ok(thread) => kept.thread = Some(thread),
            Err(_) => job.end(Ended { how: How::Fell, shown: Markup::default() }),
        }
        Ok(id)
    }

    /// A job, unless it is forgotten.
    pub(super) fn get(&self, id: u64) -> Option<Arc<Job>> {
        self.kept().jobs.iter().find(|job| job.id == id).cloned()
    }

    /// The jobs that are remembered, the latest first.
    pub(super) fn all(&self) -> Vec<Arc<Job>> {
        self.kept().jobs.iter().rev().cloned().collect()
    }

    /// The job that is at work.
    pub(super) fn running(&self) -> Option<Arc<Job>> {
        self.kept().jobs.back().filter(|job| job.is_running()).cloned()
    }

    /// Asks the job at work to end, and waits until it has; no other begins.
    pub(super) fn end(&self) {
        let thread = {
            let mut kept = self.kept();
            kept.is_ending = true;
            if let Some(job) = kept.jobs.back() {
                job.ask_to_stop();
            }
            kept.thread.take()
        };
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    /// Tells how much of how much is done, and what is being done; `total` is 0 while it is not known.
    pub(super) fn step(&self, done: usize, total: usize, text: &str) {
        self.state.send_modify(|state| {
            if state.total != total || state.since.is_none() {
                state.since = Some((now(), done));
            }
            state.done = done;
            state.total = total;
            if state.text != text {
                text.clone_into(&mut state.text);
            }
        });
    }

    /// Set once a person wants it to end.
    pub(super) fn stop(&self) -> &AtomicBool {
        &self.stop
    }

    /// Asks it to end after the work at hand.
    pub(super) fn ask_to_stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.state.send_modify(|_| {});
    }

    /// Whether it was asked to end.
    pub(super) fn is_stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether it is at work.
    pub(super) fn is_running(&self) -> bool {
        self.state.borrow().ended.is_none()
    }

    /// How it ended; `None` while it is at work.
    pub(super) fn how(&self) -> Option<How> {
        self.state.borrow().ended.as_ref().map(|ended| ended.how)
    }

    /// How far it is. Nothing changes while this is held, and it must not be asked for twice at a time: whoever changes it waits in between.
    pub(super) fn state(&self) -> watch::Ref<'_, State> {
        self.state.borrow()
    }

    /// Hears of each change of its state.
    pub(super) fn listen(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    fn end(&self, ended: Ended) {
        self.state.send_modify(|state| state.ended = Some(ended));
    }
}

impl State {
    /// How long it will take from now on, by what was done since; `None` while that says little.
    pub(super) fn left(&self) -> Option<Duration> {
        let (since, before) = self.since?;
        let (done, to_do) = (self.done.checked_sub(before)?, self.total.checked_sub(self.done)?);
        let took = now().checked_duration_since(since)?;
        if done == 0 || took < WATCHED || self.ended.is_some() {
            return None;
        }
        Some(took.mul_f64(to_do as f64 / done as f64))
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a job takes is shown, and in no file")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Waits for a job's end, which its thread's end is.
    fn wait(jobs: &Jobs) {
        let thread = jobs.kept().thread.take();
        thread.expect("a thread").join().expect("its end");
    }

    fn how(jobs: &Jobs, id: u64) -> Option<How> {
        jobs.get(id).expect("a job").how()
    }

    #[test]
    fn one_job_works_at_a_time() {
        let jobs = Jobs::default();
        let (go, wait_for) = mpsc::channel::<()>();
        let work = move |job: &Job| {
            job.step(1, 3, "FRA");
            let _ = wait_for.recv();
            Ended::done(Markup::default())
        };
        let id = jobs.begin(Place::Start, "first", work).expect("nothing else is at work");
        let busy = jobs.begin(Place::Start, "second", |_| Ended::done(Markup::default()));
        assert_eq!(busy.map_err(|Busy(job)| (job.id, job.title.clone())), Err((id, "first".to_owned())));
        assert_eq!(jobs.running().map(|job| job.id), Some(id));
        drop(go);
        wait(&jobs);
        assert_eq!((how(&jobs, id), jobs.running().map(|job| job.id)), (Some(How::Done), None));
        let job = jobs.get(id).expect("a job");
        let state = job.state();
        assert_eq!((state.done, state.total, state.text.as_str()), (1, 3, "FRA"));
        drop(state);
        let second = jobs.begin(Place::Start, "second", |_| Ended::done(Markup::default()));
        assert_eq!(second.ok(), Some(id + 1));
        wait(&jobs);
    }

    #[test]
    fn a_job_that_panics_is_told() {
        let jobs = Jobs::default();
        let id = jobs.begin(Place::Start, "falls", |_| panic!("a fault on purpose")).expect("nothing else");
        wait(&jobs);
        assert_eq!(how(&jobs, id), Some(How::Fell));
        let next =
            jobs.begin(Place::Start, "next", |_| Ended::done(Markup::default())).expect("nothing else");
        wait(&jobs);
        assert_eq!(how(&jobs, next), Some(How::Done));
    }

    #[test]
    fn a_desk_that_ends_stops_its_job_and_begins_no_other() {
        let jobs = Jobs::default();
        let work = |job: &Job| {
            while !job.stop().load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            Ended::stopped(Markup::default())
        };
        let id = jobs.begin(Place::Start, "long", work).expect("nothing else");
        jobs.end();
        assert_eq!(how(&jobs, id), Some(How::Stopped));
        let late = jobs.begin(Place::Start, "late", |_| panic!("it must not begin")).expect("nothing else");
        assert_eq!(how(&jobs, late), Some(How::Stopped));
    }

    #[test]
    fn the_last_jobs_are_remembered() {
        let jobs = Jobs::default();
        for _ in 0..KEPT + 2 {
            jobs.begin(Place::Start, "short", |_| Ended::done(Markup::default())).expect("nothing else");
            wait(&jobs);
        }
        let ids: Vec<u64> = jobs.all().iter().map(|job| job.id).collect();
        assert_eq!(ids, (3..=KEPT as u64 + 2).rev().collect::<Vec<_>>());
        assert!(jobs.get(1).is_none());
    }

    #[test]
    fn what_is_left_follows_from_what_was_done() {
        let since = now().checked_sub(Duration::from_secs(10)).expect("a moment");
        let state = |done, since| State { done, total: 30, since, ..State::default() };
        let left = state(15, Some((since, 5))).left().expect("a time");
        assert!((14.9..15.2).contains(&left.as_secs_f64()), "{left:?}");
        assert_eq!(state(5, Some((since, 5))).left(), None, "nothing was done since");
        assert_eq!(state(6, Some((now(), 5))).left(), None, "too early to say");
        assert_eq!(state(6, None).left(), None);
    }
}
