//! The output of a batch in plan order: the archive's lists and ZIP file, and the summary.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checkpoint::Checkpoints;
use super::entry::{document_entry, email_entry};
use super::event::{self, Blocked, BuildEvent, FinishedArchive, Summary};
use super::made::Kept;
use super::options::BuildOptions;
use super::place::{Place, archive_path, unwritable};
use super::readme;
use crate::archive::{
    self, Entry, Expected, HeldShare, Lock, MadeFrom, Origin, Role, ShareRecord, Writer, layout,
};
use crate::beneath::Folder;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, counted, path_text};
use crate::digest::Stored;
use crate::plan::{Plan, PlannedRecipient};
use crate::sheets::Made;
use crate::typeset::{no_thread, with_worker_pool};

/// The output of a batch as it grows.
#[derive(Debug)]
pub(super) struct Output<'a> {
    plan: &'a Plan,
    target: Target,
    /// Held until the batch is done.
    _lock: Option<Lock>,
    fonts: String,
    summary: Summary,
    by_document: BTreeMap<String, usize>,
    counted: readme::Counted,
    /// How many recipients were made or blocked.
    taken: usize,
}

#[derive(Debug)]
enum Target {
    Archive(Box<Writer>, Checkpoints),
    Loose(Arc<Folder>),
    Nowhere,
}

impl<'a> Output<'a> {
    /// Opens the archive, or the folder for loose documents, whose numbers are written to the register first.
    pub(super) fn open(plan: &'a Plan, options: &BuildOptions<'_>) -> Result<Self, Problems> {
        let (folder, target, lock) = match options.is_trial {
            true => (plan.output(), Target::Nowhere, None),
            false => open_target(plan, options)?,
        };
        let mut output = Self::of(plan, folder, target, lock);
        output.common_files()?;
        Ok(output)
    }

    /// Where workers put what they made.
    pub(super) fn place(&self) -> Place {
        match &self.target {
            Target::Archive(writer, _) => Place::Shelf(writer.shelf()),
            Target::Loose(folder) => Place::Loose(Arc::clone(folder)),
            Target::Nowhere => Place::Nowhere,
        }
    }

    /// Takes one recipient's documents, or why there are none.
    pub(super) fn take(
        &mut self,
        planned: &PlannedRecipient,
        kept: Result<Kept, Problems>,
    ) -> Result<(), Problems> {
        self.taken += 1;
        match kept {
            Ok(kept) => Ok(self.put(planned, kept)?),
            Err(reasons) if reasons.stops_build() => Err(reasons),
            Err(reasons) => {
                self.block(planned.id(), reasons);
                Ok(())
            }
        }
    }

    /// Takes a recipient that gets nothing, for these reasons, from a share.
    pub(super) fn take_blocked(&mut self, id: &str, reasons: Problems) {
        self.taken += 1;
        self.block(id, reasons);
    }

    fn block(&mut self, id: &str, reasons: Problems) {
        self.summary.blocked.push(Blocked { recipient: id.to_owned(), reasons });
    }

    /// How many recipients were taken so far, those that get nothing among them.
    pub(super) fn taken(&self) -> usize {
        self.taken
    }

    /// An output that goes nowhere: to tell what is wrong.
    pub(super) fn nowhere(plan: &'a Plan) -> Self {
        Self::of(plan, plan.output(), Target::Nowhere, None)
    }

    /// Checks that no recipient of the plan was lost, for instance by a change of the lists.
    pub(super) fn check_complete(&self) -> Result<(), Diagnostic> {
        let expected = self.plan.recipient_count();
        if self.taken == expected {
            return Ok(());
        }
        let message =
            format!("of {} planned, {} could still be read", counted(expected, "recipient"), self.taken);
        Err(Diagnostic::new(codes::RECIPIENTS_CHANGED, message)
            .with_field("recipients")
            .with_hint("run the command again once nobody writes to the recipient lists"))
    }

    /// Leaves what is made to the next batch, and returns the summary so far.
    pub(super) fn interrupt(mut self) -> Result<Summary, Problems> {
        self.count();
        if let Target::Archive(_, checkpoints) = self.target {
            checkpoints.finish()?;
        }
        Ok(Summary { interrupted: true, ..self.summary })
    }

