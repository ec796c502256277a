//! The register: which recipient bears which number, and what has gone out under it.
//!
//! Numbers are given in the order of the list when a recipient is first planned. They are never changed,
//! reused or taken back: not when recipients are added, removed or reordered. Releasing freezes what went
//! out; a later change to it gets a new number that names the one it replaces. This module knows hashes,
//! not documents, and writes no file: [`Register::to_yaml`] returns the text to write.

mod entry;
mod file;
mod identity;
mod lines;
mod numbers;
mod release;
mod serial;
mod slots;
#[cfg(test)]
mod tests;
mod yaml;

pub use entry::{Hashes, MAX_NUMBER, RegisterEntry, Release, document_key};
pub use file::FILE;
pub use identity::{Identity, NoIdentity, VERSION_LENGTH};
pub use numbers::Register;
pub use serial::{number_text, serial};
