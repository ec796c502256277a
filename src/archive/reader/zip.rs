//! The ZIP file of an archive, read entry by entry. It is taken for hostile: sizes are bounded, nothing is written to disk.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::{CompressionMethod, ZipArchive};

use crate::archive::format::layout;
use crate::archive::format::limits::MAX_FILE;
use crate::archive::problem::{altered, no_manifest, not_a_zip, too_large, unreadable};
use crate::diagnostic::{Diagnostic, Location, codes};

pub(in crate::archive) type Archive = ZipArchive<BufReader<File>>;

pub(in crate::archive) fn open(zip: &Path) -> Result<Archive, Diagnostic> {
    let file = File::open(zip).map_err(|error| {
        Diagnostic::new(codes::ARCHIVE_OPEN, format!("the archive cannot be opened ({error})"))
            .with_location(Location::file(zip.to_string_lossy()))
            .with_hint("give the path of the ZIP file that `build` made")
    })?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| not_a_zip(&error.to_string()))
}

/// The name of an entry; bytes that are no UTF-8 are reported with the structure and match no file.
pub(in crate::archive) fn name(archive: &Archive, index: usize) -> Result<String, Diagnostic> {
    archive
        .by_index_data(index)
        .map(|entry| String::from_utf8_lossy(entry.name_raw()).into_owned())
        .map_err(|error| unreadable(&format!("entry {}", index + 1), &error.to_string()))
}

/// Reads one entry within the bounds. Its bytes may be other than they were.
pub(in crate::archive) fn read(archive: &mut Archive, index: usize) -> Result<Vec<u8>, Diagnostic> {
    let name = name(archive, index)?;
    let entry = archive.by_index_data(index).map_err(|error| unreadable(&name, &error.to_string()))?;
    let size = entry.size();
    if size > MAX_FILE {
        return Err(too_large(format!("`{name}` says it has {size} bytes")));
    }
    if entry.compression() != CompressionMethod::Stored {
        return Err(unreadable(&name, "it is compressed, which convoke never does"));
    }
    let mut bytes = Vec::new();
    let done = archive
        .by_index(index)
        .map_err(|error| error.to_string())
        .and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| error.to_string()));
    match done {
        // All bytes are there: what failed is the checksum of the ZIP format, read at the end.
        Err(_) if bytes.len() as u64 == size && size > 0 => Err(altered(&name)),
        Err(cause) => Err(unreadable(&name, &cause)),
        Ok(_) => Ok(bytes),
    }
}

pub(in crate::archive) fn read_manifest(archive: &mut Archive) -> Result<Vec<u8>, Diagnostic> {
    let index = archive.index_for_name_raw(layout::MANIFEST.as_bytes()).ok_or_else(no_manifest)?;
    read(archive, index)
}
