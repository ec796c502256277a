//! The desks of other mailings, those that were begun at this one: reminders and confirmations.
//!
//! Each has a port, a gate and a state of its own, so that no page, cookie or address of one mailing can reach another. They end with the
//! desk that opened them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::JoinHandle;

use super::gate::Gate;
use crate::diagnostic::Diagnostic;

/// The desks that this one opened, by their folders.
pub(super) struct Others {
    open: Box<Opening>,
    there: Mutex<BTreeMap<String, OpenDesk>>,
}

type Opening = dyn Fn(&Path) -> Result<OpenDesk, Diagnostic> + Send + Sync;

/// A desk that is open.
#[derive(Debug)]
pub(super) struct OpenDesk {
    pub(super) gate: Arc<Gate>,
    /// Ends with it.
    pub(super) served: JoinHandle<()>,
}

impl Others {
    /// None yet; `open` opens the desk of a folder.
    pub(super) fn new(open: impl Fn(&Path) -> Result<OpenDesk, Diagnostic> + Send + Sync + 'static) -> Self {
        Self { open: Box::new(open), there: Mutex::default() }
    }

    /// An address that leads into the desk of a folder beneath a root, once; the desk is opened where it is not.
    pub(super) fn address(&self, root: &Path, folder: &str) -> Result<Option<String>, Diagnostic> {
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(desk) = there.get(folder) {
            return Ok(desk.gate.invite());
        }
        let desk = (self.open)(&root.join(folder))?;
        let address = desk.gate.invite();
        there.insert(folder.to_owned(), desk);
        Ok(address)
    }

    /// Waits until all have ended.
    pub(super) async fn end(&self) {
        let there = std::mem::take(&mut *self.there.lock().unwrap_or_else(PoisonError::into_inner));
        for desk in there.into_values() {
            let _ = desk.served.await;
        }
    }
}

impl fmt::Debug for Others {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Others").field("there", &self.there).finish_non_exhaustive()
    }
}
