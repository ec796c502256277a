//! Making an archive: files are put on a shelf by any thread, listed in order, and take their place in one step.

mod journal;
pub(super) mod model;
pub(super) mod shelf;
pub(super) mod work;
pub(super) mod writer;
mod zip;
