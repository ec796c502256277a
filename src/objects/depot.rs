//! What is asked of a store: to read objects by ranges, and to write new ones, each of which is there as a whole or not at all.

use std::fmt;
use std::io;

/// Objects beneath one place in a store, by their names as seen from there. Errors are a [`StoreRefusal`](super::StoreRefusal) where the store refused.
pub trait Objects: fmt::Debug + Send + Sync {
    /// The size of an object in bytes. From then on it is read as it is now: one that is changed is refused.
    ///
    /// # Errors
    ///
    /// It is not there, or the store does not answer.
    fn length(&self, name: &str) -> io::Result<u64>;

    /// Reads so many bytes of an object from this one on, which has as many.
    ///
    /// # Errors
    ///
    /// It was changed since its size was asked for, or the store does not answer.
    fn read(&self, name: &str, from: u64, bytes: usize) -> io::Result<Vec<u8>>;

    /// The names of all objects there, in order.
    ///
    /// # Errors
    ///
    /// There are more than shares of a plan can be, or the store does not answer.
    fn list(&self) -> io::Result<Vec<String>>;
}

/// A place in a store that objects are written to.
pub trait Depot: Objects {
    /// The address of an object.
    fn address(&self, name: &str) -> String;

    /// Begins an object, which is there once it is completed.
    ///
    /// # Errors
    ///
    /// The store refuses.
    fn begin(&self, name: &str) -> io::Result<Box<dyn Upload>>;

    /// Writes a small object, unless there is one of this name; returns whether it was written.
    ///
    /// # Errors
    ///
    /// The store refuses.
    fn put_new(&self, name: &str, bytes: &[u8]) -> io::Result<bool>;

    /// Removes the parts of an object that was never completed; returns whether there were any.
    ///
    /// # Errors
    ///
    /// The store refuses.
    fn give_up(&self, name: &str, id: &str) -> io::Result<bool>;
}

/// An object that is being written. Dropped before it is completed, it leaves nothing in the store.
pub trait Upload: fmt::Debug + Send {
    /// Its name.
    fn name(&self) -> &str;

    /// What the store knows it by until it is complete.
    fn id(&self) -> &str;

    /// Adds bytes at its end.
    ///
    /// # Errors
    ///
    /// The store refuses, also bytes that were added before.
    fn add(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Completes the object: from then on it is there.
    ///
    /// # Errors
    ///
    /// The store refuses.
    fn complete(self: Box<Self>) -> io::Result<()>;
}
