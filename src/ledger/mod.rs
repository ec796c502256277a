//! The ledger: the append-only record of what was approved and dispatched, and of what came of it.
//!
//! One file for each mailing, `dispatch/DM-1132.jsonl` beside its archives, one JSON object a line. Each line holds the hash of the one
//! before it, so that none can be changed, cut out, moved or put in unseen; only lines at the end can be lost without a trace, unless
//! the hash of the last one was noted elsewhere. An entry is on the disk before the act that it announces.
//!
//! | question | file |
//! | --- | --- |
//! | what an entry says | `entry`, `event` |
//! | how a line is written, and whether the chain holds | `chain` |
//! | where the file is, and reading it | `file` |
//! | opening it to append to it, and what a killed command left | `opening` |
//! | appending to it | `append` |
//! | having the disk take what was written, while one goes on | `behind` |
//! | which of the intended acts a killed command had begun | `begun` |
//! | sealing its end, so that nothing can be cut off it | `head` |
//! | which entries are about what an archive sends | `scope` |
//! | where each sending stands | `standing` |
//! | whether the entries are about documents of the mailing's archives | `audit` |
//! | who approved what | `approval`, `approve` |
//! | what people book by hand, one thing or a table of them | `booking`, `bookings` |
//! | what people call sendings, events and channels | `known` |
//! | what failed, and the way it goes next | `undelivered` |
//! | who answered by the returns, and who was reminded by a mailing that follows | `answers`, `reminders` |
//! | the proof of dispatch of one sending | `evidence` |
//! | the ledger as a table | `table` |

mod answers;
mod append;
mod approval;
mod approve;
mod audit;
mod begun;
mod behind;
mod booking;
mod bookings;
mod chain;
mod entry;
mod event;
mod evidence;
mod file;
mod head;
mod known;
mod opening;
mod reminders;
mod scope;
mod standing;
mod table;
mod token;
mod undelivered;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests;

pub use answers::book_answers;
pub use append::Ledger;
pub use approval::{Approval, approvals};
pub use approve::{Approved, ToApprove, approve, count_whole, open, open_sound};
pub use audit::{Verified, check, find, verify};
pub use booking::{Booked, Booking, book};
pub use bookings::{parse_moment, read_booking_table};
pub use entry::{HeardIn, LedgerEntry, Sent};
pub use event::LedgerEvent;
pub use evidence::{Evidence, prove};
pub use file::{path, read};
pub use head::{Head, approve_and_seal, check_head, head_paths, seal_head};
pub use reminders::book_reminders;
pub use scope::LedgerScope;
pub use standing::{SendingState, Standing, standings, state_of};
pub use table::{HEADINGS, LedgerFilter, LedgerRow, rows, write_rows};
pub use token::token;
pub use undelivered::{read_undelivered, undelivered};
