//! What was sent: the forms of an archive, found by the identity a returned one carries.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::answers::columns;
use crate::archive::{Delivery, Entry, Opened, Role};
use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::pdf::form::Form;
use crate::register::{FormKeys, Identity, Proof, VERSION_LENGTH};
use crate::worker::{ReadFailure, Reader};

/// The forms of an archive.
pub(super) struct Issued<'a> {
    archive: &'a Opened,
    /// The keys the forms were made with, where they are at hand.
    keys: Option<&'a FormKeys>,
    /// The originals by recipient, document and language.
    entries: BTreeMap<(&'a str, &'a str, &'a str), &'a Entry>,
    /// Ids of the documents that are forms.
    forms: Vec<&'a str>,
    /// Where the documents of each recipient went.
    deliveries: BTreeMap<&'a str, &'a Delivery>,
}

/// Whether an identity of this mailing is genuine.
pub(super) enum Verdict {
    Genuine,
    Forged,
    /// Nobody can tell, and why not.
    Unverified(&'static str),
}

/// What the archive has for an identity.
pub(super) enum Found<'a> {
    /// The form it was made as.
    Same(&'a Entry),
    /// The form that took its place.
    Newer(&'a Entry),
    /// Nothing: the form belongs to another mailing.
    OtherMailing,
    /// Nothing: the mailing has no such recipient, document or language.
    Nobody,
}

impl<'a> Issued<'a> {
    /// Reads which documents are forms.
    ///
    /// # Errors
    ///
    /// A document cannot be read, no process can be started to read one in, or there is no form.
    pub(super) fn read(
        archive: &'a Opened,
        keys: Option<&'a FormKeys>,
        reader: &mut Reader,
    ) -> Result<Self, Diagnostic> {
        let originals = archive.manifest().files.iter();
        let originals = originals.filter(|entry| entry.role == Role::Document && entry.copy_to.is_none());
        let mut entries = BTreeMap::new();
        let mut firsts: BTreeMap<&str, &Entry> = BTreeMap::new();
        let mut deliveries = BTreeMap::new();
        for entry in originals {
            if let (Some(recipient), Some(document), Some(locale)) =
                (&entry.recipient, &entry.document, &entry.locale)
            {
                entries.insert((recipient.as_str(), document.as_str(), locale.as_str()), entry);
                firsts.entry(document).or_insert(entry);
                if let Some(delivery) = &entry.delivery {
                    deliveries.entry(recipient.as_str()).or_insert(delivery.as_ref());
                }
            }
        }
        let mut forms = Vec::new();
        for (document, entry) in firsts {
            let bytes = archive.read(entry)?;
            match reader.read(&bytes) {
                Ok(form) if form.identity.is_some() => forms.push(document),
                Err(failure) if let Some(problem) = failure.of_the_system() => return Err(problem),
                Err(failure @ ReadFailure::Lost(_)) => return Err(unreadable(&failure)),
                _ => {}
            }
        }
        if forms.is_empty() {
            let problem =
                Diagnostic::new(codes::COLLECT_NO_FORMS, "the archive holds no form that can be filled in")
                    .with_location(Location::file(path_text(archive.path())))
                    .with_hint("give the archive of the mailing the forms belong to with --archive");
            return Err(problem);
        }
        Ok(Self { archive, keys, entries, forms, deliveries })
    }

    /// Reference of the mailing.
    pub(super) fn reference(&self) -> &'a str {
        &self.archive.manifest().reference
    }

    /// SHA-256 of the archive's manifest, in hexadecimal.
    pub(super) fn archive_sha256(&self) -> &'a str {
        self.archive.manifest_sha256()
    }

    /// Ids of the documents that are forms.
    pub(super) fn form_documents(&self) -> &[&'a str] {
        &self.forms
    }

    /// The date by which forms were to be returned.
    pub(super) fn deadline(&self) -> Option<Date> {
        self.archive.manifest().registration_deadline.as_ref()?.parse().ok()
    }

    /// A date near the event: the deadline, or the day the documents bear.
    pub(super) fn around(&self) -> Option<Date> {
        let issued_at = || self.archive.manifest().issued_at.get(..10)?.parse().ok();
        self.deadline().or_else(issued_at)
    }

    pub(super) fn find(&self, identity: &Identity) -> Found<'a> {
        if identity.reference() != self.reference() {
            return Found::OtherMailing;
        }
        let Identity { serial, recipient, document, locale, version, .. } = identity;
        let Some(entry) = self.entries.get(&(recipient.as_str(), document.as_str(), locale.as_str())) else {
            return Found::Nobody;
        };
        let template = entry.sources.as_ref().map_or("", |sources| sources.template.as_str());
        let is_same =
            template.get(..VERSION_LENGTH) == Some(version) && entry.serial.as_ref() == Some(serial);
        if is_same { Found::Same(entry) } else { Found::Newer(entry) }
    }

    /// Whether an identity of this mailing was made by it.
    pub(super) fn verify(&self, identity: &Identity) -> Verdict {
        if !identity.has_tag() {
            return Verdict::Unverified("it was made before forms proved who made them");
        }
        match self.keys.map(|keys| keys.prove(identity)) {
            Some(Proof::Genuine) => Verdict::Genuine,
            Some(Proof::Forged) => Verdict::Forged,
            Some(Proof::Unknown) => Verdict::Unverified("it is forged, or was made with a key that is lost"),
            None => Verdict::Unverified("the key is not at hand"),
        }
    }

    /// The form that a recipient was sent in its own language.
    pub(super) fn sent_to(&self, recipient: &str) -> Option<&'a Entry> {
        self.expected().find(|entry| entry.recipient.as_deref() == Some(recipient))
    }

    /// The columns of the table of registrations that the forms have together.
    ///
    /// # Errors
    ///
    /// A form as it was sent cannot be read.
    pub(super) fn columns(&self, reader: &mut Reader) -> Result<Vec<String>, Diagnostic> {
        let mut names: Vec<String> = Vec::new();
        for document in &self.forms {
            let Some(entry) = self.expected().find(|entry| entry.document.as_deref() == Some(document))
            else {
                continue;
            };
            for column in columns(&self.form(entry, reader)?) {
                if !names.contains(&column.name) {
                    names.push(column.name);
                }
            }
        }
        Ok(names)
    }

    /// Where the documents of a recipient went.
    pub(super) fn delivery(&self, recipient: &str) -> Option<&'a Delivery> {
        self.deliveries.get(recipient).copied()
    }

    /// A form as it was sent.
    pub(super) fn form(&self, entry: &Entry, reader: &mut Reader) -> Result<Form, Diagnostic> {
        let bytes = self.archive.read(entry)?;
        reader.read(&bytes).map_err(|failure| unreadable(&failure))
    }

    /// The form of each recipient in its own language.
    pub(super) fn expected(&self) -> impl Iterator<Item = &'a Entry> {
        let is_form =
            |entry: &Entry| entry.document.as_deref().is_some_and(|document| self.forms.contains(&document));
        self.archive
            .manifest()
            .files
            .iter()
            .filter(move |entry| entry.copy_to.is_none() && !entry.courtesy && is_form(entry))
    }
}

fn unreadable(failure: &ReadFailure) -> Diagnostic {
    let message = format!("the form as it was sent cannot be read ({failure})");
    Diagnostic::new(codes::ARCHIVE_UNREADABLE, message)
}