    /// Opens an index of shares that lie beneath a folder.
    pub(super) fn open_index(
        plan: &'a Plan,
        options: &BuildOptions<'_>,
        folder: &Path,
    ) -> Result<Self, Problems> {
        if let Some(lock) = &options.lock {
            lock.claim(plan.owner())?;
        }
        plan.check_register()?;
        let reference = &plan.mailing().reference;
        let folder = match &options.depot {
            // What it is made from is on this machine meanwhile.
            Some(_) => layout::shares_folder(plan.output(), reference),
            None => folder.to_owned(),
        };
        let folder = folder.join(layout::index_name(reference));
        let lock = Lock::take(&folder, plan.owner())?;
        let writer = Writer::create_index(lock.clone(), origin(plan), options.depot.clone())?;
        let writer = writer.sealed_by(plan.seal().cloned());
        let checkpoints = Checkpoints::start(writer.checkpoint()).map_err(|error| no_thread(&error))?;
        let mut output = Self::of(plan, folder, Target::Archive(Box::new(writer), checkpoints), Some(lock));
        output.common_files()?;
        Ok(output)
    }

    fn of(plan: &'a Plan, folder: PathBuf, target: Target, lock: Option<Lock>) -> Self {
        let recipients = plan.expected();
        let sealed_by = plan.seal().map(|seal| seal.record().by);
        Self {
            plan,
            target,
            _lock: lock,
            fonts: plan.fonts_hash(),
            summary: Summary { recipients, folder, sealed_by, ..Summary::default() },
            by_document: BTreeMap::new(),
            counted: readme::Counted::default(),
            taken: 0,
        }
    }

    /// Lists the files of one recipient in an index; they lie in a share.
    pub(super) fn list(&mut self, files: &[Entry]) -> Result<(), Diagnostic> {
        self.count_taken(files.iter());
        files.iter().for_each(|entry| self.counted.count(entry));
        match &mut self.target {
            Target::Archive(writer, _) => writer.list(files),
            Target::Loose(..) | Target::Nowhere => Ok(()),
        }
    }

    /// Notes the share in which the files lie that were listed last.
    pub(super) fn hold(&mut self, share: HeldShare) {
        if let Target::Archive(writer, _) = &mut self.target {
            writer.hold(share);
        }
    }

    /// Takes the files of one recipient that are on the archive's shelf already.
    pub(super) fn enter(&mut self, files: Vec<(Entry, Stored)>) -> Result<(), Diagnostic> {
        self.count_taken(files.iter().map(|(entry, _)| entry));
        self.add(files)
    }

