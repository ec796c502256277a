//! Single objects of a file: their extent, and the content of their streams.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::bufread::ZlibDecoder;

use super::limits::MAX_STREAM;
use super::token::Tokens;
use super::value::{find_end, get, items, parse_reference, parse_unsigned};

/// An object as written in the file.
#[derive(Clone, Copy)]
pub(in crate::pdf) struct Object<'a> {
    /// Its value; for a stream, its dictionary.
    pub(in crate::pdf) value: &'a [u8],
    /// The content of a stream, as packed.
    pub(in crate::pdf) stream: Option<&'a [u8]>,
}

impl<'a> Object<'a> {
    /// Whether it is a stream that is deflated or not packed.
    pub(in crate::pdf) fn is_readable(self) -> bool {
        self.stream.is_some() && self.packing().is_some()
    }

    /// The unpacked content of a readable stream, of at most [`MAX_STREAM`] bytes.
    pub(in crate::pdf) fn content(self) -> Option<Cow<'a, [u8]>> {
        let data = self.stream?;
        if !self.packing()? {
            return Some(Cow::Borrowed(data));
        }
        /// The usual ratio of unpacked to packed size.
        const TIMES: usize = 4;
        let mut content = Vec::with_capacity(data.len().saturating_mul(TIMES).min(MAX_STREAM));
        let mut limited = ZlibDecoder::new(data).take(MAX_STREAM as u64);
        limited.read_to_end(&mut content).ok()?;
        Some(Cow::Owned(content))
    }

    /// Whether a stream is deflated; `None` for any other filter.
    fn packing(self) -> Option<bool> {
        let is_deflated = match get(self.value, "Filter") {
            None => return Some(false),
            Some(b"/FlateDecode") => true,
            Some(list) => {
                let mut items = items(list);
                matches!(items.next(), Some(b"/FlateDecode")) && items.next().is_none()
            }
        };
        (is_deflated && get(self.value, "DecodeParms").is_none()).then_some(true)
    }
}

/// The bytes of a file and the offsets of its objects.
#[derive(Clone, Copy)]
pub(in crate::pdf) struct File<'a, 'o> {
    pub(in crate::pdf) bytes: &'a [u8],
    /// The offsets of objects, by number; 0 for a number without an object.
    pub(in crate::pdf) offsets: &'o [usize],
}

impl<'a> File<'a, '_> {
    /// The offset of an object.
    pub(in crate::pdf) fn offset(self, id: u32) -> Option<usize> {
        let offset = usize::try_from(id).ok().and_then(|id| self.offsets.get(id))?;
        (*offset > 0).then_some(*offset)
    }

    /// The tokens after `obj` of an object.
    fn behind_head(self, id: u32, offset: usize) -> Option<Tokens<'a>> {
        let mut tokens = Tokens { content: self.bytes, at: offset };
        let is_it = parse_unsigned(tokens.word()?)? == id;
        parse_unsigned(tokens.word()?)?;
        (is_it && matches!(tokens.word(), Some(b"obj"))).then_some(tokens)
    }

    /// The object at an offset, if it has this number.
    pub(in crate::pdf) fn parse(self, id: u32, offset: usize) -> Option<Object<'a>> {
        const END: &[u8] = b"endobj";
        let mut tokens = self.behind_head(id, offset)?;
        let end = find_end(self.bytes, tokens.at)?;
        let value = self.bytes.get(tokens.at..end)?.trim_ascii_start();
        if value == END {
            return Some(Object { value: b"null", stream: None });
        }
        tokens.at = end;
        let stream = match tokens.word() {
            Some(b"stream") => Some(self.stream(value, tokens.at)?),
            _ => None,
        };
        Some(Object { value, stream })
    }

    /// The content of a stream, up to its `Length` or, if that is wrong, up to `endstream`.
    fn stream(self, dict: &[u8], at: usize) -> Option<&'a [u8]> {
        const END: &[u8] = b"endstream";
        let rest = self.bytes.get(at..)?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        let told = self.length(dict).and_then(|length| rest.split_at_checked(length));
        match told.filter(|(_, after)| after.trim_ascii_start().starts_with(END)) {
            Some((data, _)) => Some(data),
            None => rest.get(..memchr::memmem::find(rest, END)?),
        }
    }

    fn length(self, dict: &[u8]) -> Option<usize> {
        let value = get(dict, "Length")?;
        let length = match parse_reference(value, 0) {
            Some((id, _)) => parse_unsigned(self.behind_head(id, self.offset(id)?)?.word()?)?,
            None => parse_unsigned(value)?,
        };
        usize::try_from(length).ok()
    }
}
