//! The plan itself: what it holds and what it answers about the mailing as a whole.
//!
//! Answers about one document are in `documents`, those for the dispatch office in `office`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::ZonedDateTime;

use super::hashes::LocaleHashes;
use super::mixture::Scripts;
use super::options::Unfinished;
use super::outline::Outline;
use super::part::SharePart;
use super::planned::{PlannedDocument, PlannedRecipient};
use super::roll::Roll;
use super::templates::Sound;
use super::{names, resolver, sources};
use crate::archive::{Owner, Tried};
use crate::diagnostic::{Diagnostic, Problems};
use crate::fonts::Fonts;
use crate::locale::LocalePack;
use crate::mailing::Mailing;
use crate::names::ArchivePath;
use crate::pdf::Standards;
use crate::recipient::Recipient;
use crate::register::{ChosenKeys, Register, RegisterState};
use crate::seal::Seal;
use crate::template::{MergeTemplates, TemplateTexts};
use crate::worker::Workplace;

/// The checked, resolved list of everything a batch will make.
#[derive(Debug)]
pub struct Plan {
    pub(super) root: PathBuf,
    pub(super) owner: Owner,
    pub(super) mailing: Mailing,
    pub(super) packs: BTreeMap<String, LocalePack>,
    /// The locale pack of the office's language, where no recipient has that language.
    pub(super) office_pack: Option<LocalePack>,
    pub(super) hashes: BTreeMap<String, LocaleHashes>,
    pub(super) templates: Box<dyn MergeTemplates>,
    /// Where they are merged and documents are made.
    pub(super) workplace: Option<Workplace>,
    /// What was merged without a problem, with what was before; `None` where nothing is noted.
    pub(super) tried: Option<Tried>,
    /// Those that passed their check.
    pub(super) sound: Sound,
    /// The texts of the templates.
    pub(super) texts: TemplateTexts,
    pub(super) fonts: Arc<Fonts>,
    pub(super) files: Arc<BTreeMap<String, Vec<u8>>>,
    pub(super) standards: Standards,
    pub(super) issued_at: ZonedDateTime,
    pub(super) register: Register,
    pub(super) register_state: RegisterState,
    pub(super) register_is_written: bool,
    pub(super) keys: ChosenKeys,
    pub(super) unread: BTreeMap<String, Problems>,
    pub(super) roll: Roll,
    /// What keeps recipients from being made, by id.
    pub(super) blocked: BTreeMap<String, Problems>,
    /// How many recipients there are, and how many documents they get.
    pub(super) counts: (usize, usize),
    pub(super) outline: Outline,
    pub(super) enclosures: BTreeMap<ArchivePath, Vec<u8>>,
    pub(super) complete: bool,
    /// Whether documents are marked as drafts.
    pub(super) draft: bool,
    pub(super) pseudo: bool,
    pub(super) forced: Vec<String>,
    pub(super) scripts: Scripts,
    pub(super) unfinished: Unfinished,
    /// A hash of what all documents have in common: fonts, time, standards and versions.
    pub(super) common: OnceLock<String>,
    /// What documents are sealed with.
    pub(super) seal: Option<Arc<dyn Seal>>,
    /// The part that it is of, and the SHA-256 of the frozen plan, where it is that of one share.
    pub(super) share: Option<(SharePart, String)>,
}

impl Plan {
    /// The mailing.
    #[must_use]
    pub fn mailing(&self) -> &Mailing {
        &self.mailing
    }

    /// The mailing's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The output folder of all mailings.
    #[must_use]
    pub fn output(&self) -> PathBuf {
        self.root.join(&self.mailing.output)
    }

    /// The recipients, in the order their documents are made, read from the lists once more; an error, which is the last,
    /// where a list can no longer be read or has changed.
    pub fn recipients(&self) -> impl Iterator<Item = Result<PlannedRecipient, Diagnostic>> {
        let part = self.share.as_ref().map(|(part, _)| part.range());
        self.recipients_of(part.unwrap_or(0..usize::MAX))
    }

    /// The recipients of all shares, where it is the plan of one.
    pub(crate) fn all_recipients(&self) -> impl Iterator<Item = Result<PlannedRecipient, Diagnostic>> {
        self.recipients_of(0..usize::MAX)
    }

    /// The folders of this machine that lists in stores were fetched into.
    pub(crate) fn fetched_lists(&self) -> impl Iterator<Item = &Path> {
        self.roll.lists().fetched()
    }

    fn recipients_of(
        &self,
        places: Range<usize>,
    ) -> impl Iterator<Item = Result<PlannedRecipient, Diagnostic>> {
        let mut calls = Some(self.roll.call(&self.mailing));
        let mut place = 0;
        std::iter::from_fn(move || {
            while place < places.end {
                let called = match calls.as_mut()?.next()? {
                    Ok(called) => called,
                    Err(problem) => return Some(Err(problem)),
                };
                if let Some(planned) = called.planned.filter(|planned| self.roll.wants(planned.id())) {
                    place += 1;
                    if place > places.start {
                        return Some(Ok(self.number(planned)));
                    }
                }
            }
            // Whether the lists are as they were shows at their end.
            calls.take()?.pass().err().map(Err)
        })
    }

