//! The end of a ZIP file, checked before the file is parsed: how much its directory claims to hold, and where.
//!
//! A parser allocates what the end records claim. Here the claims are held against the bounds of an archive and against the
//! length of the file. Only the form that convoke writes is accepted: no comment, and nothing before or behind the ZIP file.

use std::io::{self, Read, Seek, SeekFrom};

use crate::archive::format::limits;
use crate::archive::problem::{not_a_zip, rewritten, unzipped};
use crate::diagnostic::Diagnostic;

/// Length of the end record without a comment. (PKWARE APPNOTE 6.3.10, 4.3.16)
const END: usize = 22;
/// Length of the locator of the Zip64 end record. (4.3.15)
const LOCATOR: usize = 20;
/// Length of the Zip64 end record without extensible data. (4.3.14)
const END64: usize = 56;
/// Least length of a directory header. (4.3.12)
const HEADER: u64 = 46;
/// Longest comment: how far the end record can be from the end of the file.
const COMMENT: u64 = 0xffff;

const END_MARK: &[u8] = b"PK\x05\x06";
const LOCATOR_MARK: &[u8] = b"PK\x06\x07";
const END64_MARK: &[u8] = b"PK\x06\x06";

/// Where the directory of a ZIP file is, and how large, as the end records say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Directory {
    entries: u64,
    bytes: u64,
    start: u64,
    /// Where the end records begin, which is where the directory has to end.
    end: u64,
}

/// Checks the end records of a ZIP file; nothing else of it is read.
///
/// # Errors
///
/// The file has no end record, has bytes before or behind what the end records describe, or claims more than an archive may
/// have.
pub(super) fn check(file: &mut (impl Read + Seek)) -> Result<(), Diagnostic> {
    let length = file.seek(SeekFrom::End(0)).map_err(|error| unzipped(&error))?;
    let tail = read_tail(file, length, (END + LOCATOR + END64) as u64).map_err(|error| unzipped(&error))?;
    let found = match split(&tail, END) {
        Some((before, end)) if end.starts_with(END_MARK) && number(end, 20, 2) == Some(0) => {
            read_records(before, end, length)
        }
        _ => return Err(explain_missing_end(file, length)),
    };
    let Some(directory) = found else { return Err(rewritten("its end records contradict each other")) };
    check_directory(directory)
}

fn check_directory(Directory { entries, bytes, start, end }: Directory) -> Result<(), Diagnostic> {
    limits::check_read_entries(entries)?;
    limits::check_directory(bytes)?;
    match end.checked_sub(bytes).map(|found| (found, found.checked_sub(start))) {
        Some((_, Some(0))) if entries.checked_mul(HEADER).is_some_and(|least| least <= bytes) => Ok(()),
        Some((_, Some(before @ 1..))) => Err(rewritten(&format!("{before} foreign bytes are before it"))),
        _ => Err(rewritten("its directory is not where its end record says")),
    }
}

/// The last bytes of a file of this length, at most `most`.
fn read_tail(file: &mut (impl Read + Seek), length: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    Read::take(&mut *file, most).read_to_end(&mut tail)?;
    Ok(tail)
}

/// Reads the end record and, where it points to one, the Zip64 end record before it.
fn read_records(before: &[u8], end: &[u8], length: u64) -> Option<Directory> {
    let [disks, entries_here, entries, bytes, start] =
        [(4, 4), (8, 2), (10, 2), (12, 4), (16, 4)].map(|(at, width)| number(end, at, width));
    let (disks, entries_here, entries, bytes, start) = (disks?, entries_here?, entries?, bytes?, start?);
    let is_full = entries == 0xffff || bytes == 0xffff_ffff || start == 0xffff_ffff;
    let locator = split(before, LOCATOR).filter(|(_, locator)| is_full && locator.starts_with(LOCATOR_MARK));
    let position = length.checked_sub(END as u64)?;
    if disks != 0 || entries_here != entries {
        return None;
    }
    match locator {
        Some((before, locator)) => {
            read_records64(split(before, END64)?.1, locator, position.checked_sub((LOCATOR + END64) as u64)?)
        }
        None => Some(Directory { entries, bytes, start, end: position }),
    }
}

/// Reads the Zip64 end record, which has to be directly before its locator, at `position`.
fn read_records64(end: &[u8], locator: &[u8], position: u64) -> Option<Directory> {
    /// What the record says of its own length: all behind this number.
    const REST: u64 = END64 as u64 - 12;
    let is_own = end.starts_with(END64_MARK) && number(end, 4, 8)? == REST && number(end, 16, 8)? == 0;
    let entries = number(end, 32, 8)?;
    let is_one =
        number(locator, 4, 4)? == 0 && number(locator, 16, 4)? <= 1 && number(end, 24, 8)? == entries;
    // Bytes before the ZIP file move the record: the message states how many there are.
    let is_located = number(locator, 8, 8)? <= position;
    (is_own && is_one && is_located).then_some(Directory {
        entries,
        bytes: number(end, 40, 8)?,
        start: number(end, 48, 8)?,
        end: position,
    })
}

/// Why a file does not end with an end record: it is cut short, no ZIP file, or something was added.
fn explain_missing_end(file: &mut (impl Read + Seek), length: u64) -> Diagnostic {
    let tail = match read_tail(file, length, COMMENT + END as u64) {
        Ok(tail) => tail,
        Err(error) => return unzipped(&error),
    };
    let last = tail.windows(END_MARK.len()).rposition(|window| window == END_MARK);
    match last.and_then(|at| tail.get(at..)).filter(|end| end.len() >= END) {
        Some(end) if number(end, 20, 2) == Some((end.len() - END) as u64) => rewritten("a comment was added"),
        Some(_) => rewritten("foreign bytes are behind it"),
        None => not_a_zip("it has no end record"),
    }
}

/// Parts off the last bytes.
fn split(bytes: &[u8], last: usize) -> Option<(&[u8], &[u8])> {
    bytes.split_at_checked(bytes.len().checked_sub(last)?)
}

/// A little-endian number of up to eight bytes.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let digits = bytes.get(at..at.checked_add(width)?)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 8 | u64::from(*digit)))
}
