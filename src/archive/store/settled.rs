//! A file that is hashed while it is written: by a writer that still changes what it wrote last, as that of a ZIP file goes back to the
//! header of an entry once it knows the entry.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek, SeekFrom, Write};

use crate::digest::{Sha256, Stored, hash_rest};
use crate::objects::Upload;

/// How much is written at a time; a multiple of what a file system writes.
const PIECE: usize = 256 << 10;

/// How much is held of one entry. The rest of a file with a larger one is written at once and hashed when it is complete.
const MOST_HELD: usize = 64 << 20;

/// A file being written.
#[derive(Debug)]
pub(super) struct Settled {
    to: Sink,
    hash: Sha256,
    /// How many bytes are hashed and written, and never change.
    bytes: u64,
    rest: Rest,
    most_held: usize,
}

/// Where what is settled goes to.
#[derive(Debug)]
enum Sink {
    File(File),
    /// Into a store, with a file for what is not held and not sent.
    Store(Box<dyn Upload>, File),
}

impl Sink {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::File(file) => file.write_all(bytes),
            Self::Store(upload, _) => upload.add(bytes),
        }
    }

    fn file(&self) -> &File {
        match self {
            Self::File(file) | Self::Store(_, file) => file,
        }
    }

    fn upload(self) -> Option<Box<dyn Upload>> {
        match self {
            Self::File(_) => None,
            Self::Store(upload, _) => Some(upload),
        }
    }
}

/// What follows.
#[derive(Debug)]
enum Rest {
    /// It is held: of its bytes, the first `firm` change no more, and the next one goes to `at`.
    Held { held: Vec<u8>, firm: usize, at: usize },
    /// It is in the file, and not hashed: what is before `firm` changes no more, and the next byte goes to `at`.
    Written { file: BufWriter<File>, firm: u64, at: u64, end: u64 },
}

impl Settled {
    /// Begins an empty file that can be read too.
    pub(super) fn new(file: File) -> Self {
        Self::to(Sink::File(file))
    }

    /// Begins an object; the empty file is for what can be neither held nor sent yet.
    pub(super) fn stored(upload: Box<dyn Upload>, file: File) -> Self {
        Self::to(Sink::Store(upload, file))
    }

    fn to(to: Sink) -> Self {
        let rest = Rest::Held { held: Vec::new(), firm: 0, at: 0 };
        Self { to, hash: Sha256::new(), bytes: 0, rest, most_held: MOST_HELD }
    }

    /// Writes what is left; returns hash and size of the file, and the object that is to be completed, where it is one.
    pub(super) fn finish(self) -> io::Result<(Stored, Option<Box<dyn Upload>>)> {
        let Self { mut to, mut hash, bytes, rest, .. } = self;
        let written = match rest {
            Rest::Held { held, .. } => {
                hash.update(&held);
                to.add(&held)?;
                let stored = hash.into_stored(bytes + held.len() as u64);
                return Ok((stored, to.upload()));
            }
            Rest::Written { file, .. } => file,
        };
        let mut file = written.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(bytes))?;
        let Sink::Store(mut upload, _) = to else {
            return hash_rest(hash, bytes, file).map(|stored| (stored, None));
        };
        let mut size = bytes;
        let mut piece = vec![0; PIECE];
        loop {
            let length = file.read(&mut piece)?;
            let read = piece.get(..length).unwrap_or_default();
            if read.is_empty() {
                return Ok((hash.into_stored(size), Some(upload)));
            }
            hash.update(read);
            upload.add(read)?;
            size += length as u64;
        }
    }

    /// Takes back what was written behind all that changes no more.
    pub(super) fn take_back(&mut self) -> io::Result<Vec<u8>> {
        match &mut self.rest {
            Rest::Held { held, firm, at } => {
                *at = *firm;
                Ok(held.split_off(*firm))
            }
            Rest::Written { file, firm, at, end } => {
                file.seek(SeekFrom::Start(*firm))?;
                let mut taken = Vec::new();
                file.get_ref().take(*end - *firm).read_to_end(&mut taken)?;
                file.get_ref().set_len(*firm)?;
                file.seek(SeekFrom::Start(*firm))?;
                (*at, *end) = (*firm, *firm);
                Ok(taken)
            }
        }
    }

    /// Hashes and writes what changes no more, if it is enough.
    fn settle(&mut self) -> io::Result<()> {
        let Rest::Held { held, firm, at } = &mut self.rest else { return Ok(()) };
        let length = *firm - *firm % PIECE;
        if length == 0 {
            return Ok(());
        }
        let settled = held.get(..length).unwrap_or_default();
        self.hash.update(settled);
        self.to.add(settled)?;
        self.bytes += length as u64;
        held.drain(..length);
        *firm -= length;
        *at -= length;
        Ok(())
    }

    /// Holds no more, and goes on in the file.
    fn let_go(&mut self) -> io::Result<()> {
        let Rest::Held { held, firm, at } = &self.rest else { return Ok(()) };
        let [firm, at, end] = [*firm, *at, held.len()].map(|place| self.bytes + place as u64);
        let mut file = self.to.file().try_clone()?;
        file.seek(SeekFrom::Start(self.bytes))?;
        file.write_all(held)?;
        file.seek(SeekFrom::Start(at))?;
        self.rest = Rest::Written { file: BufWriter::with_capacity(PIECE, file), firm, at, end };
        Ok(())
    }
}

