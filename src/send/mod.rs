//! Sending the messages of a pack, each once: what goes out is approved, what went out is in the ledger, and what nobody can know is
//! not tried again.
//!
//! An intent is in the ledger before a server is given a message, and what the server said after. A command that is killed in
//! between leaves the intent alone, which is `unknown`, unless it is known not to have been begun. The library reads no clock and no secret:
//! both are handed to it.
//!
//! | question | file |
//! | --- | --- |
//! | which messages there are, and which may go out | `goods`, `ready` |
//! | what is asked for, and whether it is there | `asked` |
//! | why a message is held back | `judge` |
//! | where a message is read from | `shelf` |
//! | how a message goes over the wire, and its addresses | `outgoing`, `envelope` |
//! | what is said to a server, and what its answer means for a message | `connection` |
//! | commands, encryption and the account; what a server offers; its answers | `conversation`, `offers`, `answer` |
//! | when a server that cannot be reached is asked again | `reach` |
//! | when the next message may go | `pace` |
//! | which message is next, and when one is tried again | `queue` |
//! | what is booked, and when the disk is waited for | `books` |
//! | the run of messages to a server | `run` |
//! | the run of messages into a drafts folder | `drafts` |
//! | a sample to oneself | `sample` |
//! | what a person agrees to, as one hash | `fingerprint` |
//! | a clock that ends its waits with a wish to stop | `clock` |

mod answer;
mod asked;
mod books;
mod clock;
mod connection;
mod conversation;
mod drafts;
mod envelope;
mod fingerprint;
mod goods;
mod judge;
mod model;
mod offers;
mod outgoing;
mod pace;
mod queue;
mod reach;
mod ready;
mod run;
mod sample;
mod shelf;

pub use clock::StoppableClock;
pub use drafts::draft;
pub use goods::{Goods, prepare};
pub use model::{Clock, SendEvent, SendTally, SentMessage};
pub use ready::{HeldMessage, ReadyMessage, SendOptions};
pub use run::send;
pub use sample::send_to;

pub use crate::mailing::Account;
