//! Makes work survive a power cut, now and then, while it goes on.
//!
//! No document waits for the disk: a thread of its own has everything written so far made durable at once, so that a power
//! cut costs what was done since the last time, and the time that takes.

use std::io;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, codes, io_text};

/// Time between two checkpoints: with the time one takes, no more than two seconds' work is at stake.
const EVERY: Duration = Duration::from_secs(1);

/// The checkpoints of a batch; they end when this is dropped.
#[derive(Debug)]
pub(super) struct Checkpoints {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Checkpoints {
    /// Begins to call `checkpoint` again and again.
    pub(super) fn start(checkpoint: impl Fn() -> io::Result<()> + Send + 'static) -> io::Result<Self> {
        let (end, ended) = channel::<()>();
        let thread = std::thread::Builder::new().name("checkpoint".into()).spawn(move || {
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                checkpoint()?;
            }
            checkpoint()
        })?;
        Ok(Self { end: Some(end), thread: Some(thread) })
    }

    /// Makes a last checkpoint; an error is that of the first one that failed.
    pub(super) fn finish(mut self) -> Result<(), Diagnostic> {
        match self.join() {
            Some(Err(error)) => Err(Diagnostic::new(
                codes::WRITE,
                format!("what was written cannot be made to last ({})", io_text(&error)),
            )
            .with_hint("check the disk")),
            _ => Ok(()),
        }
    }

    fn join(&mut self) -> Option<io::Result<()>> {
        drop(self.end.take());
        self.thread.take()?.join().ok()
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        let _ = self.join();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn there_is_a_last_one_and_failures_are_told() {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let checkpoints = Checkpoints::start(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
        assert_eq!(checkpoints.expect("a thread").finish(), Ok(()));
        assert_eq!(count.load(Ordering::Relaxed), 1);
        let failing = Checkpoints::start(|| Err(io::Error::other("worn out"))).expect("a thread");
        let message = failing.finish().expect_err("it fails").message;
        assert_eq!(message, "what was written cannot be made to last (worn out)");
    }
}
