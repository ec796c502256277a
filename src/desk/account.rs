//! The account at a mail server, proved when it is needed: the command knows where secrets are, and no page does.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::mailing::{Account, Server};

/// Proves the account at a mail server: reads its secret where the mailing says that it is.
#[derive(Clone)]
pub struct OpenAccount(Arc<Opening>);

type Opening = dyn Fn(Server<'_>, &Path, &str) -> Result<Account, Diagnostic> + Send + Sync;

impl OpenAccount {
    /// What proves it, each time that a server is asked, for the mailing in a folder that a file describes.
    pub fn new(
        open: impl Fn(Server<'_>, &Path, &str) -> Result<Account, Diagnostic> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(open))
    }

    pub(super) fn open(&self, server: Server<'_>, root: &Path, mailing: &str) -> Result<Account, Diagnostic> {
        (self.0)(server, root, mailing)
    }
}

impl fmt::Debug for OpenAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenAccount").finish_non_exhaustive()
    }
}
