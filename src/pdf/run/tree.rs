//! The tree of pages (ISO 32000-1, 7.7.3), written from its leaves while pages come: one open node a level is all it
//! keeps.

use std::io::{self, Write};

use pdf_writer::{Finish, Ref};

use super::sink::Sink;
use crate::pdf::write::chunk;

/// How many children a node has.
const FAN: usize = 64;

/// The open nodes, from the leaves up.
#[derive(Default)]
pub(super) struct PageTree {
    levels: Vec<Option<Node>>,
}

struct Node {
    id: i32,
    kids: Vec<i32>,
    pages: i32,
}

impl PageTree {
    /// The node that the next page goes to.
    pub(super) fn parent<W: Write>(&mut self, sink: &mut Sink<W>) -> io::Result<i32> {
        Ok(self.open(0, sink)?.id)
    }

    /// Takes a page in.
    pub(super) fn add<W: Write>(&mut self, page: i32, sink: &mut Sink<W>) -> io::Result<()> {
        self.take_in(0, page, 1, sink)?;
        let mut level = 0;
        while let Some(full) = self.levels.get_mut(level).and_then(|node| node.take_if(|node| node.is_full()))
        {
            level += 1;
            self.close(full, level, sink)?;
        }
        Ok(())
    }

    /// Writes what is open, and gives the root.
    pub(super) fn finish<W: Write>(mut self, sink: &mut Sink<W>) -> io::Result<i32> {
        let mut level = 0;
        loop {
            let is_last = level + 1 >= self.levels.len();
            let node = self.levels.get_mut(level).and_then(Option::take);
            level += 1;
            match node {
                Some(root) if is_last => return root.write(None, sink),
                Some(node) => self.close(node, level, sink)?,
                None if is_last => {
                    let empty = Node { id: sink.reserve()?, kids: Vec::new(), pages: 0 };
                    return empty.write(None, sink);
                }
                None => {}
            }
        }
    }

    fn open<W: Write>(&mut self, level: usize, sink: &mut Sink<W>) -> io::Result<&mut Node> {
        if self.levels.len() <= level {
            self.levels.resize_with(level + 1, || None);
        }
        let missing = || io::Error::other("the tree of pages has no such level");
        let slot = self.levels.get_mut(level).ok_or_else(missing)?;
        if slot.is_none() {
            *slot = Some(Node { id: sink.reserve()?, kids: Vec::new(), pages: 0 });
        }
        slot.as_mut().ok_or_else(missing)
    }

    fn take_in<W: Write>(
        &mut self,
        level: usize,
        kid: i32,
        pages: i32,
        sink: &mut Sink<W>,
    ) -> io::Result<i32> {
        let node = self.open(level, sink)?;
        node.kids.push(kid);
        node.pages += pages;
        Ok(node.id)
    }

    /// Writes a node below the open one of a level.
    fn close<W: Write>(&mut self, node: Node, above: usize, sink: &mut Sink<W>) -> io::Result<()> {
        let parent = self.take_in(above, node.id, node.pages, sink)?;
        node.write(Some(parent), sink).map(|_| ())
    }
}

impl Node {
    fn is_full(&self) -> bool {
        self.kids.len() >= FAN
    }

    fn write<W: Write>(self, parent: Option<i32>, sink: &mut Sink<W>) -> io::Result<i32> {
        let mut object = chunk();
        let mut pages = object.pages(Ref::new(self.id));
        if let Some(parent) = parent {
            pages.parent(Ref::new(parent));
        }
        pages.kids(self.kids.iter().map(|kid| Ref::new(*kid))).count(self.pages);
        pages.finish();
        sink.put_chunk(self.id, &object)?;
        Ok(self.id)
    }
}
