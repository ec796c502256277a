//! Values of a page, one after the other, however they are written.

use super::delta::Delta;
use super::fault::Fault;
use super::hybrid::{Hybrid, unpack};
use super::page::Page;
use super::schema::Physical;

/// Most values of a dictionary.
const MOST_IN_DICTIONARY: u64 = 1 << 24;

/// A value as it is stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    Boolean(bool),
    Integer(i64),
    /// Single precision, which is written in fewer digits.
    Single(f32),
    Double(f64),
    Bytes(&'a [u8]),
}

/// Values that others refer to by their number.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    bytes: Vec<u8>,
    /// Where each begins and ends, where they are of different lengths.
    bounds: Vec<(usize, usize)>,
}

/// Reads the values of a page.
#[derive(Debug)]
pub(super) enum Values {
    Plain {
        at: usize,
        bit: u8,
    },
    Dictionary(Hybrid),
    /// Truth values as runs.
    Runs(Hybrid),
    Delta(Delta),
    DeltaLength {
        lengths: Delta,
        at: usize,
    },
    DeltaBytes {
        prefixes: Delta,
        suffixes: Delta,
        at: usize,
        last: Vec<u8>,
    },
    Split {
        at: usize,
        index: usize,
        count: usize,
        value: Vec<u8>,
    },
}

impl Dictionary {
    /// Reads a page of values.
    pub(super) fn read(page: Page, physical: Physical) -> Result<Self, Fault> {
        if page.values > MOST_IN_DICTIONARY || ![0, 2].contains(&page.encoding) {
            return Err(Fault::damaged("its dictionary is none"));
        }
        let mut bounds = Vec::new();
        if physical == Physical::Bytes {
            let mut at = 0;
            for _ in 0..page.values {
                let (start, end) = prefixed(&page.bytes, at)?;
                bounds.push((start, end));
                at = end;
            }
        }
        Ok(Self { bytes: page.bytes, bounds })
    }

    fn get(&self, index: u32, physical: Physical) -> Result<Value<'_>, Fault> {
        let index = index as usize;
        let outside = || Fault::damaged("a value is not in its dictionary");
        if physical == Physical::Bytes {
            let (start, end) = *self.bounds.get(index).ok_or_else(outside)?;
            return self.bytes.get(start..end).map(Value::Bytes).ok_or_else(outside);
        }
        let at = index.checked_mul(width(physical)).ok_or_else(outside)?;
        fixed(&self.bytes, at, physical).map_err(|_| outside())
    }
}

impl Values {
    /// Begins to read the values of a page, which are from the byte `at` on.
    pub(super) fn new(page: &Page, at: usize, physical: Physical) -> Result<Self, Fault> {
        let bytes = &page.bytes;
        Ok(match (page.encoding, physical) {
            (0, _) => Self::Plain { at, bit: 0 },
            // Without a value there is no width either.
            (2 | 8, _) => match bytes.get(at) {
                Some(width) => Self::Dictionary(Hybrid::new((*width).into(), at + 1, bytes.len())?),
                None => Self::Plain { at, bit: 0 },
            },
            (3, Physical::Boolean) => Self::Runs(Hybrid::new(1, at + 4, bytes.len())?),
            (5, Physical::Int32 | Physical::Int64) => Self::Delta(Delta::new(bytes, at)?),
            (6, Physical::Bytes) => {
                let lengths = Delta::new(bytes, at)?;
                Self::DeltaLength { at: end_of(&lengths, bytes)?, lengths }
            }
            (7, Physical::Bytes | Physical::Fixed(_)) => {
                let prefixes = Delta::new(bytes, at)?;
                let suffixes = Delta::new(bytes, end_of(&prefixes, bytes)?)?;
                let at = end_of(&suffixes, bytes)?;
                Self::DeltaBytes { prefixes, suffixes, at, last: Vec::new() }
            }
            (
                9,
                Physical::Int32 | Physical::Int64 | Physical::Float | Physical::Double | Physical::Fixed(_),
            ) => {
                let count = bytes.len().saturating_sub(at) / width(physical);
                Self::Split { at, index: 0, count, value: Vec::new() }
            }
            (encoding, _) => {
                let message = format!(
                    "values of the Parquet file are written in a way that is not read (encoding {encoding})"
                );
                return Err(Fault::new(
                    message,
                    "write the file with the usual encodings, plain or by dictionary",
                ));
            }
        })
    }

