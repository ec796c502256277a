//! Checking an archive: every file hashed and read again, and everything that is not as it was named.
//!
//! The ZIP file is taken for hostile: sizes are bounded, names are checked before anything else, nothing is
//! written to disk. What the manifest says about itself nothing inside the archive can prove; compare the
//! manifest's SHA-256, which the [`Report`] gives, with the one noted when the archive was made.

use crate::digest::hash_bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use serde::Deserialize;
use zip::{CompressionMethod, ZipArchive};

use super::counts::Counts;
use super::manifest::{self, Entry, FORMAT, Manifest, OLDEST_FORMAT, Reconciliation, VolumeNumber};
use super::pack_check::{self, CheckedPack};
use super::problem::{about, added, altered, missing, no_manifest, not_a_zip, too_large, unreadable};
use super::{contents, loose, register_csv, structure};
use crate::diagnostic::{Diagnostic, Location, codes, has_errors};
use crate::names::check_entry_name;

/// Most entries an archive may have.
pub const MAX_ENTRIES: usize = 1_000_000;

/// Largest file in an archive, in bytes; a file is held in memory while it is checked.
pub const MAX_FILE: u64 = 256 << 20;

pub(super) type Archive = ZipArchive<BufReader<File>>;

/// What checking an archive found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Reference of the mailing.
    pub reference: Option<String>,
    /// Name and version of the tool that made the archive.
    pub tool: Option<String>,
    /// SHA-256 of the manifest's file.
    pub manifest_sha256: Option<String>,
    /// What the batch was expected to make, made and could not; of a volume, its part.
    pub reconciliation: Option<Reconciliation>,
    /// Which volume was checked, where it is one by itself.
    pub volume: Option<VolumeNumber>,
    /// How many volumes a whole archive is split into.
    pub volumes: usize,
    /// How many files are as the manifest says, itself not counted.
    pub sound: usize,
    /// Pages of the PDFs among them.
    pub pages: u64,
    /// What the manifest lists by channel and by language.
    pub counts: Counts,
    /// What of the pack beside the archive is as it was made, where there is one.
    pub pack: Option<CheckedPack>,
    /// Everything that is wrong.
    pub problems: Vec<Diagnostic>,
}

impl Report {
    /// Whether the archive is as it was made.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !has_errors(&self.problems)
    }

    /// Counts a sound file.
    pub(super) fn count(&mut self, pages: u32) {
        self.sound += 1;
        self.pages += u64::from(pages);
    }

    /// Notes what the archive says of itself.
    pub(super) fn describe(&mut self, manifest: Manifest, manifest_sha256: String) {
        self.counts = Counts::of(&manifest.files);
        self.manifest_sha256 = Some(manifest_sha256);
        self.reference = Some(manifest.reference);
        self.tool = Some(manifest.tool);
        self.volume = manifest.volume;
        self.volumes = manifest.volumes.len();
        self.reconciliation = Some(manifest.reconciliation);
    }
}

/// Checks the ZIP file of an archive, or its folder together with the ZIP file and the pack in it, or the pack alone.
#[must_use]
pub fn verify(archive: &Path) -> Report {
    let mut report = Report::default();
    let checked = if pack_check::is_pack(archive) {
        pack_check::check_alone(archive, &mut report)
    } else if archive.is_dir() {
        loose::check(archive, &mut report)
    } else {
        check_zip(archive, &mut report)
    };
    if let Err(problem) = checked {
        report.problems.insert(0, problem);
    }
    let name = archive.file_name().unwrap_or(archive.as_os_str()).to_string_lossy().into_owned();
    for problem in &mut report.problems {
        problem.location.get_or_insert_with(|| Location::file(name.clone()));
    }
    report
}

