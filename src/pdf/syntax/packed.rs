//! Takes objects of a file out of its streams of objects (ISO 32000-1, 7.5.7 and 7.5.8), each stream when something in it is
//! asked for: what pages look like needs few of them.
//!
//! For files written whole, as this crate writes them; what is written in another way is left to a slower reader. Any file
//! may be given: what it unpacks to is bounded.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use super::limits::{MAX_OBJECTS, MAX_STREAM};
use super::object::{File, Object};
use super::table::{find_table, is_whole};
use super::token::Tokens;
use super::value::{find_end, get, items, parse_unsigned};

/// A file some of whose objects stand in streams.
pub(in crate::pdf) struct Packed<'a> {
    pub(in crate::pdf) pdf: &'a [u8],
    /// Where objects that stand by themselves begin, by number; 0 for others.
    pub(in crate::pdf) offsets: Vec<usize>,
    /// The dictionary of the trailer.
    pub(in crate::pdf) trailer: &'a [u8],
    /// In which stream the others stand, by number, and behind how many; 0 for those that stand in none.
    inside: Vec<(u32, usize)>,
    streams: BTreeMap<u32, OnceCell<Option<Unpacked>>>,
    /// How many bytes may still be unpacked.
    left: Cell<usize>,
}

/// What a stream of objects holds.
struct Unpacked {
    content: Vec<u8>,
    /// The numbers of its objects, and where their values begin.
    objects: Vec<(u32, usize)>,
}

impl<'a> Packed<'a> {
    /// Reads the table of a file; none where it is written in another way.
    pub(in crate::pdf) fn read(pdf: &'a [u8]) -> Option<Self> {
        let (start, _) = find_table(pdf)?;
        let id = parse_unsigned(Tokens { content: pdf, at: start }.word()?)?;
        let table = File { bytes: pdf, offsets: &[] }.parse(id, start)?;
        let is_ours = get(table.value, "Type")? == b"/XRef" && is_whole(table.value);
        if !is_ours || get(table.value, "Index").is_some() {
            return None;
        }
        let mut packed = Self {
            pdf,
            offsets: Vec::new(),
            trailer: table.value,
            inside: Vec::new(),
            streams: BTreeMap::new(),
            left: Cell::new(MAX_STREAM),
        };
        packed.read_rows(&table.content()?)?;
        packed.streams.keys().all(|stream| packed.stream(*stream).is_some()).then_some(packed)
    }

    /// The value of an object that stands in a stream; none where no stream has it, and an error where it should.
    pub(in crate::pdf) fn value(&self, id: u32) -> Option<Result<&[u8], ()>> {
        let (stream, index) = self.inside.get(usize::try_from(id).ok()?)?;
        let unpacked = self.streams.get(stream)?.get_or_init(|| self.unpack(*stream));
        let value = || {
            let unpacked = unpacked.as_ref()?;
            let (own, start) = unpacked.objects.get(*index)?;
            let end = find_end(&unpacked.content, *start)?;
            Some(unpacked.content.get(*start..end)?.trim_ascii_start()).filter(|_| *own == id)
        };
        Some(value().ok_or(()))
    }

    /// A stream of objects; none where it is one of an unusual kind.
    fn stream(&self, id: u32) -> Option<Object<'a>> {
        let offset = self.offsets.get(usize::try_from(id).ok()?).filter(|offset| **offset > 0)?;
        let stream = File { bytes: self.pdf, offsets: &[] }.parse(id, *offset)?;
        let is_usual = get(stream.value, "Type")? == b"/ObjStm" && get(stream.value, "Extends").is_none();
        (is_usual && stream.is_readable()).then_some(stream)
    }

    fn unpack(&self, stream: u32) -> Option<Unpacked> {
        let stream = self.stream(stream)?;
        let content = stream.content()?.into_owned();
        self.left.set(self.left.get().checked_sub(content.len())?);
        let first = parse_entry(stream.value, "First")?;
        let mut index = Tokens { content: content.get(..first)?, at: 0 };
        let mut objects = Vec::new();
        while let Some(id) = index.word() {
            objects.push((parse_unsigned(id)?, first.checked_add(parse_whole(index.word()?)?)?));
        }
        Some(Unpacked { content, objects })
    }

    /// Reads the rows of the table: where each object is.
    fn read_rows(&mut self, content: &[u8]) -> Option<()> {
        let mut widths = items(get(self.trailer, "W")?).map_while(parse_whole);
        let [kind, second, third] = [widths.next()?, widths.next()?, widths.next()?];
        let width = kind.checked_add(second)?.checked_add(third)?;
        let count = parse_entry(self.trailer, "Size")?;
        if kind != 1 || second.max(third) > size_of::<usize>() || count > MAX_OBJECTS + 1 {
            return None;
        }
        for row in content.chunks_exact(width).take(count) {
            let (kind, row) = row.split_first()?;
            let (second, third) = row.split_at_checked(second)?;
            let (second, third) = (read_big_endian(second), read_big_endian(third));
            let (offset, inside) = match kind {
                0 => (0, (0, 0)),
                1 => (second, (0, 0)),
                2 => (0, (u32::try_from(second).ok().filter(|stream| *stream > 0)?, third)),
                _ => return None,
            };
            if inside.0 > 0 {
                self.streams.entry(inside.0).or_default();
            }
            self.offsets.push(offset);
            self.inside.push(inside);
        }
        Some(())
    }
}

fn parse_entry(dict: &[u8], key: &str) -> Option<usize> {
    parse_whole(get(dict, key)?)
}

fn parse_whole(word: &[u8]) -> Option<usize> {
    usize::try_from(parse_unsigned(word)?).ok()
}

/// A number of a row, high byte first.
fn read_big_endian(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}
