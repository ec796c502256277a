//! Messages in a folder of a mailbox on a server, which is only read.

use super::source::{FoundMessage, MOST_BYTES, MailSource, too_large};
use crate::diagnostic::Diagnostic;
use crate::mailbox::{Messages, RemoteMailbox};

/// The messages of a folder of a mailbox.
///
/// # Errors
///
/// There is no such folder, or the connection is lost.
pub fn find_in_mailbox<'a>(
    mailbox: &'a mut RemoteMailbox,
    folder: &str,
) -> Result<impl MailSource + 'a, Diagnostic> {
    let messages = mailbox.messages(folder, 0, MOST_BYTES)?;
    Ok(InFolder { folder: folder.to_owned(), messages })
}

struct InFolder<'a> {
    folder: String,
    messages: Messages<'a>,
}

impl MailSource for InFolder<'_> {
    fn left(&self) -> usize {
        self.messages.left()
    }

    fn next_message(&mut self) -> Option<Result<FoundMessage, Diagnostic>> {
        let fetched = match self.messages.next()? {
            Ok(fetched) => fetched,
            Err(problem) => return Some(Err(problem)),
        };
        let place = format!("{}, message {}", self.folder, fetched.uid);
        let bytes = fetched.bytes.ok_or_else(|| too_large(fetched.size));
        Some(Ok(FoundMessage { place, bytes }))
    }
}
