//! Work done by several threads on tasks that come one after the other, and taken up in order, with a bounded number of
//! tasks and results waiting.
//!
//! Knows nothing of documents. A thread that runs too far ahead of the slowest task waits, so that memory stays flat
//! however many tasks there are.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::groups::{Groups, WINDOW};

#[derive(Debug)]
struct State<T> {
    groups: Groups<(usize, T)>,
    /// Whether no task will follow those in the groups.
    is_whole: bool,
    stopped: bool,
}

#[derive(Debug)]
struct Shared<T> {
    state: Mutex<State<T>>,
    moved: Condvar,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.moved.notify_all();
    }
}

/// One thread's access to the tasks.
#[derive(Debug)]
pub(super) struct Tasks<'a, T, R> {
    shared: &'a Shared<T>,
    /// The group of this thread's last task.
    group: Option<usize>,
    results: Sender<(usize, R)>,
}

impl<T, R> Tasks<'_, T, R> {
    /// Takes the next task and its number; waits while this thread would run too far ahead; `None` when none is left.
    pub(super) fn next(&mut self) -> Option<(usize, T)> {
        let mut state = self.shared.lock();
        loop {
            if state.stopped {
                return None;
            }
            if let Some((group, task)) = state.groups.take(self.group) {
                self.group = Some(group);
                return Some(task);
            }
            if state.is_whole {
                return None;
            }
            state = self.shared.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Hands in the result of the task of this number.
    pub(super) fn done(&self, number: usize, result: R) {
        if self.results.send((number, result)).is_err() {
            self.shared.stop();
        }
    }

    /// Lets no thread take another task.
    pub(super) fn stop(&self) {
        self.shared.stop();
    }
}

impl<T, R> Drop for Tasks<'_, T, R> {
    /// A thread that ends in a panic lets the others end too.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.shared.stop();
        }
    }
}

/// Runs `worker` in `jobs` threads over tasks, each with its kind, and hands the results in this thread to `arrived` at once
/// and to `take` in order. Returns whether all tasks were done, and none stopped the others.
///
/// All tasks of the window whose results are being taken up may be begun, and those of the one after it.
///
/// # Errors
///
/// Returns the error of a task that could not be had, or of `take`, after which no further task begins; or that of
/// `no_thread`, where the system gives not even one.
pub(super) fn run<K: Ord, T: Send, R: Send, E>(
    mut tasks: impl Iterator<Item = Result<(K, T), E>>,
    jobs: NonZeroUsize,
    no_thread: impl FnOnce(&io::Error) -> E,
    worker: impl Fn(Tasks<'_, T, R>) + Sync,
    mut arrived: impl FnMut(&R),
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<bool, E> {
    let state = State { groups: Groups::new(), is_whole: false, stopped: false };
    let shared = Shared { state: Mutex::new(state), moved: Condvar::new() };
    let (sender, results) = channel();
    std::thread::scope(|scope| {
        for number in 0..jobs.get() {
            let tasks = Tasks { shared: &shared, group: None, results: sender.clone() };
            match std::thread::Builder::new().spawn_scoped(scope, || worker(tasks)) {
                Ok(_) => {}
                Err(error) if number == 0 => return Err(no_thread(&error)),
                // Those that could be started do the work of all.
                Err(_) => break,
            }
        }
        drop(sender);
        // However this ends, threads that wait for tasks are told.
        let _end = End(&shared);
        let (mut fed, mut turn, mut is_whole) = (0, 0, false);
        let mut waiting = BTreeMap::new();
        loop {
            while !is_whole && fed / WINDOW <= turn / WINDOW + 1 {
                let mut window = Vec::with_capacity(WINDOW);
                for task in tasks.by_ref().take(WINDOW) {
                    let (kind, task) = task?;
                    window.push((kind, (fed, task)));
                    fed += 1;
                }
                is_whole = window.len() < WINDOW;
                let mut state = shared.lock();
                state.groups.push(window);
                state.is_whole = is_whole;
                drop(state);
                shared.moved.notify_all();
            }
            if turn == fed {
                return Ok(true);
            }
            let Ok((number, result)) = results.recv() else { return Ok(false) };
            arrived(&result);
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&turn) {
                take(result)?;
                turn += 1;
            }
        }
    })
}

struct End<'a, T>(&'a Shared<T>);

impl<T> Drop for End<'_, T> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Several windows, the last one cut short.
    const COUNT: usize = 2 * WINDOW + 100;

    fn jobs(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).expect("not zero")
    }

    fn squares(mut tasks: Tasks<'_, usize, usize>) {
        while let Some((number, task)) = tasks.next() {
            assert_eq!(number, task);
            if task % 97 == 0 {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            tasks.done(number, task * task);
        }
    }

    fn tasks(count: usize) -> impl Iterator<Item = Result<(usize, usize), &'static str>> {
        (0..count).map(|task| Ok((task % 6, task)))
    }

    #[test]
    fn results_come_in_order_with_any_number_of_threads() {
        for count in [0, 1, WINDOW - 1, WINDOW, WINDOW + 1, COUNT] {
            for n in [1, 2, 5] {
                let mut seen = Vec::new();
                let mut arrived = Vec::new();
                let result = run(
                    tasks(count),
                    jobs(n),
                    |_| "no thread",
                    squares,
                    |square| arrived.push(*square),
                    |square| {
                        seen.push(square);
                        Ok(())
                    },
                );
                assert_eq!(result, Ok(true));
                assert_eq!(seen, (0..count).map(|n| n * n).collect::<Vec<_>>());
                arrived.sort_unstable();
                assert_eq!(arrived, seen);
            }
        }
    }

    #[test]
    fn tasks_come_as_they_are_needed() {
        let taken = std::cell::Cell::new(0);
        let mut ahead = 0;
        let tasks = tasks(10 * WINDOW).enumerate().map(|(number, task)| {
            ahead = ahead.max(number - taken.get());
            task
        });
        run(
            tasks,
            jobs(2),
            |_| "no thread",
            squares,
            |_| {},
            |_| {
                taken.set(taken.get() + 1);
                Ok(())
            },
        )
        .expect("no error");
        assert!(ahead <= 2 * WINDOW, "{ahead}");
    }

    #[test]
    fn an_error_ends_it_early() {
        let mut seen = 0;
        let result = run(
            tasks(10_000),
            jobs(3),
            |_| "no thread",
            squares,
            |_| {},
            |square| {
                seen += 1;
                if square == 100 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((result, seen), (Err("full"), 11));
        let broken = tasks(COUNT)
            .map(|task| task.and_then(|task| if task.1 == COUNT - 1 { Err("gone") } else { Ok(task) }));
        assert_eq!(run(broken, jobs(3), |_| "no thread", squares, |_| {}, |_| Ok(())), Err("gone"));
    }

    #[test]
    fn a_thread_can_stop_them_all() {
        let worker = |mut tasks: Tasks<'_, usize, usize>| {
            while let Some((number, task)) = tasks.next() {
                if number == 50 {
                    return tasks.stop();
                }
                tasks.done(number, task);
            }
        };
        let mut seen = Vec::new();
        let result = run(
            tasks(COUNT),
            jobs(2),
            |_| "no thread",
            worker,
            |_| {},
            |task| {
                seen.push(task);
                Ok(())
            },
        );
        assert_eq!(result, Ok(false));
        assert!(seen.len() <= 50 && seen.iter().enumerate().all(|(turn, task)| turn == *task), "{seen:?}");
    }
}
