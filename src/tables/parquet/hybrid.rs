//! Small numbers as levels and dictionaries have them: runs of one number, and groups of eight packed ones.

use super::fault::Fault;

/// Reads numbers of one width from a part of a page.
#[derive(Debug, Clone)]
pub(super) struct Hybrid {
    width: u32,
    at: usize,
    end: usize,
    run: Run,
}

#[derive(Debug, Clone)]
enum Run {
    Same { value: u32, left: u64 },
    Packed { bit: usize, left: u64 },
}

impl Hybrid {
    /// Numbers of `width` bits, in the bytes from `at` to `end`.
    pub(super) fn new(width: u32, at: usize, end: usize) -> Result<Self, Fault> {
        match width {
            0..=32 => Ok(Self { width, at, end, run: Run::Same { value: 0, left: 0 } }),
            _ => Err(Fault::damaged("numbers have too many bits")),
        }
    }

    /// The next number.
    pub(super) fn next(&mut self, page: &[u8]) -> Result<u32, Fault> {
        let page = page.get(..self.end).ok_or_else(Fault::cut)?;
        loop {
            match &mut self.run {
                Run::Same { left: 0, .. } | Run::Packed { left: 0, .. } => self.begin(page)?,
                Run::Same { value, left } => {
                    *left -= 1;
                    return Ok(*value);
                }
                Run::Packed { bit, left } => {
                    *left -= 1;
                    let value = unpack(page, *bit, self.width)?;
                    *bit += self.width as usize;
                    return u32::try_from(value).map_err(|_| Fault::damaged("a number is too large"));
                }
            }
        }
    }

    fn begin(&mut self, page: &[u8]) -> Result<(), Fault> {
        let head = varint(page, &mut self.at)?;
        let count = head >> 1;
        if head & 1 == 0 {
            let bytes = self.width.div_ceil(8) as usize;
            let value = page.get(self.at..).and_then(|rest| rest.get(..bytes)).ok_or_else(Fault::cut)?;
            let value = value.iter().rev().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
            self.at += bytes;
            self.run = Run::Same { value, left: count };
        } else {
            let bit = self.at * 8;
            let bytes = usize::try_from(count).ok().and_then(|count| count.checked_mul(self.width as usize));
            // The last group may end with its last number.
            self.at =
                bytes.and_then(|bytes| self.at.checked_add(bytes)).ok_or_else(Fault::cut)?.min(page.len());
            self.run = Run::Packed { bit, left: count.saturating_mul(8) };
        }
        match &self.run {
            Run::Same { left: 0, .. } | Run::Packed { left: 0, .. } if self.at >= page.len() => {
                Err(Fault::cut())
            }
            _ => Ok(()),
        }
    }
}

/// The bits from `bit` on as a number, the lowest first; at most 64.
pub(super) fn unpack(bytes: &[u8], bit: usize, width: u32) -> Result<u64, Fault> {
    if width == 0 {
        return Ok(0);
    }
    let (start, shift) = (bit / 8, bit % 8);
    let length = (shift + width as usize).div_ceil(8);
    let part = bytes.get(start..).and_then(|rest| rest.get(..length)).ok_or_else(Fault::cut)?;
    let whole = part.iter().rev().fold(0_u128, |whole, byte| whole << 8 | u128::from(*byte));
    let mask = (1_u128 << width) - 1;
    // No more than 64 bits are left.
    Ok(u64::try_from(whole >> shift & mask).unwrap_or_default())
}

/// A number of any length, seven bits a byte.
pub(super) fn varint(bytes: &[u8], at: &mut usize) -> Result<u64, Fault> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = bytes.get(*at).copied().ok_or_else(Fault::cut)?;
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(Fault::damaged("a number has no end"))
}
