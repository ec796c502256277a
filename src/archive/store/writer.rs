//! Writing an archive: loose files and the ZIP file side by side, in a folder that takes the place of the last one only
//! when everything is there.
//!
//! Files stream through: nothing but a few bytes for each name is kept. Threads put files on the [`Shelf`] in any order;
//! the writer enters them in the archive's. The same entries give the same bytes.

use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::earlier::check_replaceable;
use super::lock::Lock;
use super::model::{Expected, Finished, Origin};
use super::owner::Owner;
use super::shelf::Shelf;
use super::work::Work;
use super::zip::{Counted, Zip};
use crate::archive::format::entry::{Entry, Role};
use crate::archive::format::layout;
use crate::archive::format::limits;
use crate::archive::format::manifest::{Manifest, TOOL, format_of, write_json};
use crate::archive::format::reconciliation::{Reconciliation, Tally};
use crate::archive::format::share::ShareRecord;
use crate::archive::format::volume::{self, Volume, VolumeNumber, VolumeSize};
use crate::archive::problem::{twice, unwritable};
use crate::archive::spool::Spool;
use crate::archive::table;
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, Problems};
use crate::digest::{Sha256, Stored, write_hashed};
use crate::names::{ArchivePath, fold};
use crate::register::Register;
use crate::seal::Seal;
use crate::system::Durable;

/// How many bytes of a volume the signature of its manifest takes at most.
const SIGNATURE_BYTES: u64 = 32 << 10;

/// Where the entries go through.
const ENTRIES: &str = "entries.jsonl";

/// Writes one archive. Dropped before [`finish`](Self::finish), it leaves the last archive as it was; the documents on its
/// shelf are found again by the next run.
#[derive(Debug)]
pub struct Writer {
    origin: Origin,
    target: PathBuf,
    volume_size: Option<VolumeSize>,
    /// A hash of every path in the archive, without regard to case.
    names: HashSet<[u8; 16]>,
    spool: Spool<Entry>,
    shelf: Shelf,
    counted: Counted,
    zip: Zip,
    volumes: Vec<Volume>,
    work: Work,
    seal: Option<Arc<dyn Seal>>,
    /// Which share of a plan it is, where it is one: then there is the ZIP file with its manifest beside it, and no loose file.
    share: Option<ShareRecord>,
}

impl Writer {
    /// Begins an archive that will take the place of the folder `dir`, such as `output/DM-1132`; one ZIP file, or volumes of
    /// at most some size. The lock of the mailing is taken and held. Nothing of the mailing has gone out.
    ///
    /// # Errors
    ///
    /// When `dir` holds something other than an archive of this mailing, its parent cannot be written to, or another command is
    /// at work on it.
    pub fn create(dir: &Path, origin: Origin, volume_size: Option<VolumeSize>) -> Result<Self, Diagnostic> {
        // Nothing is made beside a folder that is somebody else's.
        check_replaceable(dir)?;
        let lock = Lock::take(dir, &Owner::of(&origin.reference))?;
        let register = Register::new(origin.reference.as_str());
        Self::create_under(lock, origin, volume_size, &register)
    }

