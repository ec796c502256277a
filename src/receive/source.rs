//! Where messages are: what a place with messages can do, wherever it is.

use crate::diagnostic::Diagnostic;

/// Largest message that is read, in bytes: several times what mail programs send.
pub(super) const MOST_BYTES: u64 = 64 << 20;

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMessage {
    /// Where it is, in words for a person, such as `notices.mbox, message 3`.
    pub place: String,
    /// Its bytes, or why it is not read.
    pub bytes: Result<Vec<u8>, String>,
}

/// Messages that are read one by one.
pub trait MailSource {
    /// How many are still to come.
    fn left(&self) -> usize;

    /// The next one; `None` where there is none.
    ///
    /// # Errors
    ///
    /// Nothing more can be read.
    fn next_message(&mut self) -> Option<Result<FoundMessage, Diagnostic>>;
}

/// Why a message of this size is not read.
pub(super) fn too_large(bytes: u64) -> String {
    format!("it has {} MiB, and {} are read at most", bytes.div_ceil(1 << 20), MOST_BYTES >> 20)
}
