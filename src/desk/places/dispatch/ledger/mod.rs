//! The ledger: where each sending stands, what is on record of one, and booking what was done by hand.

pub(super) mod adding;
mod entered;
pub(super) mod import;
pub(super) mod list;
pub(super) mod one;
pub(super) mod proof;
