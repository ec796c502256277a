//! A mailbox on a server: its folders are read without changing them, and drafts are put into one (IMAP4rev1, RFC 3501).
//!
//! The settings and the account are handed to it; it reads no file and no environment, and no message of it holds the secret. What is
//! in a message it does not look at.
//!
//! | question | file |
//! | --- | --- |
//! | how encryption is asked for, and how much is read | `stream` |
//! | how the account is proved | `account` |
//! | how a folder's name is written, and which one is for drafts | `folder` |
//! | reading messages, and putting one into a folder | `session` |

mod account;
mod folder;
mod session;
mod stream;

pub use imap::types::Flag;
pub use session::{AppendFailure, FetchedMessage, Messages, RemoteMailbox};

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::mailing::{Imap, Mailing};

/// The settings of a mailing's mailbox; `file` is the mailing's file.
///
/// # Errors
///
/// The mailing names none.
pub fn settings<'a>(mailing: &'a Mailing, file: &str) -> Result<&'a Imap, Diagnostic> {
    mailing.dispatch.e_mail.imap.as_ref().ok_or_else(|| {
        Diagnostic::new(codes::MAILBOX_SETTINGS, "the mailing names no mailbox")
            .with_location(Location::file(file))
            .with_field("dispatch.e_mail.imap")
            .with_hint("write `imap: { host: imap.office.example, user: …, secret: { env: … } }` there")
    })
}
