//! How a session is opened.

use std::num::NonZeroUsize;
use std::sync::Arc;

use crate::plan::Unfinished;
use crate::seal::Seal;
use crate::worker::Isolation;

/// How a session is opened.
#[derive(Debug, Clone)]
pub struct SessionOptions {
    /// The file that describes the mailing, in its folder.
    pub mailing: String,
    /// The languages that letters are made in; all that have templates where none is named. Each has to be ready.
    pub languages: Vec<String>,
    /// How many letters are made at a time; whoever asks for more waits. Each holds a worker.
    pub workers: NonZeroUsize,
    /// How documents are kept from harming anything but themselves. Limits of time and memory, which the mailing has, hold for worker
    /// processes alone.
    pub isolation: Isolation,
    /// What becomes of languages whose translation is stale or incomplete.
    pub unfinished: Unfinished,
    /// Whether documents are only looked at: a mailing without a key makes forms that nobody accepts back.
    pub is_trial: bool,
    /// What documents are sealed with, where the mailing says that they are.
    pub seal: Option<Arc<dyn Seal>>,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self {
            mailing: "mailing.yaml".to_owned(),
            languages: Vec::new(),
            workers: NonZeroUsize::MIN,
            isolation: Isolation::None,
            unfinished: Unfinished::Refuse,
            is_trial: false,
            seal: None,
        }
    }
}
