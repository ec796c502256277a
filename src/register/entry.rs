//! One number of the register, and what has gone out: under it, and as a whole.

use std::collections::BTreeMap;

/// The highest number a register may hold.
pub const MAX_NUMBER: u32 = 9_999_999;

/// Hashes of what a recipient's documents say, by document key (see [`document_key`]).
pub type Hashes = BTreeMap<String, String>;

/// One number and its recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterEntry<'a> {
    /// The number, from one.
    pub number: u32,
    /// Id of the recipient.
    pub recipient: &'a str,
    /// The number of the same recipient that this one replaces.
    pub replaces: Option<u32>,
    /// What has gone out under this number; `None` until it is released.
    pub released: Option<&'a Release>,
}

/// What has gone out under a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// When, in RFC 3339 with an offset, as it was given.
    pub at: String,
    /// Hashes of what the documents said.
    pub documents: Hashes,
}

/// An archive that has gone out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedArchive {
    /// Name of its folder, such as `DM-1132.2`.
    pub folder: String,
    /// SHA-256 of its manifest, in hexadecimal.
    pub manifest_sha256: String,
    /// When, in RFC 3339 with an offset, as it was given.
    pub at: String,
}

/// The key of a document in a release, such as `letter.en`.
#[must_use]
pub fn document_key(document: &str, locale: &str) -> String {
    format!("{document}.{locale}")
}

/// Whether a text is a SHA-256 in lower-case hexadecimal.
pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
