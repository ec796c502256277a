//! Writes objects to where the run goes, once each: what has been written before, byte for byte, is not written again.
//!
//! It keeps where objects begin, eight bytes each, and hashes of the latest ones. What objects mean is for others.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};

use pdf_writer::Chunk;
use sha2::{Digest, Sha256};

use crate::pdf::plain::MAX_OBJECTS;

/// A file being written.
pub(super) struct Sink<W: Write> {
    out: BufWriter<W>,
    /// How many bytes are written.
    at: u64,
    /// Where objects begin, from number 1 on; 0 for those that are not written.
    offsets: Vec<u64>,
    seen: Seen,
}

/// Numbers of objects by the hash of their text: of the latest, and of those that have been met again.
#[derive(Default)]
struct Seen {
    recent: HashMap<u128, i32>,
    older: HashMap<u128, i32>,
}

impl Seen {
    /// Those of a thousand recipients.
    const MOST: usize = 1 << 15;

    fn get(&mut self, hash: u128) -> Option<i32> {
        if let Some(id) = self.recent.get(&hash) {
            return Some(*id);
        }
        let id = self.older.remove(&hash)?;
        self.put(hash, id);
        Some(id)
    }

    fn put(&mut self, hash: u128, id: i32) {
        if self.recent.len() >= Self::MOST {
            self.older = std::mem::take(&mut self.recent);
        }
        self.recent.insert(hash, id);
    }
}

impl<W: Write> Sink<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut sink = Self { out: BufWriter::new(out), at: 0, offsets: Vec::new(), seen: Seen::default() };
        sink.write(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")?;
        Ok(sink)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// A number for an object.
    pub(super) fn reserve(&mut self) -> io::Result<i32> {
        if self.offsets.len() >= MAX_OBJECTS {
            return Err(io::Error::other("a file cannot have more objects"));
        }
        self.offsets.push(0);
        i32::try_from(self.offsets.len()).map_err(io::Error::other)
    }

    fn begin(&mut self, id: i32) -> io::Result<()> {
        /// What a cross-reference table can say (ISO 32000-1, 7.5.4).
        const FARTHEST: u64 = 9_999_999_999;
        if self.at > FARTHEST {
            return Err(io::Error::other("a file cannot be larger"));
        }
        let slot = usize::try_from(id).ok().and_then(|id| self.offsets.get_mut(id.checked_sub(1)?));
        *slot.ok_or_else(|| io::Error::other("an object has no number"))? = self.at;
        Ok(())
    }

    /// Writes the parts of an object's text under a number.
    pub(super) fn put(&mut self, id: i32, parts: &[&[u8]]) -> io::Result<()> {
        self.begin(id)?;
        self.write(format!("{id} 0 obj\n").as_bytes())?;
        parts.iter().try_for_each(|part| self.write(part))?;
        self.write(b"\nendobj\n")
    }

    /// Writes the one object of a chunk.
    pub(super) fn put_chunk(&mut self, id: i32, chunk: &Chunk) -> io::Result<()> {
        self.begin(id)?;
        self.write(chunk.as_bytes())
    }

    /// Writes the parts of an object's text unless it stands there already, and gives its number.
    pub(super) fn share(&mut self, parts: &[&[u8]]) -> io::Result<i32> {
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| hash.update(part));
        let hash = hash.finalize();
        let hash = hash.first_chunk().map_or(0, |first| u128::from_le_bytes(*first));
        if let Some(id) = self.seen.get(hash) {
            return Ok(id);
        }
        let id = self.reserve()?;
        self.put(id, parts)?;
        self.seen.put(hash, id);
        Ok(id)
    }

    /// How many bytes it keeps, besides hashes, of which there are never more than so many.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        assert!(self.seen.recent.len() + self.seen.older.len() <= 2 * Seen::MOST);
        self.offsets.len() * size_of::<u64>()
    }

    /// Writes the cross-reference table and the trailer with these entries besides its size.
    pub(super) fn close(mut self, entries: &str) -> io::Result<W> {
        let start = self.at;
        let offsets = std::mem::take(&mut self.offsets);
        let size = offsets.len() + 1;
        self.write(format!("xref\n0 {size}\n0000000000 65535 f\r\n").as_bytes())?;
        for offset in offsets {
            // What was reserved and never written is free, and read as null (ISO 32000-1, 7.5.4).
            let (generation, kind) = if offset == 0 { (65535, 'f') } else { (0, 'n') };
            self.write(format!("{offset:010} {generation:05} {kind}\r\n").as_bytes())?;
        }
        self.write(format!("trailer\n<</Size {size}{entries}>>\nstartxref\n{start}\n%%EOF\n").as_bytes())?;
        self.out.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_forgotten_unless_met_again() {
        let mut sink = Sink::new(io::sink()).unwrap();
        let often = sink.share(&[b"often"]).unwrap();
        let once = sink.share(&[b"once"]).unwrap();
        for number in 0..4 * Seen::MOST {
            sink.share(&[number.to_string().as_bytes()]).unwrap();
            if number % 1_000 == 0 {
                assert_eq!(sink.share(&[b"often"]).unwrap(), often);
            }
        }
        assert_ne!(sink.share(&[b"once"]).unwrap(), once);
        assert!(sink.seen.recent.len() + sink.seen.older.len() <= 2 * Seen::MOST);
    }
}
