//! The makers of a session: as many as may work at a time, each used by one thread, and none of them again once a fault has left it in doubt.

use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::batch::Maker;
use crate::diagnostic::{Diagnostic, codes};
use crate::worker::Workplace;

/// The makers of a session.
#[derive(Debug)]
pub(super) struct Pool {
    workplace: Workplace,
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Debug)]
struct State {
    /// Those that nobody uses, the warmest at the end.
    idle: Vec<Maker>,
    /// How many more may be made.
    room: usize,
    is_stopped: bool,
}

impl Pool {
    pub(super) fn new(workplace: Workplace, most: NonZeroUsize) -> Self {
        let state = State { idle: Vec::new(), room: most.get(), is_stopped: false };
        Self { workplace, state: Mutex::new(state), moved: Condvar::new() }
    }

    /// Waits for a maker.
    ///
    /// # Errors
    ///
    /// The session was stopped.
    pub(super) fn take(&self) -> Result<Taken<'_>, Diagnostic> {
        let mut state = self.lock();
        loop {
            if state.is_stopped {
                return Err(Diagnostic::new(codes::SESSION_STOPPED, "no more letters are made")
                    .with_hint("ask again, of another session"));
            }
            if let Some(maker) = state.idle.pop() {
                return Ok(Taken { pool: self, maker: Some(maker) });
            }
            if state.room > 0 {
                state.room -= 1;
                return Ok(Taken { pool: self, maker: Some(Maker::new(&self.workplace)) });
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets nobody have a maker any more, and ends those that nobody uses.
    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.is_stopped = true;
        state.idle.clear();
        self.moved.notify_all();
    }

    /// A note of the protections that the system did not give to worker processes, if any.
    pub(super) fn missing_protection(&self) -> Option<Diagnostic> {
        self.workplace.missing_protection()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A maker that is used; it goes back to the others.
#[derive(Debug)]
pub(super) struct Taken<'a> {
    pool: &'a Pool,
    maker: Option<Maker>,
}

impl Taken<'_> {
    pub(super) fn maker(&mut self) -> &mut Maker {
        self.maker.get_or_insert_with(|| Maker::new(&self.pool.workplace))
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.lock();
        match self.maker.take().filter(|_| !std::thread::panicking()) {
            Some(maker) if !state.is_stopped => state.idle.push(maker),
            _ => state.room += 1,
        }
        self.pool.moved.notify_one();
    }
}
