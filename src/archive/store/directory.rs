//! The central directory of a ZIP file, written aside part by part: a writer holds all that it has written, and archives have millions of
//! entries. Records are those of APPNOTE.TXT 6.3, 4.3.12 to 4.3.16, as the writer of the parts writes them.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write};

use zip::{ZIP64_BYTES_THR, ZIP64_ENTRY_THR};

/// What the header of an entry begins with.
const ENTRY: [u8; 4] = *b"PK\x01\x02";
/// Its length without the name and what follows that.
const ENTRY_BYTES: usize = 46;
/// Where it has the version that is needed to unpack it, and the lengths of its name, extra fields and comment.
const VERSION_AT: usize = 6;
const LENGTHS_AT: [usize; 3] = [28, 30, 32];

/// The lowest version that is needed to unpack a file.
const LEAST_VERSION: u16 = 10;

/// The headers of the entries that are written so far, and their ends.
#[derive(Debug)]
pub(super) struct Directory {
    file: BufWriter<File>,
    entries: u64,
    bytes: u64,
    version: u16,
}

impl Directory {
    /// An empty one; the empty file is for the headers, and can be read too.
    pub(super) fn new(file: File) -> Self {
        Self { file: BufWriter::new(file), entries: 0, bytes: 0, version: LEAST_VERSION }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries == 0
    }

    /// Takes the headers of a part, which an end of its own follows.
    pub(super) fn add(&mut self, part: &[u8]) -> io::Result<()> {
        let mut rest = part;
        while rest.starts_with(&ENTRY) {
            let length = LENGTHS_AT.into_iter().map(|at| usize::from(number(rest, at))).sum::<usize>();
            let cut = || io::Error::other("the directory of the ZIP file is cut short");
            let (header, behind) = rest.split_at_checked(ENTRY_BYTES + length).ok_or_else(cut)?;
            self.file.write_all(header)?;
            self.version = self.version.max(number(header, VERSION_AT));
            self.bytes += header.len() as u64;
            self.entries += 1;
            rest = behind;
        }
        Ok(())
    }

    /// Writes all of it, and its end, behind the entries, which take so many bytes.
    pub(super) fn write(self, start: u64, mut to: impl Write) -> io::Result<()> {
        let Self { file, entries, bytes, version, .. } = self;
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        io::copy(&mut file.take(bytes), &mut to)?;
        let small = |number: u64, most: u32| u32::try_from(number).unwrap_or(most).min(most);
        let most = u32::try_from(ZIP64_BYTES_THR).unwrap_or(u32::MAX);
        let is_large = entries > ZIP64_ENTRY_THR as u64 || bytes.max(start) > ZIP64_BYTES_THR;
        if is_large {
            to.write_all(b"PK\x06\x06")?;
            to.write_all(&44_u64.to_le_bytes())?;
            [version, version].iter().try_for_each(|version| to.write_all(&version.to_le_bytes()))?;
            to.write_all(&[0; 8])?;
            [entries, entries, bytes, start]
                .iter()
                .try_for_each(|number| to.write_all(&number.to_le_bytes()))?;
            to.write_all(b"PK\x06\x07\0\0\0\0")?;
            to.write_all(&(start + bytes).to_le_bytes())?;
            to.write_all(&1_u32.to_le_bytes())?;
        }
        let few = u16::try_from(entries).unwrap_or(u16::MAX);
        let bytes = if is_large { most } else { small(bytes, most) };
        to.write_all(b"PK\x05\x06\0\0\0\0")?;
        [few, few].iter().try_for_each(|entries| to.write_all(&entries.to_le_bytes()))?;
        [bytes, small(start, most)].iter().try_for_each(|number| to.write_all(&number.to_le_bytes()))?;
        to.write_all(&[0; 2])
    }
}

/// The number of two bytes at a place.
fn number(bytes: &[u8], at: usize) -> u16 {
    let number = bytes.get(at..).and_then(|rest| rest.first_chunk());
    number.map_or(0, |number| u16::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// Bytes that stand far behind the beginning of a file.
    struct Far(Cursor<Vec<u8>>, u64);

    impl Write for Far {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl io::Seek for Far {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            let to = match to {
                SeekFrom::Start(to) => SeekFrom::Start(to - self.1),
                other => other,
            };
            Ok(self.0.seek(to)? + self.1)
        }
    }

    /// A directory with its end as a library writes it, and where it begins.
    fn written(entries: usize, start: u64) -> (Vec<u8>, u64) {
        let mut zip = ZipWriter::new(Far(Cursor::new(Vec::new()), start));
        for number in 0..entries {
            zip.start_file(format!("{number}.pdf"), SimpleFileOptions::default()).expect("an entry");
        }
        let bytes = zip.finish().expect("a ZIP file").0.into_inner();
        let at = bytes.windows(4).position(|four| four == ENTRY).expect("a directory");
        (bytes.get(at..).expect("a directory").to_vec(), start + at as u64)
    }

    #[test]
    fn it_is_written_as_a_library_writes_it() {
        const FAR: u64 = 5 << 30;
        for (entries, start) in [(1, 0), (3, 0), (ZIP64_ENTRY_THR, 0), (ZIP64_ENTRY_THR + 1, 0), (3, FAR)] {
            let (expected, at) = written(entries, start);
            let mut directory = Directory::new(tempfile::tempfile().expect("a file"));
            directory.add(&expected).expect("sound");
            let mut bytes = Vec::new();
            directory.write(at, &mut bytes).expect("written");
            assert!(bytes == expected, "{entries} entries at {start}");
        }
    }

    #[test]
    fn a_directory_that_is_cut_short_is_refused() {
        let (whole, _) = written(1, 0);
        let mut directory = Directory::new(tempfile::tempfile().expect("a file"));
        assert!(directory.add(whole.get(..50).expect("a header")).is_err());
    }
}
