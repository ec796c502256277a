//! Reads a PDF object by object, as text, and walks its page tree.
//!
//! The input may be any file: the bytes read altogether are limited in proportion to its size, so that reading objects that
//! contain each other ends; nesting takes no stack.

use std::borrow::Cow;

use super::limits::{MAX_PAGE_DEPTH, MAX_PAGES};
use super::object::{File, Object};
use super::packed::Packed;
use super::page::{Inherited, Page};
use super::table::{Table, is_whole};
use super::unreadable::Unreadable;
use super::value::{entries, get, items, parse_reference};

/// A file whose objects are at the offsets its table gives.
pub(in crate::pdf) struct Source<'a> {
    bytes: &'a [u8],
    /// The offsets of objects, by number; 0 for a number without an object.
    offsets: Cow<'a, [usize]>,
    /// The dictionary of the trailer.
    trailer: &'a [u8],
    /// The objects in object streams.
    packed: Option<&'a Packed<'a>>,
    /// The number of bytes that may still be read.
    left: usize,
}

impl<'a> Source<'a> {
    /// A plain file; `None` for one with updates, object streams or encryption.
    pub(in crate::pdf) fn from_plain(pdf: &'a [u8]) -> Option<Self> {
        let Table { offsets, trailer, .. } = Table::read(pdf)?;
        let trailer = trailer.strip_prefix(b"trailer").unwrap_or_default();
        is_whole(trailer).then(|| Self::new(pdf, Cow::Owned(offsets), trailer))
    }

    /// A file with object streams.
    pub(in crate::pdf) fn from_packed(file: &'a Packed<'a>) -> Self {
        let source = Self::new(file.pdf, Cow::Borrowed(&file.offsets), file.trailer);
        Self { packed: Some(file), ..source }
    }

    fn new(bytes: &'a [u8], offsets: Cow<'a, [usize]>, trailer: &'a [u8]) -> Self {
        /// How many times a byte may be read, on average.
        const TIMES: usize = 16;
        const AT_LEAST: usize = 1 << 22;
        let left = bytes.len().saturating_mul(TIMES).saturating_add(AT_LEAST);
        Self { bytes, offsets, trailer, packed: None, left }
    }

    /// The catalog.
    pub(in crate::pdf) fn catalog(&mut self) -> Result<&'a [u8], Unreadable> {
        let root = get(self.trailer, "Root").unwrap_or_default();
        let catalog = self.resolve(root)?;
        catalog.map(|object| object.value).ok_or(Unreadable::damaged("it has no catalog"))
    }

    /// The object of a number; `None` if there is none, which is equivalent to null.
    pub(in crate::pdf) fn object(&mut self, id: u32) -> Result<Option<Object<'a>>, Unreadable> {
        let object = match (self.file().offset(id), self.packed.and_then(|packed| packed.value(id))) {
            (Some(offset), _) => self.file().parse(id, offset),
            (None, Some(value)) => value.ok().map(|value| Object { value, stream: None }),
            (None, None) => return Ok(None),
        };
        let object = object.ok_or(Unreadable::damaged("an object is not where it should be"))?;
        let size = object.value.len() + object.stream.map_or(0, <[u8]>::len);
        self.left = self.left.checked_sub(size).ok_or(Unreadable::TooLarge)?;
        Ok(Some(object))
    }

    /// Follows the references of a value.
    pub(in crate::pdf) fn resolve(&mut self, value: &'a [u8]) -> Result<Option<Object<'a>>, Unreadable> {
        const MOST: usize = 8;
        let mut object = Object { value, stream: None };
        for _ in 0..MOST {
            let Some((id, _)) = parse_reference(object.value, 0) else { return Ok(Some(object)) };
            let Some(next) = self.object(id)? else { return Ok(None) };
            object = next;
        }
        Ok(None)
    }

    /// An entry of a dictionary, with references followed.
    pub(in crate::pdf) fn get(
        &mut self,
        dict: &'a [u8],
        key: &str,
    ) -> Result<Option<Object<'a>>, Unreadable> {
        get(dict, key).map_or(Ok(None), |value| self.resolve(value))
    }

    /// The pages, in order.
    pub(in crate::pdf) fn pages(&mut self) -> Result<Vec<Page<'a>>, Unreadable> {
        let catalog = self.catalog()?;
        let root = get(catalog, "Pages").ok_or(Unreadable::damaged("it has no pages"))?;
        let mut pages = Vec::new();
        let mut open = vec![(root, Inherited::default(), 0)];
        while let Some((value, above, depth)) = open.pop() {
            let Some(node) = self.resolve(value)?.map(|node| node.value) else { continue };
            if entries(node).next().is_none() {
                continue;
            }
            let above = above.with(node);
            let Some(kids) = self.get(node, "Kids")? else {
                pages.push(Page { dict: node, inherited: above });
                continue;
            };
            if depth >= MAX_PAGE_DEPTH {
                return Err(Unreadable::damaged("its tree of pages has no end"));
            }
            let first = open.len();
            open.extend(items(kids.value).take(MAX_PAGES + 1).map(|kid| (kid, above, depth + 1)));
            open.get_mut(first..).unwrap_or_default().reverse();
            if open.len() + pages.len() > MAX_PAGES {
                return Err(Unreadable::TooLarge);
            }
        }
        if pages.is_empty() { Err(Unreadable::damaged("it has no pages")) } else { Ok(pages) }
    }

    fn file(&self) -> File<'a, '_> {
        File { bytes: self.bytes, offsets: &self.offsets }
    }
}
