//! Archives among returned files.

use crate::diagnostic::io_text;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::package::{PackageKind, Unpacking};

/// The first bytes of archives that are not read, and their names.
const OTHERS: [(&[u8], &str); 5] = [
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
];

/// Whether a file begins as a ZIP file does (APPNOTE.TXT, 4.3.6 and 8.5.3).
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|mark| bytes.starts_with(*mark))
}

/// Unpacks an archive; `None` for a file that is none, such as a document of an office program, which is a ZIP file too.
pub(super) fn unpack(bytes: &[u8]) -> Option<Unpacking> {
    if let Some((_, what)) = OTHERS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        let mut unpacking = Unpacking::new(PackageKind::Archive);
        unpacking.leave_out(what, "only ZIP files are unpacked");
        return Some(unpacking);
    }
    if !is_zip(bytes) {
        return None;
    }
    let mut unpacking = Unpacking::new(PackageKind::Archive);
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            unpacking.leave_out("the ZIP file", &io_text(&error.into()));
            return Some(unpacking);
        }
    };
    if archive.file_names().flatten().any(|name| is_of_an_office_program(&name)) {
        return None;
    }
    for index in 0..archive.len() {
        take(&mut archive, index, &mut unpacking);
    }
    // Files of one name take each other's place as the list of them is read.
    let listed = count_listed(bytes);
    if listed > archive.len() {
        unpacking.leave_out("the ZIP file", &format!("it lists {listed} files, some by the same name"));
    }
    Some(unpacking)
}

fn take(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, unpacking: &mut Unpacking) {
    let room = unpacking.room();
    let mut file = match archive.by_index(index) {
        Ok(file) => file,
        Err(error) => return unpacking.leave_out(&format!("file {}", index + 1), &io_text(&error.into())),
    };
    let name = String::from_utf8_lossy(file.name_raw()).into_owned();
    let name = file.name().map_or(name, |name| name.into_owned());
    if file.is_dir() {
        return;
    }
    let mut content = Vec::new();
    match file.by_ref().take(room).read_to_end(&mut content) {
        Ok(_) => unpacking.add(&name, content),
        Err(error) => unpacking.leave_out(&name, &io_text(&error)),
    }
}

/// Whether a name is of those that documents of office programs have inside of them (ISO/IEC 29500-2, ISO/IEC 26300-3).
fn is_of_an_office_program(name: &str) -> bool {
    matches!(name, "[Content_Types].xml" | "mimetype")
}

/// How many files the end of an archive says it has (APPNOTE.TXT, 4.3.16).
fn count_listed(bytes: &[u8]) -> usize {
    const COUNT: std::ops::Range<usize> = 10..12;
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06").and_then(|at| bytes.get(at..)?.get(COUNT));
    end.and_then(|count| Some(u16::from_le_bytes(count.try_into().ok()?))).unwrap_or_default().into()
}
