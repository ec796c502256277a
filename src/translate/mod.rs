//! Working on languages: what a translation lacks, what of it is stale, and what it shows before there is one.
//!
//! [`Desk`] answers for a mailing's languages. Inside, `files` and `unit` hold the texts of a language, `parity` compares a
//! translation with its source, `stale` finds what the source has changed since, `track` tells texts apart, `texts` hands
//! them out one by one, and `state` remembers what was translated.

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
mod states;
mod status;
mod texts;
mod track;
mod unchanged;
mod unit;
pub mod xliff;

pub use desk::Desk;
pub use lacks::Lack;
pub use new::{Begun, new};
pub use stale::{Run, changes};
pub use states::NamedStates;
pub use status::LanguageStatus;
pub(crate) use status::follows;
pub use texts::{Fault, NotTaken, Part, Text, TextState, Texts, Token, Uneven};

/// Begins the codes of all problems of translations, in spite of which a build may be made.
pub const CODES: &str = "translation-";
