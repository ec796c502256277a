//! Records of a stream, each with the pieces that continue it ([MS-XLS], 2.1.4).

/// Kinds of records that are read ([MS-XLS], 2.3).
pub(super) mod kind {
    pub(crate) const FORMULA: u16 = 0x0006;
    pub(crate) const EOF: u16 = 0x000a;
    pub(crate) const DATE_1904: u16 = 0x0022;
    pub(crate) const FILE_PASS: u16 = 0x002f;
    pub(crate) const CONTINUE: u16 = 0x003c;
    pub(crate) const COL_INFO: u16 = 0x007d;
    pub(crate) const BOUND_SHEET: u16 = 0x0085;
    pub(crate) const MUL_RK: u16 = 0x00bd;
    pub(crate) const RICH_STRING: u16 = 0x00d6;
    pub(crate) const XF: u16 = 0x00e0;
    pub(crate) const MERGE_CELLS: u16 = 0x00e5;
    pub(crate) const SST: u16 = 0x00fc;
    pub(crate) const LABEL_SST: u16 = 0x00fd;
    pub(crate) const NUMBER: u16 = 0x0203;
    pub(crate) const LABEL: u16 = 0x0204;
    pub(crate) const BOOL_ERR: u16 = 0x0205;
    pub(crate) const STRING: u16 = 0x0207;
    pub(crate) const ROW: u16 = 0x0208;
    pub(crate) const RK: u16 = 0x027e;
    pub(crate) const FORMAT: u16 = 0x041e;
    pub(crate) const BOF: u16 = 0x0809;
}

/// A record.
#[derive(Debug, Clone)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    /// Its data, and that of each record that continues it.
    pub(super) pieces: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// Its own data.
    pub(super) fn data(&self) -> &'a [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.data().get(at).copied()
    }

    pub(super) fn short(&self, at: usize) -> Option<u16> {
        short(self.data(), at)
    }

    pub(super) fn long(&self, at: usize) -> Option<u32> {
        self.data().get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
    }

    pub(super) fn float(&self, at: usize) -> Option<f64> {
        self.data().get(at..)?.first_chunk().map(|bytes| f64::from_le_bytes(*bytes))
    }
}

/// Two bytes as a number.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// The records of a stream.
#[derive(Debug)]
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream }
    }

    /// The kind and data of the record that comes next, and what is behind it.
    fn peek(&self) -> Option<(u16, &'a [u8], &'a [u8])> {
        let (kind, length) = (short(self.rest, 0)?, usize::from(short(self.rest, 2)?));
        let (data, rest) = self.rest.get(4..)?.split_at_checked(length)?;
        Some((kind, data, rest))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data, rest) = self.peek()?;
        self.rest = rest;
        let mut pieces = vec![data];
        while let Some((kind::CONTINUE, data, rest)) = self.peek() {
            pieces.push(data);
            self.rest = rest;
        }
        Some(Record { kind, pieces })
    }
}
