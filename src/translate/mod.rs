//! Working on languages: what a translation lacks, what of it is stale, and what it shows before there is one.
//!
//! [`Desk`] answers for a mailing's languages. Inside, `files` and `unit` hold the texts of a language, `parity` compares a
//! translation with its source, `stale` finds what the source has changed since, `track` tells texts apart, and `state`
//! remembers what was translated.

mod align;
mod begin;
mod desk;
mod done;
mod files;
mod lacks;
mod new;
mod parity;
pub mod pseudo;
mod stale;
pub mod state;
mod status;
mod track;
mod unchanged;
mod unit;
pub mod xliff;

pub use desk::{Desk, NamedStates};
pub use lacks::Lack;
pub use new::{Begun, new};
pub use status::LanguageStatus;

/// Begins the codes of all problems of translations, in spite of which a build may be made.
pub const CODES: &str = "translation-";