    /// Begins an archive as [`create`](Self::create) does, under a lock that is held already. Beside an archive that has gone out,
    /// as the register says, it will have a folder of its own.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn create_under(
        lock: Lock,
        origin: Origin,
        volume_size: Option<VolumeSize>,
        register: &Register,
    ) -> Result<Self, Diagnostic> {
        Self::begin(lock, origin, volume_size, register, None)
    }

    /// Begins a share of a plan, in the folder that the lock is of.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub(crate) fn create_share(lock: Lock, origin: Origin, share: ShareRecord) -> Result<Self, Diagnostic> {
        // Shares have no editions: one that is made again takes the place of the one before.
        let register = Register::new(origin.reference.as_str());
        Self::begin(lock, origin, None, &register, Some(share))
    }

    fn begin(
        lock: Lock,
        origin: Origin,
        volume_size: Option<VolumeSize>,
        register: &Register,
        share: Option<ShareRecord>,
    ) -> Result<Self, Diagnostic> {
        let owner = Owner::of(&origin.reference);
        lock.claim(&owner)?;
        let work = Work::open(lock, owner, register)?;
        let target = work.target();
        let failed = |error: io::Error| unwritable(&target, &error);
        let journal = work.journal().map_err(failed)?;
        let entries = work.make_file(ENTRIES).map_err(failed)?;
        let number = u32::from(volume_size.is_some());
        let whole = match &share {
            Some(record) => layout::share_zip_name(&origin.reference, record.share),
            None => layout::zip_name(&origin.reference),
        };
        let name = if number == 0 { whole.clone() } else { layout::volume_name(&origin.reference, number) };
        let zip = Zip::create(&work, name, origin.time, number, 0).map_err(failed)?;
        let own = [whole.as_str(), layout::MANIFEST, layout::TABLE].map(key);
        let shelf = Shelf::new(work.new_archive().again().map_err(failed)?, &target, journal);
        Ok(Self {
            target,
            volume_size,
            names: own.into(),
            spool: Spool::new(entries),
            shelf,
            counted: Counted::default(),
            zip,
            volumes: Vec::new(),
            work,
            seal: None,
            share,
            origin,
        })
    }

    /// Seals the manifests of the archive; before anything is entered.
    #[must_use]
    pub fn sealed_by(mut self, seal: Option<Arc<dyn Seal>>) -> Self {
        self.names.extend(seal.iter().map(|seal| key(&layout::manifest_signature(&seal.record()))));
        self.zip.bytes += if seal.is_some() { SIGNATURE_BYTES } else { 0 };
        self.seal = seal;
        self
    }

    /// Where other threads may put files for [`enter`](Self::enter).
    #[must_use]
    pub fn shelf(&self) -> Shelf {
        self.shelf.clone()
    }

    /// The folder all work is done in, for a caller that syncs it now and then.
    pub fn checkpoint(&self) -> impl Fn() -> io::Result<()> + Send + use<> {
        let written = Durable::beneath(self.work.new_archive().path());
        move || written.sync()
    }

    /// Adds a file; its hash and size are filled in here.
    ///
    /// # Errors
    ///
    /// When the path is not portable or taken, or the file cannot be written.
    pub fn add(&mut self, entry: Entry, bytes: &[u8]) -> Result<(), Diagnostic> {
        let stored = self.shelf.put(&entry.path, bytes.to_vec())?;
        self.enter(vec![(entry, stored)])
    }

    /// Adds files that are on the shelf under their entries' paths. They stay together in one volume: they are a
    /// recipient's, whose files all come at once.
    ///
    /// # Errors
    ///
    /// When a path is taken, a file cannot be read or written, or they are too large for a volume.
    pub fn enter(&mut self, files: Vec<(Entry, Stored)>) -> Result<(), Diagnostic> {
        let mut entries = Vec::with_capacity(files.len());
        for (mut entry, stored) in files {
            if !self.names.insert(key(&entry.path)) {
                return Err(twice(&entry.path));
            }
            limits::check_file(&entry.path, stored.bytes)?;
            entry.sha256 = stored.hash;
            entry.bytes = stored.bytes;
            check_readable(&entry)
                .map_err(|error| unwritable(&self.target.join(entry.path.as_str()), &error))?;
            entries.push(entry);
        }
        // The manifest and the table are among the names, and so is the ZIP file, which is not in itself.
        limits::check_files(self.names.len() - 1)?;
        if let Some(size) = self.volume_size {
            self.make_room(size, &entries)?;
        }
        for entry in entries {
            let failed = |error: io::Error| unwritable(&self.target.join(entry.path.as_str()), &error);
            let packed = match self.shelf.take(&entry.path) {
                Some(bytes) => self.zip.pack_bytes(&entry.path, &bytes),
                None => self
                    .shelf
                    .open(&entry.path)
                    .and_then(|file| self.zip.pack(&entry.path, file, entry.bytes)),
            };
            packed.map_err(failed)?;
            self.spool.push(&entry).map_err(failed)?;
            self.zip.counted.count(&entry);
            self.counted.count(&entry);
        }
        // The spool has the same entries without line breaks: the manifest is at least as large.
        limits::check_list(layout::MANIFEST, self.spool.bytes())
    }

    /// Begins another volume if these files have no place in the present one.
    fn make_room(&mut self, size: VolumeSize, entries: &[Entry]) -> Result<(), Diagnostic> {
        let bytes = volume::bytes_of(entries, &self.origin.reference);
        let files = entries.iter().filter(|entry| entry.recipient.is_some()).count();
        if !size.holds(self.zip.of_recipients + files, self.zip.bytes + bytes) && self.zip.files > 0 {
            self.next_volume().map_err(|error| unwritable(&self.target, &error))?;
        }
        if !size.holds(self.zip.of_recipients + files, self.zip.bytes + bytes) {
            return Err(volume::too_small(entries));
        }
        self.zip.of_recipients += files;
        self.zip.bytes += bytes;
        Ok(())
    }

    fn next_volume(&mut self) -> io::Result<()> {
        let number = self.zip.number + 1;
        let name = layout::volume_name(&self.origin.reference, number);
        let mut zip = Zip::create(&self.work, name, self.origin.time, number, self.spool.bytes())?;
        zip.bytes += if self.seal.is_some() { SIGNATURE_BYTES } else { 0 };
        let zip = std::mem::replace(&mut self.zip, zip);
        let volume = self.close_volume(zip, false)?;
        self.volumes.push(volume);
        self.spool.seek_to_end()
    }

    /// Gives a volume its part of the register and of the manifest, and closes it.
    fn close_volume(&mut self, mut zip: Zip, is_last: bool) -> io::Result<Volume> {
        let number = VolumeNumber { number: zip.number, is_last };
        let Counted { recipients, documents, .. } = zip.counted;
        let reconciliation = Reconciliation {
            recipients: Tally { expected: recipients, produced: recipients },
            documents: Tally { expected: documents, produced: documents },
            blocked: Vec::new(),
        };
        let mut register = tempfile::tempfile_in(self.work.new_archive().path())?;
        let mut head = self.head(reconciliation);
        head.volume = Some(number);
        let table = self.write_table(&head, zip.start, register.try_clone()?)?;
        let bytes = table.bytes;
        let mut manifest = tempfile::tempfile_in(self.work.new_archive().path())?;
        let written = self.write_manifest(&head, zip.start, table, manifest.try_clone()?)?;
        let lists = [(layout::TABLE, &mut register, bytes), (layout::MANIFEST, &mut manifest, written.bytes)];
        for (name, file, bytes) in lists {
            file.seek(SeekFrom::Start(0))?;
            zip.pack(name, file, bytes)?;
        }
        if let (Some(seal), Some(path)) = (&self.seal, head.signature()) {
            manifest.seek(SeekFrom::Start(0))?;
            let signature = seal.seal_text(&mut manifest, false);
            let signature = signature.map_err(|problem| io::Error::other(problem.message))?;
            zip.pack(&path, signature.as_slice(), signature.len() as u64)?;
        }
        let name = zip.name.parse().map_err(io::Error::other)?;
        let files = zip.files;
        let Stored { hash: sha256, bytes, .. } = zip.close()?;
        Ok(Volume { file: name, sha256, bytes, manifest_sha256: written.hash, files, recipients })
    }

    /// Notes why recipients of a share got nothing, where the plan did not foresee it.
    pub(crate) fn note(&mut self, problems: Problems) {
        if let Some(share) = &mut self.share {
            share.problems = problems;
        }
    }

    /// Adds the register and the manifest, closes the ZIP file and puts the archive in its place. What an
    /// earlier archive there held and this one does not is gone; other files stay.
    ///
    /// # Errors
    ///
    /// When a file cannot be written, somebody's file is in the way of one, or the folder cannot be replaced; the earlier archive
    /// is then left as it was.
    pub fn finish(mut self, expected: Expected) -> Result<Finished, Problems> {
        let target = self.target.clone();
        let failed = |error: io::Error| unwritable(&target, &error);
        if self.volume_size.is_some() {
            // What takes its place is never written to.
            let name = layout::zip_name(&self.origin.reference);
            let rest = Zip::create(&self.work, name, self.origin.time, 0, 0).map_err(failed)?;
            let last = std::mem::replace(&mut self.zip, rest);
            let volume = self.close_volume(last, true).map_err(failed)?;
            self.volumes.push(volume);
        }
        let lists = self.write_lists(expected).map_err(failed)?;
        limits::check_list(layout::TABLE, lists.table.bytes)?;
        limits::check_list(layout::MANIFEST, lists.manifest.bytes)?;
        let signature = self.sign_manifest(&lists.manifest.hash)?;
        self.close(lists, signature)
    }

    /// Signs the manifest of the whole archive; one that is as it was keeps the signature it has, if another would differ from it.
    fn sign_manifest(&mut self, sha256: &str) -> Result<Option<(ArchivePath, Vec<u8>)>, Diagnostic> {
        let Some(seal) = &self.seal else { return Ok(None) };
        let path = layout::manifest_signature(&seal.record());
        let failed = |error: io::Error| unwritable(&self.target.join(path.as_str()), &error);
        let kept = if seal.repeats(true) { None } else { self.work.find_signature(sha256, &path) };
        let signature = match kept {
            Some(kept) => kept,
            None => {
                let mut manifest = self.shelf.open(&layout::MANIFEST_PATH).map_err(failed)?;
                seal.seal_text(&mut manifest, true)?
            }
        };
        self.shelf.create(&path).and_then(|mut file| file.write_all(&signature)).map_err(failed)?;
        Ok(Some((path, signature)))
    }

    /// Writes the table and the manifest of the whole archive.
    fn write_lists(&mut self, expected: Expected) -> io::Result<Lists> {
        let Counted { recipients, documents, .. } = self.counted;
        let reconciliation = Reconciliation {
            recipients: Tally { expected: expected.recipients, produced: recipients },
            documents: Tally { expected: expected.documents, produced: documents },
            blocked: expected.blocked,
        };
        let head = self.head(reconciliation);
        let table = self.write_table(&head, 0, self.shelf.create(&layout::TABLE_PATH)?)?;
        let file = self.shelf.create(&layout::MANIFEST_PATH)?;
        let manifest = self.write_manifest(&head, 0, table.clone(), file)?;
        Ok(Lists { table, manifest })
    }

    fn close(self, lists: Lists, signature: Option<(ArchivePath, Vec<u8>)>) -> Result<Finished, Problems> {
        let Self { shelf, work, target, mut zip, volumes, mut names, share, .. } = self;
        let failed = |error: io::Error| unwritable(&target, &error);
        let (name, sha256, bytes) = match volumes.first() {
            Some(first) => {
                names.remove(&key(&zip.name));
                (first.file.to_string(), first.sha256.clone(), first.bytes)
            }
            None => {
                for (path, list) in
                    [(layout::TABLE_PATH, &lists.table), (layout::MANIFEST_PATH, &lists.manifest)]
                {
                    let packed = shelf.open(&path).and_then(|file| zip.pack(&path, file, list.bytes));
                    packed.map_err(failed)?;
                }
                if let Some((path, signature)) = signature {
                    zip.pack(&path, signature.as_slice(), signature.len() as u64).map_err(failed)?;
                }
                let name = zip.name.clone();
                let Stored { hash: sha256, bytes, .. } = zip.close().map_err(failed)?;
                (name, sha256, bytes)
            }
        };
        let own: BTreeSet<&str> = match &share {
            Some(_) => [name.as_str(), layout::MANIFEST].into(),
            None => volumes.iter().map(|volume| volume.file.as_str()).collect(),
        };
        let is_own = |path: &str| own.contains(path) || (share.is_none() && names.contains(&key(path)));
        remove_others(work.new_archive(), "", &is_own).map_err(failed)?;
        let placed = work.commit(&lists.manifest.hash)?;
        Ok(Finished {
            manifest_sha256: lists.manifest.hash,
            zip: placed.folder.join(name),
            zip_sha256: sha256,
            zip_bytes: bytes,
            volumes,
            placed,
        })
    }

    /// Writes the register of the entries from this place in the spool on.
    fn write_table(&mut self, head: &Manifest, start: u64, file: File) -> io::Result<Stored> {
        let entries = self.spool.read_from(start)?;
        let documents =
            entries.filter(|entry| !entry.as_ref().is_ok_and(|entry| entry.role != Role::Document));
        let folder = self.work.new_archive();
        let rows = table::order::sort_through_files(documents, folder.path())?;
        write_hashed(file, |file| table::csv::write_rows(head, rows, file))
    }

    /// Writes a manifest of the entries from this place in the spool on, and of the register.
    fn write_manifest(
        &mut self,
        head: &Manifest,
        start: u64,
        list: Stored,
        file: File,
    ) -> io::Result<Stored> {
        let register =
            Entry { sha256: list.hash, bytes: list.bytes, ..Entry::new(layout::TABLE_PATH, Role::Register) };
        let entries = self.spool.read_from(start)?.chain(std::iter::once(Ok(register)));
        write_hashed(file, |file| write_json(head, entries, file))
    }

    /// A manifest without its files.
    fn head(&self, reconciliation: Reconciliation) -> Manifest {
        let Origin { reference, issued_at, registration_deadline, stale_languages, office, form_key, .. } =
            self.origin.clone();
        Manifest {
            format: format_of(self.seal.as_ref().map(|seal| seal.record()).as_ref(), self.share.as_ref()),
            tool: TOOL.into(),
            reference,
            issued_at,
            registration_deadline,
            stale_languages,
            office,
            form_key,
            seal: self.seal.as_ref().map(|seal| seal.record()),
            share: self.share.clone(),
            volume: None,
            volumes: self.volumes.clone(),
            reconciliation,
            files: Vec::new(),
        }
    }
}

