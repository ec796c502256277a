//! Reads PDF syntax: the only part that interprets the bytes of a hostile file.
//!
//! Objects are looked at as text, without being read into trees: `token` splits text, `value` looks into dictionaries and
//! arrays, `object`, `source` and `page` find objects and pages, `packed` takes objects out of object streams, `plain` writes
//! a file without them. `guard` limits what a complete reader is given. The meaning of objects is not known here.

pub(super) mod guard;
pub(super) mod limits;
pub(super) mod object;
pub(super) mod packed;
pub(super) mod page;
pub(super) mod plain;
pub(super) mod source;
pub(super) mod table;
pub(super) mod text;
pub(super) mod token;
mod unreadable;
pub(super) mod value;

pub use unreadable::Unreadable;
