//! Takes objects out of object streams (ISO 32000-1, 7.5.7 and 7.5.8). A stream is unpacked when one of its objects is asked
//! for: the look of pages needs few of them.
//!
//! This holds for files without updates, as this crate writes them; other files are left to a slower reader. The input may
//! be any file: the bytes it unpacks to are limited.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;
use std::ops::Range;

use super::limits::{MAX_OBJECTS, MAX_STREAM};
use super::object::{File, Object};
use super::table::{find_table, is_whole};
use super::token::Tokens;
use super::value::{find_end, get, items, parse_unsigned};

/// A file with object streams.
pub(in crate::pdf) struct Packed<'a> {
    pub(in crate::pdf) pdf: &'a [u8],
    /// The offsets of objects outside of object streams, by number; 0 for others.
    pub(in crate::pdf) offsets: Vec<usize>,
    /// The dictionary of the trailer.
    pub(in crate::pdf) trailer: &'a [u8],
    /// The object stream of the others and the index in it, by number; stream 0 for an object in none.
    inside: Vec<(u32, usize)>,
    streams: BTreeMap<u32, OnceCell<Option<Unpacked>>>,
    /// Whether an object outside of them has a number that another had before.
    has_successors: bool,
    /// How many bytes may still be unpacked.
    left: Cell<usize>,
}

/// An object of an object stream.
pub(super) struct PackedObject<'a> {
    pub(super) id: u32,
    /// Its value, perhaps with white space round it.
    pub(super) value: &'a [u8],
}

/// The content of an object stream.
struct Unpacked {
    content: Vec<u8>,
    /// The numbers of its objects, and the offsets of their values.
    objects: Vec<(u32, usize)>,
}

impl<'a> Packed<'a> {
    /// Reads the table of a file; `None` for a file of another kind.
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
            has_successors: false,
            left: Cell::new(MAX_STREAM),
        };
        packed.read_rows(&table.content()?)?;
        packed.streams.keys().all(|stream| packed.stream(*stream).is_some()).then_some(packed)
    }

    /// The value of an object in an object stream; `None` if it is in none, an error if its stream lacks it.
    pub(in crate::pdf) fn value(&self, id: u32) -> Option<Result<&[u8], ()>> {
        let (stream, index) = self.inside.get(usize::try_from(id).ok()?)?;
        let cell = self.streams.get(stream)?;
        let value = || {
            let unpacked = self.unpacked(*stream, cell)?;
            let (own, start) = unpacked.objects.get(*index)?;
            let end = find_end(&unpacked.content, *start)?;
            Some(unpacked.content.get(*start..end)?.trim_ascii_start()).filter(|_| *own == id)
        };
        Some(value().ok_or(()))
    }

    /// All objects in object streams; `None` if there are none, if they are not one behind the other as the table says, or may be more
    /// than what they are read as.
    pub(super) fn unpack_all(&self) -> Option<Vec<PackedObject<'_>>> {
        if self.has_successors || self.streams.is_empty() {
            return None;
        }
        let mut found = Vec::new();
        for (stream, cell) in &self.streams {
            let Unpacked { content, objects } = self.unpacked(*stream, cell)?;
            // A dictionary that `stream` follows would become one outside.
            if memchr::memmem::find(content, b"stream").is_some() {
                return None;
            }
            let ends = objects.iter().skip(1).map(|(_, start)| *start).chain([content.len()]);
            for ((index, (id, start)), end) in objects.iter().enumerate().zip(ends) {
                let is_here = self.inside.get(usize::try_from(*id).ok()?) == Some(&(*stream, index));
                let value = content.get(*start..end)?;
                found.extend(is_here.then_some(PackedObject { id: *id, value }));
            }
        }
        let all = self.inside.iter().filter(|(stream, _)| *stream > 0).count();
        (found.len() == all).then_some(found)
    }

    /// Where the content of the object streams is in the file.
    pub(in crate::pdf) fn packed_ranges(&self) -> Vec<Range<usize>> {
        let begin = self.pdf.as_ptr().addr();
        let contents = self.streams.keys().filter_map(|stream| self.stream(*stream)?.stream);
        let range = |content: &[u8]| {
            let start = content.as_ptr().addr().saturating_sub(begin);
            start..start + content.len()
        };
        contents.map(range).collect()
    }

    fn unpacked<'s>(&self, stream: u32, cell: &'s OnceCell<Option<Unpacked>>) -> Option<&'s Unpacked> {
        cell.get_or_init(|| self.unpack(stream)).as_ref()
    }

    /// An object stream; `None` for one that extends another or has an unusual filter.
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

    /// Reads the rows of the table: the place of each object.
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
            self.has_successors |= *kind == 1 && third > 0;
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

/// A big-endian number of a row.
fn read_big_endian(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}
