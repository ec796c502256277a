//! Pages of a column, read one at a time.

use std::io::{Read, Seek, SeekFrom};

use super::codec::unpack;
use super::compact::Compact;
use super::fault::Fault;
use super::footer::Chunk;

/// Largest page: programs write pages of a megabyte, and larger ones for values that are larger.
const LARGEST: usize = 32 << 20;

/// Largest header of a page; it may repeat the least and the greatest value.
const LARGEST_HEADER: usize = 4 << 20;

/// Most values of a page.
const MOST_VALUES: u64 = 1 << 24;

/// A page of a column.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) kind: PageKind,
    pub(super) values: u64,
    pub(super) encoding: i64,
    /// Its bytes: levels and values.
    pub(super) bytes: Vec<u8>,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    Dictionary,
    /// Data whose levels say how long they are; by which encoding.
    First {
        definitions: i64,
        repetitions: i64,
    },
    /// Data whose levels are this long.
    Second {
        definitions: usize,
        repetitions: usize,
    },
}

/// Where the next page of a column is.
#[derive(Debug, Clone)]
pub(super) struct Pages {
    codec: i64,
    at: u64,
    end: u64,
}

#[derive(Debug, Default)]
struct Header {
    kind: i64,
    unpacked: i64,
    packed: i64,
    checksum: Option<i64>,
    values: i64,
    encoding: i64,
    definitions: i64,
    repetitions: i64,
    is_plain: bool,
}

impl Pages {
    pub(super) fn new(chunk: &Chunk) -> Self {
        Self { codec: chunk.codec, at: chunk.start, end: chunk.start + chunk.length }
    }

    /// Reads the next page that has values; `None` behind the last.
    pub(super) fn next(&mut self, file: &mut (impl Read + Seek)) -> Result<Option<Page>, Fault> {
        while self.at < self.end {
            let header = self.read_header(file)?;
            let size = |size: i64| usize::try_from(size).ok().filter(|size| *size <= LARGEST);
            let (Some(packed), Some(unpacked)) = (size(header.packed), size(header.unpacked)) else {
                return Err(Fault::new(
                    format!("a page of the Parquet file is larger than {} MiB", LARGEST >> 20),
                    "write the file with smaller pages, or shorter values",
                ));
            };
            if self.at + packed as u64 > self.end {
                return Err(Fault::damaged("a page ends outside of its column"));
            }
            file.seek(SeekFrom::Start(self.at))?;
            let mut bytes = Vec::with_capacity(packed);
            file.take(packed as u64).read_to_end(&mut bytes)?;
            self.at += packed as u64;
            if bytes.len() != packed {
                return Err(Fault::cut());
            }
            if let Some(page) = header.into_page(bytes, unpacked, self.codec)? {
                return Ok(Some(page));
            }
        }
        Ok(None)
    }

    fn read_header(&mut self, file: &mut (impl Read + Seek)) -> Result<Header, Fault> {
        let mut most = 1 << 9;
        loop {
            let length = most.min(self.end - self.at);
            file.seek(SeekFrom::Start(self.at))?;
            let mut bytes = Vec::new();
            file.take(length).read_to_end(&mut bytes)?;
            let mut compact = Compact::new(&bytes);
            match Header::read(&mut compact) {
                Ok(header) => {
                    self.at += compact.position() as u64;
                    return Ok(header);
                }
                Err(fault) if fault.is_cut && length == most && most < LARGEST_HEADER as u64 => most *= 8,
                Err(fault) => return Err(fault),
            }
        }
    }
}

impl Header {
    fn read(of: &mut Compact<'_>) -> Result<Self, Fault> {
        let mut header = Self { kind: -1, ..Self::default() };
        of.structure(&mut |of, number, kind| {
            match number {
                1 => header.kind = of.integer(kind)?,
                2 => header.unpacked = of.integer(kind)?,
                3 => header.packed = of.integer(kind)?,
                4 => header.checksum = Some(of.integer(kind)?),
                // Of a dictionary the third field says whether it is sorted.
                5 | 7 => of.structure(&mut |of, inner, kind| {
                    match inner {
                        1 => header.values = of.integer(kind)?,
                        2 => header.encoding = of.integer(kind)?,
                        3 if number == 5 => header.definitions = of.integer(kind)?,
                        4 => header.repetitions = of.integer(kind)?,
                        _ => return Ok(false),
                    }
                    Ok(true)
                })?,
                8 => of.structure(&mut |of, number, kind| {
                    match number {
                        1 => header.values = of.integer(kind)?,
                        4 => header.encoding = of.integer(kind)?,
                        5 => header.definitions = of.integer(kind)?,
                        6 => header.repetitions = of.integer(kind)?,
                        7 => header.is_plain = !of.boolean(kind)?,
                        _ => return Ok(false),
                    }
                    Ok(true)
                })?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(header)
    }

    /// The page of these bytes; `None` if it has no values.
    fn into_page(self, bytes: Vec<u8>, unpacked: usize, codec: i64) -> Result<Option<Page>, Fault> {
        if let Some(checksum) = self.checksum {
            let mut found = flate2::Crc::new();
            found.update(&bytes);
            // The sum is written as a signed number.
            if i64::from(found.sum().cast_signed()) != checksum && i64::from(found.sum()) != checksum {
                return Err(Fault::damaged("the checksum of a page is another"));
            }
        }
        let values = u64::try_from(self.values).ok().filter(|values| *values <= MOST_VALUES);
        let values = values.ok_or_else(|| Fault::damaged("a page has more values than it can"))?;
        let of = |kind, bytes| Ok(Some(Page { kind, values, encoding: self.encoding, bytes }));
        match self.kind {
            0 => {
                let kind = PageKind::First { definitions: self.definitions, repetitions: self.repetitions };
                of(kind, unpack(codec, &bytes, unpacked)?)
            }
            2 => of(PageKind::Dictionary, unpack(codec, &bytes, unpacked)?),
            3 => {
                let length =
                    |length: i64| usize::try_from(length).ok().filter(|length| *length <= bytes.len());
                let (Some(definitions), Some(repetitions)) =
                    (length(self.definitions), length(self.repetitions))
                else {
                    return Err(Fault::cut());
                };
                let levels = definitions + repetitions;
                let (Some(own), Some(rest)) = (bytes.get(..levels), bytes.get(levels..)) else {
                    return Err(Fault::cut());
                };
                let length = unpacked.checked_sub(levels).ok_or_else(Fault::cut)?;
                let codec = if self.is_plain || rest.is_empty() { 0 } else { codec };
                let values = unpack(codec, rest, if rest.is_empty() { 0 } else { length })?;
                of(PageKind::Second { definitions, repetitions }, [own, &values].concat())
            }
            _ => Ok(None),
        }
    }
}
