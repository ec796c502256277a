//! Work done by several threads and taken up in order, with a bounded number of results waiting.
//!
//! Knows nothing of documents. A thread that runs ahead of the slowest task waits, so that memory stays flat
//! however many tasks there are.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many results may wait for an earlier one, for each thread.
const AHEAD_PER_THREAD: usize = 8;

#[derive(Debug, Default)]
struct State {
    next: usize,
    taken: usize,
    stopped: bool,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    moved: Condvar,
    count: usize,
    ahead: usize,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.moved.notify_all();
    }
}

/// One thread's access to the tasks.
#[derive(Debug)]
pub(super) struct Tasks<'a, T> {
    shared: &'a Shared,
    results: Sender<(usize, T)>,
}

impl<T> Tasks<'_, T> {
    /// Takes the next task; waits while this thread would run too far ahead; `None` when none is left.
    pub(super) fn next(&self) -> Option<usize> {
        let mut state = self.shared.lock();
        while !state.stopped
            && state.next < self.shared.count
            && state.next >= state.taken + self.shared.ahead
        {
            state = self.shared.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped || state.next >= self.shared.count {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    /// Hands in a task's result.
    pub(super) fn done(&self, task: usize, result: T) {
        if self.results.send((task, result)).is_err() {
            self.shared.stop();
        }
    }
}

impl<T> Drop for Tasks<'_, T> {
    /// A thread that ends in a panic lets the others end too.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.shared.stop();
        }
    }
}

/// Runs `worker` in `jobs` threads over tasks `0..count` and hands the results to `take` in order, in this thread.
///
/// # Errors
///
/// Returns the error of `take`, after which no further task begins.
pub(super) fn run<T: Send, E>(
    count: usize,
    jobs: NonZeroUsize,
    worker: impl Fn(Tasks<'_, T>) + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let ahead = jobs.get().saturating_mul(AHEAD_PER_THREAD);
    let shared = Shared { state: Mutex::default(), moved: Condvar::new(), count, ahead };
    let (sender, results) = channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs.get().min(count) {
            let tasks = Tasks { shared: &shared, results: sender.clone() };
            scope.spawn(|| worker(tasks));
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut turn = 0;
        for (task, result) in results {
            waiting.insert(task, result);
            while let Some(result) = waiting.remove(&turn) {
                if let Err(error) = take(result) {
                    shared.stop();
                    return Err(error);
                }
                turn += 1;
            }
            shared.lock().taken = turn;
            shared.moved.notify_all();
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jobs(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).expect("not zero")
    }

    fn squares(tasks: Tasks<'_, usize>) {
        while let Some(task) = tasks.next() {
            if task % 7 == 0 {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            tasks.done(task, task * task);
        }
    }

    #[test]
    fn results_come_in_order_with_any_number_of_threads() {
        for n in [1, 2, 5] {
            let mut seen = Vec::new();
            let result = run(200, jobs(n), squares, |square| {
                seen.push(square);
                Ok::<(), ()>(())
            });
            assert_eq!(result, Ok(()));
            assert_eq!(seen, (0..200).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_it_early() {
        let mut seen = 0;
        let result = run(10_000, jobs(3), squares, |square| {
            seen += 1;
            if square == 100 { Err("full") } else { Ok(()) }
        });
        assert_eq!(result, Err("full"));
        assert_eq!(seen, 11);
    }

    #[test]
    fn no_task_is_no_trouble() {
        assert_eq!(run(0, jobs(2), squares, |_| Ok::<(), ()>(())), Ok(()));
    }
}
