//! Writes objects to where the run goes, once each: what has been written before, byte for byte, is not written again.
//!
//! It keeps where objects begin, eight bytes each, and what [`Seen`] does. What objects mean is for others.

use std::io::{self, BufWriter, Write};

use pdf_writer::Chunk;

use super::seen::Seen;
use crate::pdf::syntax::limits::MAX_OBJECTS;
use crate::pdf::write::write_end;

/// A file being written.
pub(super) struct Sink<W: Write> {
    out: BufWriter<W>,
    /// How many bytes are written.
    at: u64,
    /// Where objects begin, from number 1 on; 0 for those that are not written.
    offsets: Vec<u64>,
    seen: Seen,
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

    /// Writes the parts of an object's text unless the same text is written already, and returns its number.
    pub(super) fn share(&mut self, parts: &[&[u8]]) -> io::Result<i32> {
        let key = match self.seen.get(parts) {
            Ok(id) => return Ok(id),
            Err(key) => key,
        };
        let id = self.reserve()?;
        self.put(id, parts)?;
        self.seen.put(key, id, parts);
        Ok(id)
    }

    /// How many bytes it keeps, besides what it has seen.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
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
        self.write(format!("trailer\n<</Size {size}{entries}>>\n").as_bytes())?;
        write_end(&mut self.out, start)?;
        self.out.into_inner().map_err(io::IntoInnerError::into_error)
    }
}
