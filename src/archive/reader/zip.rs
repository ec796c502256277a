//! The ZIP file of an archive, read entry by entry. It is taken for hostile: sizes are bounded, nothing is written to disk.

use std::io::{BufReader, Read};

use zip::read::{ArchiveOffset, Config, ZipFile};
use zip::{CompressionMethod, ZipArchive};

use super::at::{ArchiveAt, Bytes};
use super::end;
use crate::archive::format::layout;
use crate::archive::format::limits::{MAX_FILE, check_read_file, check_read_list};
use crate::archive::format::manifest::Manifest;
use crate::archive::format::share::ShareHead;
use crate::archive::problem::{no_manifest, not_opened, unread, unreadable, unzipped};
use crate::diagnostic::{Diagnostic, io_text};
use crate::digest::hash_reader;

pub(in crate::archive) type Archive = ZipArchive<BufReader<Bytes>>;

/// An entry that is being read.
pub(in crate::archive) type Content<'a> = ZipFile<'a, BufReader<Bytes>>;

/// Opens a ZIP file, once its end records are those of an archive.
///
/// # Errors
///
/// It cannot be opened, is not a ZIP file, was altered as a whole, or is larger than an archive can be.
pub(in crate::archive) fn open(zip: &ArchiveAt) -> Result<Archive, Diagnostic> {
    let (mut bytes, _) = zip.open().map_err(|error| not_opened(zip.path(), &error))?;
    end::check(&mut bytes)?;
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    ZipArchive::with_config(config, BufReader::new(bytes)).map_err(|error| unzipped(&error.into()))
}

/// The name of an entry; bytes that are not UTF-8 are reported with the structure and match no file.
pub(in crate::archive) fn name(archive: &Archive, index: usize) -> Result<String, Diagnostic> {
    archive
        .by_index_data(index)
        .map(|entry| String::from_utf8_lossy(entry.name_raw()).into_owned())
        .map_err(|error| unreadable(&format!("entry {}", index + 1), &io_text(&error.into())))
}

/// Opens one entry, of a size the caller has to check. Its bytes may have been altered.
pub(in crate::archive) fn open_entry(archive: &mut Archive, index: usize) -> Result<Content<'_>, Diagnostic> {
    let name = name(archive, index)?;
    let entry = archive.by_index_data(index).map_err(|error| unread(&name, &error.into()))?;
    if entry.compression() != CompressionMethod::Stored {
        return Err(unreadable(&name, "it is compressed, which convoke never does"));
    }
    archive.by_index(index).map_err(|error| unread(&name, &error.into()))
}

/// Reads one entry within the bounds. Its bytes may have been altered.
pub(in crate::archive) fn read(archive: &mut Archive, index: usize) -> Result<Vec<u8>, Diagnostic> {
    let name = name(archive, index)?;
    let content = open_entry(archive, index)?;
    check_read_file(&name, content.size())?;
    let mut bytes = Vec::new();
    content.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| unread(&name, &error))?;
    Ok(bytes)
}

/// Reads the manifest; returns it with its hash.
pub(in crate::archive) fn read_manifest(archive: &mut Archive) -> Result<(Manifest, String), Diagnostic> {
    Manifest::read(open_manifest(archive)?)
}

/// Reads of the manifest of a share what stands before its list of files.
pub(in crate::archive) fn read_head(archive: &mut Archive) -> Result<ShareHead, Diagnostic> {
    let manifest = BufReader::new(open_manifest(archive)?);
    ShareHead::read(manifest).map_err(|error| match error.is_io() {
        true => unread(layout::MANIFEST, &error.into()),
        false => unreadable(layout::MANIFEST, &error.to_string()),
    })
}

/// Hashes the manifest without reading what it says.
pub(in crate::archive) fn hash_manifest(archive: &mut Archive) -> Result<String, Diagnostic> {
    let hashed = hash_reader(open_manifest(archive)?).map_err(|error| unread(layout::MANIFEST, &error))?;
    Ok(hashed.hash)
}

fn open_manifest(archive: &mut Archive) -> Result<Content<'_>, Diagnostic> {
    let index = archive.index_for_name_raw(layout::MANIFEST.as_bytes()).ok_or_else(no_manifest)?;
    let content = open_entry(archive, index)?;
    check_read_list(layout::MANIFEST, content.size())?;
    Ok(content)
}
