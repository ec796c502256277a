//! The session that letters are made by: opened anew after each batch, which may have given numbers.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use crate::diagnostic::Problems;
use crate::session::Session;

/// Opens a session.
pub type OpenSession = Box<dyn Fn() -> Result<Session, Problems> + Send + Sync>;

/// The session that letters are made by, or why there is none.
pub(super) struct Warm {
    open: OpenSession,
    now: RwLock<Result<Arc<Session>, Problems>>,
}

impl Warm {
    /// Takes over the first session; `open` opens those after it.
    pub(super) fn new(session: Session, open: OpenSession) -> Self {
        Self { open, now: RwLock::new(Ok(Arc::new(session))) }
    }

    /// The session.
    pub(super) fn session(&self) -> Result<Arc<Session>, Problems> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens another session; letters that were begun are made by the former.
    pub(super) fn renew(&self) {
        let opened = (self.open)().map(Arc::new);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = opened;
    }

    /// Makes no more letters.
    pub(super) fn stop(&self) {
        if let Ok(session) = self.session() {
            session.stop();
        }
    }
}

impl fmt::Debug for Warm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Warm").field("now", &self.now).finish_non_exhaustive()
    }
}
