//! Reads a PDF object by object, as text, and walks its tree of pages: a plain one, or one with streams of objects.
//!
//! Any file may be given: what is read of it altogether is bounded by its size, so that objects that stand in each other
//! or are asked for again and again end; depth costs no stack. What pages say is for others.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::bufread::ZlibDecoder;

use super::Unprintable;
use super::packed::Packed;
use super::value::{end_of, entries, get, items, reference, unsigned};
use crate::pdf::form::MAX_STREAM;
use crate::pdf::plain::Table;
use crate::pdf::token::Tokens;

/// Most pages a document may have.
const MAX_PAGES: usize = 20_000;

/// How deep nodes of the tree of pages may stand in each other.
const MAX_DEPTH: usize = 64;

/// An object as it stands in the file.
#[derive(Clone, Copy)]
pub(super) struct Object<'a> {
    /// Its value; of a stream its dictionary.
    pub(super) value: &'a [u8],
    /// What a stream holds, as packed.
    pub(super) stream: Option<&'a [u8]>,
}

impl<'a> Object<'a> {
    /// Whether it is a stream that is packed in the usual way, or not at all.
    pub(super) fn is_readable(self) -> bool {
        self.stream.is_some() && self.packing().is_some()
    }

    /// What a stream holds, where it is packed in the usual way and not too large.
    pub(super) fn content(self) -> Option<Cow<'a, [u8]>> {
        let data = self.stream?;
        if !self.packing()? {
            return Some(Cow::Borrowed(data));
        }
        /// How many times its packed size a stream unpacks to, most often.
        const TIMES: usize = 4;
        let mut content = Vec::with_capacity(data.len().saturating_mul(TIMES).min(MAX_STREAM));
        let mut limited = ZlibDecoder::new(data).take(MAX_STREAM as u64);
        limited.read_to_end(&mut content).ok()?;
        Some(Cow::Owned(content))
    }

    /// Whether a stream is packed; none where it is in an unusual way.
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

/// A file whose objects stand where its table says.
pub(super) struct Source<'a> {
    bytes: &'a [u8],
    /// Where objects begin, by number; 0 for those there are not.
    offsets: Cow<'a, [usize]>,
    /// The dictionary of the trailer.
    trailer: &'a [u8],
    /// Has the objects that stand in streams.
    packed: Option<&'a Packed<'a>>,
    /// How many bytes may still be read.
    left: usize,
}

/// A page, with what it has from the nodes above it.
pub(super) struct Page<'a> {
    dict: &'a [u8],
    above: Above<'a>,
}

/// What pages have from nodes above them (ISO 32000-1, 7.7.3.4).
#[derive(Clone, Copy, Default)]
struct Above<'a>([Option<&'a [u8]>; 4]);

impl<'a> Above<'a> {
    const KEYS: [&'static str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];

    fn with(mut self, node: &'a [u8]) -> Self {
        for (entry, key) in self.0.iter_mut().zip(Self::KEYS) {
            *entry = get(node, key).or(*entry);
        }
        self
    }
}

impl<'a> Page<'a> {
    /// An entry of the page.
    pub(super) fn get(&self, key: &str) -> Option<&'a [u8]> {
        let position = Above::KEYS.iter().position(|inherited| *inherited == key);
        let inherited = position.and_then(|position| self.above.0.get(position).copied().flatten());
        inherited.or_else(|| get(self.dict, key))
    }
}

impl<'a> Source<'a> {
    /// A plain file; none where it is of another kind, has earlier versions of itself, streams of objects, or is encrypted.
    pub(super) fn plain(pdf: &'a [u8]) -> Option<Self> {
        let Table { offsets, trailer, .. } = Table::read(pdf)?;
        let trailer = trailer.strip_prefix(b"trailer").unwrap_or_default();
        is_whole(trailer).then(|| Self::new(pdf, Cow::Owned(offsets), trailer))
    }

    /// A file some of whose objects stand in streams.
    pub(super) fn packed(file: &'a Packed<'a>) -> Self {
        let source = Self::new(file.pdf, Cow::Borrowed(&file.offsets), file.trailer);
        Self { packed: Some(file), ..source }
    }

    pub(super) fn new(bytes: &'a [u8], offsets: Cow<'a, [usize]>, trailer: &'a [u8]) -> Self {
        /// How often a byte may be read, on average.
        const TIMES: usize = 16;
        const AT_LEAST: usize = 1 << 22;
        let left = bytes.len().saturating_mul(TIMES).saturating_add(AT_LEAST);
        Self { bytes, offsets, trailer, packed: None, left }
    }