    /// Counts the files of one recipient.
    fn count_taken<'e>(&mut self, files: impl Iterator<Item = &'e Entry>) {
        self.taken += 1;
        for entry in files.filter(|entry| entry.role == Role::Document) {
            self.summary.documents += 1;
            self.summary.pages += entry.pages.map_or(0, |pages| usize::try_from(pages).unwrap_or_default());
            count_one(&mut self.by_document, entry.document.as_deref().unwrap_or_default());
            count_one(&mut self.summary.by_locale, entry.locale.as_deref().unwrap_or_default());
        }
    }

    /// Closes the archive and returns the summary; `notes` are about how the documents were made.
    pub(super) fn finish(
        mut self,
        notes: Problems,
        events: &mut dyn FnMut(BuildEvent),
    ) -> Result<Summary, Problems> {
        for (recipient, reasons) in self.plan.unread() {
            events(event::blocked(recipient, reasons));
            self.summary.blocked.push(Blocked { recipient: recipient.clone(), reasons: reasons.clone() });
        }
        self.summary.notes.extend(notes);
        self.count();
        let unforeseen = self.unforeseen();
        if let Target::Archive(mut writer, checkpoints) = self.target {
            let unread = self.plan.unread().len();
            let expected = Expected {
                recipients: self.summary.recipients,
                documents: self.plan.document_count() + unread * self.plan.mailing().documents.len(),
                blocked: self.summary.blocked.iter().map(Blocked::to_record).collect(),
            };
            if self.plan.share().is_some() {
                writer.note(unforeseen);
                checkpoints.finish()?;
            } else {
                let produced = self.summary.recipients - self.summary.blocked.len();
                let page = readme::page(self.plan, &self.counted, produced, &expected, &self.summary.blocked);
                self.summary.notes.extend(add_page(self.plan, &mut writer, &page)?);
                checkpoints.finish()?;
                self.plan.write_register()?;
            }
            self.summary.notes.extend(writer.left_in_store());
            let finished = writer.finish(expected)?;
            self.summary.folder.clone_from(&finished.placed.folder);
            self.summary.notes.extend(finished.placed.kept_table.as_deref().map(report_kept));
            self.summary.archive = Some(FinishedArchive::new(finished));
        }
        self.plan.mailing().accept(&mut self.summary.notes);
        Ok(self.summary)
    }

    /// Why recipients got nothing, where the plan did not foresee it.
    fn unforeseen(&self) -> Problems {
        let blocked = self.summary.blocked.iter();
        let unforeseen = blocked.filter(|blocked| self.plan.foreseen(&blocked.recipient).is_none());
        unforeseen.flat_map(|blocked| blocked.reasons.iter().cloned()).collect()
    }

    /// Puts the counts by document into the mailing's order.
    fn count(&mut self) {
        let documents = &self.plan.mailing().documents;
        let count = |id: &String| self.by_document.get(id).copied().unwrap_or_default();
        self.summary.by_document =
            documents.iter().map(|document| (document.id.value.clone(), count(&document.id.value))).collect();
    }

    fn put(&mut self, planned: &PlannedRecipient, kept: Kept) -> Result<(), Diagnostic> {
        let mut files = Vec::with_capacity(kept.documents.len() + kept.emails.len());
        for (document, kept) in planned.documents.iter().zip(kept.documents) {
            self.summary.documents += 1;
            self.summary.unchanged += usize::from(kept.is_old);
            self.summary.pages += kept.pages();
            count_one(&mut self.by_document, &document.document);
            count_one(&mut self.summary.by_locale, &document.locale);
            if let Target::Archive(..) = self.target {
                let stored = kept.stored.clone();
                files.push((document_entry(self.plan, planned, document, kept, &self.fonts), stored));
            }
        }
        files.extend(kept.emails.into_iter().map(|email| {
            let stored = email.stored.clone();
            (email_entry(email, planned), stored)
        }));
        self.add(files)
    }

    /// Enters files of a recipient.
    fn add(&mut self, files: Vec<(Entry, Stored)>) -> Result<(), Diagnostic> {
        files.iter().for_each(|(entry, _)| self.counted.count(entry));
        match &mut self.target {
            Target::Archive(writer, _) => writer.enter(files),
            Target::Loose(..) | Target::Nowhere => Ok(()),
        }
    }

    /// Adds the enclosures of every language in use to an archive, each once, and the fonts a mailing brings. Shares are joined to an archive
    /// that has them.
    fn common_files(&mut self) -> Result<(), Diagnostic> {
        if self.plan.share().is_some() {
            return Ok(());
        }
        let Target::Archive(writer, _) = &mut self.target else { return Ok(()) };
        for (path, content) in self.plan.enclosures() {
            let pages = archive::count_pages(content).ok();
            let entry = Entry { pages, ..Entry::new(path.clone(), Role::Enclosure) };
            writer.add(entry, content)?;
        }
        for (number, content) in self.plan.added_fonts().enumerate() {
            let path = archive_path(&layout::font_path(number + 1))?;
            writer.add(Entry::new(path, Role::Font), content)?;
        }
        Ok(())
    }
}

/// Opens the archive, or the folder for loose documents, under the lock of the mailing and with the register as it was planned.
fn open_target(
    plan: &Plan,
    options: &BuildOptions<'_>,
) -> Result<(PathBuf, Target, Option<Lock>), Diagnostic> {
    let reference = &plan.mailing().reference;
    if let Some(share) = plan.share() {
        return open_share(plan, options, share);
    }
    if options.depot.is_some() && (plan.is_draft() || !plan.is_complete()) {
        return Err(Diagnostic::new(
            codes::STORE_LOOSE,
            "only whole archives and shares are written to a store",
        )
        .with_field("--output")
        .with_hint("leave out `--only` and `--draft`, or name a folder of this machine"));
    }
    let folder = layout::archive_folder(plan.output(), reference);
    let lock = match &options.lock {
        Some(lock) => lock.clone(),
        None => Lock::take(&folder, plan.owner())?,
    };
    lock.claim(plan.owner())?;
    plan.check_register()?;
    if plan.is_draft() {
        let folder = layout::draft_folder(plan.output(), reference);
        let opened = Folder::create(&folder).map_err(|error| unwritable(&folder, &error))?;
        return Ok((folder, Target::Loose(Arc::new(opened)), Some(lock)));
    }
    if plan.is_complete() {
        let target = open_archive(plan, options, lock.clone())?;
        return Ok((folder, target, Some(lock)));
    }
    let folder = layout::loose_folder(plan.output(), reference);
    // Before any form is made with it.
    plan.form_keys().write(plan.root())?;
    plan.write_register()?;
    let opened = Folder::create(&folder).map_err(|error| unwritable(&folder, &error))?;
    Ok((folder, Target::Loose(Arc::new(opened)), Some(lock)))
}

