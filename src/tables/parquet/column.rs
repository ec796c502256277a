//! A column of a group of rows, read a row at a time: levels say which values are there and which belong to one row.

use std::io::{Read, Seek};

use super::fault::Fault;
use super::footer::Chunk;
use super::hybrid::Hybrid;
use super::page::{Page, PageKind, Pages};
use super::schema::Leaf;
use super::show::show;
use super::values::{Dictionary, Values};
use crate::tables::cell::Shown;

/// Most values of a list.
const MOST_IN_LIST: u32 = 100_000;

/// Reads a column.
#[derive(Debug)]
pub(super) struct Column<'a> {
    leaf: &'a Leaf,
    pages: Pages,
    dictionary: Dictionary,
    page: Option<Data>,
    /// The levels of the next value, which begins a row.
    peeked: Option<(u32, u32)>,
}

/// A page of values.
#[derive(Debug)]
struct Data {
    page: Page,
    left: u64,
    repetitions: Option<Hybrid>,
    definitions: Option<Hybrid>,
    values: Values,
}

impl<'a> Column<'a> {
    pub(super) fn new(leaf: &'a Leaf, chunk: &Chunk) -> Self {
        Self { leaf, pages: Pages::new(chunk), dictionary: Dictionary::default(), page: None, peeked: None }
    }

    /// The cell of the next row.
    pub(super) fn next(&mut self, file: &mut (impl Read + Seek)) -> Result<Shown, Fault> {
        let first = match self.peeked.take() {
            Some(levels) => levels,
            None => {
                self.levels(file)?.ok_or_else(|| Fault::damaged("a column has fewer rows than the others"))?
            }
        };
        if first.0 != 0 {
            return Err(Fault::damaged("a row begins within a list"));
        }
        let mut shown = self.value(first.1)?;
        if self.leaf.most_repeated == 0 {
            return Ok(shown);
        }
        for _ in 0..MOST_IN_LIST {
            match self.levels(file)? {
                Some(levels @ (0, _)) => {
                    self.peeked = Some(levels);
                    return Ok(shown);
                }
                Some((_, defined)) => shown = shown.join(self.value(defined)?),
                None => return Ok(shown),
            }
        }
        Err(Fault::new(
            format!("a list of the Parquet file has more than {MOST_IN_LIST} values"),
            "write fewer into a cell",
        ))
    }

    /// The repetition and the definition level of the next value; `None` behind the last.
    fn levels(&mut self, file: &mut (impl Read + Seek)) -> Result<Option<(u32, u32)>, Fault> {
        loop {
            if let Some(data) = self.page.as_mut().filter(|data| data.left > 0) {
                data.left -= 1;
                let bytes = &data.page.bytes;
                let level = |levels: &mut Option<Hybrid>, otherwise| {
                    levels.as_mut().map_or(Ok(otherwise), |levels| levels.next(bytes))
                };
                let repeated = level(&mut data.repetitions, 0)?;
                return Ok(Some((repeated, level(&mut data.definitions, self.leaf.most_defined)?)));
            }
            let Some(page) = self.pages.next(file)? else { return Ok(None) };
            match page.kind {
                PageKind::Dictionary => self.dictionary = Dictionary::read(page, self.leaf.physical)?,
                _ => self.page = Some(Data::new(page, self.leaf)?),
            }
        }
    }

    /// The value of this definition level.
    fn value(&mut self, defined: u32) -> Result<Shown, Fault> {
        if defined < self.leaf.most_defined {
            return Ok(Shown::Empty);
        }
        let Some(data) = &mut self.page else { return Ok(Shown::Empty) };
        let value = data.values.next(&data.page.bytes, &self.dictionary, self.leaf.physical)?;
        Ok(match show(value, self.leaf) {
            Ok(text) => Shown::text(text),
            Err(wrong) => Shown::Wrong(wrong.to_owned()),
        })
    }
}

impl Data {
    fn new(page: Page, leaf: &Leaf) -> Result<Self, Fault> {
        let bits = |most: u32| u32::BITS - most.leading_zeros();
        let mut at = 0;
        let mut levels = |most: u32, length: Option<usize>| -> Result<Option<Hybrid>, Fault> {
            let length = match length {
                Some(length) => length,
                None if most == 0 => return Ok(None),
                None => {
                    let told = page.bytes.get(at..at + 4).ok_or_else(Fault::cut)?;
                    at += 4;
                    told.iter().rev().fold(0_usize, |length, byte| length << 8 | usize::from(*byte))
                }
            };
            let start = at;
            at = start.checked_add(length).filter(|end| *end <= page.bytes.len()).ok_or_else(Fault::cut)?;
            if most == 0 { Ok(None) } else { Hybrid::new(bits(most), start, at).map(Some) }
        };
        let (repetitions, definitions) = match page.kind {
            PageKind::First { definitions: 3, repetitions: 3 } | PageKind::Dictionary => {
                (levels(leaf.most_repeated, None)?, levels(leaf.most_defined, None)?)
            }
            // The encoding of levels that are not there says nothing.
            PageKind::First { definitions, repetitions }
                if (leaf.most_repeated == 0 || repetitions == 3)
                    && (leaf.most_defined == 0 || definitions == 3) =>
            {
                (levels(leaf.most_repeated, None)?, levels(leaf.most_defined, None)?)
            }
            PageKind::First { .. } => {
                return Err(Fault::new(
                    "levels of the Parquet file are written in a way that is not read",
                    "let a newer program write the file",
                ));
            }
            PageKind::Second { definitions, repetitions } => (
                levels(leaf.most_repeated, Some(repetitions))?,
                levels(leaf.most_defined, Some(definitions))?,
            ),
        };
        let values = Values::new(&page, at, leaf.physical)?;
        Ok(Self { left: page.values, page, repetitions, definitions, values })
    }
}
