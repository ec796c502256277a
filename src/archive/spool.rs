//! Entries of a list on their way through a file: a text of JSON each, written once and read as often as needed.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::marker::PhantomData;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What ends an entry: no text of JSON has it.
const END: u8 = 0;

/// Entries being written to a file.
#[derive(Debug)]
pub(crate) struct Spool<T> {
    file: BufWriter<File>,
    bytes: u64,
    entries: PhantomData<fn(T)>,
}

impl<T: Serialize> Spool<T> {
    /// A spool in a file that is open for writing and reading, and empty.
    pub(crate) fn new(file: File) -> Self {
        Self { file: BufWriter::new(file), bytes: 0, entries: PhantomData }
    }

    /// Adds an entry.
    pub(crate) fn push(&mut self, entry: &T) -> io::Result<()> {
        let mut text = serde_json::to_vec(entry)?;
        text.push(END);
        self.file.write_all(&text)?;
        self.bytes += text.len() as u64;
        Ok(())
    }

    /// How many bytes are written: the offset of the next entry.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads the entries from this byte on.
    pub(crate) fn read_from(&mut self, start: u64) -> io::Result<SpoolReader<T, io::Take<File>>> {
        self.file.flush()?;
        let mut file = self.file.get_ref().try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(SpoolReader::new(file.take(self.bytes - start)))
    }

    /// Reads all entries, and no more is written.
    pub(crate) fn into_reader(self) -> io::Result<SpoolReader<T, File>> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(SpoolReader::new(file))
    }

    /// Moves back to the end, where the next entry belongs, after a read.
    pub(crate) fn seek_to_end(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.bytes)).map(drop)
    }
}

/// Entries being read from a file.
#[derive(Debug)]
pub(crate) struct SpoolReader<T, R> {
    reader: BufReader<R>,
    entries: PhantomData<fn() -> T>,
}

impl<T, R: Read> SpoolReader<T, R> {
    fn new(reader: R) -> Self {
        Self { reader: BufReader::new(reader), entries: PhantomData }
    }
}

impl<T: DeserializeOwned, R: Read> Iterator for SpoolReader<T, R> {
    type Item = io::Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut text = Vec::new();
        match self.reader.read_until(END, &mut text) {
            Ok(0) => None,
            Ok(_) => Some(
                serde_json::from_slice(text.strip_suffix(&[END]).unwrap_or(&text)).map_err(io::Error::from),
            ),
            Err(error) => Some(Err(error)),
        }
    }
}

/// A list in memory that goes through a file where it is long.
#[derive(Debug)]
pub(crate) struct LongList<T> {
    latest: Vec<T>,
    earlier: Option<Spool<T>>,
    len: usize,
}

impl<T> Default for LongList<T> {
    fn default() -> Self {
        Self { latest: Vec::new(), earlier: None, len: 0 }
    }
}

impl<T: Serialize + DeserializeOwned> LongList<T> {
    /// Most entries in memory.
    const MOST: usize = 256;

    /// Adds an entry; a file is made in the folder when there are many, and goes with the list.
    pub(crate) fn push(&mut self, entry: T, folder: &Path) -> io::Result<()> {
        if self.latest.len() >= Self::MOST {
            let spool = match &mut self.earlier {
                Some(spool) => spool,
                none => none.insert(Spool::new(tempfile::tempfile_in(folder)?)),
            };
            for entry in self.latest.drain(..) {
                spool.push(&entry)?;
            }
        }
        self.latest.push(entry);
        self.len += 1;
        Ok(())
    }

    /// Adds all entries of another list.
    pub(crate) fn append(&mut self, other: Self, folder: &Path) -> io::Result<()> {
        other.entries()?.try_for_each(|entry| self.push(entry?, folder))
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The entries, in order.
    pub(crate) fn entries(self) -> io::Result<impl Iterator<Item = io::Result<T>>> {
        let earlier = self.earlier.map(Spool::into_reader).transpose()?;
        Ok(earlier.into_iter().flatten().chain(self.latest.into_iter().map(Ok)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn long_lists_keep_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut all = LongList::default();
        for part in [0..3, 3..900, 900..900, 900..1200] {
            let mut list = LongList::default();
            part.clone().try_for_each(|number: u32| list.push(number, folder.path())).unwrap();
            assert_eq!(list.len(), part.len());
            assert_eq!(list.earlier.is_some(), part.len() > LongList::<u32>::MOST);
            all.append(list, folder.path()).unwrap();
        }
        assert!(all.latest.len() <= LongList::<u32>::MOST);
        let found: Vec<u32> = all.entries().unwrap().map(Result::unwrap).collect();
        assert_eq!(found, (0..1200).collect::<Vec<_>>());
    }
}
