//! Copies objects with all they refer to, from the leaves up: so that whole graphs of objects that are the same text in
//! many documents are written once.
//!
//! Objects that refer to each other in a circle are copied, but not shared.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;

use super::model::RunError;
use super::sink::Sink;
use crate::pdf::syntax::object::Object;
use crate::pdf::syntax::source::Source;
use crate::pdf::syntax::value::{entries, get, references};

/// Entries of streams that tie them to what stays behind: the structure, private data, files, metadata.
const LEFT_BEHIND: [&[u8]; 6] =
    [b"StructParent", b"StructParents", b"PieceInfo", b"AF", b"Metadata", b"Length"];

/// Kinds of objects that are never copied, with everything they refer to.
const STRANGERS: [&[u8]; 6] =
    [b"/Page", b"/Pages", b"/Catalog", b"/StructElem", b"/StructTreeRoot", b"/Annot"];

/// Copies from one document.
pub(super) struct Copier<'a> {
    pub(super) source: Source<'a>,
    states: HashMap<u32, State>,
}

/// How far an object has come.
#[derive(Clone, Copy)]
enum State {
    /// What it refers to is being copied; its number where it is one of those.
    Open(Option<i32>),
    /// Its number; `None` if there is no object.
    Done(Option<i32>),
}

/// An object being copied.
struct Step<'a> {
    id: u32,
    value: Cow<'a, [u8]>,
    stream: Option<&'a [u8]>,
    /// What it refers to and what has not been looked at.
    left: Vec<u32>,
}

impl<'a> Copier<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Self { source, states: HashMap::new() }
    }

    /// Copies an object with all it refers to, and returns its number; `None` if there is no object.
    pub(super) fn copy<W: Write>(&mut self, id: u32, sink: &mut Sink<W>) -> Result<Option<i32>, RunError> {
        let mut open = Vec::new();
        self.enter(id, &mut open, sink)?;
        while let Some(step) = open.last_mut() {
            match step.left.pop() {
                Some(id) => self.enter(id, &mut open, sink)?,
                None => {
                    if let Some(step) = open.pop() {
                        self.leave(&step, sink)?;
                    }
                }
            }
        }
        Ok(self.number(id))
    }

    /// A value with its references changed, what they refer to being copied.
    pub(super) fn value<W: Write>(&mut self, value: &[u8], sink: &mut Sink<W>) -> Result<Vec<u8>, RunError> {
        for reference in references(value) {
            self.copy(reference.id, sink)?;
        }
        Ok(self.renumber(value))
    }

    fn enter<W: Write>(
        &mut self,
        id: u32,
        open: &mut Vec<Step<'a>>,
        sink: &mut Sink<W>,
    ) -> Result<(), RunError> {
        match self.states.get(&id) {
            Some(State::Open(None)) => {
                self.states.insert(id, State::Open(Some(sink.reserve()?)));
            }
            Some(_) => {}
            None => match self.source.object(id)?.filter(|object| !is_stranger(object.value)) {
                Some(object) => {
                    let value = keep_entries(object);
                    let left = references(&value).iter().rev().map(|reference| reference.id).collect();
                    self.states.insert(id, State::Open(None));
                    open.push(Step { id, value, stream: object.stream, left });
                }
                None => {
                    self.states.insert(id, State::Done(None));
                }
            },
        }
        Ok(())
    }

    fn leave<W: Write>(&mut self, step: &Step<'a>, sink: &mut Sink<W>) -> Result<(), RunError> {
        let value = self.renumber(&step.value);
        let parts: &[&[u8]] = match step.stream {
            Some(data) => &[&value, b"\nstream\n", data, b"\nendstream"],
            None => &[&value],
        };
        let id = match self.states.get(&step.id) {
            Some(State::Open(Some(id))) => {
                sink.put(*id, parts)?;
                *id
            }
            // Layers of two documents that are described alike may be shown in one and not in the other.
            _ if is_of_kind(&value, b"/OCG") => {
                let id = sink.reserve()?;
                sink.put(id, parts)?;
                id
            }
            _ => sink.share(parts)?,
        };
        self.states.insert(step.id, State::Done(Some(id)));
        Ok(())
    }

    /// The number of an object that is copied, or being copied.
    pub(super) fn number(&self, id: u32) -> Option<i32> {
        match self.states.get(&id) {
            Some(State::Open(id) | State::Done(id)) => *id,
            None => None,
        }
    }

    fn renumber(&self, value: &[u8]) -> Vec<u8> {
        let mut text = Vec::with_capacity(value.len() + value.len() / 4);
        let mut copied_to = 0;
        for reference in references(value) {
            text.extend_from_slice(value.get(copied_to..reference.from).unwrap_or_default());
            match self.number(reference.id) {
                Some(id) => text.extend_from_slice(format!("{id} 0 R").as_bytes()),
                None => text.extend_from_slice(b"null"),
            }
            copied_to = reference.to;
        }
        text.extend_from_slice(value.get(copied_to..).unwrap_or_default());
        text
    }
}

/// Whether an object is part of what a page refers to in passing only.
fn is_stranger(value: &[u8]) -> bool {
    get(value, "Type").is_some_and(|kind| STRANGERS.contains(&kind))
}

fn is_of_kind(value: &[u8], kind: &[u8]) -> bool {
    get(value, "Type") == Some(kind)
}

/// An object's value without what stays behind; of a stream with its length in place.
fn keep_entries<'a>(object: Object<'a>) -> Cow<'a, [u8]> {
    let Some(data) = object.stream else { return Cow::Borrowed(object.value) };
    let mut text = b"<<".to_vec();
    for (key, value) in entries(object.value).filter(|(key, _)| !LEFT_BEHIND.contains(key)) {
        write_entry(&mut text, key, value);
    }
    text.extend_from_slice(format!("/Length {}>>", data.len()).as_bytes());
    Cow::Owned(text)
}

/// Writes an entry of a dictionary.
pub(super) fn write_entry(text: &mut Vec<u8>, key: &[u8], value: &[u8]) {
    text.push(b'/');
    text.extend_from_slice(key);
    text.push(b' ');
    text.extend_from_slice(value);
}
