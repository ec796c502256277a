//! SHA-256 (FIPS 180-4) of bytes and files, by which files and inputs are recognised.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

/// What is recorded of a file that is stored: its hash, its size and its pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// SHA-256 of the file, in lower-case hexadecimal.
    #[serde(rename = "sha256")]
    pub hash: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of pages of a PDF, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

impl Stored {
    /// The record of a file with this content.
    #[must_use]
    pub fn from_bytes(content: &[u8]) -> Self {
        Self { hash: hash_bytes(content), bytes: content.len() as u64, pages: None }
    }

    /// Adds the number of pages of a PDF.
    #[must_use]
    pub fn with_pages(self, pages: u32) -> Self {
        Self { pages: Some(pages), ..self }
    }
}

/// A hash that bytes are given to piece by piece.
#[derive(Clone)]
pub(crate) struct Sha256(Context);

impl Sha256 {
    pub(crate) fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// The hash of some bytes.
    pub(crate) fn digest(bytes: impl AsRef<[u8]>) -> [u8; 32] {
        let mut hash = Self::new();
        hash.update(bytes);
        hash.finalize()
    }

    pub(crate) fn update(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.update(bytes.as_ref());
    }

    pub(crate) fn finalize(self) -> [u8; 32] {
        let mut hash = [0; 32];
        hash.copy_from_slice(self.0.finish().as_ref());
        hash
    }

    /// The record of a file of so many bytes, all of which it was given.
    pub(crate) fn into_stored(self, bytes: u64) -> Stored {
        Stored { hash: to_hex(&self.finalize()), bytes, pages: None }
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sha256").finish_non_exhaustive()
    }
}

/// A reader whose bytes are hashed and counted as they are read.
pub(crate) struct Hashed<R> {
    reader: R,
    hash: Sha256,
    bytes: u64,
}

impl<R> Hashed<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, hash: Sha256::new(), bytes: 0 }
    }

    /// Returns hash and size of what has been read.
    pub(crate) fn finish(self) -> Stored {
        self.hash.into_stored(self.bytes)
    }
}

impl<R> fmt::Debug for Hashed<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hashed").finish_non_exhaustive()
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(bytes)?;
        self.hash.update(bytes.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }
}

/// SHA-256 of some bytes, in lower-case hexadecimal.
#[must_use]
pub fn hash_bytes(bytes: impl AsRef<[u8]>) -> String {
    to_hex(&Sha256::digest(bytes))
}

/// SHA-256 and size of a file, read in pieces.
///
/// # Errors
///
/// When the file cannot be read.
pub fn hash_file(path: &Path) -> io::Result<Stored> {
    hash_reader(File::open(path)?)
}

/// SHA-256 and size of everything a reader gives, read in pieces.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn hash_reader(reader: impl Read) -> io::Result<Stored> {
    hash_rest(Sha256::new(), 0, reader)
}

/// SHA-256 and size of a file whose first bytes are hashed already; the reader gives the others.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn hash_rest(hash: Sha256, bytes: u64, reader: impl Read) -> io::Result<Stored> {
    const BUFFER: usize = 1 << 16;
    let mut hashed = Hashed { reader, hash, bytes };
    io::copy(&mut BufReader::with_capacity(BUFFER, &mut hashed), &mut io::sink())?;
    Ok(hashed.finish())
}

/// Writes a file in pieces and hashes it on the way.
///
/// # Errors
///
/// When the content cannot be had or written.
pub(crate) fn write_hashed(
    file: impl Write,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Stored> {
    let mut file = BufWriter::new(Hashing { file, hash: Sha256::new(), bytes: 0 });
    content(&mut file)?;
    let Hashing { hash, bytes, .. } = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(hash.into_stored(bytes))
}

/// A writer whose bytes are hashed as they are written.
struct Hashing<W> {
    file: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_hash_like_the_whole() {
        let mut hash = Sha256::new();
        hash.update("a");
        hash.update("bc");
        let hash = hash.finalize();
        assert_eq!(hash, Sha256::digest(b"abc"));
        // The first example of FIPS 180-4.
        assert_eq!(hash[..4], [0xba, 0x78, 0x16, 0xbf]);
    }
}
