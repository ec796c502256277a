//! The directory of a ZIP file: names of its entries, and nothing in it that two programs would read differently.
//!
//! The directory is read as a stream: of each name only a hash and a position are kept.

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use crate::archive::problem::rewritten;
use crate::archive::reader::at::{ArchiveAt, Bytes};
use crate::archive::reader::zip::Archive;
use crate::diagnostic::{Diagnostic, Problems, codes, io_text};
use crate::digest::Sha256;
use crate::names::{check_entry_name, fold};
use crate::objects::StoreRefusal;

/// Length of a central directory header before its name. (PKWARE APPNOTE 6.3.10, 4.3.12)
const HEADER: usize = 46;

/// Checks names, repeated entries, and bytes that belong to no entry.
pub(super) fn check(archive: &mut Archive, zip: &ArchiveAt) -> Problems {
    let mut problems = Problems::new();
    let names = zip.open().and_then(|(file, _)| check_names(file, archive.central_directory_start()));
    match names {
        Ok(found) => problems.extend(found),
        Err(error) => problems.push(not_read(&error)),
    }
    // The library keeps one entry a name, so repeated ones were looked for above.
    if !archive.has_duplicate_names() {
        let fault = archive.validate_header_consistency().err();
        problems.extend(fault.map(|error| not_read(&error.into())));
    }
    problems
}

/// Checks the names in the directory, repeated ones included, and what kinds of files they say they are.
fn check_names(file: Bytes, start: u64) -> io::Result<Problems> {
    let mut directory = BufReader::new(file);
    directory.seek(SeekFrom::Start(start))?;
    let mut problems = Problems::new();
    let mut seen: HashMap<[u8; 32], u64> = HashMap::new();
    let mut folders: HashMap<[u8; 32], u64> = HashMap::new();
    let mut at = start;
    while let Some(header) = read_header(&mut directory)? {
        let name = String::from_utf8_lossy(&header.name);
        let checked = match std::str::from_utf8(&header.name) {
            Ok(name) => check_entry_name(name),
            Err(_) => Err("it is not UTF-8"),
        };
        problems.extend(checked.err().map(|cause| dangerous(&name, cause)));
        problems.extend(header.find_fault().map(|cause| no_file(&name, cause)));
        let folded = fold(&name);
        for (end, _) in folded.match_indices('/') {
            folders.entry(Sha256::digest(folded.get(..end).unwrap_or_default())).or_insert(at);
        }
        if let Some(earlier) = seen.insert(Sha256::digest(folded), at) {
            let earlier = read_name_at(directory.get_mut(), earlier)?;
            problems.push(repeated(&earlier, &name));
            // The file is the same one: reading the earlier name moved it.
            directory.seek(SeekFrom::Start(at + header.length))?;
        }
        at += header.length;
    }
    for (_, file) in seen.iter().filter(|(name, _)| folders.contains_key(*name)) {
        problems.push(no_file(&read_name_at(directory.get_mut(), *file)?, "other entries lie below it"));
    }
    Ok(problems)
}

/// What the directory says of one entry.
struct Header {
    name: Vec<u8>,
    /// The kind of file and its permissions, as Unix has them; zero where another system wrote the entry.
    mode: u32,
    extra: Vec<u8>,
    length: u64,
}

impl Header {
    /// Why an entry is no plain file: programs would make a link or a device of it, or give it another name.
    fn find_fault(&self) -> Option<&'static str> {
        /// The bits of a mode that say what kind of file it is, and the kinds. (POSIX.1-2017, `<sys/stat.h>`)
        const KIND: u32 = 0o170_000;
        const REGULAR: u32 = 0o100_000;
        const LINK: u32 = 0o120_000;
        /// The only extra field that convoke writes: Zip64 sizes. (PKWARE APPNOTE 6.3.10, 4.5.3)
        const ZIP64: [u8; 2] = [1, 0];
        match self.mode & KIND {
            LINK => Some("it is a symbolic link"),
            0 | REGULAR => {
                self.fields().any(|id| id != ZIP64).then_some("it has fields that convoke never writes")
            }
            _ => Some("it is not a regular file"),
        }
    }

    /// The ids of the extra fields. (4.5.1)
    fn fields(&self) -> impl Iterator<Item = [u8; 2]> {
        let mut rest = self.extra.as_slice();
        std::iter::from_fn(move || {
            let [a, b, c, d, ..] = *rest else { return None };
            rest = rest.get(4 + usize::from(u16::from_le_bytes([c, d]))..).unwrap_or_default();
            Some([a, b])
        })
    }
}

/// Reads the next header; `None` behind the last one.
fn read_header(directory: &mut BufReader<impl Read + Seek>) -> io::Result<Option<Header>> {
    let mut header = [0; HEADER];
    if directory.read_exact(&mut header).is_err() || !header.starts_with(b"PK\x01\x02") {
        return Ok(None);
    }
    let number = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    let [name, extra, comment] = [28, 30, 32].map(number);
    let mut text = vec![0; usize::from(name)];
    directory.read_exact(&mut text)?;
    let mut fields = vec![0; usize::from(extra)];
    directory.read_exact(&mut fields)?;
    directory.seek_relative(i64::from(comment))?;
    let length = HEADER as u64 + u64::from(name) + u64::from(extra) + u64::from(comment);
    Ok(Some(Header { name: text, mode: number(40).into(), extra: fields, length }))
}

fn read_name_at(file: &mut Bytes, at: u64) -> io::Result<String> {
    file.seek(SeekFrom::Start(at))?;
    let header = read_header(&mut BufReader::new(file))?;
    Ok(header.map(|header| String::from_utf8_lossy(&header.name).into_owned()).unwrap_or_default())
}

fn not_read(error: &io::Error) -> Diagnostic {
    StoreRefusal::report(error).unwrap_or_else(|| rewritten(&io_text(error)))
}

fn no_file(name: &str, cause: &str) -> Diagnostic {
    let message = format!("the entry {name:?} is no plain file ({cause})");
    Diagnostic::new(codes::ARCHIVE_ENTRY_KIND, message).with_hint("do not unpack the archive")
}

fn dangerous(name: &str, cause: &str) -> Diagnostic {
    let message = format!("the entry {name:?} has a dangerous name ({cause})");
    Diagnostic::new(codes::ARCHIVE_ENTRY_NAME, message).with_hint("do not unpack the archive")
}

fn repeated(earlier: &str, name: &str) -> Diagnostic {
    let message = if earlier == name {
        format!("the entry {name:?} is there twice")
    } else {
        format!("the entries {earlier:?} and {name:?} are one file where case does not count")
    };
    Diagnostic::new(codes::ARCHIVE_ENTRY_TWICE, message)
        .with_hint("which of the two is unpacked depends on the program; do not use the archive")
}
