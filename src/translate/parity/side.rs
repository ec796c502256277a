//! One language of a comparison.

use crate::locale::LocalePack;
use crate::translate::files::Files;

/// A language's files and, where it can be read, its pack.
#[derive(Debug, Clone, Copy)]
pub(in crate::translate) struct Side<'a> {
    /// Its files.
    pub(in crate::translate) files: &'a Files,
    /// Its locale pack.
    pub(in crate::translate) pack: Option<&'a LocalePack>,
}
