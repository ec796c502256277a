//! What a person sees where. Each place is an address that can be kept.

mod check;
mod recipients;
mod start;

pub(super) use check::check;
pub(super) use recipients::{Asked, recipients};
pub(super) use start::start;
