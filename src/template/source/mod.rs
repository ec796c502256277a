//! The text of a template: its file, the places in it, and how it is cut into tags and branches.
//!
//! Everything here reads text alone. What a tag means to Handlebars is [`check`](super::check)'s.

mod branches;
mod folder;
mod kind;
mod nesting;
mod tags;
mod text;

pub(crate) use branches::{Branch, Branches};
pub(super) use folder::join;
pub(crate) use folder::read_texts;
pub(crate) use kind::Kind;
pub(super) use nesting::{MOST_LEVELS, nests_too_deep};
pub(crate) use tags::{Role, Tags, next_tag, tag_end, word_in_tag};
pub use text::Source;
pub(super) use text::Sources;
