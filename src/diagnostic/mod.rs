//! Problems as data: every part of the library returns them, only the command line renders them.
//!
//! A [`Diagnostic`] is one problem, its kind one of the [`codes`]. [`Problems`] collects several, and
//! [`Checked`] is a value together with what was found while it was made.

mod code;
pub mod codes;
mod counted;
mod excerpt;
mod failure;
mod grouped;
mod lines;
mod model;
mod nearest;
mod places;
mod problems;
mod severity;
mod visible;

pub use code::Code;
pub use counted::counted;
pub use excerpt::cut_excerpt;
pub use failure::io_text;
pub use grouped::grouped;
pub use lines::LineIndex;
pub use model::{Diagnostic, Location, Place, Scope, Subject};
pub use nearest::{did_you_mean, nearest};
pub use places::list_places;
pub use problems::{Checked, Problems};
pub use severity::Severity;
pub use visible::{is_visible, path_text, serialize_path, visible};
