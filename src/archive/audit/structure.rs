//! The directory of a ZIP file: names of its entries, and nothing in it that two programs would read differently.
//!
//! The directory is read as a stream: of each name only a hash and a position are kept.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use crate::archive::problem::rewritten;
use crate::archive::reader::zip::Archive;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::digest::Sha256;
use crate::names::{check_entry_name, fold};

/// Length of a central directory header before its name. (PKWARE APPNOTE 6.3.10, 4.3.12)
const HEADER: usize = 46;

/// Checks names, repeated entries, and bytes that belong to no entry.
pub(super) fn check(archive: &mut Archive, zip: &Path) -> Problems {
    let mut problems = Problems::new();
    let names = File::open(zip).and_then(|file| check_names(file, archive.central_directory_start()));
    match names {
        Ok(found) => problems.extend(found),
        Err(error) => problems.push(rewritten(&error.to_string())),
    }
    // The library keeps one entry a name, so repeated ones were looked for above.
    if !archive.has_duplicate_names() {
        let fault = archive.validate_header_consistency().err();
        problems.extend(fault.map(|error| rewritten(&error.to_string())));
    }
    problems
}

/// Checks the names in the directory, repeated ones included.
fn check_names(file: File, start: u64) -> io::Result<Problems> {
    let mut directory = BufReader::new(file);
    directory.seek(SeekFrom::Start(start))?;
    let mut problems = Problems::new();
    let mut seen: HashMap<[u8; 32], u64> = HashMap::new();
    let mut at = start;
    while let Some((raw, length)) = read_name(&mut directory)? {
        let name = String::from_utf8_lossy(&raw);
        let checked = match std::str::from_utf8(&raw) {
            Ok(name) => check_entry_name(name),
            Err(_) => Err("it is not UTF-8"),
        };
        problems.extend(checked.err().map(|cause| dangerous(&name, cause)));
        if let Some(earlier) = seen.insert(Sha256::digest(fold(&name)), at) {
            let earlier = read_name_at(directory.get_ref(), earlier)?;
            problems.push(repeated(&String::from_utf8_lossy(&earlier), &name));
            // The file is the same one: reading the earlier name moved it.
            directory.seek(SeekFrom::Start(at + length))?;
        }
        at += length;
    }
    Ok(problems)
}

/// Reads the name in the next header; returns it with the length of the header, or `None` behind the last one.
fn read_name(directory: &mut BufReader<impl Read + Seek>) -> io::Result<Option<(Vec<u8>, u64)>> {
    let mut header = [0; HEADER];
    if directory.read_exact(&mut header).is_err() || !header.starts_with(b"PK\x01\x02") {
        return Ok(None);
    }
    let [.., a, b, c, d, e, f, _, _, _, _, _, _, _, _, _, _, _, _] = header;
    let [name, extra, comment] = [[a, b], [c, d], [e, f]].map(u16::from_le_bytes);
    let mut text = vec![0; usize::from(name)];
    directory.read_exact(&mut text)?;
    let rest = u64::from(extra) + u64::from(comment);
    directory.seek_relative(i64::from(extra) + i64::from(comment))?;
    Ok(Some((text, HEADER as u64 + u64::from(name) + rest)))
}

fn read_name_at(mut file: &File, at: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    Ok(read_name(&mut BufReader::new(file))?.unwrap_or_default().0)
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
