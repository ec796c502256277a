//! How a batch is made: threads, isolation, volumes, interruption.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::archive::{Lock, VolumeSize};
use crate::objects::Depot;
use crate::worker::Isolation;

/// How a batch is made.
#[derive(Debug, Clone)]
pub struct BuildOptions<'a> {
    /// How many documents are made at a time; the result does not depend on it.
    pub jobs: NonZeroUsize,
    /// How documents are kept from harming anything but themselves. Without isolation there are no limits of time and memory,
    /// and the summary says so.
    pub isolation: Isolation,
    /// Set from elsewhere, it ends the batch after the documents in progress; the next batch resumes from there.
    pub stop: Option<&'a AtomicBool>,
    /// The maximum size of a ZIP file; `None` for a single file.
    pub volume_size: Option<VolumeSize>,
    /// Whether each file of the archive is written by itself too, beside the ZIP file. Without them an interrupted batch begins anew, and nothing is
    /// found again of the one before. Volumes, shares and stores do not ask.
    pub loose: bool,
    /// The place in a store that the archive goes to; `None` for the output folder.
    pub depot: Option<Arc<dyn Depot>>,
    /// The lock of the mailing, where the caller took it before the plan was made; it is taken otherwise.
    pub lock: Option<Lock>,
    /// Whether nothing is written and documents are discarded, to measure the time that making them takes.
    pub is_trial: bool,
}

impl Default for BuildOptions<'_> {
    fn default() -> Self {
        Self {
            jobs: NonZeroUsize::MIN,
            isolation: Isolation::None,
            stop: None,
            volume_size: None,
            loose: true,
            depot: None,
            lock: None,
            is_trial: false,
        }
    }
}

impl BuildOptions<'_> {
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }
}