impl Write for Settled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (held, at) = match &mut self.rest {
            Rest::Written { file, at, end, .. } => {
                let length = file.write(bytes)?;
                *at += length as u64;
                *end = (*end).max(*at);
                return Ok(length);
            }
            Rest::Held { held, at, .. } => (held, at),
        };
        let behind = held.get_mut(*at..).unwrap_or_default();
        let length = bytes.len().min(behind.len());
        if length > 0 {
            behind[..length].copy_from_slice(&bytes[..length]);
            *at += length;
            return Ok(length);
        }
        held.extend_from_slice(bytes);
        *at = held.len();
        if held.len() > self.most_held {
            self.let_go()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.rest {
            Rest::Held { .. } => Ok(()),
            Rest::Written { file, .. } => file.flush(),
        }
    }
}

impl Seek for Settled {
    /// Moves within what is not settled; a move to the end says that all before it is.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (held, firm, at) = match &mut self.rest {
            Rest::Written { file, firm, at, end } => {
                let place = file.seek(to)?;
                if place == *end && *at < place {
                    *firm = place;
                }
                *at = place;
                return Ok(place);
            }
            Rest::Held { held, firm, at } => (held, firm, at),
        };
        let (from, distance) = match to {
            SeekFrom::Start(to) => (to, 0),
            SeekFrom::Current(distance) => (self.bytes + *at as u64, distance),
            SeekFrom::End(distance) => (self.bytes + held.len() as u64, distance),
        };
        let to = from.checked_add_signed(distance);
        let place = to.and_then(|to| usize::try_from(to.checked_sub(self.bytes)?).ok());
        let place = place.filter(|place| (*firm..=held.len()).contains(place));
        let place = place.ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "what is written is changed no more")
        })?;
        if place == held.len() && *at < place {
            *firm = place;
        }
        *at = place;
        self.settle()?;
        Ok(to.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::hash_reader;

    /// Writes entries as a ZIP file has them: a header that is filled in when the entry is there.
    fn write(entries: &[usize], most_held: usize) -> (Stored, Vec<u8>) {
        let mut file = tempfile::tempfile().expect("a file");
        let settled = Settled { most_held, ..Settled::new(file.try_clone().expect("a second handle")) };
        let (stored, _) = fill(settled, entries);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0)).expect("a file");
        file.read_to_end(&mut bytes).expect("read");
        (stored, bytes)
    }

    fn fill(mut settled: Settled, entries: &[usize]) -> (Stored, Option<Box<dyn Upload>>) {
        for (number, length) in entries.iter().enumerate() {
            let start = settled.stream_position().expect("a place");
            settled.write_all(&[0; 8]).expect("written");
            settled.write_all(&vec![u8::try_from(number % 250).expect("small"); *length]).expect("written");
            let end = settled.stream_position().expect("a place");
            settled.seek(SeekFrom::Start(start)).expect("it goes back");
            settled.write_all(&(number as u64).to_le_bytes()).expect("written");
            settled.seek(SeekFrom::Start(end)).expect("it goes on");
        }
        settled.write_all(b"end").expect("written");
        settled.finish().expect("finished")
    }

    #[test]
    fn a_file_is_what_was_written_and_hashed_as_it_is() {
        let sizes = [10, PIECE, 0, PIECE / 2, 3, 3 * PIECE, PIECE - 8, 1];
        let mut expected = Vec::new();
        for (number, length) in sizes.iter().enumerate() {
            expected.extend((number as u64).to_le_bytes());
            expected.extend(vec![u8::try_from(number).expect("small"); *length]);
        }
        expected.extend(b"end");
        // The last holds less than the largest entry.
        for most_held in [MOST_HELD, 4 * PIECE, 100, 2 * PIECE] {
            let (stored, bytes) = write(&sizes, most_held);
            assert!(bytes == expected, "{most_held}");
            assert_eq!(stored, hash_reader(bytes.as_slice()).expect("hashed"), "{most_held}");
        }
    }

    /// What was sent to a store.
    #[derive(Debug, Default)]
    struct Sent(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

    impl Upload for Sent {
        fn name(&self) -> &'static str {
            "a.zip"
        }

        fn id(&self) -> &'static str {
            "1"
        }

        fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
            self.0.lock().expect("sent").extend_from_slice(bytes);
            Ok(())
        }

        fn complete(self: Box<Self>) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_object_is_sent_as_a_file_is_written() {
        let sizes = [10, PIECE, 3 * PIECE, 1];
        for most_held in [MOST_HELD, 2 * PIECE, 100] {
            let (expected, bytes) = write(&sizes, most_held);
            let sent = Sent::default();
            let received = std::sync::Arc::clone(&sent.0);
            let file = tempfile::tempfile().expect("a file");
            let (stored, upload) =
                fill(Settled { most_held, ..Settled::stored(Box::new(sent), file) }, &sizes);
            assert!(*received.lock().expect("sent") == bytes, "{most_held}");
            assert_eq!(stored, expected, "{most_held}");
            upload.expect("an object").complete().expect("completed");
        }
    }

    #[test]
    fn what_follows_the_last_entry_is_taken_back() {
        for most_held in [MOST_HELD, PIECE, 5] {
            let mut file = tempfile::tempfile().expect("a file");
            let mut settled =
                Settled { most_held, ..Settled::new(file.try_clone().expect("a second handle")) };
            let mut expected = Vec::new();
            for part in 0..3_u8 {
                let start = settled.stream_position().expect("a place");
                settled.write_all(b"head").expect("written");
                settled.write_all(&vec![part; 2 * PIECE]).expect("written");
                settled.seek(SeekFrom::Start(start)).expect("it goes back");
                settled.write_all(b"HEAD").expect("written");
                settled.seek(SeekFrom::End(0)).expect("it goes on");
                expected.extend([b"HEAD".as_slice(), &vec![part; 2 * PIECE]].concat());
                settled.write_all(b"directory").expect("written");
                settled.seek(SeekFrom::End(0)).expect("it stays");
                assert_eq!(settled.take_back().expect("taken"), b"directory", "{most_held}");
                assert_eq!(settled.stream_position().expect("a place"), expected.len() as u64);
            }
            settled.write_all(b"end").expect("written");
            expected.extend(b"end");
            let (stored, _) = settled.finish().expect("finished");
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(0)).expect("a file");
            file.read_to_end(&mut bytes).expect("read");
            assert!(bytes == expected, "{most_held}");
            assert_eq!(stored, hash_reader(bytes.as_slice()).expect("hashed"), "{most_held}");
        }
    }

    #[test]
    fn what_is_settled_is_not_written_over() {
        let mut settled = Settled::new(tempfile::tempfile().expect("a file"));
        settled.write_all(b"head, body").expect("written");
        settled.seek(SeekFrom::Start(0)).expect("it goes back");
        settled.write_all(b"HEAD").expect("written");
        settled.seek(SeekFrom::End(0)).expect("it goes on");
        let error = settled.seek(SeekFrom::Start(0)).expect_err("it is settled");
        assert_eq!(error.to_string(), "what is written is changed no more");
        assert!(settled.seek(SeekFrom::Start(11)).is_err(), "there is nothing yet");
        assert_eq!(settled.stream_position().expect("a place"), 10);
    }
}
