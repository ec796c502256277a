//! The register: which recipient bears which number, what has gone out under it, and what proves that a form is the mailing's.
//!
//! Numbers are given in the order of the list when a recipient is first planned. They are never changed,
//! reused or taken back: not when recipients are added, removed or reordered. Releasing freezes what went
//! out; a later change to it gets a new number that names the one it replaces. This module knows hashes,
//! not documents. [`Register::write`] writes its file, only if that still is as it was read; the key beside it is written by its
//! owner alone.

mod archives;
mod entry;
mod file;
mod identity;
mod key;
mod key_use;
mod keys;
mod lines;
mod numbers;
mod release;
mod serial;
mod slots;
#[cfg(test)]
mod tests;
mod yaml;

pub use entry::{Hashes, MAX_NUMBER, RegisterEntry, Release, ReleasedArchive, document_key};
pub use file::{FILE, RegisterState};
pub use identity::{Identity, NoIdentity, VERSION_LENGTH};
pub use key::FormKey;
pub use key_use::{ChosenKeys, KeyUse};
pub use keys::{FormKeys, KEY_FILE, Proof};
pub use numbers::Register;
pub use serial::{number_text, serial};
