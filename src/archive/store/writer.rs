//! Writing an archive: loose files and the ZIP file side by side, in a folder that takes the place of the last one only
//! when everything is there.
//!
//! Files stream through: nothing but a few bytes for each name is kept. Threads put files on the [`Shelf`] in any order;
//! the writer enters them in the archive's. The same entries give the same bytes.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::value::RawValue;

use super::earlier::check_replaceable;
use super::kind::Kind;
use super::lock::Lock;
use super::model::Origin;
use super::owner::Owner;
use super::shelf::Shelf;
use super::stored::Store;
use super::work::Work;
use super::zip::{Counted, Zip};
use crate::archive::format::entry::{Entry, Role};
use crate::archive::format::layout;
use crate::archive::format::limits;
use crate::archive::format::manifest::listed_text;
use crate::archive::format::share::{HeldShare, ShareRecord};
use crate::archive::format::volume::{self, Volume, VolumeSize};
use crate::archive::problem::{twice, unwritable};
use crate::archive::spool::Spool;
use crate::archive::table::csv::document_record;
use crate::archive::table::order::Sorter;
use crate::diagnostic::{Diagnostic, Problems};
use crate::digest::{Sha256, Stored};
use crate::names::fold;
use crate::objects::Depot;
use crate::register::Register;
use crate::seal::Seal;
use crate::system::Durable;

/// How many bytes of a volume the signature of its manifest takes at most.
const SIGNATURE_BYTES: u64 = 32 << 10;

/// Where the entries go through.
const ENTRIES: &str = "entries";

