//! Sending the messages of a pack, each once: what goes out is approved, what went out is in the ledger, and what nobody can know is
//! not tried again.
//!
//! An intent is in the ledger before a server is given a message, and what the server said after. A command that is killed in
//! between leaves the intent alone, which is `unknown`. The library reads no clock and no secret: both are handed to it.
//!
//! | question | file |
//! | --- | --- |
//! | which messages there are, and which may go out | `goods` |
//! | what is said to a server, and what its answer means | `connection` |
//! | when the next message may go | `pace` |
//! | in which order messages go, and when one is tried again | `run` |

mod connection;
mod goods;
mod pace;
mod run;

pub use crate::mailing::Account;
pub use goods::{Goods, HeldMessage, ReadyMessage, SendOptions, prepare};
pub use run::{Clock, SendEvent, SendTally, SentMessage, send, send_to};
