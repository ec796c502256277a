//! SHA-256 (FIPS 180-4) of bytes and files, by which files and inputs are recognised.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use ring::digest::{Context, SHA256};

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
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sha256").finish_non_exhaustive()
    }
}

/// A reader whose bytes are hashed as they are read.
pub(crate) struct Hashed<R> {
    reader: R,
    hash: Sha256,
}

impl<R> Hashed<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, hash: Sha256::new() }
    }

    /// The hash of what has been read.
    pub(crate) fn finalize(self) -> [u8; 32] {
        self.hash.finalize()
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(bytes)?;
        self.hash.update(bytes.get(..count).unwrap_or_default());
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
pub fn hash_file(path: &Path) -> io::Result<(String, u64)> {
    const BUFFER: usize = 1 << 16;
    let mut hashed = Hashed::new(File::open(path)?);
    let size = io::copy(&mut BufReader::with_capacity(BUFFER, &mut hashed), &mut io::sink())?;
    Ok((to_hex(&hashed.finalize()), size))
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
