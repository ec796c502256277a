//! The classic cross-reference table of a file (ISO 32000-1, 7.5.4).

use super::limits::MAX_OBJECTS;
use super::value::get;

/// The cross-reference table of a plain file (ISO 32000-1, 7.5.4).
pub(in crate::pdf) struct Table<'a> {
    /// The offsets of objects, by number; 0 for a number without an object.
    pub(in crate::pdf) offsets: Vec<usize>,
    /// The offset of the table.
    pub(in crate::pdf) start: usize,
    /// The text between the table and `startxref`: `trailer` and a dictionary.
    pub(in crate::pdf) trailer: &'a [u8],
}

impl<'a> Table<'a> {
    /// Reads the table the end of a file points to; `None` for a table of another kind.
    pub(in crate::pdf) fn read(pdf: &'a [u8]) -> Option<Self> {
        let (start, end) = find_table(pdf)?;
        let mut rest = pdf.get(start..end)?.strip_prefix(b"xref")?.trim_ascii_start();
        let mut offsets = Vec::new();
        while !rest.starts_with(b"trailer") {
            let (first, after) = split_number(rest)?;
            let (count, after) = split_number(after)?;
            rest = read_section(after.trim_ascii_start(), first, count, &mut offsets)?.trim_ascii_start();
        }
        Some(Self { offsets, start, trailer: rest })
    }
}

/// The offset of the table as `startxref` gives it, and the offset of `startxref` itself.
pub(in crate::pdf) fn find_table(pdf: &[u8]) -> Option<(usize, usize)> {
    /// The last bytes of a file, in which `startxref` is searched for.
    const TAIL: usize = 64;
    let tail = pdf.len().saturating_sub(TAIL);
    let end = tail + find_last(pdf.get(tail..)?, b"startxref")?;
    let (start, _) = split_number(pdf.get(end + b"startxref".len()..)?)?;
    Some((start, end))
}

/// Reads one section of a table, and returns the text after it.
fn read_section<'a>(
    text: &'a [u8],
    first: usize,
    count: usize,
    offsets: &mut Vec<usize>,
) -> Option<&'a [u8]> {
    const ROW: usize = 20;
    const KIND: usize = 17;
    let (rows, rest) = text.split_at_checked(count.checked_mul(ROW)?)?;
    if first.checked_add(count)? > MAX_OBJECTS + 1 || first < offsets.len() {
        return None;
    }
    offsets.resize(first, 0);
    for row in rows.chunks_exact(ROW) {
        let (offset, _) = split_number(row)?;
        offsets.push(match row.get(KIND)? {
            b'n' => offset,
            b'f' => 0,
            _ => return None,
        });
    }
    Some(rest)
}

/// The offset of the last occurrence of a text.
pub(in crate::pdf) fn find_last(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, needle)
}

/// The number at the beginning of a text, after white space, and the text after it.
pub(in crate::pdf) fn split_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at(length);
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, rest))
}

/// Whether all of a file is where its only table says: no earlier versions, no second table, no encryption.
pub(in crate::pdf) fn is_whole(trailer: &[u8]) -> bool {
    let is_more = ["Prev", "XRefStm", "Encrypt"].iter().any(|key| get(trailer, key).is_some());
    get(trailer, "Root").is_some() && !is_more
}