    /// The catalog.
    pub(super) fn catalog(&mut self) -> Result<&'a [u8], Unprintable> {
        let root = get(self.trailer, "Root").unwrap_or_default();
        let catalog = self.resolve(root)?;
        catalog.map(|object| object.value).ok_or(Unprintable::Damaged("it has no catalog"))
    }

    /// The object of a number; none where the file has none, which stands for null.
    pub(super) fn object(&mut self, id: u32) -> Result<Option<Object<'a>>, Unprintable> {
        let object = match (self.offset(id), self.packed.and_then(|packed| packed.value(id))) {
            (Some(offset), _) => self.parse(id, offset),
            (None, Some(value)) => value.ok().map(|value| Object { value, stream: None }),
            (None, None) => return Ok(None),
        };
        let object = object.ok_or(Unprintable::Damaged("an object is not where it should be"))?;
        let size = object.value.len() + object.stream.map_or(0, <[u8]>::len);
        self.left = self.left.checked_sub(size).ok_or(Unprintable::TooLarge)?;
        Ok(Some(object))
    }

    /// What a value is, references followed.
    pub(super) fn resolve(&mut self, value: &'a [u8]) -> Result<Option<Object<'a>>, Unprintable> {
        const MOST: usize = 8;
        let mut object = Object { value, stream: None };
        for _ in 0..MOST {
            let Some((id, _)) = reference(object.value, 0) else { return Ok(Some(object)) };
            let Some(next) = self.object(id)? else { return Ok(None) };
            object = next;
        }
        Ok(None)
    }

    /// What an entry of a dictionary is, references followed.
    pub(super) fn get(&mut self, dict: &'a [u8], key: &str) -> Result<Option<Object<'a>>, Unprintable> {
        get(dict, key).map_or(Ok(None), |value| self.resolve(value))
    }

    /// The pages, in order.
    pub(super) fn pages(&mut self) -> Result<Vec<Page<'a>>, Unprintable> {
        let catalog = self.catalog()?;
        let root = get(catalog, "Pages").ok_or(Unprintable::Damaged("it has no pages"))?;
        let mut pages = Vec::new();
        let mut open = vec![(root, Above::default(), 0)];
        while let Some((value, above, depth)) = open.pop() {
            let Some(node) = self.resolve(value)?.map(|node| node.value) else { continue };
            if entries(node).next().is_none() {
                continue;
            }
            let above = above.with(node);
            let Some(kids) = self.get(node, "Kids")? else {
                pages.push(Page { dict: node, above });
                continue;
            };
            if depth >= MAX_DEPTH {
                return Err(Unprintable::Damaged("its tree of pages has no end"));
            }
            let first = open.len();
            open.extend(items(kids.value).take(MAX_PAGES + 1).map(|kid| (kid, above, depth + 1)));
            open.get_mut(first..).unwrap_or_default().reverse();
            if open.len() + pages.len() > MAX_PAGES {
                return Err(Unprintable::TooLarge);
            }
        }
        if pages.is_empty() { Err(Unprintable::Damaged("it has no pages")) } else { Ok(pages) }
    }

    fn offset(&self, id: u32) -> Option<usize> {
        let offset = usize::try_from(id).ok().and_then(|id| self.offsets.get(id))?;
        (*offset > 0).then_some(*offset)
    }

    /// The tokens behind the head of an object.
    fn behind_head(&self, id: u32, offset: usize) -> Option<Tokens<'a>> {
        let mut tokens = Tokens { content: self.bytes, at: offset };
        let is_it = unsigned(tokens.word()?)? == id;
        unsigned(tokens.word()?)?;
        (is_it && matches!(tokens.word(), Some(b"obj"))).then_some(tokens)
    }

    /// The object of a number that begins at an offset.
    pub(super) fn parse(&self, id: u32, offset: usize) -> Option<Object<'a>> {
        const END: &[u8] = b"endobj";
        let mut tokens = self.behind_head(id, offset)?;
        let end = end_of(self.bytes, tokens.at)?;
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

    /// What a stream holds, up to where it ends by its length or else by its mark.
    fn stream(&self, dict: &[u8], at: usize) -> Option<&'a [u8]> {
        const END: &[u8] = b"endstream";
        let rest = self.bytes.get(at..)?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        let told = self.length(dict).and_then(|length| rest.split_at_checked(length));
        match told.filter(|(_, after)| after.trim_ascii_start().starts_with(END)) {
            Some((data, _)) => Some(data),
            None => rest.get(..memchr::memmem::find(rest, END)?),
        }
    }

    fn length(&self, dict: &[u8]) -> Option<usize> {
        let value = get(dict, "Length")?;
        let length = match reference(value, 0) {
            Some((id, _)) => unsigned(self.behind_head(id, self.offset(id)?)?.word()?)?,
            None => unsigned(value)?,
        };
        usize::try_from(length).ok()
    }
}

/// Whether all of a file is where its only table says.
pub(super) fn is_whole(trailer: &[u8]) -> bool {
    let is_more = ["Prev", "XRefStm", "Encrypt"].iter().any(|key| get(trailer, key).is_some());
    get(trailer, "Root").is_some() && !is_more
}
