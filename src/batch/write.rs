//! The output of a batch in plan order: the archive's lists and ZIP file, and the summary.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::event::{self, Blocked, Event, FinishedArchive, Summary};
use super::place::{Kept, Place};
use crate::archive::{self, CopyRecord, Entry, Expected, Origin, Role, Sources, Writer};
use crate::diagnostic::{Diagnostic, Location, stops_build};
use crate::input::write_atomically;
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::register;

/// The output of a batch as it grows.
#[derive(Debug)]
pub(super) struct Output<'a> {
    plan: &'a Plan,
    target: Target,
    fonts: String,
    summary: Summary,
    by_document: BTreeMap<String, usize>,
}

#[derive(Debug)]
enum Target {
    Archive(Box<Writer>),
    Loose(PathBuf),
}

impl<'a> Output<'a> {
    /// Opens the archive, or the folder for loose documents, of which the register has the numbers first.
    pub(super) fn open(plan: &'a Plan) -> Result<Self, Vec<Diagnostic>> {
        let mailing = plan.mailing();
        let name = archive::names::safe_file_name(&mailing.reference);
        let (folder, target) = if plan.is_complete() {
            let folder = plan.output().join(name);
            let origin = Origin {
                reference: mailing.reference.value.clone(),
                issued_at: format!("{}{}", mailing.issued_at.local, offset(mailing.issued_at.offset)),
                time: mailing.issued_at.local,
                registration_deadline: Some(mailing.deadlines.registration.value.to_string()),
                stale_languages: plan.stale_languages().to_vec(),
            };
            let mut writer = Writer::create(&folder, origin).map_err(|problem| vec![problem])?;
            let documents: usize = plan.recipients().iter().map(|planned| planned.documents.len()).sum();
            writer.reserve(documents + plan.enclosures().len() + 1);
            (folder, Target::Archive(Box::new(writer)))
        } else {
            let folder = plan.output().join(format!("{name}-loose"));
            write_register(plan).map_err(|problem| vec![problem])?;
            (folder.clone(), Target::Loose(folder))
        };
        let recipients = plan.recipients().len() + plan.unread().len();
        let summary = Summary { recipients, folder, ..Summary::default() };
        let mut output =
            Self { plan, target, fonts: plan.fonts_hash(), summary, by_document: BTreeMap::new() };
        output.enclosures().map_err(|problem| vec![problem])?;
        Ok(output)
    }

    /// Where workers put what they made.
    pub(super) fn place(&self) -> Place {
        match &self.target {
            Target::Archive(writer) => Place::Shelf(writer.shelf()),
            Target::Loose(folder) => Place::Loose(folder.clone()),
        }
    }

    /// Takes one recipient's documents, or why there are none.
    pub(super) fn take(
        &mut self,
        planned: &PlannedRecipient,
        kept: Result<Vec<Kept>, Vec<Diagnostic>>,
    ) -> Result<(), Vec<Diagnostic>> {
        match kept {
            Ok(kept) => {
                for (document, kept) in planned.documents.iter().zip(kept) {
                    self.put(planned, document, kept).map_err(|problem| vec![problem])?;
                }
            }
            Err(reasons) if stops_build(&reasons) => return Err(reasons),
            Err(reasons) => {
                self.summary.blocked.push(Blocked { recipient: planned.id().to_owned(), reasons });
            }
        }
        Ok(())
    }

    /// Closes the archive and gives the summary.
    pub(super) fn finish(mut self, events: &mut dyn FnMut(Event)) -> Result<Summary, Vec<Diagnostic>> {
        for (recipient, reasons) in self.plan.unread() {
            events(event::blocked(recipient, reasons));
            self.summary.blocked.push(Blocked { recipient: recipient.clone(), reasons: reasons.clone() });
        }
        let documents = &self.plan.mailing().documents;
        self.summary.by_document = documents
            .iter()
            .map(|document| {
                let id = document.id.value.clone();
                let count = self.by_document.get(&id).copied().unwrap_or_default();
                (id, count)
            })
            .collect();
        if let Target::Archive(writer) = self.target {
            let planned: usize = self.plan.recipients().iter().map(|planned| planned.documents.len()).sum();
            let expected = Expected {
                recipients: self.summary.recipients,
                documents: planned + self.plan.unread().len() * documents.len(),
                blocked: self.summary.blocked.iter().map(Blocked::to_archive).collect(),
            };
            write_register(self.plan).map_err(|problem| vec![problem])?;
            let finished = writer.finish(expected).map_err(|problem| vec![problem])?;
            self.summary.archive = Some(FinishedArchive {
                path: finished.zip,
                sha256: finished.zip_sha256,
                manifest_sha256: finished.manifest_sha256,
            });
        }
        Ok(self.summary)
    }

