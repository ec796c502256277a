//! Makes a plain PDF smaller: objects other than streams go into object streams, and the cross-reference table becomes a
//! stream (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! A form has hundreds of small objects: as plain text more than half of the file, packed a tenth of that. They are packed once, and
//! stored, hashed and sent many times.

use std::io::{self, Write as _};

use flate2::Compression;

use super::pictures::Pictures;
use crate::diagnostic::io_text;
use crate::pdf::signature::SIGNATURE;
use crate::pdf::syntax::table::{Table, find_last, split_number};
use crate::pdf::write::{compress_shared_stream, compress_stream, end_line, write_end};

/// Most objects in one stream: some readers search all of them for each object.
const MOST: usize = 100;

/// The level at which objects are packed: a quicker one makes them a third larger, and storing and hashing takes that time back.
const COMPRESSION: Compression = Compression::new(2);

/// The first version with object streams.
const SINCE: &[u8] = b"%PDF-1.5";

/// Makes a plain file smaller, with pictures in the place of their marks; a file of an older version of PDF only gets its last line end.
///
/// # Errors
///
/// The file is not plain, or a picture has no mark in it.
pub(in crate::pdf) fn compact(mut pdf: Vec<u8>, mut pictures: Pictures<'_>) -> Result<Vec<u8>, String> {
    if pictures.is_empty() && pdf.get(..SINCE.len()).is_some_and(|head| head < SINCE) {
        end_line(&mut pdf);
        return Ok(pdf);
    }
    let (compact, objects, trailer) = Compact::begin(&pdf, &mut pictures)
        .ok_or_else(|| "the file has no cross-reference table of the kind Typst writes".to_owned())?;
    if let Some(number) = pictures.left() {
        return Err(format!("the file has no mark for picture {number}"));
    }
    compact.finish(&objects, &trailer).map_err(|error| io_text(&error))
}

/// An object's number and its value, as written.
type Object<'a> = (usize, &'a [u8]);

/// The place of an object, as a row of the table gives it (ISO 32000-1, table 18).
#[derive(Clone, Copy)]
enum Place {
    /// No object; readers take it for null.
    Free,
    /// At this offset.
    At(usize),
    /// In the object stream of this number, at this index.
    In { stream: usize, index: usize },
}

/// A compact file being written.
struct Compact<'a> {
    out: Vec<u8>,
    places: Vec<Place>,
    /// The signature: its bytes have to be found in the file, so it is packed into no stream.
    signature: Option<Object<'a>>,
}

impl<'a> Compact<'a> {
    /// Copies what stays outside of object streams: the header, and streams. Returns the other objects, and the entries of
    /// the trailer except its size.
    fn begin(pdf: &'a [u8], pictures: &mut Pictures<'_>) -> Option<(Self, Vec<Object<'a>>, Vec<u8>)> {
        let Table { offsets, start, trailer } = Table::read(pdf)?;
        let mut order: Vec<Object<'_>> = Vec::with_capacity(offsets.len());
        for (id, offset) in offsets.iter().enumerate().filter(|(_, offset)| **offset > 0) {
            order.push((id, pdf.get(*offset..start)?));
        }
        order.sort_unstable_by_key(|(id, _)| offsets[*id]);
        let first = order.first().map_or(start, |(id, _)| offsets[*id]);
        let mut compact = Self {
            out: Vec::with_capacity(pdf.len() + pictures.bytes()),
            places: vec![Place::Free; offsets.len()],
            signature: None,
        };
        compact.out.extend_from_slice(pdf.get(..first)?);
        let mut objects = Vec::with_capacity(order.len());
        for (position, (id, text)) in order.iter().enumerate() {
            let end = order.get(position + 1).map_or(start, |(next, _)| offsets[*next]);
            let text = text.get(..end - offsets[*id])?;
            let value = strip_value(text)?;
            if value.ends_with(b"\nendstream") {
                compact.places[*id] = Place::At(compact.out.len());
                match pictures.take(value) {
                    Some(picture) => compact.write(*id, &picture).ok()?,
                    None => compact.out.extend_from_slice(text),
                }
            } else if value.starts_with(SIGNATURE) {
                compact.signature = Some((*id, value));
            } else {
                objects.push((*id, value));
            }
        }
        // Drawing and printing need no structure elements: the streams that hold them remain packed.
        objects.sort_by_key(|(_, value)| value.starts_with(b"<</Type/StructElem"));
        let entries =
            trailer.strip_prefix(b"trailer")?.trim_ascii().strip_prefix(b"<<")?.strip_suffix(b">>")?;
        let size = find_last(entries, b"/Size")?;
        let (_, behind) = split_number(entries.get(size + b"/Size".len()..)?)?;
        Some((compact, objects, [entries.get(..size)?, behind].concat()))
    }

