//! Working on languages: what a translation shows before there is one.

pub mod pseudo;
