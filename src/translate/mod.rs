//! Working on languages: what a translation lacks, and what it shows before there is one.

mod align;
pub mod parity;
pub mod pseudo;
pub mod unit;
