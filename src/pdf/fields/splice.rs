//! Writes a PDF again with some of its objects replaced, dropped or added, and all others copied as they are.
//!
//! For plain files, as Typst writes them.

use std::collections::BTreeMap;
use std::io::Write as _;

use pdf_writer::Chunk;

use crate::diagnostic::io_text;
use crate::pdf::syntax::table::{Table, find_last, split_number};
use crate::pdf::write::write_end;

/// Changes to a PDF.
pub(super) struct Splice<'a> {
    pdf: &'a [u8],
    /// Where objects begin, by number.
    offsets: Vec<usize>,
    /// Where the cross-reference table begins.
    table: usize,
    /// The text of the trailer after its size.
    trailer: &'a [u8],
    /// The new text of objects, by number; `None` for one that is dropped.
    changed: BTreeMap<i32, Option<Vec<u8>>>,
    next: i32,
}

const MALFORMED: &str = "the file has no cross-reference table of the kind Typst writes";

/// Says what is missing in a file that Typst should have written.
pub(super) fn lacks(what: &str) -> String {
    format!("the file has no {what} where Typst writes one")
}

impl<'a> Splice<'a> {
    pub(super) fn new(pdf: &'a [u8]) -> Result<Self, String> {
        Self::read(pdf).ok_or_else(|| MALFORMED.to_owned())
    }

    fn read(pdf: &'a [u8]) -> Option<Self> {
        let Table { offsets, start: table, trailer } = Table::read(pdf)?;
        let size = find_last(trailer, b"/Size")? + b"/Size".len();
        let (_, trailer) = split_number(trailer.get(size..)?)?;
        let next = i32::try_from(offsets.len()).ok()?;
        Some(Self { pdf, offsets, table, trailer, changed: BTreeMap::new(), next })
    }

    /// A number for a new object.
    pub(super) fn new_id(&mut self) -> i32 {
        self.next += 1;
        self.next - 1
    }

    /// Replaces or adds the one object of a chunk.
    pub(super) fn put(&mut self, id: i32, chunk: &Chunk) {
        self.changed.insert(id, Some(chunk.as_bytes().to_vec()));
    }

    /// Replaces an object by another text of its value.
    pub(super) fn put_value(&mut self, id: i32, value: &[u8]) {
        let text = [format!("{id} 0 obj\n").as_bytes(), value, b"\nendobj\n\n"].concat();
        self.changed.insert(id, Some(text));
    }

    /// Drops an object.
    pub(super) fn remove(&mut self, id: i32) {
        self.changed.insert(id, None);
    }

    /// The changed file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, String> {
        let mut out = Vec::with_capacity(self.pdf.len() + self.pdf.len() / 2);
        let count = usize::try_from(self.next).map_err(|error| error.to_string())?;
        let mut offsets = vec![0; count];
        let mut order: Vec<usize> = (1..self.offsets.len()).collect();
        order.sort_by_key(|id| self.offsets[*id]);
        let first = order.first().map_or(self.table, |id| self.offsets[*id]);
        out.extend_from_slice(self.pdf.get(..first).ok_or(MALFORMED)?);
        for (position, id) in order.iter().enumerate() {
            let end = order.get(position + 1).map_or(self.table, |next| self.offsets[*next]);
            let original = self.pdf.get(self.offsets[*id]..end).ok_or(MALFORMED)?;
            let key = i32::try_from(*id).map_err(|error| error.to_string())?;
            offsets[*id] = out.len();
            match self.changed.remove(&key) {
                None => out.extend_from_slice(original),
                Some(Some(text)) => out.extend_from_slice(&text),
                Some(None) => offsets[*id] = 0,
            }
        }
        for (id, text) in self.changed {
            let slot = usize::try_from(id).ok().and_then(|id| offsets.get_mut(id)).ok_or(MALFORMED)?;
            *slot = out.len();
            out.extend_from_slice(&text.unwrap_or_default());
        }
        write_table(&mut out, &offsets, self.trailer).map_err(|error| io_text(&error))?;
        Ok(out)
    }
}

fn write_table(out: &mut Vec<u8>, offsets: &[usize], trailer: &[u8]) -> std::io::Result<()> {
    let start = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f\r\n", offsets.len())?;
    for offset in &offsets[1..] {
        // A dropped object is the head's successor in no list: readers take it for null (ISO 32000-1, 7.5.4).
        let mut row = if *offset == 0 { *b"0000000000 65535 f\r\n" } else { *b"0000000000 00000 n\r\n" };
        // A form has a thousand rows, which formatting would make a hundredth of its time.
        let mut rest = *offset;
        for digit in row[..10].iter_mut().rev() {
            *digit += u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        out.extend_from_slice(&row);
    }
    write!(out, "trailer\n<</Size {}", offsets.len())?;
    out.extend_from_slice(trailer.trim_ascii_end());
    out.push(b'\n');
    write_end(out, start as u64)
}
