//! Checking an archive: every file hashed and read again, and everything that is not as it was named.
//!
//! The ZIP file is taken for hostile: sizes are bounded, names are checked before anything else, nothing is
//! written to disk. What the manifest says about itself nothing inside the archive can prove; compare the
//! manifest's SHA-256, which the [`Report`] gives, with the one noted when the archive was made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use serde::Deserialize;
use zip::{CompressionMethod, ZipArchive};

use super::manifest::{self, Entry, FORMAT, Manifest, Reconciliation, sha256};
use super::names::check_entry_name;
use super::{contents, register_csv, structure};
use crate::diagnostic::{Diagnostic, Location, has_errors};

/// Most entries an archive may have.
pub const MAX_ENTRIES: usize = 1_000_000;

/// Largest file in an archive, in bytes; a file is held in memory while it is checked.
pub const MAX_FILE: u64 = 256 << 20;

type Archive = ZipArchive<BufReader<File>>;

pub(super) const RESTORE: &str = "take the archive from where it was first kept, or build it again";

/// What checking an archive found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Reference of the mailing.
    pub reference: Option<String>,
    /// Name and version of the tool that made the archive.
    pub tool: Option<String>,
    /// SHA-256 of the manifest's file.
    pub manifest_sha256: Option<String>,
    /// What the batch was expected to make, made and could not.
    pub reconciliation: Option<Reconciliation>,
    /// How many files are as the manifest says, itself not counted.
    pub sound: usize,
    /// Pages of the PDFs among them.
    pub pages: u64,
    /// Everything that is wrong.
    pub problems: Vec<Diagnostic>,
}

impl Report {
    /// Whether the archive is as it was made.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !has_errors(&self.problems)
    }
}

/// Checks the ZIP file of an archive.
#[must_use]
pub fn verify(zip: &Path) -> Report {
    let mut report = Report::default();
    if let Err(problem) = check(zip, &mut report) {
        report.problems.insert(0, problem);
    }
    let name = zip.file_name().unwrap_or(zip.as_os_str()).to_string_lossy().into_owned();
    for problem in &mut report.problems {
        problem.location.get_or_insert_with(|| Location::file(name.clone()));
    }
    report
}

/// Checks what can be checked; an error is one that nothing can be checked after.
fn check(zip: &Path, report: &mut Report) -> Result<(), Diagnostic> {
    let mut archive = open(zip)?;
    if archive.len() > MAX_ENTRIES {
        return Err(too_large(format!("the archive has {} entries", archive.len())));
    }
    structure::check(&mut archive, zip, &mut report.problems);
    let manifest = read_manifest(&mut archive, report)?;
    let expected = expected(&manifest, &mut report.problems);

    let mut seen = BTreeSet::new();
    for index in 0..archive.len() {
        let name = name(&archive, index)?;
        if name == manifest::FILE {
            continue;
        }
        let Some(record) = expected.get(name.as_str()) else {
            report.problems.push(
                Diagnostic::error(
                    "archive-added",
                    format!("{name:?} was added: the manifest does not list it"),
                )
                .with_hint("do not open or send it; ask whoever made the archive"),
            );
            continue;
        };
        seen.insert(record.path.as_str());
        match read(&mut archive, index).and_then(|bytes| contents::check(record, &bytes)) {
            Ok(pages) => {
                report.sound += 1;
                report.pages += u64::from(pages);
            }
            Err(problem) => report.problems.push(about(problem, record)),
        }
    }
    for record in manifest.files.iter().filter(|record| !seen.contains(record.path.as_str())) {
        let message = format!("`{}` is missing", record.path);
        report.problems.push(about(Diagnostic::error("archive-missing", message).with_hint(RESTORE), record));
    }
    contents::check_counts(&manifest, &mut report.problems);
    report.reference = Some(manifest.reference);
    report.tool = Some(manifest.tool);
    report.reconciliation = Some(manifest.reconciliation);
    Ok(())
}

fn about(problem: Diagnostic, record: &Entry) -> Diagnostic {
    match &record.recipient {
        Some(recipient) => problem.about(recipient),
        None => problem,
    }
}

fn open(zip: &Path) -> Result<Archive, Diagnostic> {
    let file = File::open(zip).map_err(|error| {
        Diagnostic::error("archive-unreadable", format!("the archive cannot be opened ({error})"))
            .with_location(Location::file(zip.to_string_lossy()))
            .with_hint("give the path of the ZIP file that `build` made")
    })?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| {
        Diagnostic::error("archive-unreadable", format!("the file is cut short or is no ZIP file ({error})"))
            .with_hint(RESTORE)
    })
}

fn too_large(message: String) -> Diagnostic {
    Diagnostic::error("archive-too-large", message)
        .with_hint("no archive of convoke's is like this; do not unpack it")
}

fn unreadable(name: &str, cause: &str) -> Diagnostic {
    Diagnostic::error("archive-unreadable", format!("`{name}` cannot be read ({cause})")).with_hint(RESTORE)
}

/// The name of an entry; bytes that are no UTF-8 are reported with the structure and match no file.
fn name(archive: &Archive, index: usize) -> Result<String, Diagnostic> {
    archive
        .by_index_data(index)
        .map(|entry| String::from_utf8_lossy(entry.name_raw()).into_owned())
        .map_err(|error| unreadable(&format!("entry {}", index + 1), &error.to_string()))
}

/// Reads one entry within the bounds. Its bytes may be other than they were.
fn read(archive: &mut Archive, index: usize) -> Result<Vec<u8>, Diagnostic> {
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
        Err(_) if bytes.len() as u64 == size && size > 0 => Err(contents::altered(&name)),
        Err(cause) => Err(unreadable(&name, &cause)),
        Ok(_) => Ok(bytes),
    }
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

fn read_manifest(archive: &mut Archive, report: &mut Report) -> Result<Manifest, Diagnostic> {
    let Some(index) = archive.index_for_name_raw(manifest::FILE.as_bytes()) else {
        return Err(Diagnostic::error(
            "archive-missing",
            "`manifest.json` is missing: nothing can be checked",
        )
        .with_hint(RESTORE));
    };
    let bytes = read(archive, index)?;
    report.manifest_sha256 = Some(sha256(&bytes));
    let broken = |error: serde_json::Error| unreadable(manifest::FILE, &error.to_string());
    let Format { format } = serde_json::from_slice(&bytes).map_err(broken)?;
    if format != FORMAT {
        return Err(Diagnostic::error("archive-format", format!("the manifest has format {format}"))
            .with_hint(format!(
                "this version checks format {FORMAT}; use the convoke that made the archive"
            )));
    }
    serde_json::from_slice(&bytes).map_err(broken)
}

/// The manifest's files by path, with what is wrong with the list itself.
fn expected<'a>(manifest: &'a Manifest, problems: &mut Vec<Diagnostic>) -> BTreeMap<&'a str, &'a Entry> {
    let mut files = BTreeMap::new();
    let mut refuse = |code, message| {
        problems.push(
            Diagnostic::error(code, message)
                .with_hint("the manifest itself was altered; do not use the archive"),
        );
    };
    for record in &manifest.files {
        if let Err(cause) = check_entry_name(&record.path) {
            refuse("archive-entry-name", format!("the manifest lists {:?} ({cause})", record.path));
        }
        if files.insert(record.path.as_str(), record).is_some() {
            refuse("archive-entry-twice", format!("the manifest lists `{}` twice", record.path));
        }
    }
    if !files.contains_key(register_csv::FILE) {
        refuse("archive-altered", format!("the manifest does not list `{}`", register_csv::FILE));
    }
    files
}