/// Opens a share, under a lock of its own: other shares are made at the same time, and nothing but the share is written.
fn open_share(
    plan: &Plan,
    options: &BuildOptions<'_>,
    share: ShareRecord,
) -> Result<(PathBuf, Target, Option<Lock>), Diagnostic> {
    let reference = &plan.mailing().reference;
    let folder =
        layout::shares_folder(plan.output(), reference).join(layout::share_name(reference, share.share));
    let lock = Lock::take(&folder, plan.owner())?;
    plan.check_register()?;
    let writer = Writer::create_share(lock.clone(), origin(plan), share, options.depot.clone())?;
    let writer = writer.sealed_by(plan.seal().cloned());
    let checkpoints = Checkpoints::start(writer.checkpoint()).map_err(|error| no_thread(&error))?;
    Ok((folder, Target::Archive(Box::new(writer), checkpoints), Some(lock)))
}

fn origin(plan: &Plan) -> Origin {
    let mailing = plan.mailing();
    Origin {
        reference: mailing.reference.value.clone(),
        issued_at: mailing.issued_at.to_string(),
        time: mailing.issued_at.local,
        registration_deadline: mailing.deadlines.registration.as_ref().map(|date| date.value.to_string()),
        stale_languages: plan.stale_languages().to_vec(),
        office: Some(plan.office()),
        form_key: Some(plan.form_keys().keys.current().fingerprint()),
    }
}

fn open_archive(plan: &Plan, options: &BuildOptions<'_>, lock: Lock) -> Result<Target, Diagnostic> {
    let (origin, size) = (origin(plan), options.volume_size);
    let writer = match &options.depot {
        Some(depot) => Writer::create_in(Arc::clone(depot), lock, origin, size, plan.register())?,
        None if !options.loose && size.is_none() => Writer::create_zipped(lock, origin, plan.register())?,
        None => Writer::create_under(lock, origin, size, plan.register())?,
    };
    let writer = writer.sealed_by(plan.seal().cloned());
    // Before any form is made with it.
    plan.form_keys().write(plan.root())?;
    let checkpoints = Checkpoints::start(writer.checkpoint()).map_err(|error| no_thread(&error))?;
    Ok(Target::Archive(Box::new(writer), checkpoints))
}

/// Adds the cover page, which is not set again where it says what it said before; returns what is to be told of it.
fn add_page(plan: &Plan, writer: &mut Writer, page: &readme::Page) -> Result<Problems, Problems> {
    let (shelf, key) = (writer.shelf(), page.key(plan));
    if let Some((stored, _)) = shelf.find_of_values(&layout::COVER_PATH, &key) {
        let entry = page.entry(stored.pages.unwrap_or_default());
        writer.enter(vec![(entry, stored)])?;
        return Ok(Problems::new());
    }
    let Checked { value: Made { pdf, pages, .. }, problems } = with_worker_pool(|| page.set(plan))??;
    let entry = page.entry(pages);
    // What there is something to tell of is told again.
    let values = if problems.is_empty() { key.clone() } else { String::new() };
    let from = MadeFrom { key, values, text: String::new() };
    let stored = shelf.put_document(&entry.path, &from, pdf, pages)?;
    writer.enter(vec![(entry, stored)])?;
    Ok(problems)
}

/// The warning of a table of documents that somebody had changed.
fn report_kept(kept: &Path) -> Diagnostic {
    let name = kept.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let message = format!("`{}` was changed since it was made, and is kept as `{name}`", layout::TABLE);
    Diagnostic::new(codes::FILE_KEPT, message)
        .with_location(Location::file(path_text(&kept.with_file_name(layout::TABLE))))
        .with_hint("take over what was written into it, then delete it")
}

fn count_one(counts: &mut BTreeMap<String, usize>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}
