//! A clock that a run goes by: it is handed the time, and its waits end with a wish to stop.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use super::model::Clock;

/// How long a wish to stop goes unheard.
const STEP: Duration = Duration::from_millis(200);

/// A clock that is handed the time, and whose waits end once a flag is set.
#[derive(Debug, Clone, Copy)]
pub struct StoppableClock<'a> {
    now: fn() -> Timestamp,
    stop: &'a AtomicBool,
}

impl<'a> StoppableClock<'a> {
    /// A clock that shows what `now` says, until `stop` is set.
    #[must_use]
    pub fn new(now: fn() -> Timestamp, stop: &'a AtomicBool) -> Self {
        Self { now, stop }
    }
}

impl Clock for StoppableClock<'_> {
    fn now(&self) -> Timestamp {
        (self.now)()
    }

    fn wait(&self, time: Duration) -> bool {
        let mut left = time;
        while !left.is_zero() && !self.is_stopped() {
            let step = left.min(STEP);
            std::thread::sleep(step);
            left -= step;
        }
        !self.is_stopped()
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