    /// The next value.
    pub(super) fn next<'a>(
        &'a mut self,
        page: &'a [u8],
        dictionary: &'a Dictionary,
        physical: Physical,
    ) -> Result<Value<'a>, Fault> {
        match self {
            Self::Plain { at, bit } if physical == Physical::Boolean => {
                let value = unpack(page, *at * 8 + usize::from(*bit), 1)?;
                *bit += 1;
                if *bit == 8 {
                    (*at, *bit) = (*at + 1, 0);
                }
                Ok(Value::Boolean(value == 1))
            }
            Self::Plain { at, .. } if physical == Physical::Bytes => {
                let (start, end) = prefixed(page, *at)?;
                *at = end;
                page.get(start..end).map(Value::Bytes).ok_or_else(Fault::cut)
            }
            Self::Plain { at, .. } => {
                let value = fixed(page, *at, physical)?;
                *at += width(physical);
                Ok(value)
            }
            Self::Dictionary(numbers) => dictionary.get(numbers.next(page)?, physical),
            Self::Runs(numbers) => Ok(Value::Boolean(numbers.next(page)? == 1)),
            Self::Delta(numbers) => {
                let number = numbers.next(page)?;
                // Numbers of 32 bits are counted in 32 bits.
                let is_short = physical == Physical::Int32;
                Ok(Value::Integer(if is_short { i64::from(low_bits(number)) } else { number }))
            }
            Self::DeltaLength { lengths, at } => {
                let length = usize::try_from(lengths.next(page)?).map_err(|_| Fault::cut())?;
                let start = *at;
                *at = start.checked_add(length).ok_or_else(Fault::cut)?;
                page.get(start..*at).map(Value::Bytes).ok_or_else(Fault::cut)
            }
            Self::DeltaBytes { prefixes, suffixes, at, last } => {
                let prefix = usize::try_from(prefixes.next(page)?).map_err(|_| Fault::cut())?;
                let suffix = usize::try_from(suffixes.next(page)?).map_err(|_| Fault::cut())?;
                let end = at.checked_add(suffix).ok_or_else(Fault::cut)?;
                let added = page.get(*at..end).ok_or_else(Fault::cut)?;
                if prefix > last.len() {
                    return Err(Fault::damaged("a value begins as no other does"));
                }
                last.truncate(prefix);
                last.extend_from_slice(added);
                *at = end;
                Ok(Value::Bytes(last))
            }
            Self::Split { at, index, count, value } => {
                value.clear();
                if *index >= *count {
                    return Err(Fault::cut());
                }
                for part in 0..width(physical) {
                    value.push(*page.get(*at + part * *count + *index).ok_or_else(Fault::cut)?);
                }
                *index += 1;
                fixed(value, 0, physical)
            }
        }
    }
}

fn end_of(numbers: &Delta, page: &[u8]) -> Result<usize, Fault> {
    let mut numbers = numbers.clone();
    // Each number has a byte at least where it stands for the length of a text, but for empty ones.
    if numbers.left() > MOST_IN_DICTIONARY {
        return Err(Fault::damaged("a page has more values than it can"));
    }
    numbers.pass(page)?;
    Ok(numbers.end())
}

fn width(physical: Physical) -> usize {
    match physical {
        Physical::Boolean | Physical::Bytes => 1,
        Physical::Int32 | Physical::Float => 4,
        Physical::Int64 | Physical::Double => 8,
        Physical::Int96 => 12,
        Physical::Fixed(length) => length,
    }
}

/// Where a text is whose length is before it.
fn prefixed(bytes: &[u8], at: usize) -> Result<(usize, usize), Fault> {
    let start = at.checked_add(4).ok_or_else(Fault::cut)?;
    let length = bytes.get(at..start).ok_or_else(Fault::cut)?;
    let length = length.iter().rev().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
    let end = start.checked_add(length).filter(|end| *end <= bytes.len()).ok_or_else(Fault::cut)?;
    Ok((start, end))
}

fn fixed(bytes: &[u8], at: usize, physical: Physical) -> Result<Value<'_>, Fault> {
    let end = at.checked_add(width(physical)).ok_or_else(Fault::cut)?;
    let bytes = bytes.get(at..end).ok_or_else(Fault::cut)?;
    let four = || <[u8; 4]>::try_from(bytes).map_err(|_| Fault::cut());
    let eight = || <[u8; 8]>::try_from(bytes).map_err(|_| Fault::cut());
    Ok(match physical {
        Physical::Int32 => Value::Integer(i32::from_le_bytes(four()?).into()),
        Physical::Int64 => Value::Integer(i64::from_le_bytes(eight()?)),
        Physical::Float => Value::Single(f32::from_le_bytes(four()?)),
        Physical::Double => Value::Double(f64::from_le_bytes(eight()?)),
        Physical::Boolean | Physical::Bytes | Physical::Int96 | Physical::Fixed(_) => Value::Bytes(bytes),
    })
}

fn low_bits(number: i64) -> i32 {
    let [a, b, c, d, ..] = number.to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}
