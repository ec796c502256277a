//! Changing the files of a mailing as a person would by hand: the smallest edit of a text, saved over nothing but what was seen, with
//! the former text kept.
//!
//! A file is read with its [`Version`] and saved with it: a file that somebody else changed since is left as it is. Each save keeps
//! the former text in `.convoke/history`, from which [`undo`] takes it back, step by step. Knows neither what the files mean nor who
//! asks: texts come from [`yaml`] and [`table`], or whole.

mod files;
mod history;
mod lines;
mod problem;
mod saving;
pub mod table;
#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests arrange files as they need them")]
mod tests;
mod version;
pub mod yaml;

pub use files::{read, read_bytes};
pub use history::{Former, changed_files, former, history};
pub use lines::with_line_ends_of;
pub use problem::{by_hand, compare, nothing_former};
pub use saving::{bytes, remove, restore, save, undo, undoable};
pub use version::{FileVersion as Version, NoVersion};
