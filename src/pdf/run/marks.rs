//! How one finds a recipient in the run: bookmarks (ISO 32000-1, 12.3.3) and page labels (12.4.2), written while they
//! come.

use std::io::{self, Write};

use pdf_writer::types::NumberingStyle;
use pdf_writer::{Finish, Name, Ref, TextStr};

use super::sink::Sink;
use crate::pdf::write::chunk;

/// The list of bookmarks.
#[derive(Default)]
pub(super) struct Bookmarks {
    /// The number of the list, and of its first item.
    list: Option<(i32, i32)>,
    open: Option<Item>,
    count: i32,
}

/// A bookmark whose next one is not known yet.
struct Item {
    id: i32,
    title: String,
    page: i32,
    previous: Option<i32>,
}

impl Bookmarks {
    pub(super) fn add<W: Write>(&mut self, title: String, page: i32, sink: &mut Sink<W>) -> io::Result<()> {
        let id = sink.reserve()?;
        let (list, _) = match self.list {
            Some(list) => list,
            None => *self.list.insert((sink.reserve()?, id)),
        };
        let previous = self.open.take();
        self.open = Some(Item { id, title, page, previous: previous.as_ref().map(|item| item.id) });
        self.count += 1;
        previous.map_or(Ok(()), |item| item.write(list, Some(id), sink))
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        u64::try_from(self.count).unwrap_or_default()
    }

    /// Writes the last one and the list, and returns the list's number; `None` without bookmarks.
    pub(super) fn finish<W: Write>(self, sink: &mut Sink<W>) -> io::Result<Option<i32>> {
        let (Some((list, first)), Some(last)) = (self.list, self.open) else { return Ok(None) };
        let last_id = last.id;
        last.write(list, None, sink)?;
        let mut object = chunk();
        let mut outline = object.outline(Ref::new(list));
        outline.first(Ref::new(first)).last(Ref::new(last_id)).count(self.count);
        outline.finish();
        sink.put_chunk(list, &object)?;
        Ok(Some(list))
    }
}

impl Item {
    fn write<W: Write>(self, list: i32, next: Option<i32>, sink: &mut Sink<W>) -> io::Result<()> {
        let mut object = chunk();
        let mut item = object.outline_item(Ref::new(self.id));
        item.title(TextStr(&self.title)).parent(Ref::new(list));
        if let Some(previous) = self.previous {
            item.prev(Ref::new(previous));
        }
        if let Some(next) = next {
            item.next(Ref::new(next));
        }
        item.dest().page(Ref::new(self.page)).fit();
        item.finish();
        sink.put_chunk(self.id, &object)
    }
}

/// The labels of pages: a number tree of two levels.
#[derive(Default)]
pub(super) struct Labels {
    /// Those not written yet: the first page, counted from 0, and the prefix of its number.
    open: Vec<(i32, String)>,
    /// The leaves that are written.
    leaves: Vec<i32>,
}

impl Labels {
    /// How many labels a leaf has.
    const FAN: usize = 64;

    pub(super) fn add<W: Write>(&mut self, page: i32, prefix: String, sink: &mut Sink<W>) -> io::Result<()> {
        self.open.push((page, prefix));
        if self.open.len() >= Self::FAN { self.write_leaf(sink) } else { Ok(()) }
    }

    fn write_leaf<W: Write>(&mut self, sink: &mut Sink<W>) -> io::Result<()> {
        let (Some((first, _)), Some((last, _))) = (self.open.first(), self.open.last()) else {
            return Ok(());
        };
        let id = sink.reserve()?;
        let mut object = chunk();
        let mut leaf = object.indirect(Ref::new(id)).dict();
        leaf.insert(Name(b"Limits")).array().items([*first, *last]);
        let mut pairs = leaf.insert(Name(b"Nums")).array();
        for (page, prefix) in &self.open {
            pairs.item(*page);
            let mut label = pairs.push().start::<pdf_writer::writers::PageLabel<'_>>();
            label.style(NumberingStyle::Arabic);
            if !prefix.is_empty() {
                label.prefix(TextStr(prefix));
            }
        }
        pairs.finish();
        leaf.finish();
        sink.put_chunk(id, &object)?;
        self.leaves.push(id);
        self.open.clear();
        Ok(())
    }

    /// Writes what is open and the root, and returns the root's number; `None` without labels.
    pub(super) fn finish<W: Write>(mut self, sink: &mut Sink<W>) -> io::Result<Option<i32>> {
        self.write_leaf(sink)?;
        if self.leaves.is_empty() {
            return Ok(None);
        }
        let id = sink.reserve()?;
        let mut object = chunk();
        let mut root = object.indirect(Ref::new(id)).dict();
        root.insert(Name(b"Kids")).array().items(self.leaves.iter().map(|leaf| Ref::new(*leaf)));
        root.finish();
        sink.put_chunk(id, &object)?;
        Ok(Some(id))
    }
}
