//! Work done by several threads and taken up in order, with a bounded number of results waiting.
//!
//! Knows nothing of documents. Tasks of a kind are done one after the other, within a window of tasks; a thread that
//! runs ahead of the slowest task waits. So memory stays flat however many tasks there are.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Within how many tasks those of a kind are brought together. More make a change of kind rarer; fewer keep less
/// waiting.
const WINDOW: usize = 512;

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
    /// The tasks in the order they are begun.
    order: Vec<usize>,
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
        // All of the window in which tasks are taken up may be begun, and the one after it.
        while !state.stopped && state.next / WINDOW > state.taken / WINDOW + 1 {
            state = self.shared.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return None;
        }
        let task = self.shared.order.get(state.next).copied()?;
        state.next += 1;
        Some(task)
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

/// The order in which tasks are begun, given the kind of each: within a window, those of a kind together.
fn by_kind<K: Ord>(kinds: &[K]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..kinds.len()).collect();
    order.sort_by_key(|&task| (task / WINDOW, kinds.get(task)));
    order
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
    let shared = Shared { state: Mutex::default(), moved: Condvar::new(), order: by_kind(kinds) };
    let (sender, results) = channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs.get().min(kinds.len()) {
            let tasks = Tasks { shared: &shared, results: sender.clone() };
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
    fn tasks_of_a_kind_are_begun_together_within_a_window() {
        let kinds: Vec<_> = (0..COUNT).map(|task| task % 6).collect();
        let order = by_kind(&kinds);
        let changes = order.windows(2).filter(|pair| kinds[pair[0]] != kinds[pair[1]]).count();
        assert_eq!(changes, COUNT / WINDOW * 6 + 5);
        assert!(order.iter().enumerate().all(|(turn, task)| turn / WINDOW == task / WINDOW));
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
