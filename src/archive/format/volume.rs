//! Volumes: an archive split into ZIP files that can be handed on one by one, each with its part of the manifest.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::parsed;
use crate::diagnostic::{Diagnostic, codes};
use crate::names::ArchivePath;

/// What a volume takes besides its entries: the head of its manifest, the head of its register, the ends of the ZIP file.
pub(in crate::archive) const OWN_BYTES: u64 = 8192;

/// Which volume of an archive one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VolumeNumber {
    /// Its number, from one.
    pub number: u32,
    /// Whether no other follows.
    pub is_last: bool,
}

/// One of the ZIP files an archive is split into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// Name of the file, which is in the archive's folder itself.
    #[serde(deserialize_with = "parsed::file_name")]
    pub file: ArchivePath,
    /// SHA-256 of the file, in hexadecimal.
    #[serde(deserialize_with = "parsed::sha256")]
    pub sha256: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the manifest in it.
    #[serde(deserialize_with = "parsed::sha256")]
    pub manifest_sha256: String,
    /// How many files it holds, register and manifest included.
    pub files: usize,
    /// Recipients whose documents it holds: how many.
    pub recipients: usize,
}

/// The most a volume may hold.
///
/// ```
/// use convoke::archive::VolumeSize;
/// assert_eq!("650MB".parse(), Ok(VolumeSize::Bytes(650_000_000)));
/// assert_eq!("4 GiB".parse(), Ok(VolumeSize::Bytes(4 << 30)));
/// assert_eq!("5000".parse(), Ok(VolumeSize::Files(5000)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VolumeSize {
    /// So many bytes, the ZIP file as a whole.
    Bytes(u64),
    /// So many files of recipients; enclosures, cover page, register and manifest do not count.
    Files(usize),
}

impl VolumeSize {
    /// Whether a volume may have so many files and bytes.
    pub(in crate::archive) fn holds(self, files: usize, bytes: u64) -> bool {
        match self {
            Self::Bytes(most) => bytes <= most,
            Self::Files(most) => files <= most,
        }
    }
}

/// A text that names no size of a volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoVolumeSize;

impl fmt::Display for NoVolumeSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("give a size such as 650MB or 4GiB, or a number of files such as 5000")
    }
}

impl std::error::Error for NoVolumeSize {}

impl FromStr for VolumeSize {
    type Err = NoVolumeSize;

    fn from_str(text: &str) -> Result<Self, NoVolumeSize> {
        const UNITS: [(&str, u64); 6] = [
            ("MB", 1_000_000),
            ("GB", 1_000_000_000),
            ("TB", 1_000_000_000_000),
            ("MIB", 1 << 20),
            ("GIB", 1 << 30),
            ("TIB", 1 << 40),
        ];
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let unit = unit.trim().to_ascii_uppercase();
        let number: u64 = number.parse().ok().filter(|number| *number > 0).ok_or(NoVolumeSize)?;
        if unit.is_empty() {
            return usize::try_from(number).map(Self::Files).map_err(|_| NoVolumeSize);
        }
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit).ok_or(NoVolumeSize)?;
        number.checked_mul(*factor).map(Self::Bytes).ok_or(NoVolumeSize)
    }
}

/// How many bytes these files take in a volume, with their lines in its directory, manifest and register; at times a few more.
pub(in crate::archive) fn bytes_of(entries: &[Entry], reference: &str) -> u64 {
    /// Local header, directory entry and their Zip64 fields. (PKWARE APPNOTE 6.3.10, 4.3.7 and 4.3.12)
    const HEADERS: usize = 30 + 46 + 2 * 32;
    /// How much deeper a manifest indents an entry than a text of the entry alone.
    const INDENT: usize = 4;
    /// What a row of the register has that no entry has: separators, the status, the time of the mailing.
    const ROW: usize = 128;
    let bytes = entries.iter().map(|entry| {
        let text = serde_json::to_string_pretty(entry).unwrap_or_default();
        let in_manifest = text.len() + INDENT * text.lines().count() + 2;
        let besides = HEADERS + 2 * entry.path.len() + in_manifest + text.len() + reference.len() + ROW;
        entry.bytes + besides as u64
    });
    bytes.sum()
}

/// Says that a volume cannot hold even one recipient's files.
pub(in crate::archive) fn too_small(entries: &[Entry]) -> Diagnostic {
    let problem = Diagnostic::new(codes::VOLUME_TOO_SMALL, "a volume cannot hold the files of one recipient")
        .with_hint("give a larger `--volume-size`");
    match entries.first().and_then(|entry| entry.recipient.as_ref()) {
        Some(recipient) => problem.about(recipient),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_size_is_refused() {
        for text in ["", "0", "MB", "-1", "5 kB", "1.5GB", "99999999999999999999", "99999999999999GB"] {
            assert_eq!(text.parse::<VolumeSize>(), Err(NoVolumeSize), "{text}");
        }
    }
}
