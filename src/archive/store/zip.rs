//! The ZIP file of an archive, or of a volume, as it is written: stored entries that all bear one time.

use std::io::{self, Read, Write as _};

use jiff::civil;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZIP64_BYTES_THR, ZipWriter};

use super::settled::Settled;
use super::stored::Store;
use super::work::Work;
use crate::archive::format::entry::{Entry, Role};
use crate::archive::format::volume::OWN_BYTES;
use crate::digest::Stored;
use crate::objects::Upload;

/// The ZIP file being written.
#[derive(Debug)]
pub(super) struct Zip {
    pub(super) name: String,
    pub(super) number: u32,
    options: SimpleFileOptions,
    writer: ZipWriter<Settled>,
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
            writer: ZipWriter::new(settled),
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
        io::copy(&mut file, &mut self.writer)?;
        Ok(())
    }

    /// Adds a file that is in memory.
    pub(super) fn pack_bytes(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.begin(path, bytes.len() as u64)?;
        self.writer.write_all(bytes)
    }

    fn begin(&mut self, path: &str, bytes: u64) -> io::Result<()> {
        // Zip64 sizes change the header, so only a file that needs them has them.
        let options = self.options.large_file(bytes >= ZIP64_BYTES_THR);
        self.writer.start_file(path, options)?;
        self.files += 1;
        Ok(())
    }

    /// Closes the file; returns its hash and its size, and the object that is to be completed, where it is one.
    pub(super) fn close(self) -> io::Result<(Stored, Option<Box<dyn Upload>>)> {
        self.writer.finish()?.finish()
    }
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
