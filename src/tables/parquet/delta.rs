//! Numbers as differences from each other, packed in blocks (DELTA_BINARY_PACKED).

use super::fault::Fault;
use super::hybrid::{unpack, varint};

/// Most miniblocks of a block: programs write four.
const MOST_MINIBLOCKS: u64 = 512;

/// Reads numbers one after the other.
#[derive(Debug, Clone)]
pub(super) struct Delta {
    at: usize,
    /// How many numbers a miniblock has.
    in_miniblock: u64,
    miniblocks: usize,
    /// Numbers that are still to come.
    left: u64,
    value: i64,
    is_first: bool,
    least: i64,
    widths: usize,
    /// The miniblock that is read, and how many of its numbers are left.
    miniblock: usize,
    left_in_it: u64,
    bit: usize,
    width: u32,
}

impl Delta {
    /// Begins to read at a byte of a page.
    pub(super) fn new(page: &[u8], mut at: usize) -> Result<Self, Fault> {
        let block = varint(page, &mut at)?;
        let miniblocks = varint(page, &mut at)?;
        let left = varint(page, &mut at)?;
        let value = zigzag(page, &mut at)?;
        if !(1..=MOST_MINIBLOCKS).contains(&miniblocks)
            || block % miniblocks != 0
            || block / miniblocks % 8 != 0
            || block == 0
        {
            return Err(Fault::damaged("a block has no size that can be"));
        }
        let miniblocks_at = usize::try_from(miniblocks).map_err(|_| Fault::cut())?;
        Ok(Self {
            at,
            in_miniblock: block / miniblocks,
            miniblocks: miniblocks_at,
            left,
            value,
            is_first: true,
            least: 0,
            widths: at,
            miniblock: miniblocks_at,
            left_in_it: 0,
            bit: 0,
            width: 0,
        })
    }

    /// How many numbers are still to come.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// The byte behind all numbers, once all were read.
    pub(super) fn end(&self) -> usize {
        self.at
    }

    /// The next number.
    pub(super) fn next(&mut self, page: &[u8]) -> Result<i64, Fault> {
        self.left = self.left.checked_sub(1).ok_or_else(|| Fault::damaged("numbers are missing"))?;
        if std::mem::take(&mut self.is_first) {
            return Ok(self.value);
        }
        if self.left_in_it == 0 {
            self.begin(page)?;
        }
        self.left_in_it -= 1;
        let difference = unpack(page, self.bit, self.width)?.cast_signed();
        self.bit += self.width as usize;
        self.value = self.value.wrapping_add(self.least).wrapping_add(difference);
        Ok(self.value)
    }

    /// Begins the next miniblock, and the next block before its first.
    fn begin(&mut self, page: &[u8]) -> Result<(), Fault> {
        if self.miniblock == self.miniblocks {
            self.least = zigzag(page, &mut self.at)?;
            self.widths = self.at;
            self.at += self.miniblocks;
            self.miniblock = 0;
        }
        let width = page.get(self.widths + self.miniblock).copied().ok_or_else(Fault::cut)?;
        self.width = u32::from(width);
        if self.width > 64 {
            return Err(Fault::damaged("numbers have too many bits"));
        }
        self.miniblock += 1;
        self.left_in_it = self.in_miniblock;
        self.bit = self.at.checked_mul(8).ok_or_else(Fault::cut)?;
        let bytes = self.in_miniblock.checked_mul(self.width.into()).map(|bits| bits / 8);
        let bytes = bytes.and_then(|bytes| usize::try_from(bytes).ok()).ok_or_else(Fault::cut)?;
        self.at = self.at.checked_add(bytes).ok_or_else(Fault::cut)?;
        Ok(())
    }

    /// Reads all numbers that are still to come.
    pub(super) fn pass(&mut self, page: &[u8]) -> Result<(), Fault> {
        while self.left > 0 {
            self.next(page)?;
        }
        Ok(())
    }
}

fn zigzag(bytes: &[u8], at: &mut usize) -> Result<i64, Fault> {
    let value = varint(bytes, at)?;
    Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
}
