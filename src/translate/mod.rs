//! Working on languages: what a translation lacks, what of it is stale, and what it shows before there is one.
//!
//! [`Desk`] answers for a mailing's languages: [`parity`] holds a translation against its source, [`stale`] finds what
//! the source has changed since, and [`state`] remembers what was translated. [`Unit`](unit::Unit) says what one text is.

mod align;
mod desk;
mod lacks;
mod new;
pub mod parity;
pub mod pseudo;
pub mod stale;
pub mod state;
pub mod unit;
pub mod xliff;

pub use desk::{CODES, Desk, Status};
pub use lacks::Lack;
pub use new::new;