/// The lists of an archive, as they were written.
struct Lists {
    table: Stored,
    manifest: Stored,
}

/// Checks that an entry is read as it is written: readers refuse a manifest with any other.
fn check_readable(entry: &Entry) -> io::Result<()> {
    let read: Entry = serde_json::from_slice(&serde_json::to_vec(entry)?)?;
    if read == *entry { Ok(()) } else { Err(io::Error::other("its record is not read as it is written")) }
}

/// What a path is known by, so that two that differ in case only are one. (The first half of a SHA-256.)
fn key(path: &str) -> [u8; 16] {
    let hash: [u8; 32] = Sha256::digest(fold(path));
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}

/// Removes files that earlier runs left and the archive does not contain, and folders that are empty then.
fn remove_others(folder: &Folder, inside: &str, is_own: &dyn Fn(&str) -> bool) -> io::Result<bool> {
    let mut is_empty = true;
    for found in folder.list()? {
        let name = found.name;
        let path = if inside.is_empty() { name.clone() } else { format!("{inside}/{name}") };
        if found.kind == FileKind::Folder {
            if remove_others(&folder.folder(&name)?, &path, is_own)? {
                folder.remove_empty(&name)?;
                continue;
            }
        } else if !is_own(&path) {
            folder.remove_file(&name)?;
            continue;
        }
        is_empty = false;
    }
    Ok(is_empty)
}
