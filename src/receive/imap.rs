//! Messages in a folder of a mailbox on a server, which is only read.

use super::model::Received;
use super::read::{ReceiveOptions, receive};
use super::source::{FoundMessage, MOST_BYTES, MailSource, too_large};
use crate::diagnostic::{Diagnostic, Problems};
use crate::mailbox::{Messages, RemoteMailbox};
use crate::mailing::{Account, Imap};
use crate::worker::ReadingRoom;

/// Receives what is in the folder of the mailing's mailbox, as [`receive`] does; nothing in it is changed.
///
/// # Errors
///
/// As for [`receive`], or the mailbox cannot be reached or read.
pub fn receive_from_mailbox(
    imap: &Imap,
    account: &Account,
    options: &ReceiveOptions<'_>,
    room: &ReadingRoom,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Received, Problems> {
    let mut mailbox = RemoteMailbox::open(imap, account)?;
    let received = {
        let mut source = find_in_mailbox(&mut mailbox, &imap.folder)?;
        receive(&mut source, options, room, progress)
    };
    mailbox.close();
    received
}

/// The messages of a folder of a mailbox.
fn find_in_mailbox<'a>(
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
