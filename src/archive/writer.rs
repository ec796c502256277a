//! Writing an archive: loose files and the ZIP file side by side, into a temporary folder that takes the place
//! of the last one only when everything is there.
//!
//! Files stream through: nothing but their manifest records is kept. Threads put files on the [`Shelf`] in any order;
//! the writer enters them in the archive's. The same entries give the same bytes.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Read};
use std::path::{Path, PathBuf};

use jiff::civil;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::manifest::{self, Blocked, Entry, FORMAT, Manifest, Reconciliation, Role, Tally, hex};
use super::names::{fold, safe_file_name};
use super::problem::unwritable;
use super::shelf::{Shelf, Shelved, twice};
use super::{folder, register_csv};
use crate::diagnostic::Diagnostic;

/// What an archive is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Reference of the mailing.
    pub reference: String,
    /// The date the documents bear, in RFC 3339 with the mailing's offset.
    pub issued_at: String,
    /// The same date as a clock on the wall there shows it: the time of the ZIP file's entries.
    pub time: civil::DateTime,
    /// The date by which forms are to be returned, as `YYYY-MM-DD`.
    pub registration_deadline: Option<String>,
    /// Languages made although their translation was stale or incomplete.
    pub stale_languages: Vec<String>,
}

/// What a batch was expected to make, blocked recipients included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// How many recipients.
    pub recipients: usize,
    /// How many documents.
    pub documents: usize,
    /// Recipients nothing was made for, and why.
    pub blocked: Vec<Blocked>,
}

/// An archive that is in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Its manifest.
    pub manifest: Manifest,
    /// SHA-256 of the manifest's file, which names every other file's.
    pub manifest_sha256: String,
    /// The ZIP file.
    pub zip: PathBuf,
    /// SHA-256 of the ZIP file.
    pub zip_sha256: String,
    /// Size of the ZIP file in bytes.
    pub zip_bytes: u64,
}

/// Writes one archive; dropped before [`finish`](Self::finish), it leaves nothing behind.
#[derive(Debug)]
pub struct Writer {
    origin: Origin,
    target: PathBuf,
    options: SimpleFileOptions,
    files: Vec<Entry>,
    names: BTreeSet<String>,
    shelf: Shelf,
    // In the order they must be dropped: open files before their folder.
    zip: ZipWriter<BufWriter<File>>,
    _lock: File,
    temporary: TempDir,
}

/// Name of a mailing's ZIP file: its reference, made portable.
#[must_use]
pub fn zip_name(reference: &str) -> String {
    safe_file_name(&format!("{}.zip", safe_file_name(reference)))
}

impl Writer {
    /// Begins an archive that will take the place of the folder `dir`, such as `output/DM-1132`.
    ///
    /// # Errors
    ///
    /// When `dir` holds something that is no archive, or its parent cannot be written to.
    pub fn create(dir: &Path, origin: Origin) -> Result<Self, Diagnostic> {
        folder::check_replaceable(dir)?;
        let begin = || -> io::Result<(TempDir, File, File)> {
            let (temporary, lock) = folder::begin(dir)?;
            let zip = File::create_new(temporary.path().join(folder::NEW).join(zip_name(&origin.reference)))?;
            Ok((temporary, lock, zip))
        };
        let (temporary, lock, zip) = begin().map_err(|error| unwritable(dir, &error))?;
        let names =
            [zip_name(&origin.reference).as_str(), manifest::FILE, register_csv::FILE].map(fold).into();
        Ok(Self {
            options: options(origin.time),
            origin,
            target: dir.to_owned(),
            shelf: Shelf::new(temporary.path().join(folder::NEW), dir),
            temporary,
            _lock: lock,
            zip: ZipWriter::new(BufWriter::new(zip)),
            files: Vec::new(),
            names,
        })
    }

    /// Makes room for so many files more, so that memory need not be twice what they take.
    pub fn reserve(&mut self, files: usize) {
        self.files.reserve_exact(files);
    }

    /// Where other threads may put files for [`enter`](Self::enter).
    #[must_use]
    pub fn shelf(&self) -> Shelf {
        self.shelf.clone()
    }

    /// Adds a file; its hash and size are filled in here.
    ///
    /// # Errors
    ///
    /// When the path is not portable or taken, or the file cannot be written.
    pub fn add(&mut self, entry: Entry, bytes: &[u8]) -> Result<(), Diagnostic> {
        let shelved = self.shelf.put(&entry.path, bytes)?;
        self.enter(entry, shelved)
    }

