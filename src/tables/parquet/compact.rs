//! The compact protocol of Thrift, in which the metadata of Parquet files is written: read from bytes that may say anything.

use super::fault::Fault;

/// Deepest nesting of structures: those of Parquet are five deep.
const DEEPEST: u32 = 16;

/// Reads values one after the other.
#[derive(Debug, Clone)]
pub(super) struct Compact<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u32,
}

/// The type of a value, as it is written before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind(u8);

const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const INTEGERS: std::ops::RangeInclusive<u8> = 4..=6;
const DOUBLE: u8 = 7;
const BYTES: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;

impl<'a> Compact<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, depth: 0 }
    }

    /// How many bytes were read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        let byte = self.bytes.get(self.at).copied().ok_or_else(Fault::cut)?;
        self.at += 1;
        Ok(byte)
    }

    fn varint(&mut self) -> Result<u64, Fault> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Fault::damaged("a number has no end"))
    }

    fn zigzag(&mut self) -> Result<i64, Fault> {
        let value = self.varint()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// Reads a structure: `take` is given the number and type of each field, and whether it read its value; one that it did not read is
    /// passed over.
    pub(super) fn structure(
        &mut self,
        take: &mut dyn FnMut(&mut Self, i64, Kind) -> Result<bool, Fault>,
    ) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::damaged("structures are nested too deep"));
        }
        let mut number = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                self.depth -= 1;
                return Ok(());
            }
            number = match head >> 4 {
                0 => self.zigzag()?,
                step => number.saturating_add(step.into()),
            };
            let kind = Kind(head & 0x0f);
            if !take(self, number, kind)? {
                self.skip(kind)?;
            }
        }
    }

    /// Reads a list, each item by `take`.
    pub(super) fn list(
        &mut self,
        kind: Kind,
        take: &mut dyn FnMut(&mut Self, Kind) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if ![LIST, SET].contains(&kind.0) {
            return Err(Fault::damaged("a list is none"));
        }
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.varint()?,
            count => count.into(),
        };
        for _ in 0..count {
            take(self, Kind(head & 0x0f))?;
        }
        Ok(())
    }

    /// Reads an integer.
    pub(super) fn integer(&mut self, kind: Kind) -> Result<i64, Fault> {
        match kind.0 {
            BYTE => Ok(self.byte()?.cast_signed().into()),
            of if INTEGERS.contains(&of) => self.zigzag(),
            _ => Err(Fault::damaged("a number is none")),
        }
    }

    /// What a field that is true or false says in its type.
    pub(super) fn boolean(&mut self, kind: Kind) -> Result<bool, Fault> {
        match kind.0 {
            TRUE => Ok(true),
            FALSE => Ok(false),
            _ => Err(Fault::damaged("a truth value is none")),
        }
    }

    /// Reads bytes.
    pub(super) fn bytes(&mut self, kind: Kind) -> Result<&'a [u8], Fault> {
        if kind.0 != BYTES {
            return Err(Fault::damaged("a text is none"));
        }
        let length = usize::try_from(self.varint()?).map_err(|_| Fault::cut())?;
        let end = self.at.checked_add(length).ok_or_else(Fault::cut)?;
        let bytes = self.bytes.get(self.at..end).ok_or_else(Fault::cut)?;
        self.at = end;
        Ok(bytes)
    }

    fn skip(&mut self, kind: Kind) -> Result<(), Fault> {
        match kind.0 {
            TRUE | FALSE => Ok(()),
            BYTE => self.byte().map(drop),
            of if INTEGERS.contains(&of) => self.varint().map(drop),
            DOUBLE => (0..8).try_for_each(|_| self.byte().map(drop)),
            BYTES => self.bytes(kind).map(drop),
            LIST | SET => self.list(kind, &mut |item, kind| item.skip_item(kind)),
            MAP => self.skip_map(),
            STRUCT => self.structure(&mut |_, _, _| Ok(false)),
            _ => Err(Fault::damaged("a field has no type that is known")),
        }
    }

    /// In lists and maps each truth value has a byte.
    fn skip_item(&mut self, kind: Kind) -> Result<(), Fault> {
        match kind.0 {
            TRUE | FALSE => self.byte().map(drop),
            _ => self.nested(|inner| inner.skip(kind)),
        }
    }

    fn skip_map(&mut self) -> Result<(), Fault> {
        let count = self.varint()?;
        if count == 0 {
            return Ok(());
        }
        let kinds = self.byte()?;
        for _ in 0..count {
            self.skip_item(Kind(kinds >> 4))?;
            self.skip_item(Kind(kinds & 0x0f))?;
        }
        Ok(())
    }

    /// Lists in lists are nested too.
    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::damaged("structures are nested too deep"));
        }
        read(self)?;
        self.depth -= 1;
        Ok(())
    }
}
