//! The end of an archive: its lists, the signature of its manifest, and the step by which it takes its place.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::thread::Builder;

use super::kind::Kind;
use super::model::{Expected, Finished, Origin, Placed};
use super::writer::{Writer, key};
use super::zip::{Counted, Zip};
use crate::archive::format::entry::{Entry, Role};
use crate::archive::format::layout;
use crate::archive::format::limits;
use crate::archive::format::manifest::{Manifest, TOOL, format_of, listed_text, write_json};
use crate::archive::format::reconciliation::{Reconciliation, Tally};
use crate::archive::format::volume::{Volume, VolumeNumber};
use crate::archive::problem::unwritable;
use crate::archive::table;
use crate::archive::table::order::Sorter;
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, Problems};
use crate::digest::{Stored, write_hashed};
use crate::names::ArchivePath;

impl Writer {
    /// Gives a volume its part of the register and of the manifest, and closes it.
    pub(super) fn close_volume(&mut self, mut zip: Zip, is_last: bool) -> io::Result<Volume> {
        let number = VolumeNumber { number: zip.number, is_last };
        let Counted { recipients, documents, .. } = zip.counted;
        let reconciliation = Reconciliation {
            recipients: Tally { expected: recipients, produced: recipients },
            documents: Tally { expected: documents, produced: documents },
            blocked: Vec::new(),
        };
        let mut register = self.work.scratch()?;
        let mut head = self.head(reconciliation);
        head.volume = Some(number);
        let none = self.work.sorter()?;
        let rows = std::mem::replace(&mut self.rows_of_volume, none);
        let table = write_table(&head, rows, register.try_clone()?)?;
        let bytes = table.bytes;
        let mut manifest = self.work.scratch()?;
        let written = self.write_manifest(&head, zip.start, || Ok(table), manifest.try_clone()?)?;
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
        let (Stored { hash: sha256, bytes, .. }, upload) = zip.close()?;
        if let Some(store) = &mut self.store {
            store.take(upload);
        }
        Ok(Volume { file: name, sha256, bytes, manifest_sha256: written.hash, files, recipients })
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
            let rest = Zip::create((&self.work, None), name, self.origin.time, 0, 0).map_err(failed)?;
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
        let none = self.work.sorter()?;
        let rows = std::mem::replace(&mut self.rows, none);
        let (table, file) =
            (self.shelf.create(&layout::TABLE_PATH)?, self.shelf.create(&layout::MANIFEST_PATH)?);
        std::thread::scope(|scope| {
            // The manifest names the table last.
            let write = || write_table(&head, rows, table);
            let writing = Builder::new().spawn_scoped(scope, write)?;
            let not_written = |_| Err(io::Error::other("it was not written"));
            let mut table = None;
            let written = || match table.insert(writing.join().unwrap_or_else(not_written)) {
                Ok(stored) => Ok(stored.clone()),
                Err(_) => Err(io::Error::other("the table was not written")),
            };
            let manifest = self.write_manifest(&head, 0, written, file);
            // That the table could not be written is the cause where it is so.
            let table = table.transpose()?;
            let (manifest, table) = (manifest?, table.ok_or_else(|| io::Error::other("there is no table"))?);
            Ok(Lists { table, manifest })
        })
    }

    fn close(self, lists: Lists, signature: Option<(ArchivePath, Vec<u8>)>) -> Result<Finished, Problems> {
        let Self { shelf, work, target, mut zip, volumes, mut names, kind, origin, mut store, .. } = self;
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
                if let Some((path, signature)) = &signature {
                    zip.pack(path, signature.as_slice(), signature.len() as u64).map_err(failed)?;
                }
                let name = zip.name.clone();
                let (Stored { hash: sha256, bytes, .. }, upload) = zip.close().map_err(failed)?;
                if let Some(store) = &mut store {
                    store.take(upload);
                }
                (name, sha256, bytes)
            }
        };
        let note = kind.note_name(&origin.reference);
        let text = format!("{sha256}  {name}\n");
        let finished = |placed: Placed, zip: PathBuf| Finished {
            manifest_sha256: lists.manifest.hash.clone(),
            zip,
            zip_sha256: sha256.clone(),
            zip_bytes: bytes,
            volumes: volumes.clone(),
            placed,
        };
        if let Some(store) = store {
            let (folder, zip) = (store.address(None), store.address(Some(&name)));
            let small: Vec<_> = note.iter().map(|note| (note.as_str(), text.clone().into_bytes())).collect();
            let manifest = || shelf.open(&layout::MANIFEST_PATH);
            let is_unchanged =
                store.commit(&small, (layout::MANIFEST, manifest, &lists.manifest.hash), &work)?;
            let placed = Placed { folder: folder.into(), is_unchanged, ..Placed::default() };
            return Ok(finished(placed, zip.into()));
        }
        if let Some(note) = &note {
            work.new_archive().write_own(note, text.as_bytes()).map_err(failed)?;
        }
        let is_loose = matches!(kind, Kind::Archive);
        let own: BTreeSet<&str> = match is_loose {
            true => volumes.iter().map(|volume| volume.file.as_str()).collect(),
            false => {
                let signature = signature.iter().map(|(path, _)| path.as_str());
                let lists = [name.as_str(), layout::MANIFEST].into_iter().chain(note.as_deref());
                lists.chain(signature).collect()
            }
        };
        let is_own = |path: &str| own.contains(path) || (is_loose && names.contains(&key(path)));
        remove_others(work.new_archive(), "", &is_own).map_err(failed)?;
        let placed = work.commit(&lists.manifest.hash)?;
        let zip = placed.folder.join(&name);
        Ok(finished(placed, zip))
    }

    /// Writes a manifest of the entries from this place in the spool on, and of the register.
    fn write_manifest(
        &mut self,
        head: &Manifest,
        start: u64,
        register: impl FnOnce() -> io::Result<Stored>,
        file: File,
    ) -> io::Result<Stored> {
        let register = || {
            let Stored { hash: sha256, bytes, .. } = register()?;
            let entry = Entry { sha256, bytes, ..Entry::new(layout::TABLE_PATH, Role::Register) };
            listed_text(&entry)
        };
        let entries = self.spool.read_from(start)?.chain(std::iter::once_with(register));
        write_hashed(file, |file| write_json(head, entries, file))
    }

    /// A manifest without its files.
    fn head(&self, reconciliation: Reconciliation) -> Manifest {
        let Origin { reference, issued_at, registration_deadline, stale_languages, office, form_key, .. } =
            self.origin.clone();
        let mut head = Manifest {
            format: 0,
            tool: TOOL.into(),
            reference,
            issued_at,
            registration_deadline,
            stale_languages,
            office,
            form_key,
            seal: self.seal.as_ref().map(|seal| seal.record()),
            share: self.kind.share().cloned(),
            volume: None,
            volumes: self.volumes.clone(),
            shares: match &self.kind {
                Kind::Index(shares) => shares.clone(),
                Kind::Archive | Kind::Zipped | Kind::Share(_) => Vec::new(),
            },
            reconciliation,
            files: Vec::new(),
        };
        head.format = format_of(&head);
        head
    }
}

/// Writes the table of documents.
fn write_table(head: &Manifest, rows: Sorter, file: File) -> io::Result<Stored> {
    let rows = rows.sorted()?;
    write_hashed(file, |file| table::csv::write_rows(head, rows, file))
}

/// The lists of an archive, as they were written.
struct Lists {
    table: Stored,
    manifest: Stored,
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
