//! The same done with many things, in several threads.

use std::num::NonZeroUsize;
use std::thread::Builder;

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
}
