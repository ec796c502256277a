//! Lists the files of one share in an index: its manifest is read, and its bytes only where that is asked for.
//!
//! Shares that are sound have, one behind the other, what the frozen plan's sequence says. Only where they have not, recipients are taken from the
//! lists, to tell what is wrong with which.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::super::event::{BuildEvent, blocked};
use super::joining::Joining;
use super::share::Held;
use super::take::{Taking, made};
use crate::archive::{self, Entry, HeldShare, Role};
use crate::diagnostic::{Diagnostic, Problems, io_text};
use crate::names::ArchivePath;
use crate::objects::StoreRefusal;
use crate::plan::{DocumentName, PlannedRecipient, Sequence};

impl Taking<'_> {
    /// Lists the files of a share whose recipients are the next ones; returns whether it was not interrupted.
    pub(super) fn list(
        &mut self,
        joining: &Joining<'_>,
        (folder, rehash): (&Path, bool),
        recipients: &mut dyn Iterator<Item = Result<PlannedRecipient, Diagnostic>>,
        problems: &mut Problems,
        events: &mut dyn FnMut(BuildEvent),
    ) -> Result<bool, Problems> {
        let mut held = Held::new(joining.opened.manifest(), &joining.record);
        let mut lacking = Problems::new();
        match describe(joining, folder, rehash) {
            Ok(share) => self.output.hold(share),
            Err(found) => lacking.extend(found.iter().map(|problem| joining.report(problem))),
        }
        for planned in recipients.take(joining.part.recipients) {
            if self.options.is_stopped() {
                return Ok(false);
            }
            let planned = planned?;
            match held.next(self.plan, &planned) {
                Err(cause) => lacking.push(joining.altered(&cause).about(planned.id())),
                Ok(_) if !lacking.is_empty() => {}
                Ok(Ok(files)) => {
                    events(made(planned.id(), files.iter()));
                    self.output.list(&files)?;
                }
                Ok(Err(reasons)) => {
                    events(blocked(planned.id(), &reasons));
                    self.output.take(&planned, Err(reasons))?;
                }
            }
        }
        if held.has_more() && lacking.is_empty() {
            lacking.push(joining.altered("it has more than its part of the plan"));
        }
        problems.extend(lacking);
        Ok(true)
    }
}

/// Why shares were not listed by their manifests.
pub(super) enum Unlisted {
    /// They do not say what the plan says; the lists tell where.
    Differs,
    Failed(Problems),
    Interrupted,
}

impl Taking<'_> {
    /// Lists the files of the next share as its manifest has them, and adds its recipients to the sequence; those that get nothing are noted as
    /// `blocked`, each once.
    pub(super) fn list_by_manifest(
        &mut self,
        joining: &Joining<'_>,
        (folder, rehash): (&Path, bool),
        (sequence, blocked_before): (&mut Sequence, &mut BTreeSet<String>),
        events: &mut dyn FnMut(BuildEvent),
    ) -> Result<(), Unlisted> {
        let before = self.output.taken();
        let share = describe(joining, folder, rehash).map_err(|_| Unlisted::Differs)?;
        self.output.hold(share);
        let manifest = joining.opened.manifest();
        let is_register = |files: &&[Entry]| matches!(files, [entry] if entry.role == Role::Register);
        let of_recipients = manifest.files.chunk_by(|one, other| one.recipient == other.recipient);
        for files in of_recipients.filter(|files| !is_register(files)) {
            if self.options.is_stopped() {
                return Err(Unlisted::Interrupted);
            }
            let id = add_listed(sequence, files).ok_or(Unlisted::Differs)?;
            events(made(id, files.iter()));
            // What an index cannot have, such as a path that another share has too, is told with its recipient.
            self.output.list(files).map_err(|_| Unlisted::Differs)?;
        }
        for record in &manifest.reconciliation.blocked {
            let id = &record.recipient;
            // Those that could not be read are in no share.
            let is_next = !self.plan.unread().contains_key(id) && blocked_before.insert(id.clone());
            let reasons = self.plan.foreseen(id).filter(|_| is_next).ok_or(Unlisted::Differs)?.clone();
            events(blocked(id, &reasons));
            self.output.take_blocked(id, reasons);
        }
        let is_its_part = self.output.taken() - before == joining.part.recipients;
        if is_its_part { Ok(()) } else { Err(Unlisted::Differs) }
    }
}

/// Adds a recipient to a sequence by its files in a share; returns its id, if they are documents and e-mails under its number.
fn add_listed<'e>(sequence: &mut Sequence, files: &'e [Entry]) -> Option<&'e str> {
    let first = files.first()?;
    let (id, serial) = (first.recipient.as_deref()?, first.serial.as_deref()?);
    let is_own = |entry: &Entry| {
        entry.serial.as_deref() == Some(serial) && matches!(entry.role, Role::Document | Role::Email)
    };
    let documents = files.iter().filter(|entry| entry.role == Role::Document);
    let named = documents.map(|entry| {
        let (document, locale) = (entry.document.as_deref()?, entry.locale.as_deref()?);
        Some(DocumentName { document, locale, courtesy: entry.courtesy, path: &entry.path })
    });
    let named: Vec<DocumentName<'_>> = named.collect::<Option<_>>().filter(|_| files.iter().all(is_own))?;
    sequence.add(id, serial, named.into_iter());
    Some(id)
}

/// What the index says of a share.
fn describe(joining: &Joining<'_>, folder: &Path, rehash: bool) -> Result<HeldShare, Problems> {
    let at = &joining.found.at;
    let unread = |error: io::Error| {
        let problem = || joining.altered(&format!("it cannot be read ({})", io_text(&error)));
        Problems::from(StoreRefusal::report(&error).unwrap_or_else(problem))
    };
    let file: Option<ArchivePath> = at.seen_from(folder).and_then(|file| file.parse().ok());
    let elsewhere = || Problems::from(joining.altered("it does not lie beneath the folder of the index"));
    let file = file.ok_or_else(elsewhere)?;
    let noted = at.noted_sha256().map_err(unread)?;
    let (sha256, bytes) = match noted.clone().filter(|_| !rehash) {
        Some(sha256) => (sha256, at.bytes().map_err(unread)?),
        None => at.hash().map_err(unread)?,
    };
    if noted.is_some_and(|noted| noted != sha256) {
        return Err(joining.altered("its bytes are not those that were written").into());
    }
    if rehash {
        let found = archive::verify(at).problems;
        if found.has_errors() {
            return Err(found);
        }
    }
    let manifest = joining.opened.manifest();
    let of_recipients = manifest.files.iter().filter(|entry| entry.recipient.is_some());
    Ok(HeldShare {
        share: joining.record.share,
        file,
        sha256,
        bytes,
        manifest_sha256: joining.opened.manifest_sha256().to_owned(),
        files: of_recipients.count(),
        recipients: manifest.reconciliation.recipients.produced,
    })
}
