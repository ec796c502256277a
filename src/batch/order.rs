//! Work done by several threads and taken up in order, with a bounded number of results waiting.
//!
//! Knows nothing of documents. A thread that runs too far ahead of the slowest task waits, so that memory stays flat
//! however many tasks there are.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::groups::{Groups, WINDOW};

#[derive(Debug)]
struct State {
    groups: Groups,
    taken: usize,
    stopped: bool,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    moved: Condvar,
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
    /// The group of this thread's last task.
    group: Option<usize>,
    results: Sender<(usize, T)>,
}

impl<T> Tasks<'_, T> {
    /// Takes the next task; waits while this thread would run too far ahead; `None` when none is left.
    pub(super) fn next(&mut self) -> Option<usize> {
        let mut state = self.shared.lock();
        loop {
            let (group, window) = state.groups.choose(self.group)?;
            if state.stopped {
                return None;
            }
            // All of the window in which tasks are taken up may be begun, and the one after it.
            if window <= state.taken / WINDOW + 1 {
                self.group = Some(group);
                return state.groups.take(group);
            }
            state = self.shared.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
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

/// Runs `worker` in `jobs` threads over a task for each of `kinds`, and hands the results in this thread to `arrived`
/// at once and to `take` in order.
///
/// # Errors
///
/// Returns the error of `take`, after which no further task begins.
pub(super) fn run<T: Send, K: Ord, E>(
    kinds: &[K],
    jobs: NonZeroUsize,
    worker: impl Fn(Tasks<'_, T>) + Sync,
    mut arrived: impl FnMut(usize, &T),
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let state = State { groups: Groups::new(kinds), taken: 0, stopped: false };
    let shared = Shared { state: Mutex::new(state), moved: Condvar::new() };
    let (sender, results) = channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs.get().min(kinds.len()) {
            let tasks = Tasks { shared: &shared, group: None, results: sender.clone() };
            scope.spawn(|| worker(tasks));
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut turn = 0;
        for (task, result) in results {
            arrived(task, &result);
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

    /// Several windows, the last one cut short.
    const COUNT: usize = 2 * WINDOW + 100;

    fn jobs(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).expect("not zero")
    }

    fn squares(mut tasks: Tasks<'_, usize>) {
        while let Some(task) = tasks.next() {
            if task % 97 == 0 {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            tasks.done(task, task * task);
        }
    }

    #[test]
    fn results_come_in_order_with_any_number_of_threads() {
        for n in [1, 2, 5] {
            let mut seen = Vec::new();
            let mut arrived = Vec::new();
            let kinds: Vec<_> = (0..COUNT).map(|task| task % 6).collect();
            let result = run(
                &kinds,
                jobs(n),
                squares,
                |task, _| arrived.push(task),
                |square| {
                    seen.push(square);
                    Ok::<(), ()>(())
                },
            );
            assert_eq!(result, Ok(()));
            assert_eq!(seen, (0..COUNT).map(|n| n * n).collect::<Vec<_>>());
            arrived.sort_unstable();
            assert_eq!(arrived, (0..COUNT).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_it_early() {
        let mut seen = 0;
        let result = run(
            &[(); 10_000],
            jobs(3),
            squares,
            |_, _| {},
            |square| {
                seen += 1;
                if square == 100 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!(result, Err("full"));
        assert_eq!(seen, 11);
    }

    #[test]
    fn no_task_is_no_trouble() {
        assert_eq!(run(&[(); 0], jobs(2), squares, |_, _| {}, |_| Ok::<(), ()>(())), Ok(()));
    }
}
