//! What comes back by mail: each message is read in a process of its own, found to be about a sending, and booked to it.
//!
//! What a message says is data. It is booked only where it names one message that the ledger has as sent, and only as what it
//! is due: a notice of failure, a receipt, a reply. What is unclear is listed. What was read before is known by the ledger itself.
//!
//! | question | file |
//! | --- | --- |
//! | where messages are, one by one | `source`, `folder`, `mbox`, `imap` |
//! | what was sent, by the ledger | `known` |
//! | which sending a message is about | `matching` |
//! | what is booked, or why it is not | `judge` |
//! | which events it is due, in which words | `due`, `by_notice` |
//! | in which order, once, and where forms go | `book`, `spool`, `returns` |
//! | what is told of each message | `model` |

mod book;
mod by_notice;
mod due;
mod folder;
#[cfg(feature = "send")]
mod imap;
mod judge;
mod known;
mod matching;
mod mbox;
mod model;
mod read;
mod returns;
mod source;
mod spool;

pub use folder::{find_in_files, find_messages};
#[cfg(feature = "send")]
pub use imap::receive_from_mailbox;
pub use model::{Received, ReceivedAs, ReceivedMessage, ReceivedOutcome};
pub use read::{ReceiveOptions, receive};
pub use source::{FoundMessage, MailSource};