    /// Gives a recipient what it has in this plan: its number, its paths, and why it gets nothing.
    fn number(&self, mut planned: PlannedRecipient) -> PlannedRecipient {
        resolver::number(&mut planned, &self.register);
        names::name(&mut planned, &self.mailing, &self.register);
        planned.problems = self.blocked.get(planned.id()).cloned().unwrap_or_default();
        planned
    }

    /// Why a recipient gets nothing, where the plan foresees it.
    pub(crate) fn foreseen(&self, id: &str) -> Option<&Problems> {
        self.blocked.get(id)
    }

    /// How many [`recipients`](Self::recipients) there are.
    #[must_use]
    pub fn recipient_count(&self) -> usize {
        self.counts.0
    }

    /// How many documents the recipients get together.
    #[must_use]
    pub fn document_count(&self) -> usize {
        self.counts.1
    }

    /// Ids of the recipients, unread ones too, whose documents cannot be made.
    pub fn blocked(&self) -> impl Iterator<Item = &str> {
        self.blocked.keys().map(String::as_str)
    }

    /// What is wrong with recipients that could not even be read, by id; nothing is made for them.
    #[must_use]
    pub fn unread(&self) -> &BTreeMap<String, Problems> {
        &self.unread
    }

    /// Whether the plan has all recipients of the mailing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether the plan is in a pseudo-language.
    #[must_use]
    pub fn is_pseudo(&self) -> bool {
        self.pseudo
    }

    /// The register with the numbers of this plan.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The keys that the forms are made with; new ones are the caller's to write, before the register.
    #[must_use]
    pub fn form_keys(&self) -> &ChosenKeys {
        &self.keys
    }

    /// Writes the register's file if this plan gave a new number. The caller holds the lock of the mailing.
    ///
    /// # Errors
    ///
    /// The file was changed since the plan was made, or cannot be written.
    pub fn write_register(&self) -> Result<(), Diagnostic> {
        if self.register_is_written {
            return self.check_register();
        }
        self.register.write(&self.root, &self.register_state)
    }

    /// Checks that the register's file is as it was when the plan was made.
    ///
    /// # Errors
    ///
    /// It was changed since.
    pub fn check_register(&self) -> Result<(), Diagnostic> {
        self.register_state.check(&self.root)
    }

    /// The mailing and its file, to which the archive will belong.
    #[must_use]
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// The enclosures of the languages in use, by path in the archive.
    #[must_use]
    pub fn enclosures(&self) -> &BTreeMap<ArchivePath, Vec<u8>> {
        &self.enclosures
    }

    /// The paths in the archive of the enclosures that go along to a recipient written to in a language.
    #[must_use]
    pub fn enclosure_paths(&self, recipient: &Recipient, locale: &str) -> Vec<ArchivePath> {
        let own = self.mailing.enclosures.of(locale).filter(|enclosure| enclosure.is_for(recipient));
        // What makes no path was refused when the enclosures were read.
        own.filter_map(|enclosure| {
            let of_language = sources::enclosure_path(locale, &enclosure.file).ok()?;
            match self.enclosures.contains_key(&of_language) {
                true => Some(of_language),
                false => sources::common_enclosure_path(&enclosure.file).ok(),
            }
        })
        .collect()
    }

    /// Whether documents are marked as drafts.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.draft
    }

    /// What of a document is printed in another language, because that was asked for; the names of the recipient's fields.
    #[must_use]
    pub fn mixed(&self, planned: &PlannedRecipient, document: &PlannedDocument) -> Vec<String> {
        let fields = self.scripts.mixed(&planned.recipient, &document.locale);
        fields.into_iter().map(str::to_owned).collect()
    }

    /// The languages in use that are made although stale or incomplete, in order.
    #[must_use]
    pub fn stale_languages(&self) -> &[String] {
        &self.forced
    }

    /// The languages in use.
    pub fn locales(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// The hashes of a language.
    #[must_use]
    pub fn hashes(&self, locale: &str) -> Option<&LocaleHashes> {
        self.hashes.get(locale)
    }

    /// The hash of all fonts, in hexadecimal.
    #[must_use]
    pub fn fonts_hash(&self) -> String {
        self.fonts.digest()
    }

    /// The fonts of all documents.
    #[must_use]
    pub fn fonts(&self) -> Arc<Fonts> {
        Arc::clone(&self.fonts)
    }

    /// What documents are sealed with; `None` where they are not.
    #[must_use]
    pub fn seal(&self) -> Option<&Arc<dyn Seal>> {
        self.seal.as_ref()
    }

    /// The moment the mailing is issued.
    #[must_use]
    pub fn issued_at(&self) -> &ZonedDateTime {
        &self.issued_at
    }

    /// A language's own name; its tag where its locale pack is not read.
    #[must_use]
    pub fn language_name<'a>(&'a self, tag: &'a str) -> &'a str {
        self.packs.get(tag).map_or(tag, |pack| pack.file().name.as_str())
    }

    /// The files of the fonts a mailing brings.
    pub fn added_fonts(&self) -> impl Iterator<Item = &[u8]> {
        self.fonts.added_files().map(|file| file.as_slice())
    }
}
