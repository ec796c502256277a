//! The ZIP file of an archive, or of a volume, as it is written: stored entries that all bear one time.

use std::io::{self, Read, Seek as _, Write as _};

use jiff::civil;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZIP64_BYTES_THR, ZipWriter};

use super::directory::Directory;
use super::settled::Settled;
use super::stored::Store;
use super::work::Work;
use crate::archive::format::entry::{Entry, Role};
use crate::archive::format::volume::OWN_BYTES;
use crate::digest::Stored;
use crate::objects::Upload;

/// How many entries the writer holds before their headers are written aside.
const PART: usize = if cfg!(test) { 3 } else { 4096 };

/// The ZIP file being written.
#[derive(Debug)]
pub(super) struct Zip {
    pub(super) name: String,
    pub(super) number: u32,
    options: SimpleFileOptions,
    /// `None` once it could not be written to.
    writer: Option<ZipWriter<Settled>>,
    /// How many entries the writer holds, and the headers of those before.
    held: usize,
    directory: Directory,
    /// The offset of its first entry in the spool.
    pub(super) start: u64,
    pub(super) files: usize,
    /// How many of them are recipients'.
    pub(super) of_recipients: usize,
    /// How many bytes it will have, or a few more.
    pub(super) bytes: u64,
    pub(super) counted: Counted,
}

/// Recipients and documents counted as they come, those of a recipient together.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    pub(super) recipients: usize,
    pub(super) documents: usize,
    last: Option<String>,
}

impl Counted {
    pub(super) fn count(&mut self, entry: &Entry) {
        if entry.role == Role::Document {
            self.documents += 1;
            if entry.recipient.is_some() && entry.recipient != self.last {
                self.recipients += 1;
                self.last.clone_from(&entry.recipient);
            }
        }
    }
}

impl Zip {
    /// Begins a ZIP file of this name, in a store where there is one: a volume, or the whole archive where `number` is zero. Its entries bear a
    /// time.
    pub(super) fn create(
        (work, store): (&Work, Option<&Store>),
        name: String,
        time: civil::DateTime,
        number: u32,
        start: u64,
    ) -> io::Result<Self> {
        let settled = match store {
            Some(store) => Settled::stored(store.begin(&name, work)?, work.scratch()?),
            None => Settled::new(work.new_archive().replace_own(&name)?),
        };
        Ok(Self {
            name,
            number,
            options: options(time),
            writer: Some(ZipWriter::new(settled)),
            held: 0,
            directory: Directory::new(work.scratch()?),
            start,
            files: 0,
            of_recipients: 0,
            bytes: OWN_BYTES,
            counted: Counted::default(),
        })
    }

    /// Adds a file of so many bytes.
    pub(super) fn pack(&mut self, path: &str, mut file: impl Read, bytes: u64) -> io::Result<()> {
        self.begin(path, bytes)?;
        io::copy(&mut file, self.writer()?)?;
        Ok(())
    }

    /// Adds a file that is in memory.
    pub(super) fn pack_bytes(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.begin(path, bytes.len() as u64)?;
        self.writer()?.write_all(bytes)
    }

    fn begin(&mut self, path: &str, bytes: u64) -> io::Result<()> {
        // Zip64 sizes change the header, so only a file that needs them has them.
        let options = self.options.large_file(bytes >= ZIP64_BYTES_THR);
        if self.held == PART {
            let settled = self.write_aside()?;
            self.writer = Some(ZipWriter::new(settled));
        }
        self.writer()?.start_file(path, options)?;
        self.held += 1;
        self.files += 1;
        Ok(())
    }

    fn writer(&mut self) -> io::Result<&mut ZipWriter<Settled>> {
        self.writer.as_mut().ok_or_else(lost)
    }

    /// Writes the headers of the entries that the writer holds aside, and gives back what it writes to.
    fn write_aside(&mut self) -> io::Result<Settled> {
        let mut settled = self.writer.take().ok_or_else(lost)?.finish()?;
        self.directory.add(&settled.take_back()?)?;
        self.held = 0;
        Ok(settled)
    }

    /// Closes the file; returns its hash and its size, and the object that is to be completed, where it is one.
    pub(super) fn close(mut self) -> io::Result<(Stored, Option<Box<dyn Upload>>)> {
        if self.directory.is_empty() {
            return self.writer.take().ok_or_else(lost)?.finish()?.finish();
        }
        let mut settled = self.write_aside()?;
        let start = settled.stream_position()?;
        self.directory.write(start, &mut settled)?;
        settled.finish()
    }
}

fn lost() -> io::Error {
    io::Error::other("the ZIP file could not be written before")
}

/// Stored entries with one time: PDFs are compressed already, and nothing depends on a compressor's version.
fn options(time: civil::DateTime) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(dos_time(time))
        .unix_permissions(0o644)
        .system(System::Unix)
}

/// A time as ZIP files hold it: from 1980, in steps of two seconds. Earlier times become the first one.
fn dos_time(time: civil::DateTime) -> DateTime {
    let small = |value: i8| u8::try_from(value).unwrap_or_default();
    u16::try_from(time.year())
        .ok()
        .and_then(|year| {
            let (hour, minute, second) = (small(time.hour()), small(time.minute()), small(time.second()));
            DateTime::from_date_and_time(
                year,
                small(time.month()),
                small(time.day()),
                hour,
                minute,
                second & !1,
            )
            .ok()
        })
        .unwrap_or_default()
}
