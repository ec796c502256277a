//! What was known of a file when it was read.

use std::fmt;
use std::str::FromStr;

use crate::digest::{Sha256, to_hex};

/// What a person saw of a file: the SHA-256 of its bytes, or that there was none.
///
/// ```
/// use convoke::edit::Version;
///
/// let seen = Version::of(b"reference: DM-1132\n");
/// assert_eq!(seen.to_string().parse(), Ok(seen));
/// assert_eq!(Version::None.to_string(), "none");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileVersion {
    /// There was no file.
    None,
    /// The SHA-256 of its bytes.
    Bytes([u8; 32]),
}

/// A text that is no version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoVersion;

impl FileVersion {
    /// The version of a file with these bytes.
    #[must_use]
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self::Bytes(Sha256::digest(bytes))
    }
}

impl fmt::Display for FileVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Bytes(hash) => f.write_str(&to_hex(hash)),
        }
    }
}

impl FromStr for FileVersion {
    type Err = NoVersion;

    fn from_str(text: &str) -> Result<Self, NoVersion> {
        if text == "none" {
            return Ok(Self::None);
        }
        let mut hash = [0; 32];
        if text.len() != 2 * hash.len() || !text.is_ascii() {
            return Err(NoVersion);
        }
        for (byte, at) in hash.iter_mut().zip((0..).step_by(2)) {
            let digits = text.get(at..at + 2).ok_or(NoVersion)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| NoVersion)?;
        }
        Ok(Self::Bytes(hash))
    }
}

impl fmt::Display for NoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is not the version of a file")
    }
}

impl std::error::Error for NoVersion {}