    fn finish(mut self, objects: &[Object<'_>], trailer: &[u8]) -> io::Result<Vec<u8>> {
        for objects in objects.chunks(MOST) {
            self.pack(objects)?;
        }
        if let Some((id, value)) = self.signature {
            self.places[id] = Place::At(self.out.len());
            self.write(id, value)?;
        }
        let at = self.out.len();
        let id = self.places.len();
        self.places.push(Place::At(at));
        let width =
            (1..size_of::<usize>()).find(|width| at >> (8 * width) == 0).unwrap_or(size_of::<usize>());
        let mut rows = Vec::with_capacity(self.places.len() * (width + 3));
        for place in &self.places {
            let (kind, second, third) = match *place {
                Place::Free => (0, 0, u16::MAX),
                Place::At(offset) => (1, offset, 0),
                Place::In { stream, index } => (2, stream, u16::try_from(index).map_err(io::Error::other)?),
            };
            rows.push(kind);
            rows.extend_from_slice(&second.to_be_bytes()[size_of::<usize>() - width..]);
            rows.extend_from_slice(&third.to_be_bytes());
        }
        let head = format!("/Type/XRef/W[1 {width} 2]/Size {}", self.places.len());
        self.write(id, &compress_stream(&[head.as_bytes(), trailer].concat(), &rows, COMPRESSION)?)?;
        write_end(&mut self.out, at as u64)?;
        Ok(self.out)
    }

    /// Adds an object stream.
    fn pack(&mut self, objects: &[Object<'_>]) -> io::Result<()> {
        let stream = self.places.len();
        let (mut text, mut values) = (Vec::new(), Vec::new());
        for (index, (id, value)) in objects.iter().enumerate() {
            write!(text, "{id} {} ", values.len())?;
            values.extend_from_slice(value);
            values.push(b'\n');
            self.places[*id] = Place::In { stream, index };
        }
        let head = format!("/Type/ObjStm/N {}/First {}", objects.len(), text.len());
        text.extend_from_slice(&values);
        self.places.push(Place::At(self.out.len()));
        // Of the structure of a form, two thirds are the same for all recipients.
        self.write(stream, &compress_shared_stream(head.as_bytes(), &text, COMPRESSION)?)
    }

    /// Adds an object.
    fn write(&mut self, id: usize, value: &[u8]) -> io::Result<()> {
        writeln!(self.out, "{id} 0 obj")?;
        self.out.extend_from_slice(value);
        self.out.extend_from_slice(b"\nendobj\n\n");
        Ok(())
    }
}

/// Strips the number, generation, `obj` and `endobj` from an object, and returns its value.
fn strip_value(text: &[u8]) -> Option<&[u8]> {
    let (_, rest) = split_number(text)?;
    let (_, rest) = split_number(rest)?;
    let value = rest.trim_ascii_start().strip_prefix(b"obj")?;
    Some(value.trim_ascii().strip_suffix(b"endobj")?.trim_ascii())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use lopdf::xref::XrefType;
    use lopdf::{Document, Object, Stream, dictionary};

    use super::*;

    /// A plain file of so many strings, which a stream leads to.
    fn plain(version: &str, strings: usize) -> Vec<u8> {
        let mut document = Document::with_version(version);
        let kids: Vec<Object> = (0..strings)
            .map(|n| document.add_object(Object::string_literal(format!("({n}\\"))))
            .map(Object::from)
            .collect();
        let content = document.add_object(Stream::new(dictionary! { "Kids" => kids }, b"q Q".to_vec()));
        let root = document.add_object(dictionary! { "Type" => "Catalog", "Content" => content });
        document.trailer.set("Root", root);
        document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
        let mut pdf = Vec::new();
        document.save_to(&mut pdf).unwrap();
        pdf
    }

    #[test]
    fn says_the_same_in_fewer_bytes() {
        for strings in [0, 1, 300, 2 * MOST + 1] {
            let plain = plain("1.7", strings);
            let packed = compact(plain.clone(), Pictures::default()).unwrap();
            assert!(strings < 300 || packed.len() * 2 < plain.len(), "{} of {}", packed.len(), plain.len());
            let (before, after) = (Document::load_mem(&plain).unwrap(), Document::load_mem(&packed).unwrap());
            for (id, object) in &before.objects {
                assert_eq!(after.get_object(*id).unwrap(), object);
            }
            assert_eq!(before.catalog().unwrap(), after.catalog().unwrap());
            assert_eq!(compact(plain, Pictures::default()).unwrap(), packed);
        }
    }

    #[test]
    fn versions_without_streams_of_objects_stay() {
        let old = plain("1.4", 3);
        assert_eq!(compact(old.clone(), Pictures::default()).unwrap(), [old.as_slice(), b"\n"].concat());
        assert!(compact(b"%PDF-1.7\nnothing".to_vec(), Pictures::default()).is_err());
    }
}
