//! Making an archive: files are put on a shelf by any thread, listed in order, and take their place in one step.

mod closing;
mod directory;
pub(super) mod earlier;
pub(super) mod editions;
pub(super) mod gone_out;
mod journal;
mod kind;
pub(super) mod lock;
pub(super) mod model;
pub(super) mod owner;
mod same;
mod settled;
pub(super) mod shelf;
pub(super) mod standing;
mod stored;
mod swap;
pub(super) mod tried;
pub(super) mod work;
pub(super) mod writer;
mod zip;
