//! The ZIP file itself: names of its entries, and nothing in it that two programs would read differently.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;

use crate::archive::problem::damaged;
use crate::diagnostic::{Diagnostic, codes};
use crate::names::{check_entry_name, fold};

/// Length of a central directory header before its name, and where the lengths of its parts stand.
/// (PKWARE APPNOTE 6.3.10, 4.3.12)
const HEADER: usize = 46;

/// Checks names, doubled entries, and bytes that belong to no entry.
pub(super) fn check(archive: &mut ZipArchive<BufReader<File>>, zip: &Path, problems: &mut Vec<Diagnostic>) {
    let names = names(zip, archive.central_directory_start());
    match &names {
        Ok(names) => check_names(names, problems),
        Err(error) => problems.push(altered(&error.to_string())),
    }
    // The library keeps one entry a name, so doubled ones were looked for above.
    if archive.has_duplicate_names() {
        return;
    }
    let fault = if archive.offset() != 0 {
        Some(format!("{} foreign bytes stand before it", archive.offset()))
    } else if !archive.comment().is_empty() {
        Some("a comment was added".to_owned())
    } else if !ends_with_its_directory(zip) {
        Some("foreign bytes stand behind it".to_owned())
    } else {
        archive.validate_header_consistency().err().map(|error| error.to_string())
    };
    problems.extend(fault.map(|cause| altered(&cause)));
}

fn altered(cause: &str) -> Diagnostic {
    damaged(format!("the ZIP file itself was altered ({cause})"))
}

/// Whether the end record, which is 22 bytes long without a comment, is the last thing in the file.
/// (PKWARE APPNOTE 6.3.10, 4.3.16)
fn ends_with_its_directory(zip: &Path) -> bool {
    let last = || -> io::Result<[u8; 22]> {
        let mut file = File::open(zip)?;
        let mut end = [0; 22];
        file.seek(SeekFrom::End(-22))?;
        file.read_exact(&mut end)?;
        Ok(end)
    };
    last().is_ok_and(|end| end.starts_with(b"PK\x05\x06"))
}

/// The names in the ZIP file's directory, doubled ones included.
fn names(zip: &Path, start: u64) -> io::Result<Vec<Vec<u8>>> {
    let mut reader = BufReader::new(File::open(zip)?);
    reader.seek(SeekFrom::Start(start))?;
    let mut names = Vec::new();
    loop {
        let mut header = [0; HEADER];
        if reader.read_exact(&mut header).is_err() || !header.starts_with(b"PK\x01\x02") {
            return Ok(names);
        }
        let [.., a, b, c, d, e, f, _, _, _, _, _, _, _, _, _, _, _, _] = header;
        let (name, extra, comment) =
            (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]), u16::from_le_bytes([e, f]));
        let mut text = vec![0; usize::from(name)];
        reader.read_exact(&mut text)?;
        names.push(text);
        reader.seek_relative(i64::from(extra) + i64::from(comment))?;
    }
}

fn check_names(names: &[Vec<u8>], problems: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for raw in names {
        let name = String::from_utf8_lossy(raw).into_owned();
        let checked = match std::str::from_utf8(raw) {
            Ok(name) => check_entry_name(name),
            Err(_) => Err("it is not UTF-8"),
        };
        if let Err(cause) = checked {
            problems.push(
                Diagnostic::new(
                    codes::ARCHIVE_ENTRY_NAME,
                    format!("the entry {name:?} has a dangerous name ({cause})"),
                )
                .with_hint("do not unpack the archive"),
            );
        }
        if let Some(earlier) = seen.insert(fold(&name), name.clone()) {
            let message = if earlier == name {
                format!("the entry {name:?} is there twice")
            } else {
                format!("the entries {earlier:?} and {name:?} are one file where case does not count")
            };
            problems
                .push(Diagnostic::new(codes::ARCHIVE_ENTRY_TWICE, message).with_hint(
                    "which of the two is unpacked depends on the program; do not use the archive",
                ));
        }
    }
}
