//! The same done with many things, in several threads; and one thing beside another.

use std::num::NonZeroUsize;
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// What `work` makes of each of some things, in their order, in up to `jobs` threads.
pub(super) fn map<T: Sync, R: Send>(
    things: &[T],
    jobs: Option<NonZeroUsize>,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let jobs = jobs.map_or(1, NonZeroUsize::get);
    let share = things.len().div_ceil(jobs).max(1);
    let work_through = |part: &[T]| -> Vec<R> { part.iter().map(&work).collect() };
    if jobs == 1 {
        return work_through(things);
    }
    let work_through = &work_through;
    std::thread::scope(|scope| {
        let start = |part| Builder::new().spawn_scoped(scope, move || work_through(part));
        let workers: Vec<_> = things.chunks(share).map(|part| (part, start(part))).collect();
        let parts = workers.into_iter().map(|(part, worker)| match worker {
            Ok(worker) => worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // Where the system gives no thread, this one does its work.
            Err(_) => work_through(part),
        });
        parts.flatten().collect()
    })
}

/// Work that is begun beside other work, or done when it is asked for where there is one thread only.
pub(super) struct Begun<'scope, R, F> {
    work: &'scope F,
    thread: Option<ScopedJoinHandle<'scope, R>>,
}

/// Begins work.
pub(super) fn begin<'scope, R: Send + 'scope, F: Fn() -> R + Sync>(
    scope: &'scope Scope<'scope, '_>,
    jobs: Option<NonZeroUsize>,
    work: &'scope F,
) -> Begun<'scope, R, F> {
    let has_threads = jobs.is_some_and(|jobs| jobs.get() > 1);
    let thread = has_threads.then(|| Builder::new().spawn_scoped(scope, work).ok()).flatten();
    Begun { work, thread }
}

impl<R, F: Fn() -> R> Begun<'_, R, F> {
    /// What comes of it.
    pub(super) fn finish(self) -> R {
        match self.thread {
            Some(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            None => (self.work)(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_things_however_many_threads_there_are() {
        let things: Vec<usize> = (0..10).collect();
        let doubled: Vec<usize> = things.iter().map(|number| 2 * number).collect();
        for jobs in [None, NonZeroUsize::new(1), NonZeroUsize::new(3), NonZeroUsize::new(100)] {
            assert_eq!(map(&things, jobs, |number| 2 * number), doubled, "{jobs:?}");
            assert!(map(&[], jobs, |number: &usize| *number).is_empty());
        }
    }

    #[test]
    fn work_is_done_once_in_a_thread_or_without() {
        for jobs in [None, NonZeroUsize::new(1), NonZeroUsize::new(2)] {
            let done = std::sync::atomic::AtomicUsize::new(0);
            let work = || done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            assert_eq!(std::thread::scope(|scope| begin(scope, jobs, &work).finish()), 0, "{jobs:?}");
            assert_eq!(done.into_inner(), 1, "{jobs:?}");
        }
    }
}
