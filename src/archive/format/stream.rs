//! Lists that are written as JSON entry by entry, without being held.

use std::cell::RefCell;
use std::io;

use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

/// A list that is written as it comes.
pub(crate) struct Stream<I>(RefCell<I>);

impl<I> Stream<I> {
    pub(crate) fn new(entries: I) -> Self {
        Self(RefCell::new(entries))
    }
}

impl<E: Serialize, I: Iterator<Item = io::Result<E>>> Serialize for Stream<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for entry in self.0.borrow_mut().by_ref() {
            list.serialize_element(&entry.map_err(S::Error::custom)?)?;
        }
        list.end()
    }
}