/// Checks what can be checked; an error is one that nothing can be checked after.
pub(super) fn check_zip(zip: &Path, report: &mut Report) -> Result<(), Diagnostic> {
    let mut archive = open(zip)?;
    if archive.len() > MAX_ENTRIES {
        return Err(too_large(format!("the archive has {} entries", archive.len())));
    }
    structure::check(&mut archive, zip, &mut report.problems);
    let bytes = read_manifest(&mut archive)?;
    let manifest_sha256 = hash_bytes(&bytes);
    report.manifest_sha256 = Some(manifest_sha256.clone());
    let manifest = parse(&bytes)?;
    let expected = expected(&manifest, &mut report.problems);

    let mut seen = BTreeSet::new();
    for index in 0..archive.len() {
        let name = name(&archive, index)?;
        if name == manifest::FILE {
            continue;
        }
        let Some(record) = expected.get(name.as_str()) else {
            report.problems.push(added(&name));
            continue;
        };
        seen.insert(record.path.as_str());
        match read(&mut archive, index).and_then(|bytes| contents::check(&manifest, record, &bytes)) {
            Ok(pages) => report.count(pages),
            Err(problem) => report.problems.push(about(problem, record)),
        }
    }
    let unseen = manifest.files.iter().filter(|record| !seen.contains(record.path.as_str()));
    report.problems.extend(unseen.map(missing));
    contents::check_counts(&manifest, &mut report.problems);
    report.describe(manifest, manifest_sha256);
    Ok(())
}

pub(super) fn open(zip: &Path) -> Result<Archive, Diagnostic> {
    let file = File::open(zip).map_err(|error| {
        Diagnostic::new(codes::ARCHIVE_UNREADABLE, format!("the archive cannot be opened ({error})"))
            .with_location(Location::file(zip.to_string_lossy()))
            .with_hint("give the path of the ZIP file that `build` made")
    })?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| not_a_zip(&error.to_string()))
}

/// The name of an entry; bytes that are no UTF-8 are reported with the structure and match no file.
fn name(archive: &Archive, index: usize) -> Result<String, Diagnostic> {
    archive
        .by_index_data(index)
        .map(|entry| String::from_utf8_lossy(entry.name_raw()).into_owned())
        .map_err(|error| unreadable(&format!("entry {}", index + 1), &error.to_string()))
}

/// Reads one entry within the bounds. Its bytes may be other than they were.
pub(super) fn read(archive: &mut Archive, index: usize) -> Result<Vec<u8>, Diagnostic> {
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

#[derive(Deserialize)]
struct Format {
    format: u32,
}

pub(super) fn read_manifest(archive: &mut Archive) -> Result<Vec<u8>, Diagnostic> {
    let index = archive.index_for_name_raw(manifest::FILE.as_bytes()).ok_or_else(no_manifest)?;
    read(archive, index)
}

/// Reads a manifest, of a format this version knows.
pub(super) fn parse(bytes: &[u8]) -> Result<Manifest, Diagnostic> {
    let broken = |error: serde_json::Error| unreadable(manifest::FILE, &error.to_string());
    let Format { format } = serde_json::from_slice(bytes).map_err(broken)?;
    if !manifest::is_known(format) {
        return Err(Diagnostic::new(codes::ARCHIVE_FORMAT, format!("the manifest has format {format}"))
            .with_hint(format!(
                "this version checks formats {OLDEST_FORMAT} to {FORMAT}; use the convoke that made the archive"
            )));
    }
    serde_json::from_slice(bytes).map_err(broken)
}

/// The manifest's files by path, with what is wrong with the list itself.
pub(super) fn expected<'a>(
    manifest: &'a Manifest,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a str, &'a Entry> {
    let mut files = BTreeMap::new();
    let mut refuse = |code, message| {
        problems.push(
            Diagnostic::new(code, message)
                .with_hint("the manifest itself was altered; do not use the archive"),
        );
    };
    for record in &manifest.files {
        if let Err(cause) = check_entry_name(&record.path) {
            refuse(codes::ARCHIVE_ENTRY_NAME, format!("the manifest lists {:?} ({cause})", record.path));
        }
        if files.insert(record.path.as_str(), record).is_some() {
            refuse(codes::ARCHIVE_ENTRY_TWICE, format!("the manifest lists `{}` twice", record.path));
        }
    }
    if !files.contains_key(register_csv::FILE) {
        refuse(codes::ARCHIVE_ALTERED, format!("the manifest does not list `{}`", register_csv::FILE));
    }
    files
}
