//! Work on things that come one after the other, done by several threads and handed on in order, each as soon as those before it are done.
//!
//! Knows nothing of letters. Whoever gives the things waits while too many are under way, so that memory stays flat.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many things are under way for each thread.
const UNDER_WAY: usize = 4;

struct Line<T> {
    state: Mutex<State<T>>,
    moved: Condvar,
    most: usize,
}

struct State<T> {
    waiting: VecDeque<(usize, T)>,
    /// How many were given, and how many of them handed on.
    given: usize,
    handed_on: usize,
    is_whole: bool,
    is_stopped: bool,
}

impl<T> Line<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a thing, once there is room; whether it was taken.
    fn give(&self, thing: T) -> bool {
        let mut state = self.lock();
        while state.given - state.handed_on >= self.most && !state.is_stopped {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.is_stopped {
            return false;
        }
        let number = state.given;
        state.waiting.push_back((number, thing));
        state.given += 1;
        drop(state);
        self.moved.notify_all();
        true
    }

    /// Takes the next thing, once there is one; `None` where none is left.
    fn take(&self) -> Option<(usize, T)> {
        let mut state = self.lock();
        loop {
            if state.is_stopped {
                return None;
            }
            if let Some(next) = state.waiting.pop_front() {
                return Some(next);
            }
            if state.is_whole {
                return None;
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn change(&self, change: impl FnOnce(&mut State<T>)) {
        change(&mut self.lock());
        self.moved.notify_all();
    }
}

/// However a thread ends, the others do not wait for it.
struct End<'a, T>(&'a Line<T>);

impl<T> Drop for End<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.change(|state| state.is_stopped = true);
        }
    }
}

/// Has `work` done on things in `jobs` threads, and hands the results on to `take` in order, in a thread of its own. The things are taken from
/// their iterator in this thread, as there is room. Returns whether all were handed on.
///
/// # Errors
///
/// The system gives no thread.
pub(super) fn run<T: Send, R: Send>(
    things: impl Iterator<Item = T>,
    jobs: NonZeroUsize,
    work: impl Fn(T) -> R + Sync,
    take: impl FnMut(usize, R) -> ControlFlow<()> + Send,
) -> io::Result<bool> {
    let state =
        State { waiting: VecDeque::new(), given: 0, handed_on: 0, is_whole: false, is_stopped: false };
    let most = jobs.get().saturating_mul(UNDER_WAY);
    let line = Line { state: Mutex::new(state), moved: Condvar::new(), most };
    let (sender, results) = channel();
    std::thread::scope(|scope| {
        let begin = || {
            let to_hand_on = &line;
            std::thread::Builder::new().spawn_scoped(scope, move || hand_on(to_hand_on, results, take))?;
            for number in 0..jobs.get() {
                let (sender, line, work) = (sender.clone(), &line, &work);
                let begun =
                    std::thread::Builder::new().spawn_scoped(scope, move || work_off(line, &sender, work));
                match begun {
                    Ok(_) => {}
                    Err(error) if number == 0 => return Err(error),
                    // Those that could be started do the work of all.
                    Err(_) => break,
                }
            }
            Ok(())
        };
        let begun = begin();
        drop(sender);
        let _end = End(&line);
        if begun.is_ok() {
            for thing in things {
                if !line.give(thing) {
                    break;
                }
            }
        }
        line.change(|state| state.is_whole = true);
        begun
    })?;
    let state = line.lock();
    Ok(state.given == state.handed_on && !state.is_stopped)
}

fn work_off<T, R>(line: &Line<T>, results: &Sender<(usize, R)>, work: impl Fn(T) -> R) {
    let _end = End(line);
    while let Some((number, thing)) = line.take() {
        if results.send((number, work(thing))).is_err() {
            return;
        }
    }
}

fn hand_on<T, R>(
    line: &Line<T>,
    results: Receiver<(usize, R)>,
    mut take: impl FnMut(usize, R) -> ControlFlow<()>,
) {
    let _end = End(line);
    let mut waiting = BTreeMap::new();
    let mut turn = 0;
    for (number, result) in results {
        waiting.insert(number, result);
        while let Some(result) = waiting.remove(&turn) {
            let flow = take(turn, result);
            turn += 1;
            line.change(|state| {
                state.handed_on = turn;
                state.is_stopped |= flow.is_break();
            });
            if flow.is_break() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    const JOBS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(2);

    #[test]
    fn results_are_handed_on_in_order_and_few_are_under_way() {
        let under_way = AtomicUsize::new(0);
        let most = AtomicUsize::new(0);
        let things = (0..200).inspect(|_| {
            most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        });
        let mut seen = Vec::new();
        let work = |thing: usize| {
            if thing.is_multiple_of(17) {
                std::thread::sleep(Duration::from_millis(2));
            }
            thing * thing
        };
        let take = |turn, square| {
            under_way.fetch_sub(1, Ordering::SeqCst);
            seen.push((turn, square));
            ControlFlow::Continue(())
        };
        assert!(run(things, JOBS, work, take).expect("threads"));
        assert_eq!(seen, (0..200).map(|n| (n, n * n)).collect::<Vec<_>>());
        assert!(most.into_inner() <= JOBS.get() * UNDER_WAY + 1);
    }

    #[test]
    fn a_result_does_not_wait_for_the_next_thing() {
        let (told, answers) = channel();
        // Each thing comes only once the one before was answered.
        let things = (0..5).inspect(|thing| {
            if *thing > 0 {
                let answered = answers.recv_timeout(Duration::from_secs(20));
                assert_eq!(answered, Ok(thing - 1));
            }
        });
        let take = |_, thing: i32| {
            told.send(thing).expect("a listener");
            ControlFlow::Continue(())
        };
        assert!(run(things, JOBS, |thing| thing, take).expect("threads"));
    }

    #[test]
    fn whoever_takes_can_stop_it() {
        let mut seen = 0;
        let take = |turn, _| {
            seen = turn + 1;
            if turn == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        assert!(!run(0.., JOBS, |thing: u64| thing, take).expect("threads"));
        assert_eq!(seen, 11);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_ends_it() {
        let _ = run(0.., JOBS, |thing: u64| assert!(thing < 50), |_, ()| ControlFlow::Continue(()));
    }
}