/// Writes one archive. Dropped before [`finish`](Self::finish), it leaves the last archive as it was; the documents on its
/// shelf are found again by the next run.
#[derive(Debug)]
pub struct Writer {
    pub(super) origin: Origin,
    pub(super) target: PathBuf,
    pub(super) volume_size: Option<VolumeSize>,
    /// A hash of every path in the archive, without regard to case.
    pub(super) names: HashSet<[u8; 16]>,
    /// The entries as the manifest lists them.
    pub(super) spool: Spool<Box<RawValue>>,
    /// The rows of the table.
    pub(super) rows: Sorter,
    /// Those of the present volume, where there are volumes.
    pub(super) rows_of_volume: Sorter,
    pub(super) shelf: Shelf,
    pub(super) counted: Counted,
    pub(super) zip: Zip,
    pub(super) volumes: Vec<Volume>,
    pub(super) work: Work,
    pub(super) seal: Option<Arc<dyn Seal>>,
    pub(super) kind: Kind,
    /// Where it goes, if not to this machine.
    pub(super) store: Option<Store>,
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
        Self::begin(lock, origin, volume_size, register, Kind::Archive, None)
    }

    /// Begins an archive as [`create_under`](Self::create_under) does, without loose files. What was entered is in the ZIP file alone, so that an
    /// archive which is not finished is made anew.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn create_zipped(lock: Lock, origin: Origin, register: &Register) -> Result<Self, Diagnostic> {
        Self::begin(lock, origin, None, register, Kind::Zipped, None)
    }

    /// Begins an archive that goes to a place in a store as it is written. What waits to be entered, and the lists of what is in it, are on this
    /// machine until then.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create); the store refuses.
    pub fn create_in(
        depot: Arc<dyn Depot>,
        lock: Lock,
        origin: Origin,
        volume_size: Option<VolumeSize>,
        register: &Register,
    ) -> Result<Self, Diagnostic> {
        Self::begin(lock, origin, volume_size, register, Kind::Archive, Some(depot))
    }

    /// Begins a share of a plan, in the folder that the lock is of, or in a store.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub(crate) fn create_share(
        lock: Lock,
        origin: Origin,
        share: ShareRecord,
        depot: Option<Arc<dyn Depot>>,
    ) -> Result<Self, Diagnostic> {
        // Shares have no editions: one that is made again takes the place of the one before.
        let register = Register::new(origin.reference.as_str());
        Self::begin(lock, origin, None, &register, Kind::Share(share), depot)
    }

    /// Begins an index of shares, in the folder that the lock is of, or in a store.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub(crate) fn create_index(
        lock: Lock,
        origin: Origin,
        depot: Option<Arc<dyn Depot>>,
    ) -> Result<Self, Diagnostic> {
        let register = Register::new(origin.reference.as_str());
        Self::begin(lock, origin, None, &register, Kind::Index(Vec::new()), depot)
    }

    fn begin(
        lock: Lock,
        origin: Origin,
        volume_size: Option<VolumeSize>,
        register: &Register,
        kind: Kind,
        depot: Option<Arc<dyn Depot>>,
    ) -> Result<Self, Diagnostic> {
        let owner = Owner::of(&origin.reference);
        lock.claim(&owner)?;
        let work = Work::open(lock, owner, register)?;
        let target = work.target();
        let failed = |error: io::Error| unwritable(&target, &error);
        let journal = work.journal().map_err(failed)?;
        let entries = work.make_file(ENTRIES).map_err(failed)?;
        let number = u32::from(volume_size.is_some());
        let whole = kind.zip_name(&origin.reference);
        let name = if number == 0 { whole.clone() } else { layout::volume_name(&origin.reference, number) };
        let folder = kind.folder_in_store(&origin.reference);
        let store = depot.map(|depot| Store::open(depot, folder, &work)).transpose().map_err(failed)?;
        let zip = Zip::create((&work, store.as_ref()), name, origin.time, number, 0).map_err(failed)?;
        let own = [whole.as_str(), layout::MANIFEST, layout::TABLE].map(key);
        let shelf = Shelf::new(work.new_archive().again().map_err(failed)?, &target, journal);
        let shelf = if matches!(kind, Kind::Zipped) { shelf.without_files() } else { shelf };
        let rows = work.sorter().map_err(failed)?;
        let rows_of_volume = work.sorter().map_err(failed)?;
        Ok(Self {
            target,
            volume_size,
            names: own.into(),
            spool: Spool::new(entries),
            rows,
            rows_of_volume,
            shelf,
            counted: Counted::default(),
            zip,
            volumes: Vec::new(),
            work,
            seal: None,
            kind,
            store,
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
        let (mut entries, mut texts) = (Vec::with_capacity(files.len()), Vec::with_capacity(files.len()));
        for (mut entry, stored) in files {
            if !self.names.insert(key(&entry.path)) {
                return Err(twice(&entry.path));
            }
            limits::check_file(&entry.path, stored.bytes)?;
            entry.sha256 = stored.hash;
            entry.bytes = stored.bytes;
            let text = readable_text(&entry)
                .map_err(|error| unwritable(&self.target.join(entry.path.as_str()), &error))?;
            texts.push(text);
            entries.push(entry);
        }
        // The manifest and the table are among the names, and so is the ZIP file, which is not in itself.
        limits::check_files(self.names.len() - 1)?;
        if let Some(size) = self.volume_size {
            self.make_room(size, &entries)?;
        }
        for (entry, text) in entries.into_iter().zip(texts) {
            let failed = |error: io::Error| unwritable(&self.target.join(entry.path.as_str()), &error);
            let waiting = self.shelf.take(&entry.path);
            let has_file = waiting.is_none() || self.shelf.remembers();
            let packed = match waiting {
                Some(bytes) => self.zip.pack_bytes(&entry.path, &bytes),
                None => self
                    .shelf
                    .open(&entry.path)
                    .and_then(|file| self.zip.pack(&entry.path, file, entry.bytes)),
            };
            packed.map_err(failed)?;
            if has_file && (self.store.is_some() || !self.shelf.remembers()) {
                self.shelf.remove(&entry.path).map_err(failed)?;
            }
            self.note_entry(&entry, text).map_err(|error| unwritable(&self.target, &error))?;
            self.zip.counted.count(&entry);
        }
        // The spool has the same entries: the manifest is at least as large.
        limits::check_list(layout::MANIFEST, self.spool.bytes())
    }

    /// Lists files that lie in a share, recipient by recipient; they are not read.
    ///
    /// # Errors
    ///
    /// When a path is taken, or there are too many.
    pub(crate) fn list(&mut self, entries: &[Entry]) -> Result<(), Diagnostic> {
        for entry in entries {
            if !self.names.insert(key(&entry.path)) {
                return Err(twice(&entry.path));
            }
            limits::check_file(&entry.path, entry.bytes)?;
            let noted = listed_text(entry).and_then(|text| self.note_entry(entry, text));
            noted.map_err(|error| unwritable(&self.target, &error))?;
        }
        limits::check_files(self.names.len() - 1)?;
        limits::check_list(layout::MANIFEST, self.spool.bytes())
    }

    /// Notes an entry, with its text in the manifest, for the lists.
    fn note_entry(&mut self, entry: &Entry, text: Box<RawValue>) -> io::Result<()> {
        self.spool.push(&text)?;
        if entry.role == Role::Document {
            let Origin { reference, issued_at, .. } = &self.origin;
            let row = document_record(reference, issued_at, entry);
            if self.volume_size.is_some() {
                self.rows_of_volume.push(entry, row.clone())?;
            }
            self.rows.push(entry, row)?;
        }
        self.counted.count(entry);
        Ok(())
    }

    /// Notes the share that files which were listed lie in.
    pub(crate) fn hold(&mut self, share: HeldShare) {
        if let Kind::Index(shares) = &mut self.kind {
            shares.push(share);
        }
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
        let place = (&self.work, self.store.as_ref());
        let mut zip = Zip::create(place, name, self.origin.time, number, self.spool.bytes())?;
        zip.bytes += if self.seal.is_some() { SIGNATURE_BYTES } else { 0 };
        let zip = std::mem::replace(&mut self.zip, zip);
        let volume = self.close_volume(zip, false)?;
        self.volumes.push(volume);
        self.spool.seek_to_end()
    }

    /// What a killed run had left in the store, which was removed.
    pub(crate) fn left_in_store(&self) -> Problems {
        self.store.as_ref().map(|store| store.left.clone()).unwrap_or_default()
    }

    /// Notes why recipients of a share got nothing, where the plan did not foresee it.
    pub(crate) fn note(&mut self, problems: Problems) {
        if let Kind::Share(share) = &mut self.kind {
            share.problems = problems;
        }
    }
}

/// The text of an entry in a manifest, once it is read as it is written: readers refuse a manifest with any other.
fn readable_text(entry: &Entry) -> io::Result<Box<RawValue>> {
    let text = listed_text(entry)?;
    let read: Entry = serde_json::from_str(text.get())?;
    if read == *entry { Ok(text) } else { Err(io::Error::other("its record is not read as it is written")) }
}

/// What a path is known by, so that two that differ in case only are one. (The first half of a SHA-256.)
pub(super) fn key(path: &str) -> [u8; 16] {
    let hash: [u8; 32] = Sha256::digest(fold(path));
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}