    fn put(
        &mut self,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        kept: Kept,
    ) -> Result<(), Diagnostic> {
        self.summary.documents += 1;
        self.summary.pages += kept.pages;
        *self.by_document.entry(document.document.clone()).or_default() += 1;
        *self.summary.by_locale.entry(document.locale.clone()).or_default() += 1;
        if let (Target::Archive(writer), Some(shelved)) = (&mut self.target, kept.shelved.clone()) {
            writer.enter(entry(self.plan, planned, document, kept, &self.fonts), shelved)?;
        }
        Ok(())
    }

    /// Adds the enclosures of every language in use to an archive, each once.
    fn enclosures(&mut self) -> Result<(), Diagnostic> {
        let Target::Archive(writer) = &mut self.target else { return Ok(()) };
        for (path, content) in self.plan.enclosures() {
            let entry = Entry { path: path.clone(), role: Role::Enclosure, ..Entry::default() };
            writer.add(entry, content)?;
        }
        Ok(())
    }
}

impl Blocked {
    fn to_archive(&self) -> archive::Blocked {
        let reasons = self.reasons.iter().map(|reason| reason.message.clone()).collect();
        archive::Blocked { recipient: self.recipient.clone(), reasons }
    }
}

fn entry(
    plan: &Plan,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
    kept: Kept,
    fonts: &str,
) -> Entry {
    let recipient = &planned.recipient;
    let copy = document.copy.and_then(|copy| recipient.copies.get(copy));
    let hashes = plan.hashes(&document.locale);
    let template = plan.mailing().documents.get(document.index).map_or("", |document| &document.template);
    let template = hashes.and_then(|hashes| hashes.templates.get(template));
    let letter = document.copy.is_none() && document.index == 0;
    Entry {
        path: document.path.clone(),
        role: Role::Document,
        pages: u32::try_from(kept.pages).ok(),
        recipient: Some(planned.id().to_owned()),
        iso: recipient.iso.as_ref().map(|iso| iso.value.clone()),
        entity: Some(kept.entity),
        document: Some(document.document.clone()),
        locale: Some(document.locale.clone()),
        courtesy: document.courtesy,
        serial: Some(planned.serial.clone()),
        replaces: planned.replaces.clone(),
        addressee: kept.addressee,
        channel: copy.map_or_else(|| recipient.channels.first().copied(), |copy| Some(copy.channel)),
        copy_to: copy.map(|copy| copy.to.clone()),
        copies: recipient
            .copies
            .iter()
            .filter(|_| letter && !document.courtesy)
            .map(|copy| CopyRecord { to: copy.to.clone(), channel: copy.channel })
            .collect(),
        enclosures: if letter { plan.enclosure_paths(&document.locale) } else { Vec::new() },
        content: Some(document.hash.clone()),
        sources: Some(Sources {
            data: kept.data_hash,
            template: template.cloned().unwrap_or_default(),
            locale: hashes.map(|hashes| hashes.locale.clone()).unwrap_or_default(),
            fonts: fonts.to_owned(),
        }),
        ..Entry::default()
    }
}

/// An offset as RFC 3339 writes it.
fn offset(offset: jiff::tz::Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Writes the register if the plan gave a new number; numbers are kept before anyone sees them.
fn write_register(plan: &Plan) -> Result<(), Diagnostic> {
    let path = plan.root().join(register::FILE);
    let text = plan.register().to_yaml();
    if fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    write_atomically(&path, text.as_bytes()).map_err(|error| unwritable(&path, &error))
}

/// A file that cannot be written.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("write", format!("the file cannot be written ({error})"))
        .with_location(Location::file(path.display().to_string()))
        .with_hint("check that the folder can be written to and the disk is not full")
}
