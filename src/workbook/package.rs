//! The ZIP package of a workbook: its parts by name, and how much of them may be unpacked.

use std::io::{self, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::problem::{damaged, protected, too_large};
use super::xml::Xml;
use crate::diagnostic::Diagnostic;

/// Most bytes that all parts read may unpack to, counted as they are unpacked.
pub(super) const MAX_UNPACKED: u64 = 256 << 20;

/// Most parts of a package.
const MAX_PARTS: usize = 10_000;

/// How a compound file begins, in which spreadsheet programs put workbooks with a password, and very old ones.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// A package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Diagnostic> {
        if bytes.starts_with(COMPOUND) {
            return Err(damaged("it is a workbook of Excel, or protected by a password"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| damaged("it is damaged, or no workbook at all"))?;
        if archive.len() > MAX_PARTS {
            return Err(too_large(format!("it has {} parts", archive.len())));
        }
        Ok(Self { archive, left: MAX_UNPACKED })
    }

    /// Whether there is a part of this name, in whatever case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Begins to read a part as XML.
    pub(super) fn xml(&mut self, name: &str) -> Result<Xml<'_>, Diagnostic> {
        let index = self.find(name).ok_or_else(|| damaged(format!("it has no part `{name}`")))?;
        let Self { archive, left } = self;
        let file = archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => protected(),
            error => damaged(error),
        })?;
        Ok(Xml::new(Box::new(BufReader::new(Counted { file, left }))))
    }

    fn find(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        self.archive.index_for_name(name).or_else(|| {
            let same = |other: &[u8]| other.eq_ignore_ascii_case(name.as_bytes());
            let found = self.archive.file_names_raw().find(|other| same(other))?;
            self.archive.index_for_name_raw(found)
        })
    }
}

/// Reads as much as may be unpacked.
struct Counted<'a, R> {
    file: R,
    left: &'a mut u64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        *self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("it unpacks to more than {} MiB", MAX_UNPACKED >> 20),
            )
        })?;
        Ok(read)
    }
}
