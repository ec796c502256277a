//! Plain PDFs, as Typst writes them: one classic cross-reference table, every object at its top level.
//!
//! Here are the table and what is written the same way wherever objects are; what they say is for others.

use std::io::{self, Write as _};

pub(super) use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Chunk, Settings};

/// How objects are written: without line breaks and indents.
pub(super) const PLAIN: Settings = Settings { pretty: false };

/// How well contents are compressed again: the quickest costs a twentieth more bytes.
const COMPRESSION: Compression = Compression::new(3);

/// The most objects a file may have (ISO 19005-2, 6.1.13).
pub(super) const MAX_OBJECTS: usize = 8_388_607;

/// An empty chunk, for one object.
pub(super) fn chunk() -> Chunk {
    Chunk::with_settings(PLAIN)
}

/// The cross-reference table of a plain file (ISO 32000-1, 7.5.4).
pub(super) struct Table<'a> {
    /// Where objects begin, by number; 0 for those there are not.
    pub(super) offsets: Vec<usize>,
    /// Where the table begins.
    pub(super) start: usize,
    /// What stands between the table and its offset: `trailer` and a dictionary.
    pub(super) trailer: &'a [u8],
}

impl<'a> Table<'a> {
    /// Reads the table the end of a file points to; none where it is of another kind.
    pub(super) fn read(pdf: &'a [u8]) -> Option<Self> {
        let (start, end) = table_of(pdf)?;
        let mut rest = pdf.get(start..end)?.strip_prefix(b"xref")?.trim_ascii_start();
        let mut offsets = Vec::new();
        while !rest.starts_with(b"trailer") {
            let (first, after) = number(rest)?;
            let (count, after) = number(after)?;
            rest = rows(after.trim_ascii_start(), first, count, &mut offsets)?.trim_ascii_start();
        }
        Some(Self { offsets, start, trailer: rest })
    }
}

/// Where a file says that its table begins, and where it says so.
pub(super) fn table_of(pdf: &[u8]) -> Option<(usize, usize)> {
    /// How far from its end a file says it.
    const TAIL: usize = 64;
    let tail = pdf.len().saturating_sub(TAIL);
    let end = tail + find(pdf.get(tail..)?, b"startxref")?;
    let (start, _) = number(pdf.get(end + b"startxref".len()..)?)?;
    Some((start, end))
}

/// Reads one section of a table, and gives what follows it.
fn rows<'a>(text: &'a [u8], first: usize, count: usize, offsets: &mut Vec<usize>) -> Option<&'a [u8]> {
    const ROW: usize = 20;
    const KIND: usize = 17;
    let (rows, rest) = text.split_at_checked(count.checked_mul(ROW)?)?;
    if first.checked_add(count)? > MAX_OBJECTS + 1 || first < offsets.len() {
        return None;
    }
    offsets.resize(first, 0);
    for row in rows.chunks_exact(ROW) {
        let (offset, _) = number(row)?;
        offsets.push(match row.get(KIND)? {
            b'n' => offset,
            b'f' => 0,
            _ => return None,
        });
    }
    Some(rest)
}

/// A stream's text with its content compressed.
pub(super) fn compressed(content: &[u8]) -> Result<Vec<u8>, String> {
    stream(b"", content, COMPRESSION).map_err(|error| error.to_string())
}

/// A stream's text with its content compressed, and these entries in its dictionary.
pub(super) fn stream(entries: &[u8], content: &[u8], compression: Compression) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(content.len() / 4), compression);
    encoder.write_all(content)?;
    let packed = encoder.finish()?;
    let head = format!("/Length {}/Filter/FlateDecode>>\nstream\n", packed.len());
    Ok([b"<<", entries, head.as_bytes(), &packed, b"\nendstream"].concat())
}

/// Where a text stands for the last time in another.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, needle)
}

/// The number a text begins with, after white space, and what follows it.
pub(super) fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at(length);
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, rest))
}
