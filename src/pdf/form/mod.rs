//! Forms as files: what their fields are and hold, however they were filled in and saved.
//!
//! [`read`] takes any PDF for hostile: sizes and depths are bounded, references followed only so far, and a panic of the
//! reader underneath is an error of the file. [`fill`] writes values into a form. Neither knows mailings or archives.

mod attached;
mod data;
mod date;
mod field;
mod fill;
mod inherited;
mod model;
mod padding;
mod printed;
mod read;
mod sheets;
mod value;
mod walk;
mod written;

pub use super::syntax::Unreadable;
pub(crate) use super::syntax::guard::run_guarded;
pub use attached::read_attached;
pub use data::read_values;
pub use fill::fill;
pub(crate) use fill::unfillable;
pub use model::{Content, Field, Form, MAX_FIELDS, MAX_FILE, MAX_VALUE, MAX_VALUES, TICKED, Written};
pub use padding::split_joined;
pub use read::{read, read_sheets};
pub use sheets::FormSheets;
pub use value::{Unfit, check};

#[cfg(test)]
mod tests;
