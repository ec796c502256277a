//! An object as a file that is read: in pieces that grow while it is read from one end to the other, so that memory is bounded and a
//! directory costs few requests.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use super::Objects;

/// The first piece, and the first after a leap.
const FIRST: usize = 64 << 10;
/// The largest piece.
const LARGEST: usize = 4 << 20;

/// An object that is read.
#[derive(Debug)]
pub struct ObjectReader {
    objects: Arc<dyn Objects>,
    name: String,
    length: u64,
    at: u64,
    /// The piece that was read last, and where it begins.
    piece: Vec<u8>,
    start: u64,
    next: usize,
}

impl ObjectReader {
    /// Opens an object.
    ///
    /// # Errors
    ///
    /// It is not there, or the store does not answer.
    pub fn open(objects: Arc<dyn Objects>, name: &str) -> io::Result<Self> {
        let length = objects.length(name)?;
        Ok(Self { objects, name: name.to_owned(), length, at: 0, piece: Vec::new(), start: 0, next: FIRST })
    }

    /// Its size in bytes.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// What is held behind the place where it is read.
    fn held(&self) -> &[u8] {
        let inside = self.at.checked_sub(self.start).and_then(|inside| usize::try_from(inside).ok());
        inside.and_then(|inside| self.piece.get(inside..)).unwrap_or_default()
    }

    fn fetch(&mut self) -> io::Result<()> {
        // Who passes over less than was asked for last, as from one header to the next, reads on.
        let gap = self.at.checked_sub(self.start + self.piece.len() as u64);
        let follows = gap.is_some_and(|gap| gap <= self.next as u64);
        self.next = if follows { (self.next * 2).min(LARGEST) } else { FIRST };
        let left = usize::try_from(self.length - self.at).unwrap_or(usize::MAX);
        let wanted = self.next.min(left);
        let piece = self.objects.read(&self.name, self.at, wanted)?;
        if piece.len() != wanted {
            return Err(io::Error::other("the store gave another number of bytes than was asked for"));
        }
        (self.piece, self.start) = (piece, self.at);
        Ok(())
    }
}

impl Read for ObjectReader {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.length || bytes.is_empty() {
            return Ok(0);
        }
        if self.held().is_empty() {
            self.fetch()?;
        }
        let held = self.held();
        let length = held.len().min(bytes.len());
        bytes[..length].copy_from_slice(&held[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for ObjectReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(to) => Some(to),
            SeekFrom::Current(distance) => self.at.checked_add_signed(distance),
            SeekFrom::End(distance) => self.length.checked_add_signed(distance),
        };
        self.at = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Debug)]
    struct Memory {
        bytes: Vec<u8>,
        asked: Mutex<Vec<(u64, usize)>>,
    }

    impl Objects for Memory {
        fn length(&self, _: &str) -> io::Result<u64> {
            Ok(self.bytes.len() as u64)
        }

        fn read(&self, _: &str, from: u64, bytes: usize) -> io::Result<Vec<u8>> {
            self.asked.lock().expect("asked").push((from, bytes));
            let from = usize::try_from(from).expect("small");
            Ok(self.bytes[from..from + bytes].to_vec())
        }

        fn list(&self) -> io::Result<Vec<String>> {
            Ok(vec!["a.zip".to_owned()])
        }
    }

    #[test]
    fn an_object_is_read_in_pieces_that_grow_and_no_byte_is_asked_for_twice() {
        let bytes: Vec<u8> = (0..20_000_000_u32).map(|number| (number % 251) as u8).collect();
        let memory = Arc::new(Memory { bytes: bytes.clone(), asked: Mutex::default() });
        let mut reader = ObjectReader::open(memory.clone(), "a.zip").expect("an object");
        let mut read = Vec::new();
        reader.read_to_end(&mut read).expect("read");
        assert!(read == bytes);
        let asked = memory.asked.lock().expect("asked").clone();
        assert_eq!(asked.iter().map(|(_, bytes)| bytes).sum::<usize>(), bytes.len());
        assert!(asked.len() < 12, "{asked:?}");
        assert!(asked.iter().all(|(_, bytes)| *bytes <= LARGEST), "{asked:?}");
    }

    #[test]
    fn who_looks_at_the_beginning_of_each_file_asks_for_few_pieces() {
        let memory = Arc::new(Memory { bytes: vec![7; 20 << 20], asked: Mutex::default() });
        let mut reader = ObjectReader::open(memory.clone(), "a.zip").expect("an object");
        for header in 0..512 {
            reader.seek(SeekFrom::Start(header * 40_000)).expect("a place");
            reader.read_exact(&mut [0; 30]).expect("read");
        }
        let asked = memory.asked.lock().expect("asked");
        assert!(asked.len() < 12, "{asked:?}");
    }

    #[test]
    fn a_leap_asks_for_little() {
        let memory = Arc::new(Memory { bytes: vec![7; 1 << 20], asked: Mutex::default() });
        let mut reader = ObjectReader::open(memory.clone(), "a.zip").expect("an object");
        reader.seek(SeekFrom::End(-10)).expect("a place");
        let mut last = Vec::new();
        reader.read_to_end(&mut last).expect("read");
        assert_eq!(last, [7; 10]);
        reader.seek(SeekFrom::Start(3)).expect("a place");
        reader.read_exact(&mut [0; 4]).expect("read");
        assert_eq!(*memory.asked.lock().expect("asked"), [((1 << 20) - 10, 10), (3, FIRST)]);
        assert_eq!(reader.seek(SeekFrom::Start(2 << 20)).expect("behind the end"), 2 << 20);
        assert_eq!(reader.read(&mut [0; 4]).expect("nothing"), 0);
    }
}
