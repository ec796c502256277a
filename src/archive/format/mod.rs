//! The format of archives: the manifest and its parts, names and bounds, the list of a pack. Plain data, written as JSON and
//! read back.

pub(super) mod counts;
pub(super) mod entry;
pub mod layout;
pub mod limits;
pub(super) mod manifest;
pub(super) mod office;
pub(super) mod pack_list;
pub(super) mod parsed;
pub(super) mod reconciliation;
pub(super) mod share;
pub(super) mod stream;
mod versioned;
pub(super) mod volume;