    /// Adds a file that is on the shelf under the entry's path.
    ///
    /// # Errors
    ///
    /// When the path is taken, or the file cannot be read or written.
    pub fn enter(&mut self, mut entry: Entry, shelved: Shelved) -> Result<(), Diagnostic> {
        if !self.names.insert(fold(&entry.path)) {
            return Err(twice(&entry.path));
        }
        self.pack(&entry.path).map_err(|error| unwritable(&self.target.join(&entry.path), &error))?;
        entry.sha256 = shelved.sha256;
        entry.bytes = shelved.bytes;
        self.files.push(entry);
        Ok(())
    }

    /// Adds the register and the manifest, closes the ZIP file and puts the archive in its place. What an
    /// earlier archive there held and this one does not is gone; files that are no archive's stay.
    ///
    /// # Errors
    ///
    /// When a file cannot be written or the folder cannot be replaced; the earlier archive is then left as it was.
    pub fn finish(mut self, expected: Expected) -> Result<Finished, Diagnostic> {
        let Origin { reference, issued_at, registration_deadline, stale_languages, .. } = self.origin.clone();
        let files = &self.files;
        let list = self
            .shelf
            .write(register_csv::FILE, |file| {
                register_csv::write(&reference, &issued_at, files, &expected.blocked, file)
            })
            .map_err(|error| unwritable(&self.target.join(register_csv::FILE), &error))?;
        self.names.remove(register_csv::FILE);
        let (recipients, documents) = reconcile(&self.files);
        let reconciliation = Reconciliation {
            recipients: Tally { expected: expected.recipients, produced: recipients },
            documents: Tally { expected: expected.documents, produced: documents },
            blocked: expected.blocked,
        };
        let entry = Entry { path: register_csv::FILE.into(), role: Role::Register, ..Entry::default() };
        self.enter(entry, list)?;
        let manifest = Manifest {
            format: FORMAT,
            tool: manifest::TOOL.into(),
            reference,
            issued_at,
            registration_deadline,
            stale_languages,
            reconciliation,
            files: std::mem::take(&mut self.files),
        };
        let target = self.target.clone();
        self.close(manifest).map_err(|error| unwritable(&target, &error))
    }

    fn close(mut self, manifest: Manifest) -> io::Result<Finished> {
        let shelved = self.shelf.write(manifest::FILE, |file| manifest.write_json(file))?;
        self.pack(manifest::FILE)?;
        let name = zip_name(&manifest.reference);
        let file = self.zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        drop(file);
        let (zip_sha256, zip_bytes) = hash_file(&self.temporary.path().join(folder::NEW).join(&name))?;
        folder::replace(&self.target, self.temporary)?;
        Ok(Finished {
            manifest_sha256: shelved.sha256,
            manifest,
            zip: self.target.join(name),
            zip_sha256,
            zip_bytes,
        })
    }

    /// Writes a file of the shelf into the ZIP file.
    fn pack(&mut self, path: &str) -> io::Result<()> {
        let mut file = self.shelf.open(path)?;
        self.zip.start_file(path, self.options)?;
        io::copy(&mut file, &mut self.zip).map(drop)
    }
}

/// Counts the recipients and the documents of a list of files.
pub(super) fn reconcile(files: &[Entry]) -> (usize, usize) {
    let documents: Vec<&Entry> = files.iter().filter(|entry| entry.role == Role::Document).collect();
    let recipients: BTreeSet<&str> =
        documents.iter().filter_map(|entry| entry.recipient.as_deref()).collect();
    (recipients.len(), documents.len())
}

/// Stored entries with one time: PDFs are compressed already, and nothing depends on a compressor's version.
fn options(time: civil::DateTime) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(dos_time(time))
        .unix_permissions(0o644)
        .system(System::Unix)
}

/// A time as ZIP files hold it: from 1980, in steps of two seconds. Earlier times become the first one.
fn dos_time(time: civil::DateTime) -> DateTime {
    let small = |value: i8| u8::try_from(value).unwrap_or_default();
    u16::try_from(time.year())
        .ok()
        .and_then(|year| {
            let (hour, minute, second) = (small(time.hour()), small(time.minute()), small(time.second()));
            DateTime::from_date_and_time(
                year,
                small(time.month()),
                small(time.day()),
                hour,
                minute,
                second & !1,
            )
            .ok()
        })
        .unwrap_or_default()
}

/// SHA-256 and size of a file, read in pieces.
///
/// # Errors
///
/// When the file cannot be read.
pub fn hash_file(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((hex(&hasher.finalize()), size));
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
        size += read as u64;
    }
}
