//! Takes the objects of a file out of its streams of objects (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! For files written whole, as this crate writes them; what is written in another way is left to a slower reader. Any file may be given:
//! what it unpacks to is bounded.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::source::{Source, is_whole};
use super::value::{get, items, unsigned};
use crate::pdf::form::MAX_STREAM;
use crate::pdf::plain::{MAX_OBJECTS, table_of};
use crate::pdf::token::Tokens;

/// A file whose objects have been unpacked.
pub(super) struct Unpacked {
    /// The file, and behind it the values of objects that stood in streams.
    pub(super) bytes: Vec<u8>,
    /// Where the file ends.
    pub(super) packed: usize,
    /// Where objects begin, by number; 0 for those there are not.
    pub(super) offsets: Vec<usize>,
    /// The dictionary of the trailer.
    pub(super) trailer: Vec<u8>,
}

/// Objects that stand in a stream: the number of each, by its index there.
type Inside = BTreeMap<usize, usize>;

impl Unpacked {
    /// Unpacks a file; none where it is written in another way.
    pub(super) fn read(pdf: &[u8]) -> Option<Self> {
        let source = Source::new(pdf, Cow::Borrowed(&[]), b"", pdf.len());
        let (start, _) = table_of(pdf)?;
        let id = unsigned(Tokens { content: pdf, at: start }.word()?)?;
        let table = source.parse(id, start)?;
        let is_ours = get(table.value, "Type")? == b"/XRef" && is_whole(table.value);
        if !is_ours || get(table.value, "Index").is_some() {
            return None;
        }
        let (mut offsets, streams) = rows(table.value, &table.content()?)?;
        let mut bytes = pdf.to_vec();
        for (stream, inside) in streams {
            let offset = offsets.get(stream).copied().filter(|offset| *offset > 0)?;
            let stream = source.parse(u32::try_from(stream).ok()?, offset)?;
            let is_plain = get(stream.value, "Type")? == b"/ObjStm" && get(stream.value, "Extends").is_none();
            let content = stream.content().filter(|_| is_plain)?;
            if bytes.len() + content.len() > pdf.len() + MAX_STREAM {
                return None;
            }
            let first = entry(stream.value, "First")?;
            let mut index = Tokens { content: content.get(..first)?, at: 0 };
            for (position, id) in places(&mut index).enumerate() {
                let (id, offset) = id;
                if inside.get(&position) == Some(&id) {
                    *offsets.get_mut(id)? = bytes.len() + first + offset;
                }
            }
            bytes.extend_from_slice(&content);
        }
        Some(Self { bytes, packed: pdf.len(), offsets, trailer: table.value.to_vec() })
    }
}

/// Reads the rows of a table: where objects begin, and which stand in which streams.
fn rows(table: &[u8], content: &[u8]) -> Option<(Vec<usize>, BTreeMap<usize, Inside>)> {
    let mut widths =
        items(get(table, "W")?).map_while(unsigned).map_while(|width| usize::try_from(width).ok());
    let [kind, second, third] = [widths.next()?, widths.next()?, widths.next()?];
    let width = kind.checked_add(second)?.checked_add(third)?;
    let count = entry(table, "Size")?;
    if kind != 1 || [second, third].iter().any(|width| *width > size_of::<usize>()) || count > MAX_OBJECTS + 1
    {
        return None;
    }
    let mut offsets = Vec::with_capacity(count.min(content.len() / width));
    let mut streams: BTreeMap<usize, Inside> = BTreeMap::new();
    for (id, row) in content.chunks_exact(width).take(count).enumerate() {
        let (kind, row) = row.split_first()?;
        let (second, third) = row.split_at_checked(second)?;
        let (second, third) = (whole(second), whole(third));
        offsets.push(if *kind == 1 { second } else { 0 });
        match kind {
            0 | 1 => {}
            2 => drop(streams.entry(second).or_default().insert(third, id)),
            _ => return None,
        }
    }
    Some((offsets, streams))
}

/// The numbers and offsets a stream of objects begins with.
fn places<'a>(index: &'a mut Tokens<'_>) -> impl Iterator<Item = (usize, usize)> + 'a {
    let mut next = || usize::try_from(unsigned(index.word()?)?).ok();
    std::iter::from_fn(move || Some((next()?, next()?)))
}

fn entry(dict: &[u8], key: &str) -> Option<usize> {
    usize::try_from(unsigned(get(dict, key)?)?).ok()
}

/// A number of a row, high byte first.
fn whole(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}
